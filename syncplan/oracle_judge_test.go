package syncplan_test

import (
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// judge finds out about a human, in every zone in question, and prefers one in
// which access stays. Where they differ in who is in scope, nothing tells.
func (o *oracle) judge(h *human) {
	zones := o.zonesOf(h)
	latest := o.latest(zones)
	o.judgeIn(h, latest)
	keep := latest // the first in which access stays
	idle := func() bool {
		return !h.linked && (h.blocked == mapping.TruthTrue || h.state == mapping.LifecyclePreHire && h.waits)
	}
	h.idle = idle()
	scope, left := h.scope, h.state == mapping.LifecycleLeft
	for _, z := range slices.Backward(zones) {
		o.judgeIn(h, z)
		if !o.takesAway(h) {
			keep = z
		}
		if h.scope != scope {
			scope = mapping.TruthUnknown
		}
		h.idle = h.idle && idle()
		h.wavers = h.wavers || (h.state == mapping.LifecycleLeft) != left
	}
	if o.judgeIn(h, latest); o.takesAway(h) {
		o.judgeIn(h, keep)
	}
	h.scope = scope
	h.want = o.wanted(h)
}

// latest returns the zone whose day ends last.
func (o *oracle) latest(zones []*time.Location) *time.Location {
	latest := zones[0]
	for _, z := range zones {
		_, a := o.At.In(latest).Zone()
		if _, b := o.At.In(z).Zone(); b < a {
			latest = z
		}
	}
	return latest
}

// zonesOf returns the zone of a human, or all that it may be.
func (o *oracle) zonesOf(h *human) (zones []*time.Location) {
	home := load(o.Settings.Zone)
	for _, rule := range o.Settings.Zones {
		is := o.eval(rule.When, mapping.Subject{Employee: &h.Employee, Today: employee.DateAt(o.At, home)})
		if is != mapping.TruthFalse {
			zones = append(zones, load(rule.Zone))
		}
		if is == mapping.TruthTrue {
			return zones
		}
	}
	switch v := h.Value(employee.FieldTimeZone); {
	case v.Known() && o.zone(v.String()) != nil:
		return append(zones, o.zone(v.String()))
	case v.State() == employee.StateEmpty, v.State() == employee.StateAbsent && !o.zonesShown():
		return append(zones, home)
	}
	// Anywhere on earth: these have every day that it is somewhere.
	return append(zones, time.FixedZone("", -12*3600), time.UTC, time.FixedZone("", 14*3600), home)
}

// zonesShown reports whether the roster shows, or withholds, the zone of any employee.
func (o *oracle) zonesShown() bool {
	return slices.ContainsFunc(o.humans, func(h *human) bool {
		return h.Value(employee.FieldTimeZone).State() != employee.StateAbsent
	})
}

// zone returns the zone of a name, nil for one that is not the same everywhere.
func (o *oracle) zone(name string) *time.Location {
	machines := []string{"Local", "localtime", "posixrules", "Factory"}
	if slices.Contains(machines, name) || strings.HasPrefix(name, "right/") {
		return nil
	}
	return load(name)
}

// load returns a zone, nil for one that does not exist.
func load(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return zone
}

func (o *oracle) eval(c mapping.Condition, s mapping.Subject) mapping.Truth {
	test, err := mapping.CompileCondition(c, o.Settings.Mapping.Yes, o.Settings.Mapping.No)
	if err != nil {
		panic(err)
	}
	return test.Eval(s)
}

func (o *oracle) judgeIn(h *human, zone *time.Location) {
	asOf := o.Origin.AsOf
	if asOf.IsZero() {
		asOf = o.At
	}
	h.today, h.asOf = employee.DateAt(o.At, zone), employee.DateAt(asOf, zone)
	h.state = o.lifecycle(h)
	h.scope, h.blocked = o.program.Scope(h.subject()), mapping.TruthFalse
	if !o.Settings.Policy.Block.IsZero() {
		h.blocked = o.eval(o.Settings.Policy.Block, h.subject())
	}
	h.want = o.wanted(h)
}

// lifecycle is the table of the package comment, row by row. It sets noCreate, grace
// and waits.
func (o *oracle) lifecycle(h *human) (state mapping.Lifecycle) {
	word, text := o.word(h)
	p := o.Settings.Policy
	h.noCreate, h.grace, h.waits = false, false, false
	hire, hired := o.reading(h, employee.FieldHireDate, h.today.AddDays(1))
	end, ended := o.reading(h, employee.FieldTerminationDate, h.today)
	within := func(days int) bool { return !hired.IsZero() && !h.today.Before(hired.AddDays(-days)) }
	h.waits = p.CreateAhead != syncplan.DaysAny && !within(int(p.CreateAhead))
	if p.LeavingEvidence == syncplan.LeavingEvidenceStatus {
		switch word {
		case "pending":
			return mapping.LifecyclePreHire
		case "employed":
			return text
		case "inactive":
			return mapping.LifecycleLeft
		}
		return ""
	}
	if o.noEnds() && h.Value(employee.FieldTerminationDate).State() == employee.StateWithheld &&
		(word == "employed" || word == "pending") {
		end = "empty"
	}
	h.grace = end == "passed" && !h.today.After(ended.AddDays(p.DeactivateAfter))
	_, first := o.reading(h, employee.FieldOriginalHireDate, h.today)
	before := !first.IsZero() && !ended.IsZero() && !first.After(ended) // employed before the end
	next := hire == "ahead" && end == "ahead" && ended.Before(hired)
	if next && !before {
		end = "unreadable"
	}
	if p.LeavingEvidence == syncplan.LeavingEvidenceEndDate {
		switch {
		case end == "unreadable":
			return ""
		case end == "passed":
			return mapping.LifecycleLeft
		case hire == "ahead" && !next:
			return mapping.LifecyclePreHire
		case end == "ahead":
			return mapping.LifecycleNotice
		}
		return mapping.LifecycleActive
	}
	if word == "inactive" && !hired.Before(h.today) && !ended.IsZero() && !hired.Before(ended) {
		h.noCreate = !(end == "passed" && before) // a hire that was withdrawn
	}
	ahead := int(p.CreateAhead)
	if p.CreateAhead == syncplan.DaysAny {
		ahead = 31
	}
	lags := !h.asOf.After(hired.AddDays(2))
	started := hire == "passed" || hire == "empty"
	again := hire == "passed" && end == "passed" && hired.After(ended)
	is := func(what string, words ...string) bool { return slices.Contains(words, what) }
	switch {
	case next && before:
		h.noCreate = h.noCreate || !is(word, "employed", "none")
		return mapping.LifecycleNotice
	case hire == "ahead" && is(end, "empty", "ahead"):
		return mapping.LifecyclePreHire
	case hire == "ahead" && end == "passed" && word != "unreadable":
		if within(ahead) {
			return mapping.LifecyclePreHire
		}
		return mapping.LifecycleLeft
	case again && word == "employed":
		return text
	case again && word == "pending":
		return mapping.LifecycleActive
	case again && word == "inactive" && !lags:
		return mapping.LifecycleLeft
	case again:
		return ""
	case started && end == "passed" && is(word, "inactive", "blank", "none"):
		return mapping.LifecycleLeft
	case started && end == "passed" && word == "employed":
		if h.asOf.After(ended.AddDays(p.DeactivateAfter + 2)) {
			return ""
		}
		return mapping.LifecycleLeft
	case end == "ahead" && is(word, "inactive", "employed"):
		h.noCreate = h.noCreate || hire == "unreadable"
		return mapping.LifecycleNotice
	case hire == "passed" && end == "ahead" && word == "pending":
		return mapping.LifecycleNotice
	case started && end == "empty" && word == "employed":
		return text
	case started && end == "empty" && is(word, "pending", "none"):
		return mapping.LifecycleActive
	case started && end == "empty" && word == "inactive":
		if hire == "passed" && lags {
			return "" // the word lags behind the start
		}
		return mapping.LifecycleLeft
	case hire == "unreadable" && end == "empty" && word == "employed":
		h.noCreate = true
		return text
	case started && end == "ahead" && word == "none":
		return mapping.LifecycleNotice
	}
	return ""
}

// noEnds: the vendor shows no end date and the word decides.
func (o *oracle) noEnds() bool {
	return o.Origin.NoEnds && o.Settings.Policy.LeavingEvidence == syncplan.LeavingEvidenceBoth
}

// word reads the status: "none", "unreadable", "blank", "pending", "employed"
// or "inactive".
func (o *oracle) word(h *human) (string, mapping.Lifecycle) {
	if o.Origin.NoStatus || o.Settings.Policy.LeavingEvidence == syncplan.LeavingEvidenceEndDate {
		return "none", ""
	}
	switch v := h.Value(employee.FieldStatus); {
	case v.State() == employee.StateEmpty:
		return "blank", ""
	case v.String() == "active":
		return "employed", mapping.LifecycleActive
	case v.String() == "leave":
		return "employed", mapping.LifecycleLeave
	case v.String() == "pending", v.String() == "inactive":
		return v.String(), ""
	}
	return "unreadable", ""
}

// reading places a date: "empty", "unreadable", "passed", or "ahead" from the
// given day on.
func (o *oracle) reading(h *human, f employee.Field, from employee.Date) (string, employee.Date) {
	v := h.Value(f)
	day, ok := v.Day()
	switch {
	case v.State() == employee.StateEmpty:
		return "empty", day
	case !ok || day.Year() < 1900:
		return "unreadable", employee.Date{}
	case day.Before(from):
		return "passed", day
	}
	return "ahead", day
}

// wanted is the list of the package comment.
func (o *oracle) wanted(h *human) string {
	unreadableHire := false
	if o.Settings.Policy.LeavingEvidence != syncplan.LeavingEvidenceStatus {
		hire, _ := o.reading(h, employee.FieldHireDate, h.today)
		unreadableHire = hire == "unreadable"
	}
	switch {
	case h.scope == mapping.TruthFalse && !h.linked:
		return "untouched"
	case h.state == mapping.LifecycleLeft && h.scope == mapping.TruthUnknown && !h.linked:
		return "unknown"
	case h.state == mapping.LifecycleLeft && h.grace:
		return "grace"
	case h.state == mapping.LifecycleLeft:
		return "left"
	case h.state == "" || h.scope == mapping.TruthUnknown || h.blocked == mapping.TruthUnknown:
		return "unknown"
	case h.state == mapping.LifecyclePreHire:
		return "pre_hire"
	case unreadableHire && (h.blocked == mapping.TruthTrue || h.scope == mapping.TruthFalse):
		return "unknown"
	case h.blocked == mapping.TruthTrue:
		return "blocked"
	case h.scope == mapping.TruthFalse:
		return "out_of_scope"
	}
	return "present"
}

func (o *oracle) takesAway(h *human) bool {
	p := o.Settings.Policy
	switch h.want {
	case "left":
		return p.Left == "" || p.Left == syncplan.TreatmentDeactivate
	case "blocked":
		return p.Blocked != syncplan.TreatmentKeep
	case "out_of_scope":
		return p.OutOfScope == syncplan.TreatmentDeactivate
	}
	return false
}
