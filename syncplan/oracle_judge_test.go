package syncplan_test

import (
	"slices"
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
	scope, living := h.scope, h.living()
	for _, z := range slices.Backward(zones) {
		o.judgeIn(h, z)
		if !o.takesAway(h) {
			keep = z
		}
		if h.scope != scope {
			scope = mapping.TruthUnknown
		}
		h.wavers = h.wavers || h.living() != living
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
	if own := load(h.TimeZone); h.TimeZone != "" && own != nil {
		return append(zones, own)
	}
	return append(zones, home)
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
	h.state, h.noCreate = o.lifecycle(h)
	h.scope, h.blocked = o.program.Scope(h.subject()), mapping.TruthFalse
	if !o.Settings.Policy.Block.IsZero() {
		h.blocked = o.eval(o.Settings.Policy.Block, h.subject())
	}
	h.want = o.wanted(h)
}

// lifecycle is the table of the package comment, row by row.
func (o *oracle) lifecycle(h *human) (state mapping.Lifecycle, noCreate bool) {
	word, text := o.word(h)
	if o.Settings.Policy.LeavingEvidence == syncplan.LeavingEvidenceStatus {
		switch word {
		case "pending":
			return mapping.LifecyclePreHire, false
		case "employed":
			return text, false
		case "inactive":
			return mapping.LifecycleLeft, false
		}
		return "", false
	}
	hire, hired := o.reading(h, employee.FieldHireDate, h.today.AddDays(1))
	end, ended := o.reading(h, employee.FieldTerminationDate, h.today)
	if hire == "ahead" && end == "ahead" && ended.Before(hired) {
		end = "unreadable"
	}
	if o.Settings.Policy.LeavingEvidence == syncplan.LeavingEvidenceEndDate {
		switch {
		case end == "unreadable":
			return "", false
		case end == "passed":
			return mapping.LifecycleLeft, false
		case hire == "ahead":
			return mapping.LifecyclePreHire, false
		case end == "ahead":
			return mapping.LifecycleNotice, false
		}
		return mapping.LifecycleActive, false
	}
	started := hire == "passed" || hire == "empty"
	again := hire == "passed" && end == "passed" && hired.After(ended)
	row := func(hires, ends, words bool) bool { return hires && ends && words }
	is := func(what string, words ...string) bool { return slices.Contains(words, what) }
	switch {
	case row(hire == "ahead", is(end, "empty", "ahead"), true):
		return mapping.LifecyclePreHire, false
	case row(hire == "ahead", end == "passed", word != "unreadable"):
		return mapping.LifecycleLeft, false
	case row(again, true, is(word, "employed", "pending")):
		if word == "pending" {
			return mapping.LifecycleActive, false
		}
		return text, false
	case row(again, true, word == "inactive"):
		return mapping.LifecycleLeft, false
	case again:
		return "", false
	case row(started, end == "passed", is(word, "inactive", "blank", "none")):
		return mapping.LifecycleLeft, false
	case row(started, end == "passed", word == "employed"):
		if h.asOf.After(ended.AddDays(2)) {
			return "", false
		}
		return mapping.LifecycleLeft, false
	case row(true, end == "ahead", is(word, "inactive", "employed")):
		return mapping.LifecycleNotice, hire == "unreadable"
	case row(started, end == "empty", is(word, "employed")):
		return text, false
	case row(started, end == "empty", is(word, "pending", "none")):
		return mapping.LifecycleActive, false
	case row(started, end == "empty", word == "inactive"):
		if hire == "passed" && !h.asOf.After(hired.AddDays(2)) {
			return "", false // the word lags behind the start
		}
		return mapping.LifecycleLeft, false
	case row(hire == "unreadable", end == "empty", word == "employed"):
		return text, true
	case row(started, end == "ahead", word == "none"):
		return mapping.LifecycleNotice, false
	}
	return "", false
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
