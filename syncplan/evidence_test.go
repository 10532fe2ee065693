package syncplan_test

import (
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestZoneInDoubt: where a zone rule cannot be told, no zone in question takes
// away what another one leaves.
func TestZoneInDoubt(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Zone = "America/Los_Angeles"
	s.Zones = []syncplan.ZoneRule{{Zone: "Pacific/Auckland", When: mapping.Condition{Field: "location", Op: mapping.OpEquals, Values: []string{"Auckland"}}}}
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) // 23 November in Auckland, 22 in Los Angeles
	for _, tt := range []struct {
		name            string
		hire, end, word string
		block           mapping.Condition
		inAuckland      bool // deactivated there
		inLosAngeles    bool
	}{
		{"the last day in the west", longAgo, "2026-11-22", "active", mapping.Condition{}, true, false},
		{"a contradiction in the east", longAgo, "2026-11-20", "active", mapping.Condition{}, false, true},
		{"rehired in the east", "2026-11-23", lastYear, "active", mapping.Condition{}, false, true},
		{"blocked in the east", longAgo, "empty", "active", mapping.Condition{Field: "custom.until", Op: mapping.OpBefore, Values: []string{"today"}}, true, false},
		{"blocked in the west", longAgo, "empty", "active", mapping.Condition{Field: "custom.until", Op: mapping.OpOnOrAfter, Values: []string{"today"}}, false, true},
		{"left in both", longAgo, "2026-11-01", "inactive", mapping.Condition{}, true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := s
			s.Policy.Block = tt.block
			for location, want := range map[string]bool{"Auckland": tt.inAuckland, "Seattle": tt.inLosAngeles, "withheld": tt.inAuckland && tt.inLosAngeles} {
				ada := emp("e1", "Ada", "ada@example.com", field("hire_date", tt.hire), field("termination_date", tt.end), field("status", tt.word), field("location", location))
				set(&ada, "custom.until", employee.Day(date("2026-11-22")))
				bob := emp("e2", "Bob", "bob@example.com", field("location", "Seattle"))
				r, err := employee.NewRoster(employee.Origin{Provider: "test", Tenant: "acme", AsOf: at}, ada, bob)
				if err != nil {
					t.Fatal(err)
				}
				p, err := syncplan.Build(r, syncplan.Existing{Users: []syncplan.User{linked("u1", "e1", "ada@example.com")}}, s, at)
				if err != nil {
					t.Fatal(err)
				}
				if got := len(deactivated(p)) > 0; got != want {
					t.Errorf("in %s: deactivated = %v, want %v\n%s", location, got, want, p)
				}
			}
		})
	}
}

// TestHiddenIdentity: what might tell a person and a user apart, or two people,
// takes nothing away while it is hidden.
func TestHiddenIdentity(t *testing.T) {
	t.Parallel()
	number := mapping.Rule{Target: "number", From: []employee.Field{"number"}}
	last := mapping.Rule{Target: "last_name", From: []employee.Field{"last_name"}}
	ada := func(number, first, last string) syncplan.User {
		return syncplan.User{ID: "u1", Email: "ada@example.com", Active: true,
			Attributes: syncplan.Attributes{syncplan.TextAttribute("number", number), syncplan.TextAttribute("first_name", first), syncplan.TextAttribute("last_name", last)}}
	}
	gone := field("termination_date", yesterday)
	for _, tt := range []struct {
		name string
		user syncplan.User
		with []func(*employee.Employee)
		want int
	}{
		{"the same number", ada("7", "Ada", "Example"), []func(*employee.Employee){field("number", "7")}, 1},
		{"another number", ada("7", "Ada", "Example"), []func(*employee.Employee){field("number", "8")}, 0},
		{"no number", ada("7", "Ada", "Example"), []func(*employee.Employee){field("number", "empty")}, 1},
		{"the number withheld", ada("7", "Ada", "Example"), []func(*employee.Employee){field("number", "withheld")}, 0},
		{"the number absent", ada("7", "Ada", "Example"), []func(*employee.Employee){field("number", "absent")}, 0},
		{"the number withheld, the user has none", ada("", "Ada", "Example"), []func(*employee.Employee){field("number", "withheld")}, 0},
		{"another last name", ada("7", "Ada", "Beispiel"), []func(*employee.Employee){field("number", "7")}, 1},
		{"both names differ", ada("", "Bob", "Beispiel"), []func(*employee.Employee){field("number", "empty")}, 0},
		{"one name differs, the other is withheld", ada("", "Ada", "Beispiel"), []func(*employee.Employee){field("number", "empty"), field("first_name", "withheld")}, 0},
		{"one name is the same, the other withheld", ada("", "Ada", "Beispiel"), []func(*employee.Employee){field("number", "empty"), field("last_name", "withheld")}, 1},
		{"both names absent", ada("", "Ada", "Example"), []func(*employee.Employee){field("number", "empty"), field("first_name", "absent"), field("last_name", "absent")}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Rules = append(s.Mapping.Rules, number, last)
			s.Match = []syncplan.Key{{Targets: []string{"number"}}, {Targets: []string{"email"}}}
			p := build(t, roster(t, emp("e1", "Ada", "ada@example.com", append(tt.with, gone)...), emp("e2", "Bob", "bob@example.com", field("number", "9"))),
				[]syncplan.User{tt.user}, s)
			if got := deactivated(p); len(got) != tt.want {
				t.Errorf("deactivated %v, want %d\n%s", got, tt.want, p)
			}
		})
	}
}

// TestNextDueOrder: one instant in two zones is written in the settings' zone,
// whichever zone comes first.
func TestNextDueOrder(t *testing.T) {
	t.Parallel()
	ada := emp("e1", "Ada", "ada@example.com", field("termination_date", "2026-11-23"), field("time_zone", "Pacific/Auckland"))
	bob := emp("e2", "Bob", "bob@example.com", field("termination_date", "2026-11-22"), field("time_zone", "Pacific/Pago_Pago"))
	for _, people := range [][]employee.Employee{{ada, bob}, {bob, ada}} {
		p := build(t, roster(t, people...), nil, settings())
		if want := "2026-11-23T12:00:00+01:00"; p.NextDue.Format(time.RFC3339) != want {
			t.Errorf("NextDue = %s, want %s", p.NextDue.Format(time.RFC3339), want)
		}
	}
}

// TestHiddenConflict: two people with one address are a conflict that keeps
// both; hiding the address of one keeps him still.
func TestHiddenConflict(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Policy.Block = mapping.Condition{Field: "department", Op: mapping.OpEquals, Values: []string{"R&D"}}
	for email, want := range map[string]int{"ada@example.com": 1, "bob@example.com": 0, "withheld": 0, "absent": 0, "empty": 1} {
		p := build(t, roster(t, emp("e1", "Ada", "", field("work_email", email), field("department", "R&D")), emp("e2", "Bob", "bob@example.com")),
			[]syncplan.User{linked("u1", "e1", "ada@example.com")}, s)
		if got := deactivated(p); len(got) != want {
			t.Errorf("address %s: deactivated %v, want %d\n%s", email, got, want, p)
		}
	}
}

// TestUnknownZoneNoted: a zone that the machine does not know is noted for
// every employee who has it, also where a rule gives another one.
func TestUnknownZoneNoted(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Zones = []syncplan.ZoneRule{{Zone: "Pacific/Auckland", When: mapping.Condition{Field: "location", Op: mapping.OpEquals, Values: []string{"Auckland"}}}}
	p := build(t, roster(t, emp("e1", "Ada", "ada@example.com", field("time_zone", "Mars/Base"), field("location", "Auckland")),
		emp("e2", "Bob", "bob@example.com", field("time_zone", "Mars/Base"), field("location", "Seattle"))), nil, s)
	noted := 0
	for _, n := range p.Notes {
		if n.Reason == syncplan.ReasonRecord {
			noted++
		}
	}
	if noted != 2 {
		t.Errorf("%d people noted, want 2\n%s", noted, p)
	}
}
