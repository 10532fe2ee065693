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
	leaver := field("termination_date", yesterday)
	type employees = []employee.Employee
	type users = []syncplan.User
	name := func(first, last string) []syncplan.Attribute {
		return []syncplan.Attribute{syncplan.TextAttribute("first_name", first), syncplan.TextAttribute("last_name", last)}
	}
	ada, other := emp("e1", "Ada", "ada@example.com"), linked("u2", "e2", "bob@example.com")
	bob := emp("e2", "Bob", "bob@example.com")
	other.Attributes[0] = syncplan.TextAttribute("first_name", "Bob")
	const duplicate = "held by possible_duplicates: 1 employee may have a user already: compare each with the users in " +
		"its evidence; if they are the same, link the user to the employee in your product, else approve the hold; "
	for _, tt := range []struct {
		name      string
		match     []syncplan.Key
		employees employees
		users     users
		want      string
	}{
		// The link first.
		{
			name:      "the link goes before the address",
			employees: employees{ada, bob},
			users:     users{linked("u1", "e1", "bob@example.com"), linked("u2", "e2", "ada@example.com")},
			want: `update user u2 employee e2 "Bob Example": changed; ` +
				`conflict employee e1 users u1, u2 "Ada Example" email_taken: the address is not changed: ` +
				`the user who has the address waits for another one that is not free, as in a swap; ` +
				`change one of them by hand first; ` +
				`conflict employee e2 users u1, u2 "Bob Example" email_taken: the address is not changed: ` +
				`the user who has the address waits for another one that is not free, as in a swap; ` +
				`change one of them by hand first`,
		},
		{
			name:      "a link of another source does not count",
			employees: employees{ada},
			users: users{
				{ID: "u1", Link: syncplan.Link{Source: "other/acme", EmployeeID: "e1"}, Email: "x@example.com", Active: true},
			},
			want: `create employee e1 "Ada Example": hired`,
		},
		{
			name:      "linked twice",
			employees: employees{emp("e1", "Ada", "ada@example.com", field("department", "R&D"))},
			users:     users{linked("u1", "e1", "ada@example.com"), linked("u2", "e1", "x@example.com")},
			want: `conflict employee e1 users u1, u2 linked_twice: several users are linked to one employee: ` +
				`unlink all but one`,
		},
		{
			name: "linked twice and left",
			employees: employees{
				emp("e1", "Ada", "ada@example.com", leaver),
				emp("e2", "Ada", "x2@example.com"),
				emp("e3", "Ada", "x3@example.com"),
			},
			users: users{
				linked("u1", "e1", "ada@example.com"),
				linked("u2", "e1", "x@example.com"),
				linked("u3", "e2", "x2@example.com"),
				linked("u4", "e3", "x3@example.com"),
			},
			want: `deactivate user u1 employee e1 "Ada Example": left; ` +
				`deactivate user u2 employee e1 "Ada Example": left; ` +
				`conflict employee e1 users u1, u2 linked_twice: several users are linked to one employee: unlink all but one`,
		},
		// Then the keys in order, folded, among users that no link claims.
		{
			name:      "by address, but for case and blanks",
			employees: employees{emp("e1", "Ada", "Ada@Example.com ")},
			users:     users{free("u1", " ada@example.COM")},
			want:      `link user u1 employee e1 "Ada Example": matched`,
		},
		{
			name:      "an address outside ASCII",
			employees: employees{emp("e1", "Ada", "ÄDA@example.com")},
			users:     users{free("u1", "äda@example.com")},
			want:      `link user u1 employee e1 "Ada Example": matched`,
		},
		{
			name:      "an accent that is a sign of its own",
			employees: employees{emp("e1", "Ada", "a\u0308da@example.com")},
			users:     users{free("u1", "\u00e4da@example.com")},
			want:      `link user u1 employee e1 "Ada Example": matched`,
		},
		{
			name:      "by number before address",
			match:     byNumber,
			employees: employees{emp("e1", "Ada", "ada@example.com", number("7"))},
			users:     users{free("u1", "old@example.com", syncplan.TextAttribute("number", "7"))},
			want:      `link user u1 employee e1 "Ada Example": matched`,
		},
		{
			name:      "no number on one side: the next key",
			match:     byNumber,
			employees: employees{emp("e1", "Ada", "ada@example.com", number("7"))},
			users:     users{free("u1", "ada@example.com")},
			want:      `link user u1 employee e1 "Ada Example": matched`,
		},
		{
			name:      "a linked user is not linked again",
			match:     byNumber,
			employees: employees{emp("e1", "Ada", "ada@example.com", number("7")), bob},
			users: users{func() syncplan.User {
				u := other
				u.Attributes = append(u.Attributes[:2:2], syncplan.TextAttribute("number", "7"))
				return u
			}()},
			want: `conflict employees e1, e2 user u2 linked_other: ` +
				`a user with the same number is linked to another record: relink it if both are the same employee`,
		},
		// A user whose earlier key is set and differs is another employee's.
		{
			name:      "another number vetoes the address",
			match:     byNumber,
			employees: employees{emp("e1", "Ada", "ada@example.com", number("7"))},
			users:     users{free("u1", "ada@example.com", syncplan.TextAttribute("number", "8"))},
			want: `hint employee e1 user u1 other_name: both have the same email but another number: ` +
				`treated as different employees`,
		},
		{
			name:      "other names veto the address",
			employees: employees{emp("e1", "Ada", "info@example.com")},
			users:     users{free("u1", "info@example.com", name("Grace", "Other")...)},
			want: `hint employee e1 user u1 other_name: the address matches, but the names differ: ` +
				`link them if they are the same, or correct the address`,
		},
		{
			name:      "one other name does not",
			employees: employees{emp("e1", "Ada", "info@example.com")},
			users:     users{free("u1", "info@example.com", name("Ada", "Married")...)},
			want:      `link user u1 employee e1 "Ada Example": matched`,
		},
		{
			name:      "another whole name vetoes the address",
			employees: employees{emp("e1", "Ada", "info@example.com")},
			users:     users{free("u1", "info@example.com", syncplan.TextAttribute("name", "Other, Grace"))},
			want: `hint employee e1 user u1 other_name: the address matches, but the names differ: ` +
				`link them if they are the same, or correct the address`,
		},
		{
			name:      "a whole name in another order does not",
			employees: employees{emp("e1", "Ada", "info@example.com")},
			users:     users{free("u1", "info@example.com", syncplan.TextAttribute("name", "EXAMPLE, Ada Maria"))},
			want:      `link user u1 employee e1 "Ada Example": matched`,
		},
		// A name serves only where no identifier is set, and if it is unique on both sides.
		{
			name:      "by name",
			match:     byName,
			employees: employees{emp("e1", "Ada", "ada@example.com", number("7"))},
			users:     users{free("u1", "ada@home.example.com", name("ADA", "Example")...)},
			want:      `link user u1 employee e1 "Ada Example": matched`,
		},
		{
			name:      "two numbers never match by name",
			match:     byName,
			employees: employees{emp("e1", "Ada", "ada@example.com", number("7"))},
			users: users{
				free("u1", "ada.e@home.example.com", append(name("Ada", "Example"), syncplan.TextAttribute("number", "8"))...),
			},
			want: duplicate + `create employee e1 "Ada Example": hired; ` +
				`hint employee e1 user u1 other_name: both have the same first_name and last_name but another number: ` +
				`treated as different employees`,
		},
		{
			name:      "a name of two employees, one of them a leaver",
			match:     byName,
			employees: employees{emp("e1", "Ada", "a1@example.com"), emp("e2", "Ada", "a2@example.com", leaver)},
			users:     users{free("u1", "a@home.example.com", name("Ada", "Example")...)},
			want: duplicate + `create employee e1 "Ada Example": hired; ` +
				`hint employees e1, e2 user u1 other_name: the name matches, but more than one employee or user has it: ` +
				`link the right ones; ` +
				`skipped employee e2 "Ada Example" left: the end date has passed; ` +
				`the status lags behind (since 2026-11-22T00:00:00+01:00 in Europe/Berlin)`,
		},
		{
			name:      "a name of two users, one of them inactive",
			match:     byName,
			employees: employees{emp("e1", "Ada", "a1@example.com")},
			users: users{
				free("u1", "x1@example.com", name("Ada", "Example")...),
				inactive(free("u2", "x2@example.com", name("Ada", "Example")...), false),
			},
			want: duplicate + `create employee e1 "Ada Example": hired; ` +
				`hint employee e1 users u1, u2 other_name: the name matches, but more than one employee or user has it: ` +
				`link the right ones`,
		},
		{
			name:      "a name of two users, one of them about to get another",
			match:     byName,
			employees: employees{emp("e1", "Ada", "a1@example.com"), bob},
			users: users{
				free("u1", "x1@example.com", name("Ada", "Example")...),
				{ID: "u2", Link: other.Link, Email: "bob@example.com", Active: true, Attributes: name("Ada", "Example")},
			},
			want: `link user u1 employee e1 "Ada Example": matched; update user u2 employee e2 "Bob Example": changed`,
		},
		// Several that fit are a conflict.
		{
			name:      "two users with one address",
			employees: employees{ada},
			users:     users{free("u1", "ada@example.com"), free("u2", "ADA@example.com")},
			want: `conflict employee e1 users u1, u2 several_users: several users match one employee: ` +
				`link the right one, or give the others another email`,
		},
		{
			name:      "two employees with one address",
			employees: employees{ada, emp("e2", "Bob", "ada@example.com")},
			users:     users{free("u1", "ada@example.com")},
			want: `conflict employees e1, e2 user u1 same_email: several employees have the same address in HR: ` +
				`give each their own`,
		},
		{
			name: "three employees with one address, and no name that all have",
			employees: employees{
				emp("e1", "Ada", "ada@example.com", field("preferred_name", "Addi")),
				emp("e2", "Ada", "ada@example.com"),
				emp("e3", "Addi", "ada@example.com"),
			},
			want: `conflict employees e1, e2, e3 same_email: several employees have the same address in HR: ` +
				`give each their own`,
		},
		{
			name: "two employees with one address, one linked",
			employees: employees{
				emp("e1", "Ada", "ada@example.com", field("department", "R&D")),
				emp("e2", "Bob", "ada@example.com"),
			},
			users: users{linked("u1", "e1", "ada@example.com")},
			want: `update user u1 employee e1 "Ada Example": changed; ` +
				`conflict employees e1, e2 user u1 same_email: several employees have the same address in HR: ` +
				`give each their own`,
		},
		{
			name:  "two employees with one number",
			match: byNumber,
			employees: employees{
				emp("e1", "Ada", "ada@example.com", number("7")),
				emp("e2", "Bob", "bob@example.com", number("7")),
			},
			users: users{free("u1", "x@example.com", syncplan.TextAttribute("number", "7"))},
			want: `conflict employees e1, e2 user u1 same_user: several employees match one user by number: ` +
				`link the right one`,
		},
		{
			name:  "the user of a conflict is not linked by another key",
			match: byNumber,
			employees: employees{
				emp("e1", "Ada", "a@example.com"),
				emp("e2", "Bob", "a@example.com"),
				emp("e3", "Eve", "eve@example.com", number("7")),
			},
			users: users{free("u1", "a@example.com", syncplan.TextAttribute("number", "7"))},
			want: `conflict employees e1, e2 user u1 same_email: several employees have the same address in HR: ` +
				`give each their own; ` +
				`conflict employee e3 user u1 same_user: the user is part of another conflict: resolve that one first`,
		},
		{
			name:      "two leavers fit one user",
			employees: employees{emp("e1", "Ada", "ada@example.com", leaver), emp("e2", "Ada", "ada@example.com", leaver)},
			users:     users{free("u1", "ada@example.com")},
			want: `conflict employees e1, e2 user u1 same_user: ` +
				`several employees with the same name match one user by email: ` +
				`if they are two records of one employee, leave one of them out of the scope, or end it; ` +
				`if not, link the right one`,
		},
		// A leaver never competes with an employee who has not left.
		{
			name:      "a leaver does not compete",
			employees: employees{ada, emp("e2", "Ada", "ada@example.com", leaver)},
			users:     users{free("u1", "ada@example.com")},
			want: `link user u1 employee e1 "Ada Example": matched; ` +
				`skipped employee e2 "Ada Example" left: the end date has passed; ` +
				`the status lags behind (since 2026-11-22T00:00:00+01:00 in Europe/Berlin)`,
		},
		{
			name:      "a leaver alone is found, and held",
			employees: employees{emp("e1", "Ada", "ada@example.com", leaver)},
			users:     users{free("u1", "ada@example.com")},
			want: `held by unlinked_deactivations: users that no sync has linked would be deactivated: ` +
				`approve the hold if they belong to these employees; ` +
				`deactivate user u1 employee e1 "Ada Example": left`,
		},
		// A record whose key cannot be read creates no user.
		{
			name:      "the address withheld",
			employees: employees{emp("e1", "Ada", "", field("work_email", "withheld"))},
			users:     users{free("u1", "ada@example.com")},
			want: `held by unreadable_field: no record has a readable work_email (the rule for email needs it): ` +
				`let the credentials read it, or change the settings; ` +
				`problem employee e1 "Ada Example" no_key: no user is created: ` +
				`email cannot be read, so a user may exist already`,
		},
		{
			name:  "the number withheld, the address matches no user",
			match: byNumber,
			employees: employees{
				emp("e1", "Ada", "ada@example.com", number("withheld")),
				emp("e2", "Bob", "bob@example.com", number("2")),
			},
			users: users{other},
			want: `update user u2 employee e2 "Bob Example": changed; ` +
				`problem employee e1 "Ada Example" no_key: no user is created: ` +
				`number cannot be read, so a user may exist already`,
		},
		{
			name:      "no address at all",
			employees: employees{emp("e1", "Ada", "", field("work_email", "empty")), bob},
			users:     users{other},
			want:      `problem employee e1 "Ada Example" no_key: no user is created: no value for "email"`,
		},
		{
			name:      "what is no address",
			employees: employees{emp("e1", "Ada", "ada at example"), bob},
			users:     users{other},
			want: `problem employee e1 "Ada Example" no_key: no user is created: ` +
				`email cannot be read, so a user may exist already`,
		},
		// Who shares a key with a user of another record.
		{
			name:      "rehired under a new id",
			employees: employees{emp("e1", "Ada", "ada@example.com", leaver), emp("e9", "Ada", "ada@example.com")},
			users:     users{linked("u1", "e1", "ada@example.com")},
			want: `held by relinks: users would be relinked to other records: ` +
				`approve the hold if they are the same employees; ` +
				`relink user u1 employee e9 "Ada Example": moved; ` +
				`conflict employee e1 user u1 "Ada Example" linked_other: not deactivated: another employee claims the user; ` +
				`conflict employees e1, e9 user u1 linked_other: a user with the same email is linked to another record: ` +
				`relink it if both are the same employee`,
		},
		{
			name:      "rehired, the old record deleted",
			employees: employees{emp("e9", "Ada", "ada@example.com")},
			users:     users{linked("u1", "e1", "ada@example.com")},
			want: `held by relinks: users would be relinked to other records: ` +
				`approve the hold if they are the same employees; ` +
				`relink user u1 employee e9 "Ada Example": moved; ` +
				`conflict employees e1, e9 user u1 linked_other: a user with the same email is linked to another record: ` +
				`relink it if both are the same employee`,
		},
		{
			name:      "moved here from another HR system",
			employees: employees{ada},
			users: users{
				{ID: "u1", Link: syncplan.Link{Source: "other/acme", EmployeeID: "7"}, Email: "ada@example.com", Active: true},
			},
			want: `held by relinks: users would be relinked to other records: ` +
				`approve the hold if they are the same employees; ` +
				`relink user u1 employee e1 "Ada Example": moved; ` +
				`conflict employee e1 user u1 linked_other: a user with the same email is linked to another record: ` +
				`relink it if both are the same employee`,
		},
		{
			name:      "an address handed on",
			employees: employees{emp("e1", "Ada", "new@example.com"), emp("e9", "Bob", "info@example.com")},
			users:     users{linked("u1", "e1", "info@example.com")},
			want:      `update user u1 employee e1 "Ada Example": changed; create employee e9 "Bob Example": hired`,
		},
		{
			name:      "two employees claim one user",
			employees: employees{emp("e8", "Ada", "ada@example.com"), emp("e9", "Ada", "ada@example.com")},
			users:     users{linked("u1", "e1", "ada@example.com")},
			want: `conflict employees e1, e8, e9 user u1 linked_other: ` +
				`a user with the same email is linked to another record: relink it if both are the same employee; ` +
				`conflict employees e8, e9 same_email: several employees have the same address and name in HR: ` +
				`if they are two records of one employee, leave one of them out of the scope, or end it; ` +
				`if not, give each their own address`,
		},
		{
			name:  "two employees claim one user by number",
			match: byNumber,
			employees: employees{
				emp("e8", "Ada", "a@example.com", number("7")),
				emp("e9", "Ada", "b@example.com", number("7")),
			},
			users: users{
				{
					ID: "u1", Link: syncplan.Link{Source: "test/acme", EmployeeID: "e1"}, Email: "x@example.com", Active: true,
					Attributes: syncplan.Attributes{syncplan.TextAttribute("number", "7")},
				},
			},
			want: `conflict employees e1, e8, e9 user u1 linked_other: ` +
				`a user with the same number is linked to another record: relink it if both are the same employee`,
		},
		{
			name:      "rehired, and the old record fits a user without a link",
			match:     byNumber,
			employees: employees{emp("e1", "Ada", "old@example.com", number("7"), leaver), emp("e9", "Ada", "ada@example.com")},
			users: users{
				linked("u1", "e1", "ada@example.com"),
				free("u2", "x@example.com", syncplan.TextAttribute("number", "7")),
			},
			want: `conflict employee e1 user u1 "Ada Example" linked_other: not deactivated: ` +
				`another employee claims the user; ` +
				`conflict employees e1, e9 user u1 linked_other: a user with the same email is linked to another record: ` +
				`relink it if both are the same employee`,
		},
		{
			name:      "a leaver has the address of a user, and another employee the number",
			match:     []syncplan.Key{byNumber[1], byNumber[0]},
			employees: employees{emp("e1", "Ada", "ada@example.com", leaver), emp("e9", "Bob", "bob@example.com", number("7"))},
			users:     users{free("u1", "ada@example.com", syncplan.TextAttribute("number", "7"))},
			want: `conflict employees e1, e9 user u1 linked_other: ` +
				`a user with the same number also matches another record: link it to the right one`,
		},
		// Who may be the same is a hint, and no more.
		{
			name:      "the same name before the @",
			employees: employees{ada},
			users:     users{free("u1", "ADA@other.example.com")},
			want: `create employee e1 "Ada Example": hired; ` +
				`hint employee e1 user u1 similar: both have the same name before the @: link them if they are the same`,
		},
		{
			name:      "the same surname and birthday",
			employees: employees{emp("e1", "Ada", "ada.example@example.com", field("birth_date", "1980-02-29"))},
			users: users{
				inactive(free("u1", "ada.maiden@example.com", syncplan.TextAttribute("last_name", "EXAMPLE"),
					syncplan.TextAttribute("born", "1980-02-29")), false),
			},
			want: `create employee e1 "Ada Example": hired; ` +
				`hint employee e1 user u1 similar: both have the same surname and birthday: link them if they are the same`,
		},
		{
			name:      "a user whose own record has left",
			employees: employees{emp("e1", "Ada", "ada@other.example.com", leaver), emp("e9", "Ada", "ada@example.com"), bob},
			users:     users{linked("u1", "e1", "ada@other.example.com"), other},
			want: `create employee e9 "Ada Example": hired; ` +
				`deactivate user u1 employee e1 "Ada Example": left; ` +
				`hint employee e9 user u1 similar: both have the same name before the @: link them if they are the same`,
		},
		{
			name:      "not a user whose own record works here",
			employees: employees{emp("e1", "Ada", "ada@other.example.com"), emp("e9", "Ada", "ada@example.com")},
			users:     users{linked("u1", "e1", "ada@other.example.com")},
			want:      `create employee e9 "Ada Example": hired`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Match = tt.match
			s.Policy.Limits.Changes = &syncplan.Limit{Count: 9} // one user of one is above half
			if tt.match != nil {
				s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "number", From: []employee.Field{"number"}})
			}
			s.Mapping.Rules = append(s.Mapping.Rules, []mapping.Rule{
				{Target: "last_name", From: []employee.Field{"last_name"}, Authority: mapping.AuthorityCreate},
				{Target: "born", From: []employee.Field{"birth_date"}, Authority: mapping.AuthorityCreate},
				{Target: "name", Format: "{first_name} {last_name}", Authority: mapping.AuthorityCreate},
			}...)
			for i := range tt.employees {
				tt.employees[i] = tt.employees[i].Clone()
				for _, f := range []employee.Field{"number", "birth_date"} {
					if tt.employees[i].Value(f).State() == employee.StateAbsent {
						set(&tt.employees[i], f, employee.Empty())
					}
				}
			}
			if got := heads(build(t, roster(t, tt.employees...), tt.users, s)); got != tt.want {
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
	employees, users := make([]employee.Employee, n), make([]syncplan.User, 2*n)
	for i := range employees { // a chain of managers, and of addresses that move up by one
		employees[i] = emp(fmt.Sprintf("e%d", i), "Ada", fmt.Sprintf("%d@example.com", i+1),
			field("manager.id", fmt.Sprintf("e%d", i+1)))
		users[i] = linked(fmt.Sprintf("u%d", i), employees[i].ID, fmt.Sprintf("%d@example.com", i))
	}
	for i := range n {
		users[n+i] = free(fmt.Sprintf("v%d", i), "same@example.com")
	}
	started := time.Now()
	p := build(t, roster(t, employees...), users, s)
	if took := time.Since(started); took > 30*time.Second {
		t.Errorf("took %v", took)
	}
	if len(p.Actions)+len(p.Held[0].Actions) < n {
		t.Errorf("%s", p.Summary())
	}
}
