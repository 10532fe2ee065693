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
	s.Zones = []syncplan.ZoneRule{
		{
			Zone: "Pacific/Auckland",
			When: mapping.Condition{Field: "location", Op: mapping.OpEquals, Values: []string{"Auckland"}},
		},
	}
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) // 23 November in Auckland, 22 in Los Angeles
	for _, tt := range []struct {
		name            string
		hire, end, word string
		block           mapping.Condition
		inAuckland      bool // deactivated there
		inLosAngeles    bool
	}{
		{
			name: "the last day in the west",
			hire: longAgo, end: "2026-11-22", word: "active",
			inAuckland: true,
		},
		{
			name: "a contradiction in the east",
			hire: longAgo, end: "2026-11-20", word: "active",
			inLosAngeles: true,
		},
		{
			name: "rehired in the east",
			hire: "2026-11-23", end: lastYear, word: "active",
			inLosAngeles: true,
		},
		{
			name: "blocked in the east",
			hire: longAgo, end: "empty", word: "active",
			block:      mapping.Condition{Field: "custom.until", Op: mapping.OpBefore, Values: []string{"today"}},
			inAuckland: true,
		},
		{
			name: "blocked in the west",
			hire: longAgo, end: "empty", word: "active",
			block:        mapping.Condition{Field: "custom.until", Op: mapping.OpOnOrAfter, Values: []string{"today"}},
			inLosAngeles: true,
		},
		{
			name: "left in both",
			hire: longAgo, end: "2026-11-01", word: "inactive",
			inAuckland: true, inLosAngeles: true,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := s
			s.Policy.Block = tt.block
			for location, want := range map[string]bool{
				"Auckland": tt.inAuckland, "Seattle": tt.inLosAngeles, "withheld": tt.inAuckland && tt.inLosAngeles,
			} {
				ada := emp("e1", "Ada", "ada@example.com", field("hire_date", tt.hire), field("termination_date", tt.end),
					field("status", tt.word), field("location", location))
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

// TestHiddenIdentity: what might tell an employee and a user apart, or two employees,
// takes nothing away while it is hidden.
func TestHiddenIdentity(t *testing.T) {
	t.Parallel()
	number := mapping.Rule{Target: "number", From: []employee.Field{"number"}}
	last := mapping.Rule{Target: "last_name", From: []employee.Field{"last_name"}}
	ada := func(number, first, last string) syncplan.User {
		return syncplan.User{ID: "u1", Email: "ada@example.com", Active: true,
			Attributes: syncplan.Attributes{
				syncplan.TextAttribute("number", number),
				syncplan.TextAttribute("first_name", first),
				syncplan.TextAttribute("last_name", last),
			}}
	}
	leaver := field("termination_date", yesterday)
	for _, tt := range []struct {
		name string
		user syncplan.User
		with []func(*employee.Employee)
		want int
	}{
		{
			name: "the same number",
			user: ada("7", "Ada", "Example"),
			with: []func(*employee.Employee){field("number", "7")},
			want: 1,
		},
		{name: "another number", user: ada("7", "Ada", "Example"), with: []func(*employee.Employee){field("number", "8")}},
		{
			name: "no number",
			user: ada("7", "Ada", "Example"),
			with: []func(*employee.Employee){field("number", "empty")},
			want: 1,
		},
		{
			name: "the number withheld",
			user: ada("7", "Ada", "Example"),
			with: []func(*employee.Employee){field("number", "withheld")},
		},
		{
			name: "the number absent",
			user: ada("7", "Ada", "Example"),
			with: []func(*employee.Employee){field("number", "absent")},
		},
		{
			name: "the number withheld, the user has none",
			user: ada("", "Ada", "Example"),
			with: []func(*employee.Employee){field("number", "withheld")},
		},
		{
			name: "another last name",
			user: ada("7", "Ada", "Beispiel"),
			with: []func(*employee.Employee){field("number", "7")},
			want: 1,
		},
		{
			name: "both names differ",
			user: ada("", "Bob", "Beispiel"),
			with: []func(*employee.Employee){field("number", "empty")},
		},
		{
			name: "one name differs, the other is withheld",
			user: ada("", "Ada", "Beispiel"),
			with: []func(*employee.Employee){field("number", "empty"), field("first_name", "withheld")},
		},
		{
			name: "one name is the same, the other withheld",
			user: ada("", "Ada", "Beispiel"),
			with: []func(*employee.Employee){field("number", "empty"), field("last_name", "withheld")},
			want: 1,
		},
		{
			name: "both names absent",
			user: ada("", "Ada", "Example"),
			with: []func(*employee.Employee){
				field("number", "empty"), field("first_name", "absent"), field("last_name", "absent"),
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Rules = append(s.Mapping.Rules, number, last)
			s.Match = []syncplan.Key{{Targets: []string{"number"}}, {Targets: []string{"email"}}}
			p := build(t, roster(t,
				emp("e1", "Ada", "ada@example.com", append(tt.with, leaver)...),
				emp("e2", "Bob", "bob@example.com", field("number", "9")),
			), []syncplan.User{tt.user}, s)
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
	ada := emp("e1", "Ada", "ada@example.com", field("termination_date", "2026-11-23"),
		field("time_zone", "Pacific/Auckland"))
	bob := emp("e2", "Bob", "bob@example.com", field("termination_date", "2026-11-22"),
		field("time_zone", "Pacific/Pago_Pago"))
	for _, employees := range [][]employee.Employee{{ada, bob}, {bob, ada}} {
		p := build(t, roster(t, employees...), nil, settings())
		if want := "2026-11-23T12:00:00+01:00"; p.NextDue.Format(time.RFC3339) != want {
			t.Errorf("NextDue = %s, want %s", p.NextDue.Format(time.RFC3339), want)
		}
	}
}

// TestHiddenConflict: two employees with one address are a conflict that keeps
// both; hiding the address of one still keeps them.
func TestHiddenConflict(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Policy.Block = mapping.Condition{Field: "department", Op: mapping.OpEquals, Values: []string{"R&D"}}
	for email, want := range map[string]int{
		"ada@example.com": 1, "bob@example.com": 0, "withheld": 0, "absent": 0, "empty": 1,
	} {
		p := build(t, roster(t,
			emp("e1", "Ada", "", field("work_email", email), field("department", "R&D")),
			emp("e2", "Bob", "bob@example.com"),
		), []syncplan.User{linked("u1", "e1", "ada@example.com")}, s)
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
	s.Zones = []syncplan.ZoneRule{
		{
			Zone: "Pacific/Auckland",
			When: mapping.Condition{Field: "location", Op: mapping.OpEquals, Values: []string{"Auckland"}},
		},
	}
	p := build(t, roster(t,
		emp("e1", "Ada", "ada@example.com", field("time_zone", "Mars/Base"), field("location", "Auckland")),
		emp("e2", "Bob", "bob@example.com", field("time_zone", "Mars/Base"), field("location", "Seattle")),
	), nil, s)
	noted := 0
	for _, n := range p.Notes {
		if n.Reason == syncplan.ReasonRecord {
			noted++
		}
	}
	if noted != 2 {
		t.Errorf("%d employees noted, want 2\n%s", noted, p)
	}
}
