package syncplan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestWhatIsTheSame: one employee and one user, among others whose attributes lie
// in another order; the names of the attributes that the plan changes.
func TestWhatIsTheSame(t *testing.T) {
	t.Parallel()
	enormous := strings.Repeat("x", 70_000)
	text := func(attributes ...syncplan.Attribute) syncplan.Attributes { return attributes }
	first, sales := syncplan.TextAttribute("first_name", "Ada"), syncplan.TextAttribute("department", "Sales")
	for _, tt := range []struct {
		name string
		hr   string // the department
		has  syncplan.Attributes
		want string
	}{
		{name: "as it should be", hr: "Sales", has: text(first, sales)},
		{name: "in another order", hr: "Sales", has: text(sales, first)},
		{name: "with one more", hr: "Sales", has: text(syncplan.TextAttribute("title", "Boss"), sales, first)},
		{
			name: "another text",
			hr:   "Sales",
			has:  text(first, syncplan.TextAttribute("department", "Sale")),
			want: "department",
		},
		{
			name: "a text that goes on",
			hr:   "Sales",
			has:  text(first, syncplan.TextAttribute("department", "Sales ")),
			want: "department",
		},
		{name: "none", hr: "Sales", has: text(first), want: "department"},
		{name: "no attribute", hr: "Sales", want: "first_name department"},
		{
			name: "an empty one",
			hr:   "Sales",
			has:  text(first, syncplan.Attribute{Name: "department", Value: employee.Empty()}),
			want: "department",
		},
		{name: "a list of the same", hr: "Sales", has: text(first, syncplan.ListAttribute("department", "Sales"))},
		{
			name: "a list of another",
			hr:   "Sales",
			has:  text(first, syncplan.ListAttribute("department", "Sale")),
			want: "department",
		},
		{name: "enormous and the same", hr: enormous, has: text(first, syncplan.TextAttribute("department", enormous))},
		{
			name: "enormous and another",
			hr:   enormous,
			has:  text(first, syncplan.TextAttribute("department", enormous+"x")),
			want: "department",
		},
		{
			name: "enormous here",
			hr:   "\x00",
			has:  text(first, syncplan.TextAttribute("department", enormous)),
			want: "department",
		},
		{
			name: "enormous, and the same up to there",
			hr:   "Sales",
			has:  text(first, syncplan.TextAttribute("department", "Sales"+strings.Repeat("x", 1<<16))),
			want: "department",
		},
		{name: "blanks in HR", hr: " Sales", has: text(first, sales)},
		{
			name: "blanks in HR and here",
			hr:   " Sales",
			has:  text(first, syncplan.TextAttribute("department", " Sales")),
			want: "department",
		},
		{name: "empty in HR, to be cleared", hr: "empty", has: text(first, sales), want: "department"},
		{name: "empty in HR and here", hr: "empty", has: text(first)},
		{name: "withheld in HR", hr: "withheld", has: text(first, sales)},
		{name: "absent in HR", hr: "absent", has: text(first, sales)},
	} {
		employees := []employee.Employee{emp("e1", "Ada", "ada@example.com", field("department", tt.hr))}
		var users []syncplan.User
		for i := range 300 { // so many that there is room for an enormous row
			if i == 20 {
				u := linked("u1", "e1", "ada@example.com")
				u.Attributes = tt.has
				users = append(users, u)
			}
			id, email := fmt.Sprint("other", i), fmt.Sprintf("other%d@example.com", i)
			employees = append(employees, emp(id, "Ada", email, field("department", "Sales")))
			users = append(users, linked("u"+id, id, email))
		}
		p := build(t, roster(t, employees...), users, settings())
		var got []string
		for _, a := range p.Actions {
			if a.UserID != "u1" {
				t.Errorf("%s: %s", tt.name, a)
			}
			for _, c := range a.Changes {
				got = append(got, c.Attribute)
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: the plan changes %v, want %s", tt.name, got, tt.want)
		}
	}
}
