package syncplan_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// counted is the plan's summary, without its notes.
func counted(p *syncplan.Plan) string {
	s := p.Summary()
	s.Notes = nil
	return s.String()
}

// TestGuardsOfValues: a hold of changed or cleared values takes them out of their
// actions, and the rest runs. What was held is an update of its own the next night.
func TestGuardsOfValues(t *testing.T) {
	t.Parallel()
	shifted := func(n int) func(int, *employee.Employee) {
		return first(n, func(e *employee.Employee) { e.FirstName = "Bob" })
	}
	empty := func(n int, f employee.Field) func(int, *employee.Employee) { return first(n, field(f, "empty")) }
	moved := func(n int) func(int, *employee.Employee) { return first(n, field("department", "R&D")) }
	both := func(a, b func(int, *employee.Employee)) func(int, *employee.Employee) {
		return func(i int, e *employee.Employee) { a(i, e); b(i, e) }
	}
	custom := func(changes, clears *syncplan.Limit) syncplan.Limits {
		return syncplan.Limits{Changes: changes, Clears: clears}
	}
	const joiner = 1 // one value that must go on, in the last employee
	for _, tt := range []struct {
		name     string
		users    int
		alter    func(int, *employee.Employee)
		limits   syncplan.Limits
		managers bool // everyone has one
		want     string
		approved string
	}{
		{name: "shifted names", users: 200, alter: shifted(200), want: "1 create; 200 held by changes",
			approved: "200 update, 1 create"},
		{name: "40 names of 200 and a joiner", users: 200, alter: shifted(40), want: "40 update, 1 create"},
		{name: "41 names of 200 and a joiner", users: 200, alter: shifted(41), want: "1 create; 41 held by changes",
			approved: "41 update, 1 create"},
		{name: "two names of four are half", users: 3, alter: shifted(2), want: "2 update, 1 create"},
		{name: "three names of four are above half", users: 3, alter: shifted(3), want: "1 create; 3 held by changes",
			approved: "3 update, 1 create"},
		{name: "another department for all is no name", users: 20, alter: moved(20), want: "20 update, 1 create"},
		{name: "21 departments of 22", users: 21, alter: moved(21), want: "1 create; 21 held by changes",
			approved: "21 update, 1 create"},
		{name: "a limit of zero for changes", users: 20, alter: moved(1), limits: custom(&syncplan.Limit{}, nil),
			want: "1 create; 1 held by changes", approved: "1 update, 1 create"},
		{name: "names under a limit", users: 20, alter: shifted(20), limits: custom(&syncplan.Limit{Count: 20}, nil),
			want: "20 update, 1 create"},
		{name: "cleared departments", users: 200, alter: empty(199, "department"), want: "1 create; 199 held by clears",
			approved: "199 update, 1 create"},
		{name: "5 departments cleared of 20", users: 20, alter: empty(5, "department"), want: "5 update, 1 create"},
		{name: "6 departments cleared of 20", users: 20, alter: empty(6, "department"), want: "1 create; 6 held by clears",
			approved: "6 update, 1 create"},
		{name: "a limit of zero for clears", users: 20, alter: empty(1, "department"),
			limits: custom(nil, &syncplan.Limit{}), want: "1 create; 1 held by clears", approved: "1 update, 1 create"},
		{name: "cleared managers", users: 200, managers: true, alter: empty(198, "manager.id"),
			want: "1 create; 198 held by clears", approved: "1 create, 198 set_manager"},
		{name: "names and departments", users: 30, alter: both(shifted(20), empty(25, "department")),
			want: "1 create; 45 held by changes and clears", approved: "25 update, 1 create"},
		{name: "names are held, and departments change", users: 30, alter: both(shifted(20), moved(3)),
			want: "3 update, 1 create; 20 held by changes", approved: "20 update, 1 create"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			employees, users := company(tt.users, func(i int, e *employee.Employee) {
				set(e, "manager.id", employee.Empty())
				if tt.managers {
					set(e, "manager.id", employee.Text(fmt.Sprintf("e%03d", tt.users-1)))
				}
				tt.alter(i, e)
			})
			s := settings()
			s.Policy.Limits = tt.limits
			if tt.managers {
				s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{
					Target: "manager", From: []employee.Field{"manager.id"}, OnEmpty: mapping.OnEmptyClear,
				})
				set(&employees[tt.users-1], "manager.id", employee.Empty())
				for i := range users[:tt.users-1] {
					users[i].ManagerID = users[tt.users-1].ID
				}
			}
			for i := range joiner {
				employees = append(employees, emp(fmt.Sprintf("j%d", i), "Joe", "joe@example.com"))
			}
			p := build(t, roster(t, employees...), users, s)
			if got := counted(p); got != tt.want {
				t.Fatalf("got  %s\nwant %s\n%s", got, tt.want, p)
			}
			again := build(t, roster(t, employees...), syncplantest.Apply(syncplan.Existing{Users: users}, p).Users, s)
			if len(again.Actions) > 0 || again.Summary().Held != p.Summary().Held {
				t.Errorf("the next night: %s", again.Summary())
			}
			var approvals []syncplan.Approval
			for _, h := range p.Held {
				approvals = append(approvals, reread(t, h.ApproveAll("ops", now.Add(time.Hour))))
			}
			if len(p.Held) == 0 {
				return
			}
			if got := counted(build(t, roster(t, employees...), users, s, approvals...)); got != tt.approved {
				t.Errorf("approved: got %s, want %s", got, tt.approved)
			}
			then := syncplantest.Apply(syncplan.Existing{Users: users}, p).Users
			next := build(t, roster(t, employees...), then, s, approvals...)
			if len(next.Held) > 0 || len(next.Actions) == 0 {
				t.Errorf("approved for the next night, still\n%s", next)
			}
		})
	}
}

// TestLayoffAndOneMore: an approved layoff runs though an ordinary leaver joins it.
func TestLayoffAndOneMore(t *testing.T) {
	t.Parallel()
	gone := field("termination_date", yesterday)
	employees, users := company(100, first(30, gone))
	approval := build(t, roster(t, employees...), users, settings()).Held[0].ApproveAll("ops", now.Add(time.Hour))
	employees, _ = company(100, first(31, gone))
	if got := counted(build(t, roster(t, employees...), users, settings(), approval)); got != "31 deactivate" {
		t.Errorf("got %s", got)
	}
}

// TestApprovalOfAValue: the approval of an address, or of a value, is none of another
// one, however few changes there are.
func TestApprovalOfAValue(t *testing.T) {
	t.Parallel()
	plan := func(email, department string, approvals ...syncplan.Approval) *syncplan.Plan {
		employees, users := company(30, func(i int, e *employee.Employee) {
			if i < 7 {
				e.WorkEmail = "new" + e.WorkEmail
			}
			field("department", "R&D")(e)
		})
		employees[0].WorkEmail = email
		field("department", department)(&employees[0])
		return build(t, roster(t, employees...), users, settings(), approvals...)
	}
	var approvals []syncplan.Approval
	for _, h := range plan("ada.new@example.com", "R&D").Held {
		approvals = append(approvals, reread(t, h.ApproveAll("ops", now.Add(time.Hour))))
	}
	for _, tt := range []struct{ name, email, department, want string }{
		{"as shown", "ada.new@example.com", "R&D", "30 update"},
		{"in other letters", "ADA.New@Example.com ", "R&D", "30 update"},
		{"another address", "mallory@example.com", "R&D", "29 update; 1 held by email_changes"},
		{"another department", "ada.new@example.com", "Board", "30 update; 1 held by changes"},
	} {
		p := plan(tt.email, tt.department, approvals...)
		if got := counted(p); got != tt.want {
			t.Errorf("%s: got %s, want %s\n%s", tt.name, got, tt.want, p)
		}
	}
}

// TestFirstContact: one leaver among many users who are matched for the first time is
// held alone.
func TestFirstContact(t *testing.T) {
	t.Parallel()
	employees, users := company(121, first(1, field("termination_date", yesterday)))
	for i := range users {
		users[i].Link = syncplan.Link{}
	}
	employees = append(employees, emp("j1", "Joe", "joe@example.com"))
	p := build(t, roster(t, employees...), users, settings())
	if got := counted(p); got != "120 link, 1 create; 1 held by unlinked_deactivations" {
		t.Errorf("got %s", got)
	}
	p = build(t, roster(t, employees...), users, settings(), p.Held[0].ApproveAll("ops", now.Add(time.Hour)))
	if got := counted(p); got != "120 link, 1 create, 1 deactivate" {
		t.Errorf("approved: got %s", got)
	}
}

// TestLimitOfTheFirstCreates: a limit for creates holds while no user is linked, too.
func TestLimitOfTheFirstCreates(t *testing.T) {
	t.Parallel()
	employees, _ := company(60, nil)
	s := settings()
	if got := counted(build(t, roster(t, employees...), nil, s)); got != "60 create" {
		t.Errorf("without a limit: %s", got)
	}
	s.Policy.Limits.Creates = &syncplan.Limit{}
	if got := counted(build(t, roster(t, employees...), nil, s)); got != "nothing to do; 60 held by creates" {
		t.Errorf("with a limit of none: %s", got)
	}
}

// TestFirstPlanInParts: an approval of a first plan is for the creates it showed in
// every later run, though creates are limited by then; what was shown and not approved
// stays held, and what joins is new.
func TestFirstPlanInParts(t *testing.T) {
	t.Parallel()
	employees, _ := company(100, nil)
	s := settings()
	s.Policy.FirstPlan = syncplan.FirstPlanHold
	hold := build(t, roster(t, employees...), nil, s).Held[0]
	var ids []string
	for _, e := range employees[:90] {
		ids = append(ids, e.ID)
	}
	approval := reread(t, hold.Approve("ops", now.Add(time.Hour), ids...))
	p := build(t, roster(t, employees...), nil, s, approval)
	if got := counted(p); got != "90 create; 10 held by first_plan" {
		t.Errorf("approved in part: %s", got)
	}
	broke := *p
	broke.Actions = broke.Actions[:50]
	x := syncplantest.Apply(syncplan.Existing{}, &broke)
	employees = append(employees, emp("j1", "Joe", "joe@example.com"))
	if got := counted(build(t, roster(t, employees...), x.Users, s, approval)); got != "41 create; 10 held by first_plan" {
		t.Errorf("after a run that broke off: %s", got)
	}
}

// TestSeats: all who would take a seat are ranked, held or not, and those beyond the
// seats wait; no approval releases them.
func TestSeats(t *testing.T) {
	t.Parallel()
	back := inactive(linked("u9", "e9", "back@example.com"), true)
	for _, tt := range []struct {
		name  string
		seats int
		limit *syncplan.Limit // of creates
		want  string
		run   []string // employees
		after int
		noted bool
	}{
		{name: "no limit", want: "1 reactivate, 3 create", run: []string{"e9", "j1", "j2", "j3"}, after: 6},
		{name: "enough", seats: 6, want: "1 reactivate, 3 create", run: []string{"e9", "j1", "j2", "j3"}, after: 6},
		{name: "two short", seats: 4, want: "1 reactivate, 1 create; 2 held by seats", run: []string{"e9", "j3"}, after: 4},
		{name: "for the one who comes back", seats: 3, want: "1 reactivate; 3 held by seats", run: []string{"e9"}, after: 3},
		{name: "a seat is kept for who is held", seats: 4, limit: &syncplan.Limit{},
			want: "1 reactivate; 3 held by creates and seats", run: []string{"e9"}, after: 3},
		{name: "none", seats: 2, want: "nothing to do; 4 held by seats", after: 2},
		{name: "fewer than users", seats: 1, want: "nothing to do; 4 held by seats", after: 2, noted: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			employees, users := company(2, nil)
			employees = append(employees, emp("e9", "Ada", "back@example.com"), emp("j1", "Joe", "j1@example.com"),
				emp("j2", "Joe", "j2@example.com"), emp("j3", "Joe", "j3@example.com", field("hire_date", "2019-01-01")))
			s := settings()
			s.Policy.Limits.Creates = tt.limit
			x := syncplan.Existing{Users: append(users, back), Seats: tt.seats}
			planner, err := syncplan.Prepare(roster(t, employees...), x, s, now)
			if err != nil {
				t.Fatal(err)
			}
			p := planner.Plan()
			if got := counted(p); got != tt.want {
				t.Errorf("got %s, want %s\n%s", got, tt.want, p)
			}
			var run []string
			for _, a := range p.Actions {
				run = append(run, a.EmployeeID)
			}
			if diff := cmp.Diff(tt.run, run); diff != "" {
				t.Errorf("run (-want +got):\n%s", diff)
			}
			if s := p.Summary(); s.Active != 2 || s.ActiveAfter != tt.after {
				t.Errorf("active %d, and %d after, want 2 and %d", s.Active, s.ActiveAfter, tt.after)
			}
			seats := func(n syncplan.Note) bool { return n.Reason == syncplan.ReasonSeats }
			if noted := slices.ContainsFunc(p.Notes, seats); noted != tt.noted {
				t.Errorf("noted %v, want %v\n%s", noted, tt.noted, p)
			}
			var approvals []syncplan.Approval
			for _, h := range p.Held {
				approvals = append(approvals, h.ApproveAll("ops", now.Add(time.Hour)))
			}
			if got := planner.Plan(approvals...).Summary(); tt.seats > 0 && got.ActiveAfter > max(tt.seats, 2) {
				t.Errorf("approved, %d are active", got.ActiveAfter)
			}
		})
	}
	_, err := syncplan.Prepare(roster(t), syncplan.Existing{Seats: -1}, settings(), now)
	if err == nil || !strings.Contains(err.Error(), "seats is -1") {
		t.Errorf("negative seats: %v", err)
	}
}

// TestExpiredApproval: an approval that has ended is a hint while what it named is
// held again, and the plan is due when it ends.
func TestExpiredApproval(t *testing.T) {
	t.Parallel()
	employees, users := company(30, first(8, field("termination_date", yesterday)))
	r := roster(t, employees...)
	hold := build(t, r, users, settings()).Held[0]
	ends := now.Add(time.Hour)
	approval := hold.Approve("ops", ends, "e000", "e001")
	p := build(t, r, users, settings(), approval)
	if !p.NextDue.Equal(ends) || len(p.Notes) > 0 {
		t.Errorf("due %v, want %v\n%s", p.NextDue, ends, p)
	}
	late, err := syncplan.Build(r, syncplan.Existing{Users: users}, settings(), ends, approval)
	if err != nil {
		t.Fatal(err)
	}
	want := syncplan.Note{Kind: syncplan.NoteKindHint, Reason: syncplan.ReasonApprovalExpired,
		EmployeeIDs: []string{"e000", "e001"}, UserIDs: []string{"u000", "u001"},
		Text: "an approval of deactivations has ended, and 2 actions are held again that it named: " +
			"look at the hold, and approve it anew"}
	if diff := cmp.Diff(employee.Batch[syncplan.Note]{want}, late.Notes); diff != "" || late.Summary().Held != 8 {
		t.Errorf("(-want +got):\n%s\n%s", diff, late)
	}
	if !late.NextDue.IsZero() {
		t.Errorf("due %v, want never", late.NextDue)
	}
	employees, _ = company(30, nil)
	late, err = syncplan.Build(roster(t, employees...), syncplan.Existing{Users: users}, settings(), ends, approval)
	if err != nil || len(late.Notes) > 0 {
		t.Errorf("needed no more, it is noted: %v\n%s", err, late)
	}
}

// TestStoredApprovals: what is no approval of this edition is refused, and the
// approval keeps its value.
func TestStoredApprovals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, data, want string }{
		{
			name: "of the first edition",
			data: `{"guard":"deactivations","source":"test/acme","members":["deactivate user u1 employee e1 left"],` +
				`"by":"ops","expires":"2026-11-23T06:00:00Z"}`,
			want: "members: an approval of the first edition, which names no values: show the hold again, and approve it anew",
		},
		{
			name: "of the first edition, of nothing",
			data: `{"guard":"empty_roster","source":"test/acme","members":[],"by":"ops","expires":"2026-11-23T06:00:00Z"}`,
			want: "given: missing: an approval of the first edition: show the hold again, and approve it anew",
		},
		{
			name: "of no guard",
			data: `{"guard":"moods","source":"test/acme","members":[],"by":"ops",` +
				`"given":"2026-11-22T06:00:00Z","expires":"2026-11-23T06:00:00Z"}`,
			want: "guard: no guard that this version of the library knows",
		},
		{name: "with a key too many", data: `{"guard":"creates","all":true}`, want: "all: no such key"},
	} {
		before := syncplan.Approval{By: "ops"}
		a := before
		err := json.Unmarshal([]byte(tt.data), &a)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.want)
		}
		if diff := cmp.Diff(before, a); diff != "" {
			t.Errorf("%s: the approval has changed: %s", tt.name, diff)
		}
	}
}

// TestDueToday: a condition of equality with today turns tomorrow.
func TestDueToday(t *testing.T) {
	t.Parallel()
	tomorrowInBerlin := time.Date(2026, 11, 23, 0, 0, 0, 0, time.FixedZone("", 3600))
	for _, tt := range []struct {
		name      string
		condition mapping.Condition
		due       bool
	}{
		{"equals today", cond("contract_end_date", mapping.OpEquals, "today"), true},
		{"does not equal the day after tomorrow", cond("contract_end_date", mapping.OpNotEquals, " today+2"), true},
		{"a fixed day", cond("contract_end_date", mapping.OpEquals, "2026-11-24"), false},
	} {
		s := settings()
		s.Policy.Block = tt.condition
		p := build(t, roster(t, emp("e1", "Ada", "ada@example.com", field("contract_end_date", "2026-11-23"))), nil, s)
		if due := p.NextDue.Equal(tomorrowInBerlin); due != tt.due {
			t.Errorf("%s: due %v", tt.name, p.NextDue)
		}
	}
}
