package syncplan_test

import (
	"slices"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestHiddenTakesNoAccess has companies in which a field of the first employee
// decides about the user of another employee. With the value that keeps that
// user, and with the field hidden, no user is deactivated.
func TestHiddenTakesNoAccess(t *testing.T) {
	t.Parallel()
	numbered := func(id, first, number, email string, with ...func(*employee.Employee)) employee.Employee {
		return emp(id, first, email, append(options{field("number", number)}, with...)...)
	}
	user := func(id, employeeID, first, number, email string) syncplan.User {
		u := free(id, email,
			syncplan.TextAttribute("first_name", first),
			syncplan.TextAttribute("last_name", "Example"),
			syncplan.TextAttribute("number", number),
			syncplan.TextAttribute("department", "Sales"))
		if employeeID != "" {
			u.Link = syncplan.Link{Source: "test/acme", EmployeeID: employeeID}
		}
		return u
	}
	email, number := syncplan.Key{Targets: []string{"email"}}, syncplan.Key{Targets: []string{"number"}}
	name := syncplan.Key{Targets: []string{"first_name", "last_name"}, Name: true}
	leaver := field("termination_date", yesterday)
	for _, tt := range []struct {
		name      string
		field     employee.Field
		value     string // keeps every user
		match     []syncplan.Key
		employees []employee.Employee
		users     []syncplan.User
	}{
		{
			name:  "out of scope, her user fits a leaver as well as another one does",
			field: "custom.sync", value: "no",
			match: []syncplan.Key{email, number},
			employees: []employee.Employee{
				numbered("e1", "Ada", "1", "ada@example.com"),
				numbered("e2", "Bob", "2", "bob@example.com", leaver),
			},
			users: []syncplan.User{user("u1", "", "Ada", "2", "ada@example.com"), user("u2", "", "Bob", "2", "")},
		},
		{
			name:  "out of scope, her user fits an employee who claims a leaver's user",
			field: "custom.sync", value: "no",
			match: []syncplan.Key{email, number},
			employees: []employee.Employee{
				numbered("e1", "Ada", "1", "ada@example.com"),
				numbered("e2", "Bob", "2", "bob@example.com"),
				numbered("e3", "Cem", "3", "cem@example.com", leaver),
			},
			users: []syncplan.User{
				user("u1", "", "Ada", "2", "ada@example.com"),
				user("u2", "", "Bob", "2", ""),
				user("u3", "e3", "Cem", "2", "cem@example.com"),
			},
		},
		{
			name:  "out of scope, the name of her user is that of another one",
			field: "custom.sync", value: "no",
			match: []syncplan.Key{email, name},
			employees: []employee.Employee{
				numbered("e1", "Ada", "1", "ada@example.com"),
				numbered("e2", "Bob", "2", "bob@example.com", leaver),
			},
			users: []syncplan.User{user("u1", "", "Bob", "1", "ada@example.com"), user("u2", "", "Bob", "2", "")},
		},
		{
			name:  "a leaver who shares a number, the name of her user is that of another one",
			field: "status", value: "inactive",
			match: []syncplan.Key{number, email, name},
			employees: []employee.Employee{
				numbered("e1", "Ada", "1", "ada@example.com"),
				numbered("e2", "Bob", "2", "bob@example.com", leaver),
				numbered("e3", "Cem", "1", "cem@example.com"),
			},
			users: []syncplan.User{user("u1", "", "Bob", "", "ada@example.com"), user("u2", "", "Bob", "", "")},
		},
		{
			name:  "a leaver with the address of an employee who claims the user of a blocked employee",
			field: "status", value: "inactive",
			match: []syncplan.Key{number, email},
			employees: []employee.Employee{
				numbered("e1", "Ada", "1", "ada@example.com"),
				numbered("e2", "Bob", "2", "ada@example.com"),
				numbered("e3", "Cem", "empty", "cem@example.com", field("department", "R&D")),
			},
			users: []syncplan.User{user("u3", "e3", "Cem", "2", "cem@example.com")},
		},
		{
			name:  "a leaver with a hidden scope fits a user as well as another leaver does",
			field: "custom.sync", value: "withheld",
			match: []syncplan.Key{email, number},
			employees: []employee.Employee{
				numbered("e1", "Ada", "2", "ada@example.com", leaver),
				numbered("e2", "Bob", "2", "empty", leaver),
			},
			users: []syncplan.User{user("u1", "", "Ada", "1", "ada@example.com"), user("u2", "", "Bob", "2", "")},
		},
		{
			name:  "a leaver with the address of another one, their user fits a third leaver",
			field: "status", value: "inactive",
			match: []syncplan.Key{email, number},
			employees: []employee.Employee{
				numbered("e1", "Ada", "1", "ada@example.com"),
				numbered("e2", "Ada", "3", "ada@example.com", leaver),
				numbered("e3", "Bob", "2", "empty", leaver),
			},
			users: []syncplan.User{user("u1", "", "Ada", "2", "ada@example.com"), user("u2", "", "Bob", "2", "")},
		},
		{
			name:  "a leaver with the address of an employee whose user has the name of another leaver",
			field: "status", value: "inactive",
			match: []syncplan.Key{number, name},
			employees: []employee.Employee{
				numbered("e1", "Ada", "1", "ada@example.com"),
				numbered("e2", "Cem", "2", "ada@example.com"),
				numbered("e3", "Bob", "empty", "empty", leaver),
			},
			users: []syncplan.User{user("u2", "", "Bob", "2", "")},
		},
		{
			name:  "a leaver with the address and the number of an employee whose user has the name of another leaver",
			field: "status", value: "inactive",
			match: []syncplan.Key{number, name},
			employees: []employee.Employee{
				numbered("e1", "Ada", "2", "ada@example.com"),
				numbered("e2", "Cem", "2", "ada@example.com"),
				numbered("e3", "Bob", "empty", "empty", leaver),
			},
			users: []syncplan.User{user("u2", "", "Bob", "2", "")},
		},
		{
			name:  "a leaver with the address of another one, with whose number there is a user with the name of a third",
			field: "status", value: "inactive",
			match: []syncplan.Key{email, number, name},
			employees: []employee.Employee{
				numbered("e1", "Ada", "1", "ada@example.com"),
				numbered("e2", "Ada", "3", "ada@example.com", leaver),
				numbered("e3", "Bob", "empty", "empty", leaver),
			},
			users: []syncplan.User{user("u1", "", "Ada", "", "ada@example.com"), user("u2", "", "Bob", "1", "")},
		},
		{
			name:  "a leaver with the address of another employee, which hides behind a private one",
			field: "work_email", value: "bob@example.com",
			match: []syncplan.Key{email, number},
			employees: []employee.Employee{
				numbered("e1", "Ada", "1", "empty", leaver, field("personal_email", "ada@example.com")),
				numbered("e2", "Bob", "2", "bob@example.com"),
			},
			users: []syncplan.User{user("u1", "", "Ada", "1", "")},
		},
		{
			name:  "in scope since today, where she is",
			field: "location", value: "Berlin",
			match: []syncplan.Key{email, number},
			employees: []employee.Employee{
				numbered("e1", "Ada", "1", "ada@example.com", field("hire_date", today)),
				numbered("e2", "Bob", "2", "empty", leaver),
			},
			users: []syncplan.User{user("u1", "", "Ada", "2", "ada@example.com")},
		},
		{
			name:  "not in scope before tomorrow, where she is",
			field: "location", value: "Los Angeles",
			match: []syncplan.Key{email, number},
			employees: []employee.Employee{
				numbered("e1", "Ada", "1", "ada@example.com", field("hire_date", today)),
				numbered("e2", "Bob", "2", "empty", leaver),
			},
			users: []syncplan.User{user("u1", "", "Ada", "2", "ada@example.com"), user("u2", "", "Bob", "2", "")},
		},
		{
			name:  "a leaver since today, where she is, who shares a number",
			field: "location", value: "Berlin",
			match: []syncplan.Key{number, email, name},
			employees: []employee.Employee{
				numbered("e1", "Ada", "1", "ada@example.com", leaver),
				numbered("e2", "Bob", "2", "bob@example.com", leaver),
				numbered("e3", "Cem", "1", "cem@example.com"),
			},
			users: []syncplan.User{user("u1", "", "Bob", "", "ada@example.com"), user("u2", "", "Bob", "", "")},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Rules = append(s.Mapping.Rules,
				mapping.Rule{Target: "last_name", From: []employee.Field{"last_name"}},
				mapping.Rule{Target: "number", From: []employee.Field{"number"}})
			s.Mapping.Scope = mapping.Condition{
				All: []mapping.Condition{
					cond("custom.sync", mapping.OpNotEquals, "no"),
					cond("hire_date", mapping.OpOnOrBefore, "today"),
				},
			}
			s.Zones = []syncplan.ZoneRule{{When: cond("location", mapping.OpEquals, "Los Angeles"), Zone: "America/Los_Angeles"}}
			s.Policy.Block = cond("department", mapping.OpEquals, "R&D")
			s.Match = tt.match
			for i := range tt.employees {
				set(&tt.employees[i], "custom.sync", employee.Text("yes"))
				set(&tt.employees[i], "location", employee.Text("Berlin"))
			}
			for _, value := range []string{tt.value, "withheld", "absent"} {
				employees := slices.Clone(tt.employees)
				employees[0] = employees[0].Clone()
				field(tt.field, value)(&employees[0])
				if p := build(t, roster(t, employees...), tt.users, s); len(deactivated(p)) > 0 {
					t.Errorf("with %s %s\n%s", tt.field, value, p)
				}
			}
		})
	}
}

// TestInQuestion: a user who was matched with an employee of unknown scope is
// not linked, nor is another employee who matches that user; both get a note.
func TestInQuestion(t *testing.T) {
	t.Parallel()
	const unknown = `problem employee e1 user u1 "Ada Example" unknown: ` +
		`access is not changed, because the scope is unknown`
	with := func(id, email, number string) syncplan.User {
		return free(id, email, syncplan.TextAttribute("number", number))
	}
	for _, tt := range []struct {
		name  string
		users []syncplan.User
		want  string
	}{
		{
			name:  "no other employee",
			users: []syncplan.User{with("u1", "ada@example.com", "1")},
			want:  `create employee e2 "Bob Example": hired; ` + unknown,
		},
		{
			name:  "the same user fits another employee",
			users: []syncplan.User{with("u1", "ada@example.com", "2")},
			want: `conflict employee e2 user u1 same_user: ` +
				`the matching user may belong to another employee, with unreadable data: link the right one; ` +
				unknown,
		},
		{
			name:  "the same user and another one fit another employee",
			users: []syncplan.User{with("u1", "ada@example.com", "2"), with("u2", "", "2")},
			want: `conflict employee e2 users u1, u2 several_users: several users match one employee: ` +
				`link the right one, or give the others another number; ` +
				unknown,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "number", From: []employee.Field{"number"}})
			s.Mapping.Scope = cond("custom.sync", mapping.OpYes)
			s.Match = []syncplan.Key{{Targets: []string{"email"}}, {Targets: []string{"number"}}}
			yes := field("custom.sync", "yes")
			got := heads(build(t, roster(t,
				emp("e1", "Ada", "ada@example.com", field("number", "1"), field("custom.sync", "withheld")),
				emp("e2", "Bob", "bob@example.com", field("number", "2"), yes),
			), tt.users, s))
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
