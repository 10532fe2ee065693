package syncplan_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// company returns n linked employees and their users; alter changes the i-th.
func company(n int, alter func(i int, e *employee.Employee)) ([]employee.Employee, []syncplan.User) {
	employees, users := make([]employee.Employee, n), make([]syncplan.User, n)
	for i := range n {
		email := fmt.Sprintf("%d@example.com", i)
		employees[i] = emp(fmt.Sprintf("e%03d", i), "Ada", email)
		users[i] = linked(fmt.Sprintf("u%03d", i), employees[i].ID, email)
		if alter != nil {
			alter(i, &employees[i])
		}
	}
	return employees, users
}

// first returns an alteration of the first n employees.
func first(n int, with ...func(*employee.Employee)) func(int, *employee.Employee) {
	return func(i int, e *employee.Employee) {
		for _, w := range with {
			if i < n {
				w(e)
			}
		}
	}
}

func holdFirst(s *syncplan.Settings) { s.Policy.FirstPlan = syncplan.FirstPlanHold }

// TestGuards goes through the table of guards in the package comment: for each,
// the last number that passes and the first that is held. What is held stays
// held when the plan has been carried out, and goes when approved. TestMatch has
// the rows of unlinked_deactivations and relinks, which hold whatever their number.
func TestGuards(t *testing.T) {
	t.Parallel()
	leaver, hidden := field("termination_date", yesterday), field("status", "withheld")
	rename := func(i int, e *employee.Employee) {
		if i < 6 {
			e.WorkEmail = "new" + e.WorkEmail
		}
	}
	noRecord := func(treatment syncplan.Treatment) func(*syncplan.Settings) {
		return func(s *syncplan.Settings) { s.Policy.NoRecord = treatment }
	}
	for _, tt := range []struct {
		name      string
		employees int
		alter     func(int, *employee.Employee)
		missing   int // employees who are not listed
		joiners   int
		change    func(*syncplan.Settings)
		held      int
		want      string
	}{
		// empty_roster
		{
			name:      "the roster is empty",
			employees: 3, missing: 3,
			change: noRecord(syncplan.TreatmentDeactivate),
			held:   3,
			want: `held by empty_roster: HR lists no employee, but users are linked to it: ` +
				`check what the credentials can see before you approve the hold; ` +
				`held by deactivations: 3 deactivations, more than the limit of 1 for 3 linked users: ` +
				`look at them, then approve the hold or correct the HR data ` +
				`(a threshold, not a refusal: 1 or fewer run without an approval)`,
		},
		{
			name:      "the roster is empty, and nothing was to be done",
			employees: 3, missing: 3,
			want: `held by empty_roster: HR lists no employee, but users are linked to it: ` +
				`check what the credentials can see before you approve the hold`,
		},
		// missing_records
		{name: "five missing of twenty", employees: 20, missing: 5, change: noRecord(syncplan.TreatmentDeactivate)},
		{
			name:      "six missing of twenty",
			employees: 20, missing: 6, joiners: 1, held: 1,
			want: `held by missing_records: 6 of 20 linked users no longer have a record: ` +
				`check what the credentials can see before you approve the hold`,
		},
		{name: "ten missing of fifty", employees: 50, missing: 10},
		{
			name:      "eleven missing of fifty",
			employees: 50, missing: 11, joiners: 1, held: 1,
			want: `held by missing_records: 11 of 50 linked users no longer have a record: ` +
				`check what the credentials can see before you approve the hold`,
		},
		// unreadable_field
		{
			name:      "status withheld for every employee",
			employees: 3,
			alter:     first(3, hidden),
			want: `held by unreadable_field: no record has a readable status (it tells who has left): ` +
				`let the credentials read it, or change the settings; ` +
				`held by unreadable_status: the status of 3 of 3 current employees is blank or cannot be read: ` +
				`check what the credentials can see before you approve the hold`,
		},
		{
			name:      "status withheld for every employee, the end date decides",
			employees: 3,
			alter:     first(3, hidden),
			change:    func(s *syncplan.Settings) { s.Policy.LeavingEvidence = syncplan.LeavingEvidenceEndDate },
		},
		{
			name:      "termination date withheld for every employee",
			employees: 3,
			alter:     first(3, field("termination_date", "withheld")),
			want: `held by unreadable_field: no record has a readable termination_date (it tells who has left): ` +
				`let the credentials read it, or change the settings`,
		},
		{name: "termination date empty for every employee is healthy", employees: 3},
		{
			name:      "department absent for every employee",
			employees: 3,
			alter:     first(3, field("department", "absent")),
			want: `held by unreadable_field: department (the rule for department needs it) was not asked for: ` +
				`give Settings.Fields to the client, or change the settings if the HR system has no such field`,
		},
		{
			name:      "work e-mail withheld for every employee, so that the alternative does not count",
			employees: 3,
			alter:     first(3, field("work_email", "withheld")),
			want: `held by unreadable_field: no record has a readable work_email (the rule for email needs it): ` +
				`let the credentials read it, or change the settings`,
		},
		{
			name:      "work e-mail and its alternative withheld for every employee",
			employees: 3,
			alter:     first(3, field("work_email", "withheld"), field("personal_email", "withheld")),
			want: `held by unreadable_field: no record has a readable work_email or personal_email ` +
				`(the rule for email needs it): let the credentials read it, or change the settings`,
		},
		{
			name:      "scope withheld for every employee",
			employees: 3,
			alter:     first(3, field("custom.sync", "withheld")),
			change: func(s *syncplan.Settings) {
				s.Mapping.Scope = mapping.Condition{Field: "custom.sync", Op: mapping.OpYes}
			},
			want: `held by unreadable_field: no record has a readable custom.sync (the scope tests it): ` +
				`let the credentials read it, or change the settings`,
		},
		// unreadable_status
		{name: "two without status of three", employees: 3, alter: first(2, hidden), joiners: 1},
		{
			name:      "three without status of four",
			employees: 4,
			alter:     first(3, hidden),
			joiners:   1, held: 1,
			want: `held by unreadable_status: the status of 3 of 5 current employees is blank or cannot be read: ` +
				`check what the credentials can see before you approve the hold`,
		},
		{name: "three blank of fifteen", employees: 14, alter: first(3, field("status", "empty")), joiners: 1},
		// deactivations
		{name: "five leavers of ten are half", employees: 10, alter: first(5, leaver)},
		{
			name:      "five leavers of nine are above half",
			employees: 9,
			alter:     first(5, leaver),
			held:      5,
			want: `held by deactivations: 5 deactivations, more than the limit of 4 for 9 linked users: ` +
				`look at them, then approve the hold or correct the HR data ` +
				`(a threshold, not a refusal: 4 or fewer run without an approval)`,
		},
		{name: "two leavers of a firm of six", employees: 6, alter: first(2, leaver)},
		{name: "six leavers of thirty", employees: 30, alter: first(6, leaver)},
		{
			name:      "seven leavers of thirty",
			employees: 30,
			alter:     first(7, leaver),
			held:      7,
			want: `held by deactivations: 7 deactivations, more than the limit of 6 for 30 linked users: ` +
				`look at them, then approve the hold or correct the HR data ` +
				`(a threshold, not a refusal: 6 or fewer run without an approval)`,
		},
		{name: "seven leavers of thirty-five", employees: 35, alter: first(7, leaver)},
		{
			name:      "seven leavers, and joiners who would raise the limit",
			employees: 30,
			alter:     first(7, leaver),
			joiners:   10, held: 17,
			want: `held by deactivations: 7 deactivations, more than the limit of 6 for 30 linked users: ` +
				`look at them, then approve the hold or correct the HR data ` +
				`(a threshold, not a refusal: 6 or fewer run without an approval) ` +
				`(10 new links would raise the limit and are held with them)`,
		},
		// email_changes
		{name: "six new addresses of sixty", employees: 60, alter: rename},
		{
			name:      "six new addresses of fifty-nine",
			employees: 59, alter: rename, held: 6,
			want: `held by email_changes: 6 email changes, more than the limit of 5 for 59 linked users: ` +
				`look at them, then approve the hold or correct the HR data ` +
				`(a threshold, not a refusal: 5 or fewer run without an approval)`,
		},
		// creates
		{name: "twenty joiners", employees: 10, joiners: 20},
		{
			name:      "twenty-one joiners",
			employees: 10, joiners: 21, held: 21,
			want: `held by creates: 21 creates, more than the limit of 20 for 10 linked users: ` +
				`look at them, then approve the hold or correct the HR data ` +
				`(a threshold, not a refusal: 20 or fewer run without an approval)`,
		},
		{name: "twenty-one joiners of a hundred and five", employees: 105, joiners: 21},
		// first_plan
		{
			name:    "three joiners while no user is linked, and the settings hold the first plan",
			joiners: 3,
			change:  holdFirst,
			held:    3,
			want: `held by first_plan: no user is linked to this source yet, and the settings hold the first plan: ` +
				`check it, then approve the hold`,
		},
		{name: "they hold the first plan alone", employees: 1, joiners: 3, change: holdFirst},
		{name: "a hundred joiners while no user is linked", joiners: 100},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			employees, users := company(tt.employees, tt.alter)
			employees = employees[tt.missing:]
			for i := range tt.joiners {
				employees = append(employees, emp(fmt.Sprintf("j%d", i), "Joe", fmt.Sprintf("j%d@example.com", i)))
			}
			s := settings()
			if tt.change != nil {
				tt.change(&s)
			}
			p := build(t, roster(t, employees...), users, s)
			var holds []string
			for line := range strings.SplitSeq(heads(p), "; ") {
				if strings.HasPrefix(line, "held by") {
					holds = append(holds, line)
				}
			}
			if got := strings.Join(holds, "; "); got != tt.want {
				t.Fatalf("got  %s\nwant %s", got, tt.want)
			}
			if got := p.Summary().Held; got != tt.held {
				t.Fatalf("%d are held, want %d:\n%s", got, tt.held, p)
			}
			if tt.want == "" {
				return
			}
			again := build(t, roster(t, employees...), syncplantest.Apply(syncplan.Existing{Users: users}, p).Users, s)
			if len(again.Actions) > 0 || again.Summary().Held != tt.held {
				t.Errorf("what was held did not stay held:\n%s", again)
			}
			var approvals []syncplan.Approval
			approved := p
			for range 3 { // behind one guard there may be another
				for _, h := range approved.Held {
					approvals = append(approvals, h.ApproveAll("ops", now.Add(time.Hour)))
				}
				approved = build(t, roster(t, employees...), users, s, approvals...)
			}
			if len(approved.Held) > 0 || len(approved.Actions) < tt.held {
				t.Errorf("approved, still\n%s", approved)
			}
		})
	}
}

func TestApproval(t *testing.T) {
	t.Parallel()
	gone := field("termination_date", yesterday)
	build := func(leavers int, approvals ...syncplan.Approval) *syncplan.Plan {
		employees, users := company(30, first(leavers, gone))
		return build(t, roster(t, employees...), users, settings(), approvals...)
	}
	hold := build(8).Held[0]
	stored := reread(t, hold.ApproveAll("ops", now.Add(time.Hour)))
	some := reread(t, hold.Approve("ops", now.Add(time.Hour), "e000", "e001", "e002", "u003", "nonsense"))
	var chosen []string // an operator chose none, or the list of the choice was lost
	none := reread(t, hold.Approve("ops", now.Add(time.Hour), chosen...))
	with := func(change func(*syncplan.Approval)) syncplan.Approval {
		a := stored
		a.Members = slices.Clone(a.Members)
		change(&a)
		return a
	}
	for _, tt := range []struct {
		name     string
		leavers  int
		approval syncplan.Approval
		run      int
	}{
		{name: "the same set, stored", leavers: 8, approval: stored, run: 8},
		{name: "a part of it", leavers: 7, approval: stored, run: 7},
		{name: "one more does not count with them", leavers: 9, approval: stored, run: 9},
		{name: "six more pass", leavers: 14, approval: stored, run: 14},
		{name: "seven more are held by themselves", leavers: 15, approval: stored, run: 8},
		{name: "some of it: the others stay held, though they are few", leavers: 8, approval: some, run: 3},
		{name: "some of it, and one more", leavers: 9, approval: some, run: 4},
		{name: "none of it", leavers: 8, approval: none},
		{name: "none of it, and most of them are not leavers any more", leavers: 2, approval: none},
		{name: "of another source", leavers: 8,
			approval: with(func(a *syncplan.Approval) { a.Source = "test/other" })},
		{name: "expired", leavers: 8, approval: with(func(a *syncplan.Approval) { a.Expires = now })},
		{name: "given ninety days ago", leavers: 8, approval: with(func(a *syncplan.Approval) {
			a.Given, a.Expires = now.AddDate(0, 0, -90), now.AddDate(9, 0, 0)
		})},
		{name: "given a little later", leavers: 8, run: 8, approval: with(func(a *syncplan.Approval) {
			a.Given, a.Expires = now.AddDate(0, 0, -90).Add(time.Second), now.AddDate(9, 0, 0)
		})},
		{name: "of another guard", leavers: 8,
			approval: with(func(a *syncplan.Approval) { a.Guard = syncplan.GuardCreates })},
		{name: "one of them for another reason", leavers: 8, run: 7,
			approval: with(func(a *syncplan.Approval) { a.Members[0].Reason = syncplan.ReasonBlocked })},
		{name: "with blanks in an id", leavers: 8, run: 0, approval: with(func(a *syncplan.Approval) {
			for i, m := range a.Members {
				a.Members[i].UserID, a.Members[i].EmployeeID = m.UserID+" employee "+m.EmployeeID, ""
			}
		})},
	} {
		p := build(tt.leavers, tt.approval)
		if len(p.Actions) != tt.run || p.Summary().Held != tt.leavers-tt.run {
			t.Errorf("%s: %d run, want %d\n%s", tt.name, len(p.Actions), tt.run, p)
		}
	}
	if got := hold.ApproveAll("ops", now.AddDate(1, 0, 0)).Expires; !got.Equal(now.AddDate(0, 0, 90)) {
		t.Errorf("an approval for a year ends on %v", got)
	}
}

// reread returns an approval as it comes back from storage.
func reread(t *testing.T, a syncplan.Approval) syncplan.Approval {
	t.Helper()
	data, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var stored syncplan.Approval
	if err := json.Unmarshal(data, &stored); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, stored, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("stored (-before +after):\n%s", diff)
	}
	return stored
}

// TestApprovalOfADoubt: an approval that six records may be gone is none for seven.
// Employees who join do not bring the hold back.
func TestApprovalOfADoubt(t *testing.T) {
	t.Parallel()
	employees, users := company(20, nil)
	joe, eve := emp("j1", "Joe", "joe@example.com"), emp("j2", "Eve", "eve@example.com")
	plan := func(missing int, joiners []employee.Employee, approvals ...syncplan.Approval) *syncplan.Plan {
		return build(t, roster(t, append(joiners, employees[missing:]...)...), users, settings(), approvals...)
	}
	hold := plan(6, []employee.Employee{joe}).Held[0]
	approval := hold.ApproveAll("ops", now.Add(time.Hour))
	want := syncplan.Member{UserID: "u000", EmployeeID: "e000"}
	if hold.Guard != syncplan.GuardMissingRecords || hold.Members[0] != want || len(hold.Members) != 6 {
		t.Errorf("the members are %v", hold.Members)
	}
	for _, tt := range []struct {
		name     string
		missing  int
		joiners  []employee.Employee
		approval syncplan.Approval
		want     string
	}{
		{
			name: "the same", missing: 6, joiners: []employee.Employee{joe},
			approval: approval, want: `create employee j1 "Joe Example": hired`,
		},
		{
			name: "one record more is gone", missing: 7, joiners: []employee.Employee{joe},
			approval: approval, want: "held by missing_records",
		},
		{
			name: "one employee more starts", missing: 6, joiners: []employee.Employee{joe, eve},
			approval: approval, want: `create employee j1 "Joe Example": hired`,
		},
		{
			name: "it has passed", missing: 5, joiners: []employee.Employee{joe},
			approval: approval, want: `create employee j1 "Joe Example": hired`,
		},
		{
			name: "a part of it is none of it", missing: 6, joiners: []employee.Employee{joe},
			approval: hold.Approve("ops", now.Add(time.Hour), "e000", "e001"), want: "held by missing_records",
		},
	} {
		if got := heads(plan(tt.missing, tt.joiners, tt.approval)); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestHeldAddresses: a user who waits for an address that a held action frees is
// held with it.
func TestHeldAddresses(t *testing.T) {
	t.Parallel()
	employees, users := company(10, func(i int, e *employee.Employee) {
		if i < 6 {
			e.WorkEmail = "new" + e.WorkEmail
		}
	})
	employees = append(employees, emp("j1", "Joe", "3@example.com"))
	p := build(t, roster(t, employees...), users, settings())
	if len(p.Actions) != 0 || len(p.Held) != 1 || len(p.Held[0].Actions) != 7 {
		t.Errorf("got\n%s", p)
	}
}

// TestHeldPairing: a manager is set once both employees have their users,
// not for other changes of theirs.
func TestHeldPairing(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Mapping.Rules = append(s.Mapping.Rules,
		mapping.Rule{Target: "manager", From: []employee.Field{"manager.id"}},
		mapping.Rule{Target: "number", From: []employee.Field{"number"}})
	s.Match = []syncplan.Key{{Targets: []string{"number"}}}
	s.Policy.Limits = syncplan.Limits{EmailChanges: &syncplan.Limit{}} // every change of an address is held
	numbered := syncplan.User{
		ID: "u1", Email: "old@example.com", Active: true,
		Attributes: syncplan.Attributes{
			syncplan.TextAttribute("number", "1"),
			syncplan.TextAttribute("first_name", "Ada"),
			syncplan.TextAttribute("department", "Sales"),
		},
	}
	moved := linked("u2", "e2", "old2@example.com")
	for _, tt := range []struct {
		name    string
		manager [2]string // of e1 and of e2
		want    map[string]bool
	}{
		{name: "for an employee whose link is held", manager: [2]string{"e3", "empty"}, want: map[string]bool{}},
		{name: "to an employee whose link is held", manager: [2]string{"empty", "e1"}, want: map[string]bool{}},
		{name: "to an employee whose new address is held", manager: [2]string{"e2", "empty"}, want: map[string]bool{}},
		{
			name:    "for an employee whose new address is held",
			manager: [2]string{"empty", "e3"},
			want:    map[string]bool{"u2": true},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := build(t, roster(t,
				emp("e1", "Ada", "ada@example.com", field("number", "1"), field("manager.id", tt.manager[0])),
				emp("e2", "Bob", "bob@example.com", field("number", "2"), field("manager.id", tt.manager[1])),
				emp("e3", "Cem", "cem@example.com", field("number", "3")),
			), []syncplan.User{numbered, moved, linked("u3", "e3", "cem@example.com")}, s)
			got := make(map[string]bool)
			for _, a := range p.Actions {
				if a.Kind == syncplan.KindSetManager {
					got[a.UserID] = true
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("managers set: %s\n%s", diff, p)
			}
		})
	}
}

// TestMissingLinkedTwice: users that are linked to one record which is not
// listed any more count one by one.
func TestMissingLinkedTwice(t *testing.T) {
	t.Parallel()
	users := []syncplan.User{linked("u0", "e0", "ada@example.com"), inactive(linked("a", "gone0", "a@example.com"), true)}
	for i := range 6 {
		users = append(users, linked(fmt.Sprintf("u1%d", i), fmt.Sprintf("gone%d", i), fmt.Sprintf("%d@example.com", i)))
	}
	p := build(t, roster(t, emp("e0", "Ada", "ada@example.com")), users, settings())
	if len(p.Held) != 1 || p.Held[0].Guard != syncplan.GuardMissingRecords || p.Held[0].Count != 6 {
		t.Errorf("held %v, want missing_records for 6\n%s", p.Held, p)
	}
}

// TestHeldRelinkFromElsewhere: a user that would come from another source raises
// the base, and waits with what it would release.
func TestHeldRelinkFromElsewhere(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Policy.Limits = syncplan.Limits{Creates: &syncplan.Limit{Percent: 50}}
	foreign := linked("u1", "x1", "ada@example.com")
	foreign.Link.Source = "other/acme"
	users := []syncplan.User{foreign, linked("u3", "e3", "cem@example.com")}
	r := roster(t,
		emp("e1", "Ada", "ada@example.com"),
		emp("e2", "Bob", "bob@example.com"),
		emp("e3", "Ada", "cem@example.com"),
	)
	p := build(t, r, users, s)
	relinks := p.Held[slices.IndexFunc(p.Held, func(h syncplan.Hold) bool { return h.Guard == syncplan.GuardRelinks })]
	approval := relinks.ApproveAll("a test", now.Add(time.Hour))
	p = build(t, r, users, s, approval)
	again := build(t, r, syncplantest.Apply(syncplan.Existing{Users: users}, p).Users, s, approval)
	for _, p := range []*syncplan.Plan{p, again} {
		if got := p.Summary().String(); !strings.HasPrefix(got, "nothing to do; 2 held") {
			t.Errorf("got %s\n%s", got, p)
		}
	}
}
