package syncplan_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestManagers: a manager is set last, reported where there is none, and never
// in the way of another action.
func TestManagers(t *testing.T) {
	t.Parallel()
	boss := func(id string) func(*employee.Employee) { return field("manager.id", id) }
	for _, tt := range []struct {
		name      string
		employees []employee.Employee
		before    map[string]string // manager by user
		want      string
	}{
		{
			name:      "set",
			employees: []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e2")), emp("e2", "Ada", "2@example.com")},
			want:      `set_manager user u1 employee e1 "Ada Example": manager; manager: user u2 employee e2 "Ada Example"`,
		},
		{
			name:      "the same",
			employees: []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e2")), emp("e2", "Ada", "2@example.com")},
			before:    map[string]string{"u1": "u2"},
		},
		{
			name:      "cleared",
			employees: []employee.Employee{emp("e1", "Ada", "1@example.com"), emp("e2", "Ada", "2@example.com", boss("e1"))},
			before:    map[string]string{"u1": "u2"},
			want: `set_manager user u1 employee e1 "Ada Example": manager; ` +
				`manager: none; ` +
				`set_manager user u2 employee e2 "Ada Example": manager; ` +
				`manager: user u1 employee e1 "Ada Example"`,
		},
		{
			name: "withheld",
			employees: []employee.Employee{
				emp("e1", "Ada", "1@example.com", boss("withheld")),
				emp("e2", "Ada", "2@example.com"),
			},
			before: map[string]string{"u1": "u2"},
			want:   `problem employee e1 user u1 "Ada Example" value: manager is not changed: manager.id is withheld`,
		},
		{
			name:      "an employee is their own manager",
			employees: []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e1"))},
			want: `problem employee e1 manager_cycle: these employees form a reporting cycle in HR: ` +
				`their managers are not changed; ` +
				`correct the HR data`,
		},
		{
			name: "each other",
			employees: []employee.Employee{
				emp("e1", "Ada", "1@example.com", boss("e2")),
				emp("e2", "Ada", "2@example.com", boss("e1")),
			},
			want: `problem employees e1, e2 manager_cycle: these employees form a reporting cycle in HR: ` +
				`their managers are not changed; ` +
				`correct the HR data`,
		},
		{
			name:      "not in the roster",
			employees: []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e9"))},
			before:    map[string]string{"u1": "u1"},
			want: `hint employee e1 user u1 "Ada Example" no_manager: the manager is not changed: ` +
				`the manager in HR has no user`,
		},
		{
			name:      "a joiner of the same plan",
			employees: []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e9")), emp("e9", "Bob", "9@example.com")},
			want: `create employee e9 "Bob Example": hired; email: "9@example.com" from work_email (rules[0]); ` +
				`first_name: "Bob" from first_name (rules[1]); department: "Sales" from department (rules[2]); ` +
				`set_manager user u1 employee e1 "Ada Example": manager; ` +
				`manager: employee e9 "Bob Example"`,
		},
		{
			name: "left",
			employees: []employee.Employee{
				emp("e1", "Ada", "1@example.com", boss("e2")),
				emp("e2", "Ada", "2@example.com", field("termination_date", yesterday)),
				emp("e3", "Ada", "3@example.com"),
			},
			want: `deactivate user u2 employee e2 "Ada Example": left; ` +
				`hint employee e1 user u1 "Ada Example" no_manager: the manager is not changed: ` +
				`the user of the manager in HR is about to be deactivated`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Rules = append(s.Mapping.Rules,
				mapping.Rule{Target: "manager", From: []employee.Field{"manager.id"}, OnEmpty: mapping.OnEmptyClear})
			var users []syncplan.User
			for _, e := range tt.employees {
				if e.ID == "e9" {
					continue
				}
				u := linked("u"+e.ID[1:], e.ID, e.WorkEmail)
				u.ManagerID = tt.before[u.ID]
				users = append(users, u)
			}
			if got := told(build(t, roster(t, tt.employees...), users, s)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestManager: which manager Ada gets, where HR names the manager by number.
func TestManager(t *testing.T) {
	t.Parallel()
	left := options{field("termination_date", lastYear), field("status", "inactive")}
	numbered := func(id, number string, with ...func(*employee.Employee)) employee.Employee {
		return emp(id, "Ada", id+"@example.com", append(options{
			field("number", number),
			field("manager.number", "empty"),
		}, with...)...)
	}
	ada, u1 := numbered("e1", "1", field("manager.number", "2")), linked("u1", "e1", "e1@example.com")
	u2, u3 := linked("u2", "e2", "e2@example.com"), linked("u3", "e3", "e3@example.com")
	for _, tt := range []struct {
		name      string
		employees []employee.Employee
		users     []syncplan.User
		want      string
	}{
		{
			name:      "has a user",
			employees: []employee.Employee{numbered("e2", "2")},
			users:     []syncplan.User{u2},
			want:      "manager: user u2",
		},
		{
			name:      "a leaver with the same number does not compete",
			employees: []employee.Employee{numbered("e2", "2"), numbered("e3", "2", left...)},
			users:     []syncplan.User{u2, inactive(u3, true)},
			want:      "manager: user u2",
		},
		{
			name:      "two with the same number",
			employees: []employee.Employee{numbered("e2", "2"), numbered("e3", "2")},
			users:     []syncplan.User{u2, u3},
			want:      "several employees match the manager in HR",
		},
		{
			name:      "two with the same number, one without a user",
			employees: []employee.Employee{numbered("e2", "2"), numbered("e3", "2", field("custom.sync", "no"))},
			users:     []syncplan.User{u2},
			want:      "several employees match the manager in HR",
		},
		{name: "is created", employees: []employee.Employee{numbered("e2", "2")}, want: "manager: employee e2"},
		{name: "does not exist", want: "the manager in HR has no user"},
		{
			name:      "is out of scope",
			employees: []employee.Employee{numbered("e2", "2", field("custom.sync", "no"))},
			want:      "the manager in HR has no user",
		},
		{
			name:      "is ignored",
			employees: []employee.Employee{numbered("e2", "2")},
			users:     []syncplan.User{ignored(u2)},
			want:      "the user of the manager in HR is ignored",
		},
		{
			name:      "is inactive",
			employees: []employee.Employee{numbered("e2", "2")},
			users:     []syncplan.User{inactive(u2, false)},
			want:      "the user of the manager in HR is inactive",
		},
		{
			name:      "is reactivated",
			employees: []employee.Employee{numbered("e2", "2")},
			users:     []syncplan.User{inactive(u2, true)},
			want:      "manager: user u2",
		},
		{
			name:      "is deactivated",
			employees: []employee.Employee{numbered("e2", "2", left...)},
			users:     []syncplan.User{u2},
			want:      "the user of the manager in HR is about to be deactivated",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Scope = cond("custom.sync", mapping.OpNotEquals, "no")
			s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "manager", From: []employee.Field{"manager.number"}})
			p := build(t, roster(t, append(tt.employees, ada)...), append(tt.users, u1), s)
			if !strings.Contains(p.String(), tt.want) {
				t.Errorf("want %q\n%s", tt.want, p)
			}
		})
	}
}

// TestManagerOrder: in which order managers are set, and which are not.
func TestManagerOrder(t *testing.T) {
	t.Parallel()
	reports := func(u syncplan.User, manager string) syncplan.User {
		u.ManagerID = manager
		return u
	}
	user := func(name, manager string) syncplan.User {
		return reports(linked("u-"+name, name, name+"@example.com"), manager)
	}
	report := func(name, manager string) employee.Employee {
		return emp(name, "Ada", name+"@example.com", field("manager.id", manager))
	}
	heldBy := regexp.MustCompile(`(held by \w+); `)
	product := `the managers of these employees are not changed: a reporting cycle in the product would arise, because ` +
		`the managers that these users have there are not in HR; correct these in the product, or enter them in HR`
	for _, tt := range []struct {
		name      string
		employees []employee.Employee
		users     []syncplan.User
		change    func(*syncplan.Settings)
		want      string
	}{
		{
			name:      "the new manager reports to the user until its own manager is set",
			employees: []employee.Employee{report("a", "b"), report("b", "c"), report("c", "empty")},
			users:     []syncplan.User{user("a", "u-c"), user("b", "u-a"), user("c", "")},
			want:      `set_manager b: c; set_manager a: b`,
		},
		{
			name:      "the other change is held, and both wait",
			employees: []employee.Employee{report("a", "b"), report("b", "c"), report("c", "empty"), report("d", "b")},
			users:     []syncplan.User{user("a", ""), user("b", "u-a"), user("c", ""), user("d", "")},
			change: func(s *syncplan.Settings) {
				s.Policy.Limits.Changes = &syncplan.Limit{}
			},
			want: `set_manager d: b; held by changes: set_manager b: c; set_manager a: b`,
		},
		{
			name: "the other change is held, and a third one opens the way",
			employees: []employee.Employee{
				report("a", "b"), report("b", "empty"), report("c", "d"), report("d", "e"), report("e", "empty"),
			},
			users: []syncplan.User{user("a", ""), user("b", "u-c"), user("c", "u-a"), user("d", ""), user("e", "")},
			change: func(s *syncplan.Settings) {
				s.Mapping.Rules[len(s.Mapping.Rules)-1].OnEmpty = mapping.OnEmptyClear
				s.Policy.Limits.Clears = &syncplan.Limit{}
			},
			want: `set_manager d: e; set_manager c: d; set_manager a: b; held by clears: set_manager b: `,
		},
		{
			name:      "HR leaves the manager of the new manager blank, and the product has the user there",
			employees: []employee.Employee{report("a", "b"), report("b", "empty")},
			users:     []syncplan.User{user("a", ""), user("b", "u-a")},
			want:      `problem employee a user u-b manager_cycle: ` + product,
		},
		{
			name:      "a cycle in HR, a part of which is up to date",
			employees: []employee.Employee{report("a", "b"), report("b", "a")},
			users:     []syncplan.User{user("a", ""), user("b", "u-a")},
			want: `problem employee a manager_cycle: these employees form a reporting cycle in HR: their managers are ` +
				`not changed; correct the HR data`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "manager", From: []employee.Field{"manager.id"}})
			if tt.change != nil {
				tt.change(&s)
			}
			p := build(t, roster(t, tt.employees...), tt.users, s)
			var got []string
			say := func(actions []syncplan.Action) {
				for _, a := range actions {
					got = append(got, string(a.Kind)+" "+a.EmployeeID+": "+a.Manager.EmployeeID)
				}
			}
			say(p.Actions)
			for _, h := range p.Held {
				got = append(got, "held by "+string(h.Guard))
				say(h.Actions)
			}
			for _, n := range p.Notes {
				line := []string{string(n.Kind), "employee", strings.Join(n.EmployeeIDs, ", ")}
				if n.UserIDs != nil {
					line = append(line, "user", strings.Join(n.UserIDs, ", "))
				}
				got = append(got, strings.Join(append(line, string(n.Reason)+": "+n.Text), " "))
			}
			if got := heldBy.ReplaceAllString(strings.Join(got, "; "), "$1: "); got != tt.want {
				t.Errorf("got  %s\nwant %s\n%s", got, tt.want, p)
			}
		})
	}
}

// TestUnlistedManager: which user Ada's manager is who is in another HR system.
func TestUnlistedManager(t *testing.T) {
	t.Parallel()
	foreign := func(id, email string) syncplan.User {
		u := linked(id, "f"+id, email)
		u.Link.Source = "other/acme"
		return u
	}
	boss := foreign("boss", "Boss@example.com")
	u1 := linked("u1", "e1", "ada@example.com")
	u1.ManagerID = "old"
	old := foreign("old", "old@example.com")
	for _, tt := range []struct {
		name      string
		from      employee.Field
		ada       options
		employees []employee.Employee
		users     []syncplan.User
		want      string
	}{
		{
			name: "by address", from: "manager.email", ada: options{field("manager.email", "boss@example.com")},
			users: []syncplan.User{boss}, want: "manager: user boss",
		},
		{
			name: "by id", from: "manager.id",
			ada:   options{field("manager.id", "e9"), field("manager.email", "boss@example.com")},
			users: []syncplan.User{boss}, want: "manager: user boss",
		},
		{
			name: "without a link", from: "manager.email", ada: options{field("manager.email", "boss@example.com")},
			users: []syncplan.User{free("boss", "boss@example.com")}, want: "manager: user boss",
		},
		{
			name: "the address is not known", from: "manager.id", ada: options{field("manager.id", "e9")},
			users: []syncplan.User{boss}, want: "the manager in HR has no user",
		},
		{
			name: "the manager is listed and has no user", from: "manager.id",
			ada:       options{field("manager.id", "e2"), field("manager.email", "boss@example.com")},
			employees: []employee.Employee{emp("e2", "Bob", "", field("work_email", "empty"))},
			users:     []syncplan.User{boss}, want: "the manager in HR has no user",
		},
		{
			name: "the address is in another record", from: "manager.id",
			ada:       options{field("manager.id", "e9"), field("manager.email", "boss@example.com")},
			employees: []employee.Employee{emp("e2", "Bob", "boss@example.com")},
			users:     []syncplan.User{boss}, want: "the manager in HR has no user",
		},
		{
			name: "inactive", from: "manager.email", ada: options{field("manager.email", "boss@example.com")},
			users: []syncplan.User{inactive(boss, true)}, want: "the manager in HR has no user",
		},
		{
			name: "one of two is active", from: "manager.email", ada: options{field("manager.email", "boss@example.com")},
			users: []syncplan.User{inactive(foreign("gone", "boss@example.com"), true), boss}, want: "manager: user boss",
		},
		{
			name: "one of two is about to be deactivated", from: "manager.email",
			ada:   options{field("manager.email", "boss@example.com")},
			users: []syncplan.User{boss, linked("gone", "e9", "boss@example.com")}, want: "manager: user boss",
		},
		{
			name: "one of two is about to get another address", from: "manager.email",
			ada:       options{field("manager.email", "boss@example.com")},
			employees: []employee.Employee{emp("e2", "Bob", "bob@example.com")},
			users:     []syncplan.User{boss, linked("u2", "e2", "boss@example.com")}, want: "manager: user boss",
		},
		{
			name: "about to be deactivated", from: "manager.email", ada: options{field("manager.email", "boss@example.com")},
			users: []syncplan.User{linked("gone", "e9", "boss@example.com")}, want: "the manager in HR has no user",
		},
		{
			name: "two users", from: "manager.email", ada: options{field("manager.email", "boss@example.com")},
			users: []syncplan.User{boss, foreign("other", "boss@example.com")},
			want:  "several users have the address of the manager in HR",
		},
		{
			name: "ignored", from: "manager.email", ada: options{field("manager.email", "boss@example.com")},
			users: []syncplan.User{ignored(boss)}, want: "the user of the manager in HR is ignored",
		},
		{
			name: "the manager's own address is blank", from: "manager.email", ada: options{field("manager.id", "e2")},
			employees: []employee.Employee{
				emp("e2", "Ada", "", field("work_email", "empty"), field("manager.email", "x@example.com")),
			},
			users: []syncplan.User{linked("u2", "e2", "bob@example.com")},
			want: "nothing to do; 1 problem, 1 hint\n3 users are active now, 3 after the actions\n\n" +
				`problem employee e1 user u1 "Ada Example" value: manager is not changed: manager.email is withheld`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Policy.NoRecord = syncplan.TreatmentDeactivate
			s.Mapping.Rules[0].OnEmpty = ""
			s.Mapping.Rules = append(s.Mapping.Rules,
				mapping.Rule{Target: "manager", From: []employee.Field{tt.from}, OnEmpty: mapping.OnEmptyClear})
			r := roster(t, append(tt.employees, emp("e1", "Ada", "ada@example.com", tt.ada...))...)
			x := append([]syncplan.User{u1, old}, tt.users...)
			p := build(t, r, x, s)
			if !strings.Contains(p.String(), tt.want) {
				t.Errorf("want %q\n%s", tt.want, p)
			}
		})
	}
}
