package syncplan_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

func free(id, email string, attributes ...syncplan.Attribute) syncplan.User {
	return syncplan.User{ID: id, Email: email, Active: true, Attributes: attributes}
}

// TestMatch goes through the section on matching in the package comment,
// sentence by sentence. Changes are left out of the texts.
func TestMatch(t *testing.T) {
	t.Parallel()
	byNumber := []syncplan.Key{{Targets: []string{"number"}}, {Targets: []string{"email"}}}
	byName := []syncplan.Key{{Targets: []string{"number"}}, {Targets: []string{"first_name", "last_name"}, Name: true}}
	number := func(n string) func(*employee.Employee) { return field("number", n) }
	gone := field("termination_date", yesterday)
	type people = []employee.Employee
	type users = []syncplan.User
	name := func(first, last string) []syncplan.Attribute {
		return []syncplan.Attribute{syncplan.TextAttribute("first_name", first), syncplan.TextAttribute("last_name", last)}
	}
	ada, other := emp("e1", "Ada", "ada@example.com"), linked("u2", "e2", "bob@example.com")
	bob := emp("e2", "Bob", "bob@example.com")
	other.Attributes[0] = syncplan.TextAttribute("first_name", "Bob")
	for _, tt := range []struct {
		name   string
		match  []syncplan.Key
		people people
		users  users
		want   string
	}{
		// The link first.
		{"the link goes before the address", nil, people{ada, bob}, users{linked("u1", "e1", "bob@example.com"), linked("u2", "e2", "ada@example.com")}, `update user u2 employee e2 "Bob Example": changed; conflict employee e1 users u1, u2 "Ada Example" email_taken: the address is not changed: who has the address waits for one that is not free either, as in a swap; change one of them by hand first; conflict employee e2 users u1, u2 "Bob Example" email_taken: the address is not changed: who has the address waits for one that is not free either, as in a swap; change one of them by hand first`},
		{"a link of another source finds nobody", nil, people{ada}, users{{ID: "u1", Link: syncplan.Link{Source: "other/acme", EmployeeID: "e1"}, Email: "x@example.com", Active: true}}, `create employee e1 "Ada Example": hired`},
		{"linked twice", nil, people{emp("e1", "Ada", "ada@example.com", field("department", "R&D"))}, users{linked("u1", "e1", "ada@example.com"), linked("u2", "e1", "x@example.com")}, `conflict employee e1 users u1, u2 linked_twice: several users are linked to one person: unlink all but one`},
		{"linked twice and left", nil, people{emp("e1", "Ada", "ada@example.com", gone), emp("e2", "Ada", "x2@example.com"), emp("e3", "Ada", "x3@example.com")},
			users{linked("u1", "e1", "ada@example.com"), linked("u2", "e1", "x@example.com"), linked("u3", "e2", "x2@example.com"), linked("u4", "e3", "x3@example.com")}, `deactivate user u1 employee e1 "Ada Example": left; deactivate user u2 employee e1 "Ada Example": left; conflict employee e1 users u1, u2 linked_twice: several users are linked to one person: unlink all but one`},
		// Then the keys in order, folded, among users that no link claims.
		{"by address, but for case and blanks", nil, people{emp("e1", "Ada", "Ada@Example.com ")}, users{free("u1", " ada@example.COM")}, `link user u1 employee e1 "Ada Example": matched`},
		{"an address outside ASCII", nil, people{emp("e1", "Ada", "ÄDA@example.com")}, users{free("u1", "äda@example.com")}, `link user u1 employee e1 "Ada Example": matched`},
		{"an accent that is a sign of its own", nil, people{emp("e1", "Ada", "a\u0308da@example.com")}, users{free("u1", "\u00e4da@example.com")}, `link user u1 employee e1 "Ada Example": matched`},
		{"by number before address", byNumber, people{emp("e1", "Ada", "ada@example.com", number("7"))},
			users{free("u1", "old@example.com", syncplan.TextAttribute("number", "7"))}, `link user u1 employee e1 "Ada Example": matched`},
		{"no number on one side: the next key", byNumber, people{emp("e1", "Ada", "ada@example.com", number("7"))}, users{free("u1", "ada@example.com")}, `link user u1 employee e1 "Ada Example": matched`},
		{"a linked user is nobody else's", byNumber, people{emp("e1", "Ada", "ada@example.com", number("7")), bob},
			users{func() syncplan.User {
				u := other
				u.Attributes = append(u.Attributes[:2:2], syncplan.TextAttribute("number", "7"))
				return u
			}()}, `conflict employees e1, e2 user u2 linked_other: a user with the same number is linked to another record: relink it if it is the same person`},
		// A user whose earlier key is set and differs is somebody else.
		{"another number vetoes the address", byNumber, people{emp("e1", "Ada", "ada@example.com", number("7"))},
			users{free("u1", "ada@example.com", syncplan.TextAttribute("number", "8"))}, `hint employee e1 user u1 other_name: they share email but differ in number, so they are two`},
		{"other names veto the address", nil, people{emp("e1", "Ada", "info@example.com")}, users{free("u1", "info@example.com", name("Grace", "Other")...)}, `hint employee e1 user u1 other_name: the address fits, but both first and last name differ: link them if it is the same person, or correct the address`},
		{"one other name does not", nil, people{emp("e1", "Ada", "info@example.com")}, users{free("u1", "info@example.com", name("Ada", "Married")...)}, `link user u1 employee e1 "Ada Example": matched`},
		{"another whole name vetoes the address", nil, people{emp("e1", "Ada", "info@example.com")}, users{free("u1", "info@example.com", syncplan.TextAttribute("name", "Other, Grace"))}, `hint employee e1 user u1 other_name: the address fits, but both first and last name differ: link them if it is the same person, or correct the address`},
		{"a whole name in another order does not", nil, people{emp("e1", "Ada", "info@example.com")}, users{free("u1", "info@example.com", syncplan.TextAttribute("name", "EXAMPLE, Ada Maria"))}, `link user u1 employee e1 "Ada Example": matched`},
		// A name serves only where no identifier is set, and if it is unique on both sides.
		{"by name", byName, people{emp("e1", "Ada", "ada@example.com", number("7"))}, users{free("u1", "ada@home.example.com", name("ADA", "Example")...)}, `link user u1 employee e1 "Ada Example": matched`},
		{"two numbers never match by name", byName, people{emp("e1", "Ada", "ada@example.com", number("7"))},
			users{free("u1", "ada.e@home.example.com", append(name("Ada", "Example"), syncplan.TextAttribute("number", "8"))...)}, `create employee e1 "Ada Example": hired; hint employee e1 user u1 other_name: they share first_name and last_name but differ in number, so they are two`},
		{"a name of two people, one of whom has left", byName, people{emp("e1", "Ada", "a1@example.com"), emp("e2", "Ada", "a2@example.com", gone)},
			users{free("u1", "a@home.example.com", name("Ada", "Example")...)}, `create employee e1 "Ada Example": hired; hint employees e1, e2 user u1 other_name: the name fits, but more than one has it: link them if it is the same person; skipped employee e2 "Ada Example" left: the end date has passed; the status lags behind (since 2026-11-22T00:00:00+01:00 in Europe/Berlin)`},
		{"a name of two users, one of them inactive", byName, people{emp("e1", "Ada", "a1@example.com")},
			users{free("u1", "x1@example.com", name("Ada", "Example")...), inactive(free("u2", "x2@example.com", name("Ada", "Example")...), false)}, `create employee e1 "Ada Example": hired; hint employee e1 users u1, u2 other_name: the name fits, but more than one has it: link them if it is the same person`},
		{"a name of two users, one of them about to get another", byName, people{emp("e1", "Ada", "a1@example.com"), bob},
			users{free("u1", "x1@example.com", name("Ada", "Example")...), {ID: "u2", Link: other.Link, Email: "bob@example.com", Active: true, Attributes: name("Ada", "Example")}}, `link user u1 employee e1 "Ada Example": matched; update user u2 employee e2 "Bob Example": changed`},
		// Several that fit are a conflict.
		{"two users with one address", nil, people{ada}, users{free("u1", "ada@example.com"), free("u2", "ADA@example.com")}, `conflict employee e1 users u1, u2 several_users: several users fit one person: link the right one, or give the others another email`},
		{"two people with one address", nil, people{ada, emp("e2", "Bob", "ada@example.com")}, users{free("u1", "ada@example.com")}, `conflict employees e1, e2 user u1 same_email: several people have the same address in HR: give each their own`},
		{"two people with one address, one linked", nil, people{emp("e1", "Ada", "ada@example.com", field("department", "R&D")), emp("e2", "Bob", "ada@example.com")}, users{linked("u1", "e1", "ada@example.com")}, `conflict employees e1, e2 user u1 same_email: several people have the same address in HR: give each their own`},
		{"two people with one number", byNumber, people{emp("e1", "Ada", "ada@example.com", number("7")), emp("e2", "Bob", "bob@example.com", number("7"))},
			users{free("u1", "x@example.com", syncplan.TextAttribute("number", "7"))}, `conflict employees e1, e2 user u1 same_user: several people fit one user by number: link the right one`},
		{"the user of a conflict is nobody's by another key", byNumber, people{emp("e1", "Ada", "a@example.com"), emp("e2", "Bob", "a@example.com"), emp("e3", "Eve", "eve@example.com", number("7"))},
			users{free("u1", "a@example.com", syncplan.TextAttribute("number", "7"))}, `conflict employees e1, e2 user u1 same_email: several people have the same address in HR: give each their own; conflict employee e3 user u1 same_user: the user is a party of another conflict: settle that first`},
		{"two leavers fit one user", nil, people{emp("e1", "Ada", "ada@example.com", gone), emp("e2", "Ada", "ada@example.com", gone)}, users{free("u1", "ada@example.com")}, `conflict employees e1, e2 user u1 same_user: several people fit one user by email: link the right one`},
		// A leaver never competes with somebody who has not left.
		{"a leaver does not compete", nil, people{ada, emp("e2", "Ada", "ada@example.com", gone)}, users{free("u1", "ada@example.com")}, `link user u1 employee e1 "Ada Example": matched; skipped employee e2 "Ada Example" left: the end date has passed; the status lags behind (since 2026-11-22T00:00:00+01:00 in Europe/Berlin)`},
		{"a leaver alone is found, and held", nil, people{emp("e1", "Ada", "ada@example.com", gone)}, users{free("u1", "ada@example.com")}, `held by unlinked_deactivations: users that no sync has ever linked would be deactivated: approve the hold if they are these people; deactivate user u1 employee e1 "Ada Example": left`},
		// A record whose key cannot be read creates nobody.
		{"the address withheld", nil, people{emp("e1", "Ada", "", field("work_email", "withheld"))}, users{free("u1", "ada@example.com")}, `held by unreadable_field: nobody's work_email (the rule for email needs it) can be read: let the credentials see it, or change the settings; problem employee e1 "Ada Example" no_key: nobody is created: email cannot be read, so a user may exist already`},
		{"the number withheld, the address fits nobody", byNumber, people{emp("e1", "Ada", "ada@example.com", number("withheld")), emp("e2", "Bob", "bob@example.com", number("2"))}, users{other}, `update user u2 employee e2 "Bob Example": changed; problem employee e1 "Ada Example" no_key: nobody is created: number cannot be read, so a user may exist already`},
		{"no address at all", nil, people{emp("e1", "Ada", "", field("work_email", "empty")), bob}, users{other}, `problem employee e1 "Ada Example" no_key: nobody is created: no value for "email"`},
		{"what is no address", nil, people{emp("e1", "Ada", "ada at example"), bob}, users{other}, `problem employee e1 "Ada Example" no_key: nobody is created: email cannot be read, so a user may exist already`},
		// Who shares a key with a user of another record.
		{"rehired under a new id", nil, people{emp("e1", "Ada", "ada@example.com", gone), emp("e9", "Ada", "ada@example.com")}, users{linked("u1", "e1", "ada@example.com")}, `held by relinks: users would move to other records: approve the hold if they are the same people; relink user u1 employee e9 "Ada Example": moved; conflict employee e1 user u1 "Ada Example" linked_other: not deactivated: another record claims the user; conflict employees e1, e9 user u1 linked_other: a user with the same email is linked to another record: relink it if it is the same person`},
		{"rehired, the old record deleted", nil, people{emp("e9", "Ada", "ada@example.com")}, users{linked("u1", "e1", "ada@example.com")}, `held by relinks: users would move to other records: approve the hold if they are the same people; relink user u1 employee e9 "Ada Example": moved; conflict employees e1, e9 user u1 linked_other: a user with the same email is linked to another record: relink it if it is the same person`},
		{"moved here from another HR system", nil, people{ada}, users{{ID: "u1", Link: syncplan.Link{Source: "other/acme", EmployeeID: "7"}, Email: "ada@example.com", Active: true}}, `held by relinks: users would move to other records: approve the hold if they are the same people; relink user u1 employee e1 "Ada Example": moved; conflict employee e1 user u1 linked_other: a user with the same email is linked to another record: relink it if it is the same person`},
		{"an address handed on", nil, people{emp("e1", "Ada", "new@example.com"), emp("e9", "Bob", "info@example.com")}, users{linked("u1", "e1", "info@example.com")}, `update user u1 employee e1 "Ada Example": changed; create employee e9 "Bob Example": hired`},
		{"two people claim one user", nil, people{emp("e8", "Ada", "ada@example.com"), emp("e9", "Ada", "ada@example.com")}, users{linked("u1", "e1", "ada@example.com")}, `conflict employees e1, e8, e9 user u1 linked_other: a user with the same email is linked to another record: relink it if it is the same person; conflict employees e8, e9 same_email: several people have the same address in HR: give each their own`},
		{"two people claim one user by number", byNumber, people{emp("e8", "Ada", "a@example.com", number("7")), emp("e9", "Ada", "b@example.com", number("7"))},
			users{{ID: "u1", Link: syncplan.Link{Source: "test/acme", EmployeeID: "e1"}, Email: "x@example.com", Active: true, Attributes: syncplan.Attributes{syncplan.TextAttribute("number", "7")}}}, `conflict employees e1, e8, e9 user u1 linked_other: a user with the same number is linked to another record: relink it if it is the same person`},
		{"rehired, and the old record fits a user without a link", byNumber, people{emp("e1", "Ada", "old@example.com", number("7"), gone), emp("e9", "Ada", "ada@example.com")},
			users{linked("u1", "e1", "ada@example.com"), free("u2", "x@example.com", syncplan.TextAttribute("number", "7"))}, `conflict employee e1 user u1 "Ada Example" linked_other: not deactivated: another record claims the user; conflict employees e1, e9 user u1 linked_other: a user with the same email is linked to another record: relink it if it is the same person`},
		{"a leaver has the address of a user, and somebody else the number", []syncplan.Key{byNumber[1], byNumber[0]},
			people{emp("e1", "Ada", "ada@example.com", gone), emp("e9", "Bob", "bob@example.com", number("7"))}, users{free("u1", "ada@example.com", syncplan.TextAttribute("number", "7"))},
			`conflict employees e1, e9 user u1 linked_other: a user with the same number is another record's, too: link it to the right one`},
		// Who may be the same is a hint, and no more.
		{"the same name before the @", nil, people{ada}, users{free("u1", "ADA@other.example.com")}, `create employee e1 "Ada Example": hired; hint employee e1 user u1 similar: they have the same name before the @: link them if it is the same person`},
		{"the same surname and birthday", nil, people{emp("e1", "Ada", "ada.example@example.com", field("birth_date", "1980-02-29"))},
			users{inactive(free("u1", "ada.maiden@example.com", syncplan.TextAttribute("last_name", "EXAMPLE"), syncplan.TextAttribute("born", "1980-02-29")), false)}, `create employee e1 "Ada Example": hired; hint employee e1 user u1 similar: they have the same surname and birthday: link them if it is the same person`},
		{"a user whose own record has left", nil, people{emp("e1", "Ada", "ada@other.example.com", gone), emp("e9", "Ada", "ada@example.com"), bob}, users{linked("u1", "e1", "ada@other.example.com"), other}, `create employee e9 "Ada Example": hired; deactivate user u1 employee e1 "Ada Example": left; hint employee e9 user u1 similar: they have the same name before the @: link them if it is the same person`},
		{"not a user whose own record works here", nil, people{emp("e1", "Ada", "ada@other.example.com"), emp("e9", "Ada", "ada@example.com")}, users{linked("u1", "e1", "ada@other.example.com")}, `create employee e9 "Ada Example": hired`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Match = tt.match
			s.Policy.Limits.Changes = &syncplan.Limit{Count: 9} // one user of one is above half
			if tt.match != nil {
				s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "number", From: []employee.Field{"number"}})
			}
			s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "last_name", From: []employee.Field{"last_name"}, Authority: mapping.AuthorityCreate},
				mapping.Rule{Target: "born", From: []employee.Field{"birth_date"}, Authority: mapping.AuthorityCreate},
				mapping.Rule{Target: "name", Format: "{first_name} {last_name}", Authority: mapping.AuthorityCreate})
			for i := range tt.people {
				tt.people[i] = tt.people[i].Clone()
				for _, f := range []employee.Field{"number", "birth_date"} {
					if tt.people[i].Value(f).State() == employee.StateAbsent {
						set(&tt.people[i], f, employee.Empty())
					}
				}
			}
			if got := heads(build(t, roster(t, tt.people...), tt.users, s)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
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
	if got := heads(build(t, r, []syncplan.User{linked("u1", "e1", "ada@example.com")}, s)); got != `update user u1 employee e1 "Ada Example": changed` {
		t.Errorf("got %s", got)
	}
}

// TestAddresses goes through the section on addresses in the package comment.
func TestAddresses(t *testing.T) {
	t.Parallel()
	changed := func(id, email string) employee.Employee { return emp("e"+id, "Ada", email+"@example.com") }
	user := func(id, email string) syncplan.User { return linked("u"+id, "e"+id, email+"@example.com") }
	private := field("personal_email", "home@example.com")
	for _, tt := range []struct {
		name   string
		people []employee.Employee
		users  []syncplan.User
		want   string
	}{
		{"a chain: the last goes first", []employee.Employee{changed("1", "b"), changed("2", "c"), changed("3", "d")}, []syncplan.User{user("1", "a"), user("2", "b"), user("3", "c")}, `update user u3 employee e3 "Ada Example": changed; email: "c@example.com" -> "d@example.com" from work_email (rules[0]); update user u2 employee e2 "Ada Example": changed; email: "b@example.com" -> "c@example.com" from work_email (rules[0]); update user u1 employee e1 "Ada Example": changed; email: "a@example.com" -> "b@example.com" from work_email (rules[0])`},
		{"a new user takes an address that becomes free", []employee.Employee{changed("1", "b"), changed("2", "a")}, []syncplan.User{user("1", "a")}, `update user u1 employee e1 "Ada Example": changed; email: "a@example.com" -> "b@example.com" from work_email (rules[0]); create employee e2 "Ada Example": hired; email: "a@example.com" from work_email (rules[0]); first_name: "Ada" from first_name (rules[1]); department: "Sales" from department (rules[2])`},
		{"a swap", []employee.Employee{changed("1", "b"), changed("2", "a")}, []syncplan.User{user("1", "a"), user("2", "b")}, `conflict employee e1 users u1, u2 "Ada Example" email_taken: the address is not changed: who has the address waits for one that is not free either, as in a swap; change one of them by hand first; conflict employee e2 users u1, u2 "Ada Example" email_taken: the address is not changed: who has the address waits for one that is not free either, as in a swap; change one of them by hand first`},
		{"a swap, the other changes go on", []employee.Employee{emp("e1", "Ada", "b@example.com", field("department", "R&D")), changed("2", "a")}, []syncplan.User{user("1", "a"), user("2", "b")}, `update user u1 employee e1 "Ada Example": changed; department: "Sales" -> "R&D" from department (rules[2]); conflict employee e1 users u1, u2 "Ada Example" email_taken: the address is not changed: who has the address waits for one that is not free either, as in a swap; change one of them by hand first; conflict employee e2 users u1, u2 "Ada Example" email_taken: the address is not changed: who has the address waits for one that is not free either, as in a swap; change one of them by hand first`},
		{"a ring of three and one who waits for it", []employee.Employee{changed("1", "b"), changed("2", "c"), changed("3", "a"), changed("4", "c2"), changed("5", "d")},
			[]syncplan.User{user("1", "a"), user("2", "b"), user("3", "c"), user("4", "d"), user("5", "x")}, `update user u4 employee e4 "Ada Example": changed; email: "d@example.com" -> "c2@example.com" from work_email (rules[0]); update user u5 employee e5 "Ada Example": changed; email: "x@example.com" -> "d@example.com" from work_email (rules[0]); conflict employee e1 users u1, u2 "Ada Example" email_taken: the address is not changed: who has the address waits for one that is not free either, as in a swap; change one of them by hand first; conflict employee e2 users u2, u3 "Ada Example" email_taken: the address is not changed: who has the address waits for one that is not free either, as in a swap; change one of them by hand first; conflict employee e3 users u1, u3 "Ada Example" email_taken: the address is not changed: who has the address waits for one that is not free either, as in a swap; change one of them by hand first`},
		{"the address of a user that is in no action", []employee.Employee{changed("1", "b")}, []syncplan.User{user("1", "a"), {ID: "u9", Email: "B@example.com", Ignored: true}}, `conflict employee e1 users u1, u9 "Ada Example" email_taken: the address is not changed: another user has the address; change that one first, or correct HR`},
		{"the address of a user of another source", []employee.Employee{changed("1", "b")},
			[]syncplan.User{user("1", "a"), {ID: "u9", Link: syncplan.Link{Source: "other/acme", EmployeeID: "e1"}, Email: "b@example.com", Active: true}}, `conflict employee e1 users u1, u9 "Ada Example" email_taken: the address is not changed: another user has the address; change that one first, or correct HR`},
		{"the address of a leaver", []employee.Employee{changed("1", "b"), emp("e2", "Ada", "z@example.com", field("termination_date", yesterday))}, []syncplan.User{user("1", "a"), inactive(user("2", "b"), true)}, `conflict employee e1 users u1, u2 "Ada Example" email_taken: the address is not changed: another user has the address; change that one first, or correct HR`},
		{"a deactivation carries no change of address", []employee.Employee{emp("e1", "Ada", "b@example.com", field("termination_date", yesterday)), changed("2", "c"), changed("3", "d")}, []syncplan.User{user("1", "a"), user("2", "c"), user("3", "d")}, `deactivate user u1 employee e1 "Ada Example": left`},
		{"a private address for a new user", []employee.Employee{emp("e1", "Ada", "", field("work_email", "empty"), private)}, nil, `create employee e1 "Ada Example": hired; email: "home@example.com" from personal_email (rules[0]); first_name: "Ada" from first_name (rules[1]); department: "Sales" from department (rules[2])`},
		{"a private address never moves a login", []employee.Employee{emp("e1", "Ada", "", field("work_email", "empty"), private), changed("2", "c")}, []syncplan.User{user("1", "a"), user("2", "c")}, ``},
		{"a private address behind a withheld one", []employee.Employee{emp("e1", "Ada", "", field("work_email", "withheld"), private), changed("2", "c")}, []syncplan.User{user("2", "c")}, `problem employee e1 "Ada Example" no_key: nobody is created: email cannot be read, so a user may exist already`},
		{"only the case", []employee.Employee{changed("1", "A")}, []syncplan.User{user("1", "a")}, ``},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := told(build(t, roster(t, tt.people...), tt.users, settings())); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestManagers: a manager is set last, reported where there is none, and never
// in anybody's way.
func TestManagers(t *testing.T) {
	t.Parallel()
	boss := func(id string) func(*employee.Employee) { return field("manager.id", id) }
	for _, tt := range []struct {
		name   string
		people []employee.Employee
		before map[string]string // manager by user
		want   string
	}{
		{"set", []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e2")), emp("e2", "Ada", "2@example.com")}, nil, `set_manager user u1 employee e1 "Ada Example": manager; manager: user u2 employee e2 "Ada Example"`},
		{"the same", []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e2")), emp("e2", "Ada", "2@example.com")}, map[string]string{"u1": "u2"}, ``},
		{"cleared", []employee.Employee{emp("e1", "Ada", "1@example.com"), emp("e2", "Ada", "2@example.com", boss("e1"))}, map[string]string{"u1": "u2"}, `set_manager user u1 employee e1 "Ada Example": manager; manager: nobody; set_manager user u2 employee e2 "Ada Example": manager; manager: user u1 employee e1 "Ada Example"`},
		{"withheld", []employee.Employee{emp("e1", "Ada", "1@example.com", boss("withheld")), emp("e2", "Ada", "2@example.com")}, map[string]string{"u1": "u2"}, `problem employee e1 user u1 "Ada Example" value: manager is left alone: manager.id is withheld`},
		{"himself", []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e1"))}, nil, `problem employee e1 manager_cycle: in HR these people report to one another, or to themselves: their managers are left as they are`},
		{"each other", []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e2")), emp("e2", "Ada", "2@example.com", boss("e1"))}, nil, `problem employees e1, e2 manager_cycle: in HR these people report to one another, or to themselves: their managers are left as they are`},
		{"not in the roster", []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e9"))}, map[string]string{"u1": "u1"}, `hint employee e1 user u1 "Ada Example" no_manager: the manager is left as it is: HR's manager has no user`},
		{"somebody whom the plan creates", []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e9")), emp("e9", "Bob", "9@example.com")}, nil, `create employee e9 "Bob Example": hired; email: "9@example.com" from work_email (rules[0]); first_name: "Bob" from first_name (rules[1]); department: "Sales" from department (rules[2]); set_manager user u1 employee e1 "Ada Example": manager; manager: employee e9 "Bob Example"`},
		{"left", []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e2")), emp("e2", "Ada", "2@example.com", field("termination_date", yesterday)), emp("e3", "Ada", "3@example.com")}, nil, `deactivate user u2 employee e2 "Ada Example": left; hint employee e1 user u1 "Ada Example" no_manager: the manager is left as it is: HR's manager is being deactivated`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "manager", From: []employee.Field{"manager.id"}, OnEmpty: mapping.OnEmptyClear})
			var users []syncplan.User
			for _, e := range tt.people {
				if e.ID == "e9" {
					continue
				}
				u := linked("u"+e.ID[1:], e.ID, e.WorkEmail)
				u.ManagerID = tt.before[u.ID]
				users = append(users, u)
			}
			if got := told(build(t, roster(t, tt.people...), users, s)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestNoQuadraticTime gives Build what would take hours if it compared pairs.
func TestNoQuadraticTime(t *testing.T) {
	t.Parallel()
	n := race.Pick(30_000, 3_000)
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

// TestPrivateAddressInAFormat: a private address stands in for a work address
// in a format, too.
func TestPrivateAddressInAFormat(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Mapping.Rules[0] = mapping.Rule{Target: "email", Format: "{work_email|personal_email}"}
	r := roster(t, emp("e1", "Ada", "", field("work_email", "empty"), field("personal_email", "home@example.com")), emp("e2", "Ada", "b@example.com"))
	if got := told(build(t, r, []syncplan.User{linked("u1", "e1", "ada@example.com"), linked("u2", "e2", "b@example.com")}, s)); got != "" {
		t.Errorf("got %s", got)
	}
}
