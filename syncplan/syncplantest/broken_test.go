package syncplantest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// company is three employees and four users: Ada has a new address, Bob has left,
// Cem is new, and two users are not linked.
func company(t *testing.T) (*employee.Roster, syncplan.Existing, syncplan.Settings, time.Time) {
	t.Helper()
	at := time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC)
	employed := func(id, email string, word employee.Status) employee.Employee {
		e := employee.Employee{
			ID: id, FirstName: "Ada", LastName: "Example", WorkEmail: email, Status: word,
			HireDate: employee.NewDate(2020, 1, 1), Teams: []string{"Red", "Blue"},
		}
		if err := e.Set(employee.FieldTerminationDate, employee.Empty()); err != nil {
			t.Fatal(err)
		}
		return e
	}
	r, err := employee.NewRoster(employee.Origin{Provider: "test", Tenant: "acme", AsOf: at},
		employed("e1", "ada@example.com", employee.StatusActive),
		employed("e2", "bob@example.com", employee.StatusInactive),
		employed("e3", "cem@example.com", employee.StatusActive),
	)
	if err != nil {
		t.Fatal(err)
	}
	user := func(id, employeeID, email string) syncplan.User {
		u := syncplan.User{ID: id, Email: email, Active: true}
		if employeeID != "" {
			u.Link = syncplan.Link{Source: "test/acme", EmployeeID: employeeID}
		}
		return u
	}
	x := syncplan.Existing{
		Users: []syncplan.User{
			user("u1", "e1", "old@example.com"),
			user("u2", "e2", "bob@example.com"),
			user("u4", "", "robot@example.com"),
			user("u5", "", "owner@example.com"),
		},
	}
	x.Users[2].Ignored, x.Users[3].Protected = true, true
	s := syncplan.Settings{Zone: "Europe/Berlin", Mapping: mapping.Mapping{Rules: []mapping.Rule{
		{Target: "email", From: []employee.Field{employee.FieldWorkEmail}},
		{Target: "first_name", From: []employee.Field{employee.FieldFirstName}},
		{Target: "teams", From: []employee.Field{employee.FieldTeams}, Type: mapping.KindSet},
	}}}
	return r, x, s, at
}

// TestCheckLaws: settings and data that are fine pass.
func TestCheckLaws(t *testing.T) {
	t.Parallel()
	r, x, s, at := company(t)
	CheckLaws(t, r, x, s, at)
}

// A recorder is a test that goes on when something fails.
type recorder struct{ errors []string }

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

// TestCheckLawsRefused: input that cannot be planned fails, once.
func TestCheckLawsRefused(t *testing.T) {
	t.Parallel()
	r, x, s, at := company(t)
	s.Zone = "Mars/Base"
	var got recorder
	CheckLaws(&got, r, x, s, at)
	if len(got.errors) != 1 || !strings.Contains(got.errors[0], "planning: zone: this machine knows no zone") {
		t.Errorf("errors: %q", got.errors)
	}
}

// TestBrokenPlanners: each law catches a planner that breaks it, and says so
// with ids alone.
func TestBrokenPlanners(t *testing.T) {
	t.Parallel()
	action := func(kind syncplan.Kind, user string, changes ...syncplan.Change) syncplan.Action {
		return syncplan.Action{Kind: kind, Key: string(kind) + user, UserID: user, Changes: changes}
	}
	email := func(to string) syncplan.Change {
		return syncplan.Change{Attribute: syncplan.TargetEmail, To: employee.Text(to)}
	}
	for _, tt := range []struct {
		name, want string
		spoil      func(p *syncplan.Plan, r *employee.Roster, x syncplan.Existing, approvals []syncplan.Approval)
	}{
		{
			name: "does something again and again",
			want: "convergence: after 4 actions and with 0 approvals there is still to do: update user u5",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, _ syncplan.Existing, _ []syncplan.Approval) {
				p.Actions = append(p.Actions,
					action(syncplan.KindUpdate, "u5", syncplan.Change{Attribute: "n", To: employee.Text("x")}))
			},
		},
		{
			name: "compares the order of a set",
			want: "convergence: in a store that composes and keeps no order, after 3 actions and with 0 approvals " +
				"there is still to do: update user u1",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, x syncplan.Existing, _ []syncplan.Approval) {
				teams := attribute(x.Users[0], "teams")
				if teams.Known() && teams.Items()[0] != "Blue" && len(p.Actions) == 0 {
					p.Actions = append(p.Actions, action(syncplan.KindUpdate, "u1", syncplan.Change{Attribute: "teams", To: teams}))
				}
			},
		},
		{
			name: "clears what is hidden",
			want: "monotone removal: with first_name of employee e1 hidden, " +
				"update user u1, employee e1 takes something of first_name",
			spoil: func(p *syncplan.Plan, r *employee.Roster, _ syncplan.Existing, _ []syncplan.Approval) {
				if e, _ := r.Employee("e1"); e.Value(employee.FieldFirstName).State() == employee.StateWithheld {
					a := action(syncplan.KindUpdate, "u1", syncplan.Change{Attribute: "first_name", From: employee.Text("A"), Rule: 1})
					a.EmployeeID = "e1"
					p.Actions = append(p.Actions, a)
				}
			},
		},
		{
			name: "has something to store again and again",
			want: "convergence: after 3 actions and with 0 approvals there is still to store for employee e3",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, _ syncplan.Existing, _ []syncplan.Approval) {
				p.Applied = append(p.Applied, syncplan.Applied{EmployeeID: "e3", UserID: "u1"})
			},
		},
		{
			name: "takes who comes first",
			want: "determinism: the text",
			spoil: func(p *syncplan.Plan, r *employee.Roster, _ syncplan.Existing, _ []syncplan.Approval) {
				for e := range r.All() {
					p.Notes = append(p.Notes, syncplan.Note{Kind: syncplan.NoteKindHint, EmployeeIDs: []string{e.ID}})
					break
				}
			},
		},
		{
			name: "writes into its arguments",
			want: "determinism: planning changed",
			spoil: func(_ *syncplan.Plan, _ *employee.Roster, x syncplan.Existing, _ []syncplan.Approval) {
				x.Users[0].ManagerID = "u9"
			},
		},
		{
			name: "removes for a hidden word",
			want: "monotone removal: with status of employee e1 withheld, user u1 is deactivated; " +
				"with nothing in it the user would be kept",
			spoil: func(p *syncplan.Plan, r *employee.Roster, _ syncplan.Existing, _ []syncplan.Approval) {
				if e, _ := r.Employee("e1"); e.Value(employee.FieldStatus).State() == employee.StateWithheld {
					p.Actions = append(p.Actions, syncplan.Action{Kind: syncplan.KindDeactivate, UserID: "u1", EmployeeID: "e1"})
				}
			},
		},
		{
			name: "gives an address twice",
			want: "one address: after action 1 of 3, update user u1, employee e1, two users have one address",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, _ syncplan.Existing, _ []syncplan.Approval) {
				if len(p.Actions) > 0 {
					p.Actions[0].Changes = []syncplan.Change{email("BOB@example.com ")}
				}
			},
		},
		{
			name: "does two things",
			want: "one action: a second one for the same user: deactivate user u2, employee e2",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, _ syncplan.Existing, _ []syncplan.Approval) {
				if n := len(p.Actions); n > 0 {
					p.Actions = append(p.Actions, p.Actions[n-1])
				}
			},
		},
		{
			name: "touches the ignored",
			want: "one action: the user is ignored: update user u4",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, _ syncplan.Existing, _ []syncplan.Approval) {
				p.Actions = append(p.Actions, action(syncplan.KindUpdate, "u4"))
			},
		},
		{
			name: "takes access from the protected",
			want: "hands off: the user is protected: deactivate user u5",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, _ syncplan.Existing, _ []syncplan.Approval) {
				p.Actions = append(p.Actions, action(syncplan.KindDeactivate, "u5"))
			},
		},
		{
			name: "takes an address from the protected",
			want: "hands off: the user is protected and would lose the address: update user u5",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, _ syncplan.Existing, _ []syncplan.Approval) {
				p.Actions = append(p.Actions, action(syncplan.KindUpdate, "u5", email("new@example.com")))
			},
		},
		{
			name: "does more for an approval",
			want: "hands off: with every hold approved there are 4 actions, of which only 3 were to run or held",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, _ syncplan.Existing, approvals []syncplan.Approval) {
				if len(approvals) > 0 {
					p.Actions = append(p.Actions, action(syncplan.KindUpdate, "u5"))
				}
			},
		},
		{
			name: "ignores an approval",
			want: "hands off: still held though it was approved: deactivations",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, _ syncplan.Existing, approvals []syncplan.Approval) {
				for _, a := range approvals {
					p.Held = append(p.Held, syncplan.Hold{Guard: a.Guard})
				}
			},
		},
		{
			name: "holds more for an approval",
			want: "approvals: with one more, of deactivations, this does not run any more: update user u1, employee e1",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, _ syncplan.Existing, approvals []syncplan.Approval) {
				if len(approvals) > 0 {
					p.Actions = p.Actions[1:]
				}
			},
		},
		{
			name: "does not go on",
			want: "resuming: a run that broke off in the middle does not go on with this: create employee e3",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, x syncplan.Existing, _ []syncplan.Approval) {
				if x.Unfinished != nil {
					p.Actions = nil
				}
			},
		},
		{
			name: "does something new in its place",
			want: "resuming: this is neither unfinished nor was it held: update user u5",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, x syncplan.Existing, _ []syncplan.Approval) {
				if x.Unfinished != nil {
					p.Actions = append(p.Actions, action(syncplan.KindUpdate, "u5"))
				}
			},
		},
		{
			name: "goes on elsewhere",
			want: "resuming: a run that broke off in the middle and is resumed ends with other users than the whole run",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, x syncplan.Existing, _ []syncplan.Approval) {
				for i := range p.Actions {
					if x.Unfinished != nil {
						p.Actions[i].Changes = append(p.Actions[i].Changes, email("new@example.com"))
					}
				}
			},
		},
		{
			name: "takes a seat that is not there",
			want: "seats: 5 users are active, and there are 4 seats, after create employee e9",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, _ syncplan.Existing, _ []syncplan.Approval) {
				create := syncplan.Action{Kind: syncplan.KindCreate, Key: "create", EmployeeID: "e9", Access: syncplan.AccessActive}
				p.Actions = append([]syncplan.Action{create}, p.Actions...)
			},
		},
		{
			name: "leaves a user behind without a word",
			want: "moves: no action and no note is about user u5, of a source that is replaced",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, _ syncplan.Existing, _ []syncplan.Approval) {
				p.Notes = slices.DeleteFunc(p.Notes, func(n syncplan.Note) bool { return n.Reason == syncplan.ReasonLeftBehind })
			},
		},
		{
			name: "counts a user too many",
			want: "seats: the summary says that 5 users are active after the plan, not 4",
			spoil: func(p *syncplan.Plan, _ *employee.Roster, _ syncplan.Existing, _ []syncplan.Approval) {
				p.Active++
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, x, s, at := company(t)
			if strings.Contains(tt.want, "seats, after") {
				x.Seats = 4
			}
			if strings.HasPrefix(tt.want, "moves") {
				x.Users[3].Link = syncplan.Link{Source: "old/acme", EmployeeID: "5"}
				s.MovesFrom = []syncplan.Move{{Source: "old/acme"}}
			}
			if strings.Contains(tt.want, "approv") && !strings.HasPrefix(tt.want, "convergence") {
				s.Policy.Limits = syncplan.Limits{Deactivations: &syncplan.Limit{}}
			} else {
				s.Policy.Limits = syncplan.Limits{Deactivations: &syncplan.Limit{Count: 5}}
			}
			c := &checker{roster: r, existing: x, settings: s, at: at, plans: 1000}
			c.planner = func(
				r *employee.Roster, x syncplan.Existing, s syncplan.Settings, at time.Time, approvals ...syncplan.Approval,
			) (*syncplan.Plan, error) {
				p, err := syncplan.Build(r, x, s, at, approvals...)
				if err == nil {
					tt.spoil(p, r, x, approvals)
				}
				return p, err
			}
			c.check()
			if !slices.ContainsFunc(c.broken, func(broken string) bool { return strings.HasPrefix(broken, tt.want) }) {
				t.Errorf("want %q among\n%s", tt.want, strings.Join(c.broken, "\n"))
			}
			if text := strings.Join(c.broken, "\n"); strings.Contains(text, "@") || strings.Contains(text, "Ada") {
				t.Errorf("quotes a value:\n%s", text)
			}
		})
	}
}
