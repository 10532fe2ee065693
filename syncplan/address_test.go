package syncplan_test

import (
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestAddresses goes through the section on addresses in the package comment.
func TestAddresses(t *testing.T) {
	t.Parallel()
	changed := func(id, email string) employee.Employee { return emp("e"+id, "Ada", email+"@example.com") }
	user := func(id, email string) syncplan.User { return linked("u"+id, "e"+id, email+"@example.com") }
	private := field("personal_email", "home@example.com")
	for _, tt := range []struct {
		name      string
		employees []employee.Employee
		users     []syncplan.User
		want      string
	}{
		{
			name:      "a chain: the last goes first",
			employees: []employee.Employee{changed("1", "b"), changed("2", "c"), changed("3", "d")},
			users:     []syncplan.User{user("1", "a"), user("2", "b"), user("3", "c")},
			want: `update user u3 employee e3 "Ada Example": changed; ` +
				`email: "c@example.com" -> "d@example.com" from work_email (rules[0]); ` +
				`update user u2 employee e2 "Ada Example": changed; ` +
				`email: "b@example.com" -> "c@example.com" from work_email (rules[0]); ` +
				`update user u1 employee e1 "Ada Example": changed; ` +
				`email: "a@example.com" -> "b@example.com" from work_email (rules[0])`,
		},
		{
			name:      "a new user takes an address that becomes free",
			employees: []employee.Employee{changed("1", "b"), changed("2", "a")},
			users:     []syncplan.User{user("1", "a")},
			want: `update user u1 employee e1 "Ada Example": changed; ` +
				`email: "a@example.com" -> "b@example.com" from work_email (rules[0]); ` +
				`create employee e2 "Ada Example": hired; email: "a@example.com" from work_email (rules[0]); ` +
				`first_name: "Ada" from first_name (rules[1]); department: "Sales" from department (rules[2])`,
		},
		{
			name:      "a swap",
			employees: []employee.Employee{changed("1", "b"), changed("2", "a")},
			users:     []syncplan.User{user("1", "a"), user("2", "b")},
			want: `conflict employee e1 users u1, u2 "Ada Example" email_taken: the address is not changed: ` +
				`the user who has the address waits for another one that is not free, as in a swap; ` +
				`change one of them by hand first; ` +
				`conflict employee e2 users u1, u2 "Ada Example" email_taken: the address is not changed: ` +
				`the user who has the address waits for another one that is not free, as in a swap; ` +
				`change one of them by hand first`,
		},
		{
			name:      "a swap, the other changes go on",
			employees: []employee.Employee{emp("e1", "Ada", "b@example.com", field("department", "R&D")), changed("2", "a")},
			users:     []syncplan.User{user("1", "a"), user("2", "b")},
			want: `update user u1 employee e1 "Ada Example": changed; ` +
				`department: "Sales" -> "R&D" from department (rules[2]); ` +
				`conflict employee e1 users u1, u2 "Ada Example" email_taken: the address is not changed: ` +
				`the user who has the address waits for another one that is not free, as in a swap; ` +
				`change one of them by hand first; ` +
				`conflict employee e2 users u1, u2 "Ada Example" email_taken: the address is not changed: ` +
				`the user who has the address waits for another one that is not free, as in a swap; ` +
				`change one of them by hand first`,
		},
		{
			name: "a ring of three and one who waits for it",
			employees: []employee.Employee{
				changed("1", "b"),
				changed("2", "c"),
				changed("3", "a"),
				changed("4", "c2"),
				changed("5", "d"),
			},
			users: []syncplan.User{user("1", "a"), user("2", "b"), user("3", "c"), user("4", "d"), user("5", "x")},
			want: `update user u4 employee e4 "Ada Example": changed; ` +
				`email: "d@example.com" -> "c2@example.com" from work_email (rules[0]); ` +
				`update user u5 employee e5 "Ada Example": changed; ` +
				`email: "x@example.com" -> "d@example.com" from work_email (rules[0]); ` +
				`conflict employee e1 users u1, u2 "Ada Example" email_taken: the address is not changed: ` +
				`the user who has the address waits for another one that is not free, as in a swap; ` +
				`change one of them by hand first; ` +
				`conflict employee e2 users u2, u3 "Ada Example" email_taken: the address is not changed: ` +
				`the user who has the address waits for another one that is not free, as in a swap; ` +
				`change one of them by hand first; ` +
				`conflict employee e3 users u1, u3 "Ada Example" email_taken: the address is not changed: ` +
				`the user who has the address waits for another one that is not free, as in a swap; ` +
				`change one of them by hand first`,
		},
		{
			name:      "the address of a user that is in no action",
			employees: []employee.Employee{changed("1", "b")},
			users:     []syncplan.User{user("1", "a"), {ID: "u9", Email: "B@example.com", Ignored: true}},
			want: `conflict employee e1 users u1, u9 "Ada Example" email_taken: the address is not changed: ` +
				`another user has the address; ` +
				`change that user first, or correct the HR data`,
		},
		{
			name:      "the address of a user of another source",
			employees: []employee.Employee{changed("1", "b")},
			users: []syncplan.User{
				user("1", "a"),
				{ID: "u9", Link: syncplan.Link{Source: "other/acme", EmployeeID: "e1"}, Email: "b@example.com", Active: true},
			},
			want: `conflict employee e1 users u1, u9 "Ada Example" email_taken: the address is not changed: ` +
				`another user has the address; ` +
				`change that user first, or correct the HR data`,
		},
		{
			name: "the address of a leaver",
			employees: []employee.Employee{
				changed("1", "b"),
				emp("e2", "Ada", "z@example.com", field("termination_date", yesterday)),
			},
			users: []syncplan.User{user("1", "a"), inactive(user("2", "b"), true)},
			want: `conflict employee e1 users u1, u2 "Ada Example" email_taken: the address is not changed: ` +
				`the user of a former employee has it; give the old user another address`,
		},
		{
			name: "a deactivation carries no change of address",
			employees: []employee.Employee{
				emp("e1", "Ada", "b@example.com", field("termination_date", yesterday)),
				changed("2", "c"),
				changed("3", "d"),
			},
			users: []syncplan.User{user("1", "a"), user("2", "c"), user("3", "d")},
			want:  `deactivate user u1 employee e1 "Ada Example": left`,
		},
		{
			name:      "a private address for a new user",
			employees: []employee.Employee{emp("e1", "Ada", "", field("work_email", "empty"), private)},
			want: `create employee e1 "Ada Example": hired; email: "home@example.com" from personal_email (rules[0]); ` +
				`first_name: "Ada" from first_name (rules[1]); department: "Sales" from department (rules[2])`,
		},
		{
			name:      "a private address never moves a login",
			employees: []employee.Employee{emp("e1", "Ada", "", field("work_email", "empty"), private), changed("2", "c")},
			users:     []syncplan.User{user("1", "a"), user("2", "c")},
		},
		{
			name:      "a private address behind a withheld one",
			employees: []employee.Employee{emp("e1", "Ada", "", field("work_email", "withheld"), private), changed("2", "c")},
			users:     []syncplan.User{user("2", "c")},
			want: `problem employee e1 "Ada Example" no_key: no user is created: ` +
				`email cannot be read, so a user may exist already`,
		},
		{name: "only the case", employees: []employee.Employee{changed("1", "A")}, users: []syncplan.User{user("1", "a")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := told(build(t, roster(t, tt.employees...), tt.users, settings())); got != tt.want {
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
	got := heads(build(t, r, []syncplan.User{linked("u1", "e1", "ada@example.com")}, s))
	if want := `update user u1 employee e1 "Ada Example": changed`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestPrivateAddressInAFormat: a private address stands in for a work address
// in a format, too.
func TestPrivateAddressInAFormat(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Mapping.Rules[0] = mapping.Rule{Target: "email", Format: "{work_email|personal_email}"}
	r := roster(t,
		emp("e1", "Ada", "", field("work_email", "empty"), field("personal_email", "home@example.com")),
		emp("e2", "Ada", "b@example.com"),
	)
	users := []syncplan.User{linked("u1", "e1", "ada@example.com"), linked("u2", "e2", "b@example.com")}
	if got := told(build(t, r, users, s)); got != "" {
		t.Errorf("got %s", got)
	}
}
