package syncplan_test

import (
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// TestConvergence has cases in which one plan was once not enough: every hold
// is approved, or none, the plan carried out, and the next one has nothing to
// do, and holds nothing that was not held.
func TestConvergence(t *testing.T) {
	t.Parallel()
	named := func(id, first, last, email string) syncplan.User {
		return syncplan.User{
			ID: id, Email: email, Active: true,
			Attributes: syncplan.Attributes{
				syncplan.TextAttribute("first_name", first),
				syncplan.TextAttribute("last_name", last),
				syncplan.TextAttribute("department", "Sales"),
			},
		}
	}
	linkedTo := func(u syncplan.User, employeeID string) syncplan.User {
		u.Link = syncplan.Link{Source: "test/acme", EmployeeID: employeeID}
		return u
	}
	numbered := func(u syncplan.User, number string) syncplan.User {
		u.Attributes = append(u.Attributes, syncplan.TextAttribute("number", number))
		return u
	}
	for _, tt := range []struct {
		name      string
		employees []employee.Employee
		users     []syncplan.User
		change    func(*syncplan.Settings)
		waits     bool // nothing that is held is approved
		want      []syncplan.Kind
	}{
		{
			name: "a relinked user gets the manager of the new record",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", field("manager.id", "e2")),
				emp("e2", "Bob", "bob@example.com"),
			},
			users: []syncplan.User{
				linkedTo(named("u1", "Ada", "Example", "ada@example.com"), "e9"),
				linkedTo(named("u2", "Bob", "Example", "bob@example.com"), "e2"),
			},
			want: []syncplan.Kind{syncplan.KindRelink, syncplan.KindSetManager},
		},
		{
			name: "a manager is relinked",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com"),
				emp("e2", "Bob", "bob@example.com", field("manager.id", "e1")),
			},
			users: []syncplan.User{
				linkedTo(named("u1", "Ada", "Example", "ada@example.com"), "e9"),
				linkedTo(named("u2", "Bob", "Example", "bob@example.com"), "e2"),
			},
			want: []syncplan.Kind{syncplan.KindRelink, syncplan.KindSetManager},
		},
		{
			name: "a leaver who keeps a user is not robbed of it",
			employees: []employee.Employee{
				emp("e1", "Ada", "gone@example.com", field("termination_date", yesterday)),
				emp("e2", "Ada", "ada@example.com"),
			},
			users:  []syncplan.User{linkedTo(named("u1", "Ada", "Example", "ada@example.com"), "e1")},
			change: func(s *syncplan.Settings) { s.Policy.Left = syncplan.TreatmentSync },
		},
		{
			name:      "a name is unique once another user has been renamed",
			employees: []employee.Employee{emp("e1", "Bob", "bob@example.com"), emp("e2", "Ada", "ada@example.com")},
			users: []syncplan.User{
				linkedTo(named("u1", "Ada", "Example", "bob@example.com"), "e1"),
				named("u2", "Ada", "Example", "old@example.com"),
			},
			change: func(s *syncplan.Settings) {
				s.Match = []syncplan.Key{{Targets: []string{"first_name", "last_name"}, Name: true}}
			},
			want: []syncplan.Kind{syncplan.KindUpdate, syncplan.KindLink},
		},
		{
			name: "a manager has left and has two users, of which only the one without a claim is deactivated",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", field("manager.id", "e2")),
				emp("e2", "Bob", "bob@example.com", field("termination_date", yesterday)),
				emp("e3", "Cem", "cem@example.com"),
			},
			users: []syncplan.User{
				linkedTo(named("u1", "Ada", "Example", "ada@example.com"), "e1"),
				linkedTo(named("u2", "Bob", "Example", "cem@example.com"), "e2"),
				linkedTo(named("u3", "Bob", "Example", "bob@example.com"), "e2"),
			},
			want: []syncplan.Kind{syncplan.KindSetManager, syncplan.KindDeactivate},
		},
		{
			name: "two employees have the manager's number, one of which is not created once the other's user has it",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", field("number", "1"), field("manager.number", "empty")),
				emp("e2", "Bob", "bob@example.com", field("number", "1"), field("manager.number", "empty")),
				emp("e3", "Cem", "cem@example.com", field("number", "3"), field("manager.number", "1")),
			},
			users: []syncplan.User{
				linkedTo(named("u1", "Ada", "Example", "ada@example.com"), "e1"),
				linkedTo(named("u3", "Cem", "Example", "cem@example.com"), "e3"),
			},
			change: func(s *syncplan.Settings) {
				s.Mapping.Rules[len(s.Mapping.Rules)-1].From = []employee.Field{"manager.number"}
				s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "number", From: []employee.Field{"number"}})
				s.Match = []syncplan.Key{{Targets: []string{"number"}}, {Targets: []string{"email"}}}
				s.Policy.Limits = syncplan.Limits{Creates: &syncplan.Limit{}}
			},
			waits: true,
			want:  []syncplan.Kind{syncplan.KindUpdate, syncplan.KindUpdate},
		},
		{
			name: "a leaver who shares the number of a current employee is not created",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", field("number", "1"), field("manager.id", "e2")),
				emp("e2", "Bob", "bob@example.com", field("number", "2"), field("manager.id", "e1"),
					field("termination_date", yesterday)),
				emp("e3", "Cem", "empty", field("number", "2")),
			},
			change: func(s *syncplan.Settings) {
				s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "number", From: []employee.Field{"number"}})
				s.Match = []syncplan.Key{{Targets: []string{"number"}}}
				s.Policy.Left = syncplan.TreatmentSync
			},
			want: []syncplan.Kind{syncplan.KindCreate},
		},
		{
			name: "a blocked employee without a user bars no leaver from the address",
			employees: []employee.Employee{emp("e1", "Ada", "ada@example.com", field("manager.id", "e2")),
				emp("e2", "Bob", "bob@example.com", field("manager.id", "e1"), field("termination_date", yesterday)),
				emp("e3", "Cem", "bob@example.com", field("department", "R&D"))},
			change: func(s *syncplan.Settings) {
				s.Policy.Left = syncplan.TreatmentSync
				s.Policy.Block = cond("department", mapping.OpEquals, "R&D")
			},
			want: []syncplan.Kind{syncplan.KindCreate, syncplan.KindCreate, syncplan.KindSetManager},
		},
		{
			name: "the manager has left and the user is relinked to an employee with the same manager",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", field("manager.id", "e2")),
				emp("e2", "Bob", "bob@example.com", field("termination_date", yesterday)),
				emp("e3", "Cem", "cem@example.com", field("manager.id", "e1")),
			},
			users: []syncplan.User{linkedTo(named("u2", "Cem", "Example", "cem@example.com"), "e2")},
			want:  []syncplan.Kind{syncplan.KindRelink, syncplan.KindCreate, syncplan.KindSetManager},
		},
		{
			name: "a user gets another number, and the last name that goes with it is hidden",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", field("number", "5"), field("last_name", "withheld")),
				emp("e2", "Bob", "bob@example.com", field("number", "2")),
			},
			users: []syncplan.User{linkedTo(numbered(named("u1", "Ada", "Example", "ada@example.com"), "2"), "e1")},
			change: func(s *syncplan.Settings) {
				s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "number", From: []employee.Field{"number"}})
				s.Match = []syncplan.Key{{Targets: []string{"number", "last_name"}}, {Targets: []string{"email"}}}
			},
			want: []syncplan.Kind{syncplan.KindUpdate, syncplan.KindCreate},
		},
		{
			name: "a user loses the number",
			employees: []employee.Employee{emp("e1", "Ada", "ada@example.com", field("number", "empty")),
				emp("e2", "Bob", "bob@example.com", field("number", "2"))},
			users: []syncplan.User{linkedTo(numbered(named("u1", "Ada", "Example", "ada@example.com"), "2"), "e1")},
			change: func(s *syncplan.Settings) {
				s.Mapping.Rules = append(s.Mapping.Rules,
					mapping.Rule{Target: "number", From: []employee.Field{"number"}, OnEmpty: mapping.OnEmptyClear})
				s.Match = []syncplan.Key{{Targets: []string{"number"}}, {Targets: []string{"email"}}}
			},
			want: []syncplan.Kind{syncplan.KindUpdate, syncplan.KindCreate},
		},
		{
			name: "the record from which a user would be relinked fits another user",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", field("number", "1"), field("termination_date", yesterday)),
				emp("e2", "Bob", "bob@example.com", field("number", "2")),
				emp("e3", "Cem", "cem@example.com", field("number", "1")),
			},
			users: []syncplan.User{
				numbered(named("u1", "Ada", "Example", "ada@example.com"), "1"),
				linkedTo(named("u2", "Bob", "Example", "bob@example.com"), "e1"),
				numbered(named("u3", "Cem", "Example", "old@example.com"), "1"),
			},
			change: func(s *syncplan.Settings) {
				s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "number", From: []employee.Field{"number"}})
				s.Match = []syncplan.Key{{Targets: []string{"email"}}, {Targets: []string{"number"}}}
			},
		},
		{
			name: "a leaver's user does not get the number of a current employee",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", field("number", "1"), field("manager.id", "e2"),
					field("termination_date", yesterday), field("department", "Alumni")),
				emp("e2", "Bob", "bob@example.com", field("number", "2"), field("manager.id", "e1")),
				emp("e3", "Cem", "cem@example.com", field("number", "1")),
			},
			users: []syncplan.User{
				linkedTo(named("u1", "Ada", "Example", "ada@example.com"), "e1"),
				linkedTo(numbered(named("u2", "Bob", "Example", "bob@example.com"), "2"), "e2"),
				linkedTo(numbered(named("u4", "Cem", "Example", "old@example.com"), "1"), "e4"),
			},
			change: func(s *syncplan.Settings) {
				s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "number", From: []employee.Field{"number"}})
				s.Match = []syncplan.Key{{Targets: []string{"number"}}}
				s.Policy.Left = syncplan.TreatmentSync
			},
			waits: true,
			want:  []syncplan.Kind{syncplan.KindUpdate},
		},
		{
			name: "the record from which a user is relinked fits one that the same plan links",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", field("termination_date", yesterday)),
				emp("e2", "Bob", "bob@example.com"),
				emp("e3", "Cem", "ada@example.com"),
			},
			users: []syncplan.User{
				linkedTo(named("u1", "Ada", "Example", "bob@example.com"), "e1"),
				named("u3", "Cem", "Example", "ada@example.com"),
			},
			waits: true,
			want:  []syncplan.Kind{syncplan.KindLink},
		},
		{
			name: "two users have one address, and both give it up",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com"),
				emp("e2", "Bob", "bob@example.com"),
				emp("e3", "Cem", "info@example.com"),
			},
			users: []syncplan.User{
				linkedTo(named("u1", "Ada", "Example", "info@example.com"), "e1"),
				linkedTo(named("u2", "Bob", "Example", "INFO@example.com"), "e2"),
			},
			want: []syncplan.Kind{syncplan.KindUpdate, syncplan.KindUpdate, syncplan.KindCreate},
		},
		{
			name: "the record from which a user would be relinked fits one that is found by a later key, and not linked",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", field("number", "1"), field("termination_date", yesterday)),
				emp("e2", "Bob", "bob@example.com", field("number", "2")),
				emp("e3", "Cem", "cem@example.com", field("number", "empty")),
			},
			users: []syncplan.User{
				linkedTo(numbered(named("u1", "Ada", "Example", "ada@example.com"), "2"), "e1"),
				inactive(numbered(named("u3", "Cem", "Example", "x@example.com"), "1"), false),
			},
			change: func(s *syncplan.Settings) {
				s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "number", From: []employee.Field{"number"}})
				s.Match = []syncplan.Key{{Targets: []string{"number"}}, {Targets: []string{"first_name", "last_name"}, Name: true}}
			},
		},
		{
			name: "a leaver is found by one key, and an employee who is not created shares the other with the user",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com", field("number", "1"), field("manager.id", "e2"),
					field("termination_date", yesterday)),
				emp("e2", "Bob", "bob@example.com", field("number", "2"), field("manager.id", "e1")),
				emp("e3", "Cem", "cem@example.com", field("number", "1")),
			},
			users: []syncplan.User{
				numbered(named("u1", "Ada", "Example", "ada@example.com"), "1"),
				linkedTo(numbered(named("u2", "Bob", "Example", "bob@example.com"), "2"), "e2"),
			},
			change: func(s *syncplan.Settings) {
				s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "number", From: []employee.Field{"number"}})
				s.Match = []syncplan.Key{{Targets: []string{"email"}}, {Targets: []string{"number"}}}
				s.Policy.Left = syncplan.TreatmentSync
				s.Policy.Limits = syncplan.Limits{Creates: &syncplan.Limit{}}
			},
			waits: true,
			want:  []syncplan.Kind{syncplan.KindSetManager},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "last_name", From: []employee.Field{"last_name"}},
				mapping.Rule{Target: "manager", From: []employee.Field{"manager.id"}})
			if tt.change != nil {
				tt.change(&s)
			}
			r := roster(t, tt.employees...)
			p := build(t, r, tt.users, s)
			var approvals []syncplan.Approval
			for _, h := range p.Held {
				if tt.waits {
					continue
				}
				approvals = append(approvals, h.ApproveAll("a test", now.Add(time.Hour)))
			}
			p = build(t, r, tt.users, s, approvals...)
			for i, a := range p.Actions {
				if i >= len(tt.want) || a.Kind != tt.want[i] {
					t.Errorf("action %d is %s, want %v\n%s", i, a, tt.want, p)
				}
			}
			if len(p.Actions) < len(tt.want) {
				t.Errorf("want %v\n%s", tt.want, p)
			}
			again := build(t, r, syncplantest.Apply(syncplan.Existing{Users: tt.users}, p).Users, s, approvals...)
			if len(again.Actions) > 0 || len(held(again)) > len(held(p)) {
				t.Errorf("the plan was\n%s\nand the next one is\n%s", p, again)
			}
		})
	}
}
