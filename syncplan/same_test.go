package syncplan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestWhatIsTheSame: one person and one user, among others whose attributes lie
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
		{"as it should be", "Sales", text(first, sales), ""},
		{"in another order", "Sales", text(sales, first), ""},
		{"with one more", "Sales", text(syncplan.TextAttribute("title", "Boss"), sales, first), ""},
		{"another text", "Sales", text(first, syncplan.TextAttribute("department", "Sale")), "department"},
		{"a text that goes on", "Sales", text(first, syncplan.TextAttribute("department", "Sales ")), "department"},
		{"none", "Sales", text(first), "department"},
		{"no attribute", "Sales", nil, "first_name department"},
		{"an empty one", "Sales", text(first, syncplan.Attribute{Name: "department", Value: employee.Empty()}), "department"},
		{"a list of the same", "Sales", text(first, syncplan.ListAttribute("department", "Sales")), ""},
		{"a list of another", "Sales", text(first, syncplan.ListAttribute("department", "Sale")), "department"},
		{"enormous and the same", enormous, text(first, syncplan.TextAttribute("department", enormous)), ""},
		{"enormous and another", enormous, text(first, syncplan.TextAttribute("department", enormous+"x")), "department"},
		{"enormous here", "\x00", text(first, syncplan.TextAttribute("department", enormous)), "department"},
		{"enormous, and the same up to there", "Sales", text(first, syncplan.TextAttribute("department", "Sales"+strings.Repeat("x", 1<<16))), "department"},
		{"blanks in HR", " Sales", text(first, sales), ""},
		{"blanks in HR and here", " Sales", text(first, syncplan.TextAttribute("department", " Sales")), "department"},
		{"empty in HR, to be cleared", "empty", text(first, sales), "department"},
		{"empty in HR and here", "empty", text(first), ""},
		{"withheld in HR", "withheld", text(first, sales), ""},
		{"absent in HR", "absent", text(first, sales), ""},
	} {
		people := []employee.Employee{emp("e1", "Ada", "ada@example.com", field("department", tt.hr))}
		var users []syncplan.User
		for i := range 300 { // so many that there is room for an enormous row
			if i == 20 {
				u := linked("u1", "e1", "ada@example.com")
				u.Attributes = tt.has
				users = append(users, u)
			}
			id, email := fmt.Sprint("other", i), fmt.Sprintf("other%d@example.com", i)
			people = append(people, emp(id, "Ada", email, field("department", "Sales")))
			users = append(users, linked("u"+id, id, email))
		}
		p := build(t, roster(t, people...), users, settings())
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
