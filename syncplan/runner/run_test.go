package runner_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/storetest"
	"github.com/rosterkit/rosterkit/syncplan/runner"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// TestRun: each store ends as Apply says, with a record of each action, and nothing is
// left to do.
func TestRun(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		new  func() store
	}{
		{name: "a database", new: func() store { return new(storetest.Database).Of("acme") }},
		{name: "a remote product", new: func() store { return storetest.NewRemote() }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := tt.new()
			fill(t, s, users()...)
			before, p := existing(t, s), planned(t, s)
			var steps []string
			report := run(t, p, s, runner.Progress(func(s runner.Step) {
				a := s.Action
				steps = append(steps, fmt.Sprintf("%d/%d %s %s %s", s.Number, s.Of, s.Outcome, a.Kind, a.EmployeeID))
			}))
			want := []string{
				"1/11 done create_group ", "2/11 done update eve", "3/11 done link ada", "4/11 done create bob",
				"5/11 done create cem", "6/11 done create dora", "7/11 done set_manager bob", "8/11 done set_manager eve",
				"9/11 done set_manager cem", "10/11 done set_manager dora", "11/11 done deactivate fay",
			}
			if diff := cmp.Diff(want, steps); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
			if n := report.Actions[runner.OutcomeDone]; n != len(p.Actions) || report.Stopped != "" {
				t.Errorf("%d of %d actions are done:\n%s", n, len(p.Actions), report)
			}
			settled(t, before, p, s)
			if again := run(t, p, s); again.Actions[runner.OutcomeDoneBefore] != len(p.Actions) {
				t.Errorf("again:\n%s", again)
			}
			settled(t, before, p, s)
		})
	}
}

// TestKilled: a run is killed at each call of its store. What is there is what the
// recorded actions make of it, and a second run does the rest and nothing twice.
func TestKilled(t *testing.T) {
	t.Parallel()
	killed := errors.New("killed")
	for n := 1; ; n++ {
		d, s := filled(t)
		before, p := existing(t, s), planned(t, s)
		calls := 0
		d.OnCall = func(string) error {
			if calls++; calls >= n {
				return fmt.Errorf("%w: %w", runner.ErrUnavailable, killed)
			}
			return nil
		}
		first, err := runner.Run(t.Context(), p, s)
		d.OnCall = nil
		if err == nil {
			if n < 50 {
				t.Errorf("only %d calls", n)
			}
			return
		}
		if !errors.Is(err, killed) || first.Stopped == "" {
			t.Fatalf("call %d: %v\n%s", n, err, first)
		}
		part := *p
		part.Actions = p.Actions[:len(s.Audit())]
		compare(t, syncplantest.Apply(before, &part), existing(t, s))
		second := run(t, p, s)
		if done := second.Actions[runner.OutcomeDone] + second.Actions[runner.OutcomeDoneBefore]; done != len(p.Actions) ||
			second.Actions[runner.OutcomeDoneBefore] != len(part.Actions) {
			t.Fatalf("call %d: after %d records, the second run is\n%s", n, len(part.Actions), second)
		}
		settled(t, before, p, s)
		if t.Failed() {
			t.Fatalf("call %d", n)
		}
	}
}

// TestKilledRemote: the same without transactions, where an action may be half done.
func TestKilledRemote(t *testing.T) {
	t.Parallel()
	for n := 1; ; n++ {
		s := storetest.NewRemote()
		fill(t, s, users()...)
		before, p := existing(t, s), planned(t, s)
		k := &killer{Store: s, left: n}
		_, err := runner.Run(t.Context(), p, k)
		if err == nil {
			return
		}
		second := run(t, p, s)
		if n := second.Actions[runner.OutcomeDone] + second.Actions[runner.OutcomeDoneBefore]; n != len(p.Actions) {
			t.Fatalf("call %d: %s", n, second)
		}
		settled(t, before, p, s)
		if t.Failed() {
			t.Fatalf("call %d", n)
		}
	}
}

// TestLostEnd: the end of a transaction is not heard of, though it was kept.
func TestLostEnd(t *testing.T) {
	t.Parallel()
	_, s := filled(t)
	before, p := existing(t, s), planned(t, s)
	deaf := &deafStore{Store: s}
	report := run(t, p, deaf)
	if n := report.Actions[runner.OutcomeDoneBefore]; n != len(p.Actions) {
		t.Errorf("%d of %d are done:\n%s", n, len(p.Actions), report)
	}
	settled(t, before, p, s)
}

// TestTwoProcesses: a second process begins while the first is at work.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	_, s := filled(t)
	before, p := existing(t, s), planned(t, s)
	var second runner.Report
	first := run(t, p, s, runner.Progress(func(step runner.Step) {
		if step.Number == 3 {
			second = run(t, p, s)
		}
	}))
	if first.Actions[runner.OutcomeDone] != 3 || first.Actions[runner.OutcomeDoneBefore] != len(p.Actions)-3 ||
		second.Actions[runner.OutcomeDone] != len(p.Actions)-3 || second.Actions[runner.OutcomeDoneBefore] != 3 {
		t.Errorf("first:\n%s\nsecond:\n%s", first, second)
	}
	settled(t, before, p, s)
}

// TestSameInstant: both processes have looked for the key before one of them records it.
func TestSameInstant(t *testing.T) {
	t.Parallel()
	_, s := filled(t)
	before, p := existing(t, s), planned(t, s)
	run(t, p, s)
	blind := run(t, p, blindStore{s})
	if n := blind.Actions[runner.OutcomeDoneBefore]; n != len(p.Actions) {
		t.Errorf("%d of %d are done:\n%s", n, len(p.Actions), blind)
	}
	if len(s.Audit()) != len(p.Actions) {
		t.Errorf("%d records of %d actions", len(s.Audit()), len(p.Actions))
	}
	settled(t, before, p, s)
}

// TestDeletedInBetween: an admin deletes a user between kill and resume.
func TestDeletedInBetween(t *testing.T) {
	t.Parallel()
	type deleting interface {
		store
		Delete(id string)
	}
	for name, s := range map[string]deleting{
		"a database": new(storetest.Database).Of("acme"), "a remote product": storetest.NewRemote(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fill(t, s, users()...)
			p := planned(t, s)
			ctx, cancel := context.WithCancel(t.Context())
			var bob string
			_, err := runner.Run(ctx, p, s, runner.Name("tonight"), runner.Progress(func(s runner.Step) {
				if s.Action.Kind == syncplan.KindCreate && s.Action.EmployeeID == "bob" {
					bob = s.UserID
					cancel()
				}
			}))
			if !errors.Is(err, context.Canceled) || bob == "" {
				t.Fatal(err)
			}
			s.Delete(bob)
			second := run(t, p, s, runner.Name("tonight"))
			next := planned(t, s) // in the same night, and with the same name
			third := run(t, next, s, runner.Name("tonight"))
			if second.Actions[runner.OutcomeFailed]+third.Actions[runner.OutcomeFailed] != 0 || len(next.Actions) == 0 {
				t.Errorf("the second run:\n%s\nthe third:\n%s", second, third)
			}
			for _, u := range existing(t, s).Users {
				if u.Link.EmployeeID == "bob" {
					t.Errorf("the user is back:\n%s", third)
				}
			}
		})
	}
}

// TestManagerIsGone: a manager whose user was deleted after the plan is not set.
func TestManagerIsGone(t *testing.T) {
	t.Parallel()
	_, s := filled(t)
	p := &syncplan.Plan{Source: source, At: now(), Actions: []syncplan.Action{{
		Kind: syncplan.KindSetManager, Key: "key", EmployeeID: "eve", UserID: "u2", Reason: syncplan.ReasonManager,
		Linked: syncplan.Link{Source: source, EmployeeID: "eve"}, Manager: syncplan.Ref{UserID: "u1"},
	}}}
	s.Delete("u1")
	report := run(t, p, s)
	const want = "stale: set_manager employee eve user u2 (manager): the user of the manager is gone: " +
		"the next plan decides"
	if len(report.Entries) != 1 || report.Entries[0].String() != want {
		t.Errorf("want %q, got\n%s", want, report)
	}
}

// TestCancelled: the action that has begun ends, and the next does not begin.
func TestCancelled(t *testing.T) {
	t.Parallel()
	d, s := filled(t)
	p := planned(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	d.OnCall = func(name string) error {
		if name == "Update" {
			cancel()
		}
		return nil
	}
	report, err := runner.Run(ctx, p, s)
	if !errors.Is(err, context.Canceled) || report.Actions[runner.OutcomeDone] != 2 ||
		report.Actions[runner.OutcomeNotRun] != len(p.Actions)-2 || len(s.Audit()) != 2 {
		t.Errorf("%v\n%s", err, report)
	}
	want := fmt.Sprintf("runner: run test/acme 2026-11-29T06:00:00Z: stopped after 2 of %d actions: it was cancelled: "+
		"run the plan again to go on", len(p.Actions))
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

// TestRefused: a plan that must not run changes nothing.
func TestRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		change  func(*syncplan.Plan)
		options []runner.Option
		is      error
		want    string
	}{
		{
			name:    "an old one",
			options: []runner.Option{runner.MaxAge(time.Hour, now().Add(61*time.Minute))},
			is:      runner.ErrTooOld, want: "it is 1h1m0s old, and the limit is 1h0m0s: plan again, and run that one",
		},
		{
			name:    "a forecast",
			options: []runner.Option{runner.MaxAge(time.Hour, now().Add(-24*time.Hour))},
			is:      runner.ErrTooOld, want: "it is for 2026-11-29T06:00:00Z, which is ahead: plan again at that time",
		},
		{
			name:    "of another customer",
			options: []runner.Option{runner.Source("test/other")},
			is:      runner.ErrSource,
			want:    "it is of test/acme, and this customer's is test/other: plan with the roster of this customer",
		},
		{
			name:   "with a kind of a newer version",
			change: func(p *syncplan.Plan) { p.Actions[1].Kind = "merge" },
			want:   "actions[1].kind: no kind that this version of the library knows: update the library, or plan again",
		},
		{
			name:   "with an action of another source",
			change: func(p *syncplan.Plan) { p.Actions[1].Link.Source = "test/other" },
			want:   "actions[1].link: half a link, or one to another source: plan again",
		},
		{
			name:   "with a key twice",
			change: func(p *syncplan.Plan) { p.Actions[1].Key = p.Actions[0].Key },
			want:   "actions[1].key: that of actions[0] too: plan again",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, s := filled(t)
			before, p := existing(t, s), planned(t, s)
			if tt.change != nil {
				tt.change(p)
			}
			report, err := runner.Run(t.Context(), p, s, tt.options...)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "nothing has run") {
				t.Fatalf("got %v", err)
			}
			if tt.is != nil && !errors.Is(err, tt.is) || len(report.Entries) > 0 || len(s.Audit()) > 0 {
				t.Errorf("got %v and\n%s", err, report)
			}
			compare(t, before, existing(t, s))
		})
	}
	if _, err := runner.Run(t.Context(), nil, nil); err == nil || !strings.Contains(err.Error(), "no plan, or no store") {
		t.Errorf("without a plan: %v", err)
	}
	_, s := filled(t)
	within := []runner.Option{runner.MaxAge(time.Hour, now().Add(time.Hour)), runner.Source(source)}
	run(t, planned(t, s), s, within...)
}

// TestMoved: users change between the plan and the run.
func TestMoved(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(ctx context.Context, tx runner.Tx, of map[string]syncplan.User) error
		want   []string // entries without what is done
	}{
		{
			name: "Eve has another department, so Dora cannot have her address",
			change: func(ctx context.Context, tx runner.Tx, of map[string]syncplan.User) error {
				u := of["eve"]
				u.Attributes = syncplan.Attributes{syncplan.TextAttribute("department", "Support")}
				return tx.Update(ctx, of["eve"], u)
			},
			want: []string{
				`stale: update employee eve user u2 "Eve Example" (changed): changed in the meantime: department: ` +
					`the next plan decides`,
				`waiting: create employee dora "Dora Example" (hired): an action that comes before did not run: ` +
					`the next run tries both`,
			},
		},
		{
			name: "Fay is ignored, and Bob's address was given to a new user",
			change: func(ctx context.Context, tx runner.Tx, of map[string]syncplan.User) error {
				_, err := tx.Create(ctx, syncplan.User{Email: "BOB@example.com"})
				fay := of["fay"]
				fay.Ignored = true
				return errors.Join(err, tx.Update(ctx, of["fay"], fay))
			},
			want: []string{
				`stale: create employee bob "Bob Example" (hired): another user has the address: give one of the two another`,
				`stale: deactivate employee fay user u3 "Fay Example" (left): the user was relinked, ignored, protected or ` +
					`deactivated in the meantime: the next plan decides`,
				`waiting: set_manager employee cem user u5 "Cem Example" (manager): an action that comes before did not run: ` +
					`the next run tries both`,
			},
		},
		{
			name: "Fay is deactivated already",
			change: func(ctx context.Context, tx runner.Tx, of map[string]syncplan.User) error {
				fay := of["fay"]
				fay.Active, fay.Attributes[1] = false, syncplan.TextAttribute("name", "Fay")
				fay.Attributes[0] = syncplan.TextAttribute("department", "Sales")
				return tx.Update(ctx, of["fay"], fay)
			},
			want: []string{`done_before: deactivate employee fay user u3 "Fay Example" (left)`},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, s := filled(t)
			p := planned(t, s)
			of := make(map[string]syncplan.User)
			for _, u := range existing(t, s).Users {
				of[u.Link.EmployeeID] = u
			}
			if err := s.Tx(t.Context(), func(tx runner.Tx) error { return tt.change(t.Context(), tx, of) }); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range run(t, p, s).Entries {
				if e.Outcome != runner.OutcomeDone {
					got = append(got, e.String())
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestSeats: once there is no seat, no more users are created.
func TestSeats(t *testing.T) {
	t.Parallel()
	s := storetest.NewRemote()
	fill(t, s, users()...)
	s.API.Seats = 4
	p := planned(t, s)
	requests := 0
	s.API.OnRequest = func(method, _ string) bool {
		if method == "POST" {
			requests++
		}
		return true
	}
	report := run(t, p, s)
	if report.Actions[runner.OutcomeNoSeat] != 2 || report.Actions[runner.OutcomeFailed] != 0 || requests != 2 {
		t.Errorf("%d requests:\n%s", requests, report)
	}
	if h := new(runner.Health).After(report, nil); h.State != runner.HealthStateNeedsSeats {
		t.Errorf("health: %+v", h)
	}
}

// TestFailuresInARow: five stop the run; one that is stale in between shows that the
// product answers.
func TestFailuresInARow(t *testing.T) {
	t.Parallel()
	refused := errors.New("ada@example.com: no")
	for _, tt := range []struct {
		name   string
		answer map[int]error // of creates by their number from 1; the others are refused
		after  bool          // every other action waits for the one before
		failed int
		notRun int
		stops  bool
	}{
		{name: "the first five", failed: 5, notRun: 4, stops: true},
		{name: "the last five", answer: map[int]error{4: nil}, failed: 8, stops: true},
		{name: "five, and others that wait", after: true, failed: 5, stops: true},
		{name: "four, and four", answer: map[int]error{5: runner.ErrTaken}, failed: 8},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := &storetest.Database{}
			creates := 0
			d.OnCall = func(name string) error {
				if name != "Create" {
					return nil
				}
				creates++
				if err, ok := tt.answer[creates]; ok {
					return err
				}
				return refused
			}
			p := creating(9)
			for i := 1; tt.after && i < len(p.Actions); i += 2 {
				p.Actions[i].After = []string{p.Actions[i-1].Key}
			}
			report, err := runner.Run(t.Context(), p, d.Of("acme"))
			if report.Actions[runner.OutcomeFailed] != tt.failed || report.Actions[runner.OutcomeNotRun] != tt.notRun {
				t.Errorf("%v\n%s", err, report)
			}
			stops := []bool{errors.Is(err, runner.ErrStopped), errors.Is(err, refused), report.Stopped != ""}
			if diff := cmp.Diff([]bool{tt.stops, tt.stops, tt.stops}, stops); diff != "" {
				t.Errorf("%v\n%s", err, report)
			}
			for _, e := range report.Of(runner.OutcomeFailed) {
				if !errors.Is(e.Err, refused) || strings.Contains(e.Err.Error()+e.String(), "@") {
					t.Errorf("%v: %s", e.Err, e)
				}
			}
		})
	}
}

// creating returns a plan that creates n users.
func creating(n int) *syncplan.Plan {
	p := &syncplan.Plan{Source: source, At: now()}
	for i := range n {
		id := fmt.Sprintf("e%d", i+1)
		p.Actions = append(p.Actions, syncplan.Action{
			Kind: syncplan.KindCreate, Key: "key " + id, EmployeeID: id, Reason: syncplan.ReasonHired,
			Access:  syncplan.AccessActive,
			Link:    syncplan.Link{Source: source, EmployeeID: id},
			Changes: []syncplan.Change{{Attribute: syncplan.TargetEmail, To: employee.Text(id + "@example.com"), Rule: -1}},
		})
	}
	return p
}

// TestDown: a database that is gone stops the run at once.
func TestDown(t *testing.T) {
	t.Parallel()
	d, s := filled(t)
	p := planned(t, s)
	d.Down = true
	report, err := runner.Run(t.Context(), p, s)
	if !errors.Is(err, runner.ErrUnavailable) || report.Actions[runner.OutcomeFailed] != 1 ||
		report.Actions[runner.OutcomeNotRun] != len(p.Actions)-1 {
		t.Errorf("%v\n%s", err, report)
	}
	if err != nil && strings.Contains(err.Error()+report.String(), "@") {
		t.Errorf("%v\n%s", err, report)
	}
}

// TestApplied: what HR has is remembered of users with and without an action, and of
// those that the plan creates; doing it again changes nothing.
func TestApplied(t *testing.T) {
	t.Parallel()
	d, s := filled(t)
	p := planned(t, s)
	of := make(map[string]string)
	for _, u := range existing(t, s).Users {
		of[u.Link.EmployeeID] = u.ID
	}
	remember := func(id, userID string) {
		p.Applied = append(p.Applied, syncplan.Applied{
			EmployeeID: id, UserID: userID, Attributes: syncplan.Attributes{syncplan.TextAttribute("nickname", "of "+id)},
		})
	}
	remember("eve", of["eve"])
	remember("bob", "")    // is created
	remember("gone", "u9") // an admin has deleted the user
	remember("fay", "u1")  // or has linked another one
	before := existing(t, s)
	report := run(t, p, s)
	if report.Actions[runner.OutcomeDone] != len(p.Actions) || len(report.Of(runner.OutcomeFailed)) > 0 {
		t.Errorf("report:\n%s", report)
	}
	settled(t, before, p, s)
	got := make(map[string]string)
	for _, u := range existing(t, s).Users {
		for _, a := range u.Applied {
			got[u.Link.EmployeeID] += a.Name + " " + a.Value.String()
		}
	}
	if diff := cmp.Diff(map[string]string{"eve": "nickname of eve", "bob": "nickname of bob"}, got); diff != "" {
		t.Errorf("applied (-want +got):\n%s", diff)
	}
	writes := 0
	d.OnCall = func(name string) error {
		if name == "Update" {
			writes++
		}
		return nil
	}
	if run(t, p, s); writes > 0 {
		t.Errorf("%d updates by the second run", writes)
	}
	broken := errors.New("ada@example.com")
	d.OnCall = func(name string) error {
		if name == "User" {
			return broken
		}
		return nil
	}
	report = run(t, p, s)
	failed := report.Of(runner.OutcomeFailed)
	const text = "the store's User failed: see the product's log"
	if len(failed) != 3 || !errors.Is(failed[0].Err, broken) || failed[0].Text != text {
		t.Errorf("report:\n%s", report)
	}
}

// TestListed: every employee is in the report once.
func TestListed(t *testing.T) {
	t.Parallel()
	_, s := filled(t)
	run(t, planned(t, s), s)
	report := run(t, planned(t, s), s, runner.Listed(employees(t)))
	seen := make(map[string]runner.Outcome)
	for _, e := range report.Entries {
		if _, twice := seen[e.EmployeeID]; twice {
			t.Errorf("employee %s is there twice", e.EmployeeID)
		}
		seen[e.EmployeeID] = e.Outcome
	}
	for e := range employees(t).All() {
		if seen[e.ID] != runner.OutcomeInSync {
			t.Errorf("employee %s: %q", e.ID, seen[e.ID])
		}
	}
}
