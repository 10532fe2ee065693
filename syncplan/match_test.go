package syncplan_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

func free(id, email string, attributes ...syncplan.Attribute) syncplan.User {
	return syncplan.User{ID: id, Email: email, Active: true, Attributes: attributes}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	byNumber := []syncplan.Key{{Targets: []string{"number"}}, {Targets: []string{"email"}}}
	byName := []syncplan.Key{{Targets: []string{"number"}}, {Targets: []string{"first_name", "last_name"}, Name: true}}
	number := func(n string) func(*employee.Employee) { return field("number", n) }
	gone := field("termination_date", yesterday)
	type people = []employee.Employee
	type users = []syncplan.User
	name := func(first, last string) []syncplan.Attribute {
		return []syncplan.Attribute{syncplan.Text("first_name", first), syncplan.Text("last_name", last)}
	}
	for _, tt := range []struct {
		name   string
		match  []syncplan.Key
		people people
		users  users
		want   string
	}{
		{"by address, but for case and blanks", nil, people{emp("e1", "Ada", "Ada@Example.com ")}, users{free("u1", " ada@example.COM")}, "link user u1 employee e1"},
		{"an address outside ASCII", nil, people{emp("e1", "Ada", "ÄDA@example.com")}, users{free("u1", "äda@example.com")}, "link user u1 employee e1"},
		{"the link goes before the address", nil, people{emp("e1", "Ada", "ada@example.com"), emp("e2", "Bob", "bob@example.com")},
			users{linked("u1", "e1", "bob@example.com"), linked("u2", "e2", "ada@example.com")}, "update user u2 employee e2; conflict email_taken; conflict email_taken"},
		{"two users with one address", nil, people{emp("e1", "Ada", "ada@example.com")}, users{free("u1", "ada@example.com"), free("u2", "ADA@example.com")}, "conflict several_users"},
		{"two people with one address", nil, people{emp("e1", "Ada", "ada@example.com"), emp("e2", "Bob", "ada@example.com")}, users{free("u1", "ada@example.com")}, "conflict same_email"},
		{"two people with one address, one linked", nil, people{emp("e1", "Ada", "ada@example.com", field("department", "R&D")), emp("e2", "Bob", "ada@example.com")}, users{linked("u1", "e1", "ada@example.com")}, "conflict same_email"},
		{"a leaver does not compete", nil, people{emp("e1", "Ada", "ada@example.com"), emp("e2", "Ada", "ada@example.com", gone)}, users{free("u1", "ada@example.com")}, "link user u1 employee e1; skipped left"},
		{"a leaver alone is found, and held", nil, people{emp("e1", "Ada", "ada@example.com", gone)}, users{free("u1", "ada@example.com")}, "held deactivate user u1 employee e1"},
		{"two leavers fit one user", nil, people{emp("e1", "Ada", "ada@example.com", gone), emp("e2", "Ada", "ada@example.com", gone)}, users{free("u1", "ada@example.com")}, "conflict same_user"},
		{"the address withheld", nil, people{emp("e1", "Ada", "", field("work_email", "withheld"))}, users{free("u1", "ada@example.com")}, "problem no_key"},
		{"no address at all", nil, people{emp("e1", "Ada", "", field("work_email", "empty")), emp("e2", "Bob", "bob@example.com")}, users{linked("u2", "e2", "bob@example.com")}, "update user u2 employee e2; problem no_key"},
		{"the private address for a new user", nil, people{emp("e1", "Ada", "", field("work_email", "empty"), field("personal_email", "home@example.com"))}, nil, "create employee e1"},
		{"the private address never moves a login", nil, people{emp("e1", "Ada", "", field("work_email", "empty"), field("personal_email", "home@example.com"))}, users{linked("u1", "e1", "ada@example.com")}, ""},
		{"the private address behind a withheld one", nil, people{emp("e1", "Ada", "", field("work_email", "withheld"), field("personal_email", "home@example.com")), emp("e2", "Ada", "x@example.com")},
			users{linked("u2", "e2", "x@example.com")}, "problem no_key"},
		{"other names are a hint", nil, people{emp("e1", "Ada", "info@example.com")}, users{free("u1", "info@example.com", name("Grace", "Other")...)}, "hint other_name"},
		{"one other name is none", nil, people{emp("e1", "Ada", "info@example.com")}, users{free("u1", "info@example.com", name("Ada", "Married")...)}, "link user u1 employee e1"},
		{"by number before address", byNumber, people{emp("e1", "Ada", "ada@example.com", number("7"))},
			users{free("u1", "old@example.com", syncplan.Text("number", "7"))}, "link user u1 employee e1"},
		{"another number vetoes the address", byNumber, people{emp("e1", "Ada", "ada@example.com", number("7"))},
			users{free("u1", "ada@example.com", syncplan.Text("number", "8"))}, "hint other_name"},
		{"no number on one side does not", byNumber, people{emp("e1", "Ada", "ada@example.com", number("7"))}, users{free("u1", "ada@example.com")}, "link user u1 employee e1"},
		{"two people with one number", byNumber, people{emp("e1", "Ada", "ada@example.com", number("7")), emp("e2", "Bob", "bob@example.com", number("7"))},
			users{free("u1", "x@example.com", syncplan.Text("number", "7"))}, "conflict same_user"},
		{"by name", byName, people{emp("e1", "Ada", "ada@example.com", number("7"))}, users{free("u1", "ada@home.example.com", name("ADA", "Example")...)}, "link user u1 employee e1"},
		{"two numbers never match by name", byName, people{emp("e1", "Ada", "ada@example.com", number("7"))},
			users{free("u1", "ada@home.example.com", append(name("Ada", "Example"), syncplan.Text("number", "8"))...)}, "create employee e1; hint other_name"},
		{"a name of two people", byName, people{emp("e1", "Ada", "a1@example.com"), emp("e2", "Ada", "a2@example.com", gone)},
			users{free("u1", "a1@home.example.com", name("Ada", "Example")...)}, "create employee e1; hint other_name; skipped left"},
		{"a name of two users", byName, people{emp("e1", "Ada", "a1@example.com")},
			users{free("u1", "x1@example.com", name("Ada", "Example")...), inactive(free("u2", "x2@example.com", name("Ada", "Example")...), false)}, "create employee e1; hint other_name"},
		{"linked twice", nil, people{emp("e1", "Ada", "ada@example.com", field("department", "R&D"))}, users{linked("u1", "e1", "ada@example.com"), linked("u2", "e1", "x@example.com")}, "conflict linked_twice"},
		{"linked twice and left", nil, people{emp("e1", "Ada", "ada@example.com", gone), emp("e2", "Ada", "x2@example.com"), emp("e3", "Ada", "x3@example.com")},
			users{linked("u1", "e1", "ada@example.com"), linked("u2", "e1", "x@example.com"), linked("u3", "e2", "x2@example.com"), linked("u4", "e3", "x3@example.com")},
			"deactivate user u1 employee e1; deactivate user u2 employee e1; conflict linked_twice"},
		{"rehired under a new id", nil, people{emp("e1", "Ada", "ada@example.com", gone), emp("e9", "Ada", "ada@example.com")}, users{linked("u1", "e1", "ada@example.com")},
			"held relink user u1 employee e9; conflict linked_other; conflict linked_other"},
		{"rehired, the old record deleted", nil, people{emp("e9", "Ada", "ada@example.com")}, users{linked("u1", "e1", "ada@example.com")}, "held relink user u1 employee e9; conflict linked_other"},
		{"an address handed on", nil, people{emp("e1", "Ada", "new@example.com"), emp("e9", "Bob", "info@example.com")}, users{linked("u1", "e1", "info@example.com")},
			"update user u1 employee e1; create employee e9"},
		{"two people claim one user", nil, people{emp("e8", "Ada", "ada@example.com"), emp("e9", "Ada", "ada@example.com")}, users{linked("u1", "e1", "ada@example.com")}, "conflict same_email; hint no_record"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Match = tt.match
			if tt.match != nil {
				s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "number", From: []employee.Field{"number"}})
			}
			s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "last_name", From: []employee.Field{"last_name"}, Authority: mapping.AuthorityCreate})
			for i := range tt.people {
				if tt.match != nil && tt.people[i].Number == "" {
					set(&tt.people[i], "number", employee.Empty())
				}
			}
			p := build(t, roster(t, tt.people...), tt.users, s)
			if got := brief(p); got != tt.want {
				t.Errorf("got  %q\nwant %q\n%s", got, tt.want, p)
			}
		})
	}
}

// TestPrivateAddressAlways: a rule may say that a private address moves a login.
func TestPrivateAddressAlways(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Mapping.Rules[0].Authority = mapping.AuthorityAlways
	r := roster(t, emp("e1", "Ada", "", field("work_email", "empty"), field("personal_email", "home@example.com")))
	if got := brief(build(t, r, []syncplan.User{linked("u1", "e1", "ada@example.com")}, s)); got != "update user u1 employee e1" {
		t.Errorf("got %q", got)
	}
}

func TestAddressesChangeHands(t *testing.T) {
	t.Parallel()
	changed := func(id, email string) employee.Employee { return emp("e"+id, "Ada", email+"@example.com") }
	user := func(id, email string) syncplan.User { return linked("u"+id, "e"+id, email+"@example.com") }
	for _, tt := range []struct {
		name   string
		people []employee.Employee
		users  []syncplan.User
		want   string
	}{
		{"a chain: the last goes first", []employee.Employee{changed("1", "b"), changed("2", "c"), changed("3", "d")}, []syncplan.User{user("1", "a"), user("2", "b"), user("3", "c")},
			"update user u3 employee e3; update user u2 employee e2; update user u1 employee e1"},
		{"a new user takes an address that becomes free", []employee.Employee{changed("1", "b"), changed("2", "a")}, []syncplan.User{user("1", "a")},
			"update user u1 employee e1; create employee e2"},
		{"a swap", []employee.Employee{changed("1", "b"), changed("2", "a")}, []syncplan.User{user("1", "a"), user("2", "b")}, "conflict email_taken; conflict email_taken"},
		{"a ring and one who waits for it", []employee.Employee{changed("1", "b"), changed("2", "a"), changed("3", "a2"), changed("4", "c")},
			[]syncplan.User{user("1", "a"), user("2", "b"), user("3", "c"), user("4", "x")},
			"update user u3 employee e3; update user u4 employee e4; conflict email_taken; conflict email_taken"},
		{"the address of somebody else's user", []employee.Employee{changed("1", "b")}, []syncplan.User{user("1", "a"), {ID: "u9", Email: "B@example.com", Ignored: true}}, "conflict email_taken"},
		{"the address of a leaver", []employee.Employee{changed("1", "b"), emp("e2", "Ada", "z@example.com", field("termination_date", yesterday))},
			[]syncplan.User{user("1", "a"), inactive(user("2", "b"), true)}, "conflict email_taken"},
		{"only the case", []employee.Employee{changed("1", "A")}, []syncplan.User{user("1", "a")}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := brief(build(t, roster(t, tt.people...), tt.users, settings())); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestManagers(t *testing.T) {
	t.Parallel()
	boss := func(id string) func(*employee.Employee) { return field("manager.id", id) }
	for _, tt := range []struct {
		name   string
		people []employee.Employee
		before map[string]string // manager by user
		want   string
	}{
		{"set", []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e2")), emp("e2", "Ada", "2@example.com")}, nil, "set_manager u1 u2"},
		{"the same", []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e2")), emp("e2", "Ada", "2@example.com")}, map[string]string{"u1": "u2"}, ""},
		{"cleared", []employee.Employee{emp("e1", "Ada", "1@example.com"), emp("e2", "Ada", "2@example.com", boss("e1"))}, map[string]string{"u1": "u2"}, "set_manager u1 ; set_manager u2 u1"},
		{"withheld", []employee.Employee{emp("e1", "Ada", "1@example.com", boss("withheld")), emp("e2", "Ada", "2@example.com")}, map[string]string{"u1": "u2"}, ""},
		{"himself", []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e1"))}, nil, "problem manager_cycle"},
		{"each other", []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e2")), emp("e2", "Ada", "2@example.com", boss("e1"))}, nil, "problem manager_cycle"},
		{"not in the roster", []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e9"))}, map[string]string{"u1": "u1"}, "hint no_manager"},
		{"left", []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e2")), emp("e2", "Ada", "2@example.com", field("termination_date", yesterday)), emp("e3", "Ada", "3@example.com")}, nil, "deactivate u2; hint no_manager"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "manager", From: []employee.Field{"manager.id"}, OnEmpty: mapping.OnEmptyClear})
			var users []syncplan.User
			for _, e := range tt.people {
				u := linked("u"+e.ID[1:], e.ID, e.WorkEmail)
				u.ManagerID = tt.before[u.ID]
				users = append(users, u)
			}
			p := build(t, roster(t, tt.people...), users, s)
			got := ""
			for _, a := range p.Actions {
				got += "; " + string(a.Kind) + " " + a.UserID
				if a.Kind == syncplan.SetManager {
					got += " " + a.Manager.UserID
				}
			}
			for _, n := range p.Notes {
				if n.Kind != syncplan.NoteSkipped {
					got += "; " + string(n.Kind) + " " + string(n.Reason)
				}
			}
			if got != "" {
				got = got[2:]
			}
			if got != tt.want {
				t.Errorf("got %q, want %q\n%s", got, tt.want, p)
			}
		})
	}
}

// TestNoQuadraticTime gives Build what would take hours if it compared pairs.
func TestNoQuadraticTime(t *testing.T) {
	t.Parallel()
	const n = 30_000
	s := settings()
	s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "manager", From: []employee.Field{"manager.id"}})
	people, users := make([]employee.Employee, n), make([]syncplan.User, 2*n)
	for i := range people { // a chain of managers, and of addresses that move up by one
		people[i] = emp(fmt.Sprintf("e%d", i), "Ada", fmt.Sprintf("%d@example.com", i+1), field("manager.id", fmt.Sprintf("e%d", i+1)))
		users[i] = linked(fmt.Sprintf("u%d", i), people[i].ID, fmt.Sprintf("%d@example.com", i))
	}
	for i := range n {
		users[n+i] = free(fmt.Sprintf("v%d", i), "same@example.com")
	}
	started := time.Now()
	p := build(t, roster(t, people...), users, s)
	if took := time.Since(started); took > 30*time.Second {
		t.Errorf("took %v", took)
	}
	if len(p.Actions)+len(p.Held[0].Actions) < n {
		t.Errorf("%s", p.Summary())
	}
}
