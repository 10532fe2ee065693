package syncplan

import (
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
)

// rules are the settings, compiled for one roster and one instant.
type rules struct {
	settings Settings
	source   string
	roster   *employee.Roster
	at       time.Time

	program   *mapping.Program
	targets   []mapping.Target
	email     int                 // the target of that name
	manager   int                 // the target of that name, or -1
	texts     []int               // the targets of type text, but for the manager
	textsOnly bool                // there is no other target, but for the manager, and nothing to remember
	names     []int               // the targets whose rules read names alone
	remembers []bool              // by target: a rule has AuthorityUntilChanged
	gives     []func(string) bool // by rule: of a set with OthersKeep, what it can give
	block     *mapping.Test
	zones     *lifecycle.Zones
	lifecycle lifecycleReader
}

// compile compiles the settings for a roster and an instant.
func compile(s Settings, r *employee.Roster, at time.Time) (*rules, error) {
	program, err := mapping.Compile(s.checked(), s.keyTargets()...)
	if err != nil {
		return nil, err
	}
	c := &rules{
		settings: s, source: r.Origin().Source(), roster: r, at: at,
		program: program, targets: program.Targets(), manager: -1, textsOnly: true,
		lifecycle: newLifecycleReader(&s.Policy, r.Origin()),
	}
	c.remembers, c.gives = make([]bool, len(c.targets)), make([]func(string) bool, len(s.Mapping.Rules))
	for i, t := range c.targets {
		for _, n := range t.Rules {
			rule := &s.Mapping.Rules[n]
			c.remembers[i] = c.remembers[i] || rule.Authority == mapping.AuthorityUntilChanged
			if rule.Others == mapping.OthersKeep {
				c.gives[n] = program.Gives(n, r)
			}
		}
		c.textsOnly = c.textsOnly && !c.remembers[i]
		switch {
		case t.Name == TargetManager:
			c.manager = i
			continue
		case t.Name == TargetEmail:
			c.email = i
		}
		if t.Type == employee.KindText {
			c.texts = append(c.texts, i)
		} else {
			c.textsOnly = false
		}
	}
	c.names = c.nameTargets()
	if !s.Policy.Block.IsZero() {
		if c.block, err = mapping.CompileCondition(s.Policy.Block, s.Mapping.Yes, s.Mapping.No); err != nil {
			return nil, err
		}
	}
	if c.zones, err = newZones(s, r, at); err != nil {
		return nil, err
	}
	return c, nil
}

// subject is an employee, in its zone and lifecycle, for the mapping.
func (r *rules) subject(a *assessment) mapping.Subject {
	return mapping.Subject{Employee: a.e, Lifecycle: lifecycleOf(a.stand.State), Today: r.zones.Day(a.zone).Today, Roster: r.roster}
}

// subjectOf is subject for an employee whose user is to be created, or exists.
func (r *rules) subjectOf(a *assessment, creates bool) mapping.Subject {
	s := r.subject(a)
	s.Create = creates
	return s
}

// apply returns what the mapping gives an employee for a target.
func (r *rules) apply(target int, a *assessment) mapping.Outcome {
	return r.program.Apply(target, r.subject(a))
}

// address returns the address that the mapping gives an employee, or "".
func (r *rules) address(a *assessment) string {
	if o := r.apply(r.email, a); o.Verdict == mapping.VerdictSet {
		return o.Value.String()
	}
	return ""
}
