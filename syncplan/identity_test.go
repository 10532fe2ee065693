package syncplan_test

import (
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestIdentity: whether an employee and a user are the same, by their names. Changes are
// left out of the texts.
func TestIdentity(t *testing.T) {
	t.Parallel()
	last := func(name string) func(*employee.Employee) { return field("last_name", name) }
	left, hidden := field("termination_date", "2026-06-30"), field("work_email", "withheld")
	gone := []func(*employee.Employee){left, field("status", "inactive")}
	user := func(id, first, last, email string) syncplan.User {
		return free(id, email, syncplan.TextAttribute("first_name", first), syncplan.TextAttribute("last_name", last))
	}
	numbered := func(n string, u syncplan.User) syncplan.User {
		u.Attributes = append(u.Attributes, syncplan.TextAttribute("number", n))
		return u
	}
	of := func(employeeID string, u syncplan.User) syncplan.User {
		u.Link = syncplan.Link{Source: "test/acme", EmployeeID: employeeID}
		return u
	}
	wendy := emp("e9", "Wendy", "cfo@example.com", last("Zhou"))
	byNumber := []syncplan.Key{{Targets: []string{"number"}}, {Targets: []string{"email"}}}
	for _, tt := range []struct {
		name      string
		employees []employee.Employee
		users     []syncplan.User
		change    func(*syncplan.Settings)
		want      string
	}{
		{
			name:      "the address of another employee, and a rule with an alternative",
			employees: []employee.Employee{wendy},
			users:     []syncplan.User{user("u1", "John", "Stone", "cfo@example.com")},
			change: func(s *syncplan.Settings) {
				s.Mapping.Rules[1].From = []employee.Field{"preferred_name", "first_name"}
			},
			want: `hint employee e9 user u1 other_name: the address matches, but the names differ: ` +
				`link them if they are the same, or correct the address`,
		},
		{
			name:      "the address of another employee, and a format",
			employees: []employee.Employee{wendy},
			users:     []syncplan.User{free("u1", "cfo@example.com", syncplan.TextAttribute("first_name", "John Stone"))},
			change: func(s *syncplan.Settings) {
				s.Mapping.Rules[1].From, s.Mapping.Rules[1].Format = nil, "{first_name} {last_name}"
			},
			want: `hint employee e9 user u1 other_name: the address matches, but the names differ: ` +
				`link them if they are the same, or correct the address`,
		},
		{
			name:      "another script says nothing",
			employees: []employee.Employee{emp("e1", "花子", "hana@example.com", last("山田"))},
			users:     []syncplan.User{user("u1", "Hanako", "Yamada", "hana@example.com")},
			want:      `link user u1 employee e1 "花子 山田": matched`,
		},
		{
			name:      "other names under one number and one address",
			employees: []employee.Employee{emp("e1", "Wendy", "cfo@example.com", last("Zhou"), field("number", "7"))},
			users:     []syncplan.User{numbered("7", user("u1", "John", "Stone", "cfo@example.com"))},
			change:    func(s *syncplan.Settings) { s.Match = byNumber },
			want:      `link user u1 employee e1 "Wendy Zhou": matched`,
		},
		{
			name:      "other names and another address under one number",
			employees: []employee.Employee{emp("e1", "Wendy", "wendy@example.com", last("Zhou"), field("number", "7"))},
			users:     []syncplan.User{numbered("7", user("u1", "John", "Stone", "john@example.com"))},
			change:    func(s *syncplan.Settings) { s.Match = byNumber },
			want: `create employee e1 "Wendy Zhou": hired; hint employee e1 user u1 other_name: ` +
				`both have the same number, but names and addresses differ: ` +
				`treated as different employees`,
		},
		{
			name:      "a key that stands alone",
			employees: []employee.Employee{emp("e1", "Wendy", "wendy@example.com", last("Zhou"), field("number", "7"))},
			users:     []syncplan.User{numbered("7", user("u1", "John", "Stone", "john@example.com"))},
			change: func(s *syncplan.Settings) {
				s.Match = []syncplan.Key{{Targets: []string{"number"}, Names: syncplan.KeyNamesIgnore}}
			},
			want: `link user u1 employee e1 "Wendy Zhou": matched`,
		},
		{
			name: "a withheld name",
			employees: []employee.Employee{
				emp("e1", "Wendy", "cfo@example.com", field("last_name", "withheld")), emp("e2", "Bob", "bob@example.com"),
			},
			users: []syncplan.User{
				user("u1", "John", "Stone", "cfo@example.com"),
				of("e2", user("u2", "Bob", "Example", "bob@example.com")),
			},
			want: `update user u2 employee e2 "Bob Example": changed; hint employee e1 user u1 no_key: ` +
				`both have the same email, but a name cannot be read and may differ: ` +
				`link them if they are the same`,
		},
		{
			name: "two addresses that are swapped",
			employees: []employee.Employee{
				emp("e1", "Ann", "bob@example.com", last("Smith")), emp("e2", "Bob", "ann@example.com", last("Smith")),
			},
			users: []syncplan.User{
				user("u1", "Ann", "Smith", "ann@example.com"), user("u2", "Bob", "Smith", "bob@example.com"),
			},
			want: `conflict employee e1 user u2 other_name: ` +
				`the user with the address has the full name of another employee: correct the address, ` +
				`or link the right ones; conflict employee e2 user u1 other_name: ` +
				`the user with the address has the full name of another employee: correct the address, ` +
				`or link the right ones`,
		},
		{
			name:      "the address of a leaver, handed on",
			employees: []employee.Employee{emp("e1", "John", "cfo@example.com", append(gone, last("Smith"))...), wendy},
			users:     []syncplan.User{of("e1", user("u1", "John", "Smith", "cfo@example.com"))},
			want: `deactivate user u1 employee e1 "John Smith": left; ` +
				`conflict employee e9 user u1 "Wendy Zhou" email_taken: no user is created: ` +
				`the user of a former employee has it; give the old user another address; ` +
				`hint employee e9 user u1 similar: both have the same name before the @: ` +
				`link them if they are the same`,
		},
		{
			name:      "a rehire whose old user has another name",
			employees: []employee.Employee{emp("e1", "Ada", "ada@example.com", gone...), emp("e9", "Ada", "ada@example.com")},
			users:     []syncplan.User{of("e1", user("u1", "Queen", "Bee", "ada@example.com"))},
			want: `held by relinks: users would be relinked to other records: ` +
				`approve the hold if they are the same employees; ` +
				`relink user u1 employee e9 "Ada Example": moved; ` +
				`conflict employee e1 user u1 "Ada Example" linked_other: not deactivated: ` +
				`another employee claims the user; conflict employees e1, e9 user u1 linked_other: ` +
				`a user with the same email is linked to another record: ` +
				`relink it if both are the same employee`,
		},
		{
			name: "an employee out of the scope with the same address",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", field("department", "R&D")), emp("e2", "Ada", "ada@example.com"),
			},
			change: func(s *syncplan.Settings) { s.Mapping.Scope = cond("department", mapping.OpNotEquals, "R&D") },
			want: `create employee e2 "Ada Example": hired; ` +
				`skipped employee e1 "Ada Example" out_of_scope: not in scope`,
		},
		{
			name: "a contractor who becomes an employee, before the hire date",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", field("department", "R&D")),
				emp("e2", "Ada", "ada@example.com", field("hire_date", "2027-04-01")),
			},
			users: []syncplan.User{of("e1", user("u1", "Ada", "Example", "ada@example.com"))},
			want: `update user u1 employee e1 "Ada Example": changed; ` +
				`skipped employee e2 "Ada Example" pre_hire: will be created on 2027-04-01`,
		},
		{
			name: "the same, once the contract has ended",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", gone...),
				emp("e2", "Ada", "ada@example.com", field("hire_date", "2026-07-01")),
			},
			users: []syncplan.User{of("e1", user("u1", "Ada", "Example", "ada@example.com"))},
			want: `held by relinks: users would be relinked to other records: ` +
				`approve the hold if they are the same employees; ` +
				`relink user u1 employee e2 "Ada Example": moved; ` +
				`conflict employee e1 user u1 "Ada Example" linked_other: not deactivated: ` +
				`another employee claims the user; conflict employees e1, e2 user u1 linked_other: ` +
				`a user with the same email is linked to another record: ` +
				`relink it if both are the same employee`,
		},
		{
			name: "one who starts within three days keeps the user of a leaver",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", field("termination_date", yesterday)),
				emp("e2", "Ada", "ada@example.com", field("hire_date", "2026-11-24")),
			},
			users: []syncplan.User{of("e1", user("u1", "Ada", "Example", "ada@example.com"))},
			want: `conflict employee e1 user u1 "Ada Example" linked_other: not deactivated: ` +
				`another employee claims the user; hint employees e1, e2 user u1 linked_other: ` +
				`an employee who is blocked or has not started has the same email as the user of a leaver: ` +
				`the user is kept; hint employee e2 user u1 similar: ` +
				`both have the same name before the @: link them if they are the same; ` +
				`skipped employee e2 "Ada Example" pre_hire: will be created on 2026-11-24`,
		},
		{
			name: "one who starts later does not",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", field("termination_date", yesterday)),
				emp("e2", "Ada", "ada@example.com", field("hire_date", "2026-11-25")),
			},
			users: []syncplan.User{of("e1", user("u1", "Ada", "Example", "ada@example.com"))},
			want: `deactivate user u1 employee e1 "Ada Example": left; hint employee e2 user u1 similar: ` +
				`both have the same name before the @: link them if they are the same; ` +
				`skipped employee e2 "Ada Example" pre_hire: will be created on 2026-11-25`,
		},
		{
			name: "a rehire whose address cannot be read",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", gone...), emp("e2", "Ada", "", hidden, field("hire_date", "2026-11-01")),
			},
			users: []syncplan.User{of("e1", user("u1", "Ada", "Example", "ada@example.com"))},
			want: `held by relinks: users of leavers would be deactivated, and employees with their names, ` +
				`whose address or key cannot be read, may be rehires: ` +
				`approve the deactivations of those who are not; ` +
				`deactivate user u1 employee e1 "Ada Example": left; ` +
				`problem employee e2 "Ada Example" no_key: no user is created: email cannot be read, ` +
				`so a user may exist already`,
		},
		{
			name: "an employee with another name whose address cannot be read",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", gone...), emp("e2", "Bob", "", hidden, field("hire_date", "2026-11-01")),
			},
			users: []syncplan.User{of("e1", user("u1", "Ada", "Example", "ada@example.com"))},
			want: `deactivate user u1 employee e1 "Ada Example": left; ` +
				`problem employee e2 "Bob Example" no_key: no user is created: email cannot be read, ` +
				`so a user may exist already`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			nine := &syncplan.Limit{Count: 9} // one user of one is above half
			s.Policy.Limits.Changes, s.Policy.Limits.Deactivations = nine, nine
			s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "last_name", From: []employee.Field{"last_name"}},
				mapping.Rule{Target: "number", From: []employee.Field{"number"}})
			if tt.change != nil {
				tt.change(&s)
			}
			for i := range tt.employees {
				tt.employees[i] = tt.employees[i].Clone()
				if tt.employees[i].Value("number").State() == employee.StateAbsent {
					set(&tt.employees[i], "number", employee.Empty())
				}
			}
			if got := heads(build(t, roster(t, tt.employees...), tt.users, s)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
