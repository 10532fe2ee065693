package syncplan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// A morning is a company of 1,000 users in whose HR system much goes wrong in one night.
type morning struct {
	employees []employee.Employee
	existing  syncplan.Existing
	settings  syncplan.Settings
}

// newMorning has so many leavers, and seats for five of seven joiners.
func newMorning(leavers int) morning {
	first := func(i int) string { return fmt.Sprintf("Name%03d", i) }
	m := morning{settings: settings()}
	m.settings.Name = "Acme HR"
	m.settings.Policy.Limits.Deactivations = &syncplan.Limit{Count: 20}
	m.settings.Mapping.Rules = append(m.settings.Mapping.Rules,
		mapping.Rule{Target: "office", From: []employee.Field{"location"}})
	for i := range 1000 {
		id, email := fmt.Sprintf("%04d", i+1), fmt.Sprintf("name%03d@example.com", i)
		e := emp(id, first(i), email, field("location", "Berlin"))
		u := linked("u"+id, id, email)
		u.Attributes = syncplan.Attributes{
			syncplan.TextAttribute("first_name", first(i)),
			syncplan.TextAttribute("department", "Sales"),
			syncplan.TextAttribute("office", "Berlin"),
		}
		switch {
		case i < leavers:
			field("termination_date", yesterday)(&e)
		case i < 100: // a permission for one office was lost
			field("location", map[bool]string{true: "withheld", false: "Berlin"}[i < 72])(&e)
		case i < 400: // the names of these are those of the next row
			e.FirstName = first(i + 1)
		case i < 412:
			e.Department = "R&D"
		case i < 452: // a department was renamed
			u.Attributes[1], e.Department = syncplan.TextAttribute("department", "Support"), "Customer Care"
		case i < 458:
			field("status", "withheld")(&e)
		}
		m.employees, m.existing.Users = append(m.employees, e), append(m.existing.Users, u)
	}
	for i := range 7 {
		id := fmt.Sprintf("%04d", 2001+i)
		m.employees = append(m.employees, emp(id, "New"+id, "new"+id+"@example.com",
			field("location", "Berlin"), field("hire_date", fmt.Sprintf("2026-11-%02d", 10+i))))
	}
	m.existing.Seats = 1005
	m.existing.Groups = map[string][]string{"department": {"Sales", "Support", "R & D"}}
	return m
}

func (m *morning) plan(t *testing.T, approvals ...syncplan.Approval) *syncplan.Plan {
	t.Helper()
	p, err := syncplan.Build(roster(t, m.employees...), m.existing, m.settings, now, approvals...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestBadMorning shows the first screen of a night with a lost permission, an approved
// layoff of 30 with one leaver more, shifted names, and two seats too few.
func TestBadMorning(t *testing.T) {
	t.Parallel()
	before := newMorning(30)
	var layoff []syncplan.Approval
	for _, h := range before.plan(t).Held {
		if h.Guard == syncplan.GuardDeactivations {
			layoff = append(layoff, reread(t, h.ApproveAll("ops@example.com", now.AddDate(0, 0, 1))))
		}
	}
	if len(layoff) != 1 || len(layoff[0].Members) != 30 {
		t.Fatalf("the layoff is %v", layoff)
	}
	m := newMorning(31)
	p := m.plan(t, layoff...)
	screen := func(text string) string {
		lines := strings.SplitAfter(text, "\n")
		return strings.Join(lines[:min(40, len(lines))], "")
	}
	golden(t, "morning.txt", screen(p.String()))
	golden(t, "morning.md", screen(p.Markdown()))
	members := 0
	for _, g := range p.NoteGroups() {
		members += len(g.Notes)
	}
	if members != len(p.Notes) {
		t.Errorf("the groups have %d notes of %d", members, len(p.Notes))
	}
}
