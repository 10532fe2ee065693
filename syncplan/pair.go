package syncplan

import (
	"encoding/binary"
	"slices"

	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/disposition"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
	"github.com/rosterkit/rosterkit/syncplan/internal/match"
)

// A matcher gives package match the values of employees and users.
type matcher struct {
	*rules
	*directory
	employees []assessment
	full      map[match.FullName][]int32
}

// matchAll matches employees with users without a link.
func matchAll(r *rules, c *directory, assessed []assessment, linked []int32, u unfinished) *match.Result {
	m := matcher{rules: r, directory: c, employees: assessed}
	in := &match.Input{
		Employees: make([]match.EmployeeFlags, len(assessed)), Users: c.flags, Linked: linked, Table: c.table,
		Names: m.compareNames, RecordNames: m.compareRecords, Addresses: m.compareAddresses, Crosswise: m.crosswise,
		Keeps: m.keeps, LeaversSync: r.settings.Policy.Left == TreatmentSync,
	}
	for i := range assessed {
		if in.Employees[i] = employeeFlags(&assessed[i]); u.created[assessed[i].e.ID] {
			in.Employees[i] |= match.EmployeeResumes
		}
	}
	for _, k := range r.keys() {
		in.Keys = append(in.Keys, m.key(k))
	}
	return match.Match(in)
}

func employeeFlags(a *assessment) (flags match.EmployeeFlags) {
	if !a.living() {
		flags |= match.EmployeeLeft
	}
	if a.waits && a.living() {
		flags |= match.EmployeeWaits
	}
	switch a.disposition {
	case disposition.Untouched:
		flags |= match.EmployeeOutside
	case disposition.Present:
		flags |= match.EmployeeWanted
	case disposition.PreHire:
		if !a.stand.Waits && !a.barred() {
			flags |= match.EmployeeWanted
		}
	case disposition.Left, disposition.Grace:
		flags |= match.EmployeeGone
	}
	if a.scope == mapping.TruthUnknown {
		flags |= match.EmployeeScopeUnknown
	}
	if a.stand.State == lifecycle.Unknown || a.leftDependsOnZone {
		flags |= match.EmployeeMayHaveLeft
	}
	return flags
}

// keys returns the keys of the settings: the address, where they name none. If the
// employees of another source have kept their ids, the id comes first, as a key without
// targets.
func (r *rules) keys() []Key {
	keys := r.settings.Match
	if keys == nil {
		keys = []Key{{Targets: []string{TargetEmail}}}
	}
	if r.sameIDs() != "" {
		return slices.Concat([]Key{{}}, keys)
	}
	return keys
}

// named returns what a key compares, in words.
func (k *Key) named() string {
	if len(k.Targets) == 0 {
		return "employee id"
	}
	return targetWords(k.Targets)
}

// key gives a key the values of its targets.
func (m *matcher) key(k Key) match.Key {
	if len(k.Targets) == 0 {
		return m.idKey(m.sameIDs())
	}
	var targets []int
	for _, name := range k.Targets {
		targets = append(targets, m.targetNamed(name))
	}
	return match.Key{
		Name: k.Name, Alone: k.Names == KeyNamesIgnore, Email: len(targets) == 1 && targets[0] == m.rules.email,
		Employee: func(i int32) string {
			s := m.subject(&m.employees[i])
			return joined(len(targets), func(j int) string { return set(m.program.Apply(targets[j], s)) })
		},
		User: func(u, i int32) string {
			return joined(len(targets), func(j int) string {
				if k.Name && i >= 0 { // the plan gives the user the name of the record
					if o := m.apply(targets[j], &m.employees[i]); o.Verdict != mapping.VerdictLeave {
						return o.Value.String()
					}
				}
				return m.value(&m.users[u], targets[j]).String()
			})
		},
		Obscure: func(i int32) bool {
			return slices.ContainsFunc(targets, func(t int) bool { return m.obscure(&m.employees[i], t) })
		},
		Stopped: func(i int32) int32 {
			stopped := int32(-1)
			for _, t := range targets {
				if o := m.apply(t, &m.employees[i]); o.Stopped || o.Problem != "" {
					stopped = int32(t)
				}
			}
			return stopped
		},
		GivesUp: func(i, u int32) bool {
			return slices.ContainsFunc(targets, func(t int) bool { return m.givesUp(t, &m.employees[i], &m.users[u]) })
		},
	}
}

func (r *rules) targetNamed(name string) int {
	return slices.IndexFunc(r.targets, func(t mapping.Target) bool { return t.Name == name })
}

// set returns the text of an outcome that sets one.
func set(o mapping.Outcome) string {
	if o.Verdict != mapping.VerdictSet {
		return ""
	}
	return o.Value.String()
}

// joined folds n parts into one text, or "" if one of them has no value. No two
// lists of parts give the same one: the length of each stands behind it.
func joined(n int, part func(int) string) string {
	if n == 1 {
		return fold.Key(part(0))
	}
	var b []byte
	for j := range n {
		start := len(b)
		if b = fold.Append(b, part(j)); len(b) == start {
			return ""
		}
		b = binary.LittleEndian.AppendUint32(b, uint32(len(b)-start))
	}
	return string(b)
}

// givesUp reports whether the plan changes or clears a user's value for a target.
func (m *matcher) givesUp(target int, a *assessment, u *User) bool {
	o := m.apply(target, a)
	if o.Verdict == mapping.VerdictLeave || m.stays(u, target, o) != stayNo {
		return false
	}
	switch o.Verdict {
	case mapping.VerdictSet:
		own := fold.Key(o.Value.String())
		return own != "" && own != fold.Key(m.value(u, target).String())
	case mapping.VerdictClear:
		return m.seen(o.Rule)
	}
	return false
}

// obscure reports whether unreadable data may change the value of a target of a key.
func (r *rules) obscure(a *assessment, target int) bool { return r.apply(target, a).Stopped }

// hidden reports whether the value of a target cannot be read, or used, or may be
// another one.
func (r *rules) hidden(a *assessment, target int) bool {
	return r.obscure(a, target) || r.apply(target, a).Problem != ""
}

// hiddenIdentity reports whether the address or a key of an employee is hidden.
func (r *rules) hiddenIdentity(a *assessment) bool {
	return r.hidden(a, r.email) || slices.ContainsFunc(r.settings.Match, func(k Key) bool {
		return !k.Name && slices.ContainsFunc(k.Targets, func(t string) bool { return r.hidden(a, r.targetNamed(t)) })
	})
}

// obscureIdentity reports whether the address or a key of an employee is obscure:
// another employee may have the same, and a conflict keeps the user.
func (r *rules) obscureIdentity(a *assessment) bool {
	if r.obscure(a, r.email) {
		return true
	}
	return slices.ContainsFunc(r.settings.Match, func(k Key) bool {
		return !k.Name && slices.ContainsFunc(k.Targets, func(t string) bool { return r.obscure(a, r.targetNamed(t)) })
	})
}
