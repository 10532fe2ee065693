package runner_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/storetest"
	"github.com/rosterkit/rosterkit/syncplan/runner"
)

// night is a plan with something of each kind, run on a store that refuses Cem's
// address and fails for Dora.
func night(t *testing.T) runner.Report {
	t.Helper()
	p := creating(4)
	for i, name := range []string{"Ada Example", "Bob Example", `=cmd|"x"!A1`, "Dora\nExample"} {
		p.Actions[i].Name = name
	}
	p.Actions[3].After = []string{p.Actions[2].Key}
	leave := syncplan.Action{
		Kind: syncplan.KindDeactivate, Key: "key fay", EmployeeID: "fay", UserID: "u7", Name: "Fay Example",
		Reason: syncplan.ReasonLeft, Access: syncplan.AccessInactive,
	}
	clear := leave
	clear.Kind, clear.Key, clear.Access = syncplan.KindUpdate, "key e1 rest", ""
	clear.EmployeeID, clear.Name = "e1", "Ada Example"
	clear.Changes, clear.Reason = []syncplan.Change{{Attribute: "department", Rule: 1}}, syncplan.ReasonChanged
	p.Held = []syncplan.Hold{
		{
			Guard: syncplan.GuardDeactivations, Source: source, At: now(), Text: "1 deactivation, more than the limit",
			Actions: []syncplan.Action{leave},
		},
		{
			Guard: syncplan.GuardUnreadableField, Source: source, At: now(), Text: "no record has a readable department",
			Members: []syncplan.Member{{Field: "department"}}, Actions: []syncplan.Action{clear},
		},
	}
	p.Notes = []syncplan.Note{
		{
			Kind: syncplan.NoteKindAlert, Reason: syncplan.ReasonProtected, EmployeeIDs: []string{"gil"},
			UserIDs: []string{"u8"}, Name: "Gil Example", Text: "Gil has left",
		},
		{
			Kind: syncplan.NoteKindConflict, Reason: syncplan.ReasonSameEmail, EmployeeIDs: []string{"hal", "ida"},
			Text: "two have one address",
		},
		{Kind: syncplan.NoteKindProblem, Reason: syncplan.ReasonSeats, Text: "more users than seats"},
		{
			Kind: syncplan.NoteKindHint, Reason: syncplan.ReasonSimilar, EmployeeIDs: []string{"e2"},
			Text: "looks like another",
		},
		{Kind: syncplan.NoteKindSkipped, Reason: syncplan.ReasonIgnored, UserIDs: []string{"u9"}, Text: "is ignored"},
	}
	d := &storetest.Database{}
	creates := 0
	d.OnCall = func(name string) error {
		if name == "Create" {
			creates++
		}
		if name == "Create" && creates == 3 {
			return errors.New("cem@example.com: " + `INSERT INTO users`)
		}
		return nil
	}
	return run(t, p, d.Of("acme"), runner.Name("night 1"))
}

func TestReport(t *testing.T) {
	t.Parallel()
	first := night(t)
	want := `run night 1 of test/acme: 2 done, 1 failed, 1 waiting, 2 held
held by deactivations: 1 deactivation, more than the limit
held by unreadable_field: no record has a readable department

failed: create employee e3 "=cmd|\"x\"!A1" (hired): the store's Create failed: see the product's log

alert: employee gil user u8 "Gil Example" (protected): Gil has left

waiting: create employee e4 "Dora\nExample" (hired): an action that comes before did not run: the next run tries both

held: update employee e1 user u7 "Ada Example" (changed) by unreadable_field
held: deactivate employee fay user u7 "Fay Example" (left) by deactivations

conflict: employee hal (same_email): two have one address
conflict: employee ida (same_email): two have one address

problem: (seats): more users than seats

done: create employee e2 user u2 "Bob Example" (hired)

skipped: user u9 (ignored): is ignored
`
	if diff := cmp.Diff(want, first.String()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	second := night(t).Since(first).Since(first)
	if got := second.Of(runner.OutcomeFailed)[0].String(); !strings.HasSuffix(got, "log [for 2 runs]") {
		t.Error(got)
	}
	third := night(t).Since(second)
	runs := make(map[string]int)
	for _, e := range third.Entries {
		runs[e.EmployeeID+e.UserID] = e.Runs
	}
	if diff := cmp.Diff(map[string]int{
		"e1u7": 3, "e2u2": 1, "e3": 3, "e4": 3, "fayu7": 3, "gilu8": 3, "hal": 3, "ida": 3, "": 3, "u9": 3,
	}, runs); diff != "" {
		t.Errorf("runs (-want +got):\n%s", diff)
	}
}

// TestReportJSON: a report that was stored is the same, but for errors.
func TestReportJSON(t *testing.T) {
	t.Parallel()
	report := night(t).Since(night(t))
	data, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	var stored runner.Report
	if err := json.Unmarshal(data, &stored); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(report.String(), stored.String()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(report.Entries, stored.Entries, cmpopts.IgnoreFields(runner.Entry{}, "Err")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if text := string(data); strings.Contains(text, "@") || strings.Contains(text, "INSERT") {
		t.Error(text)
	}
}

// TestWithoutPersonalData: no form has a name or the text of a note.
func TestWithoutPersonalData(t *testing.T) {
	t.Parallel()
	whole := night(t)
	report := whole.WithoutPersonalData()
	data, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	var table, log bytes.Buffer
	if err := report.WriteCSV(&table); err != nil {
		t.Fatal(err)
	}
	slog.New(slog.NewJSONHandler(&log, nil)).Info("run", "report", whole, "entry", whole.Entries[0])
	for what, text := range map[string]string{
		"text": report.String(), "JSON": string(data), "CSV": table.String(), "log of the whole": log.String(),
	} {
		for _, personal := range []string{"Example", "cmd", "Gil", "@", "another", "address"} {
			if strings.Contains(text, personal) {
				t.Errorf("%s has %q: %s", what, personal, text)
			}
		}
	}
	if !strings.Contains(whole.String(), "Gil Example") {
		t.Error("the whole report was changed")
	}
	want := `"report":{"run":"night 1","stopped":false,"holds":2,"failed":1,"waiting":1,"done":2},` +
		`"entry":"failed: create employee e3"`
	if !strings.Contains(log.String(), want) {
		t.Errorf("the log is %s", log.String())
	}
}

// TestCSV: every entry is a row, and none is a formula.
func TestCSV(t *testing.T) {
	t.Parallel()
	report := night(t).Since(runner.Report{})
	var b bytes.Buffer
	if err := report.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 1+len(report.Entries) {
		t.Fatalf("%d rows for %d entries: %v", len(rows), len(report.Entries), err)
	}
	want := [][]string{
		{"employee_id", "user_id", "name", "outcome", "action", "reason", "guard", "text", "done", "runs"},
		{
			"e3", "", `'=cmd|"x"!A1`, "failed", "create", "hired", "",
			"the store's Create failed: see the product's log", "", "1",
		},
	}
	if diff := cmp.Diff(want, rows[:2]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want = [][]string{{"e1", "u7", "Ada Example", "held", "update", "changed", "unreadable_field", "", "create", "1"}}
	if diff := cmp.Diff(want, rows[4:5]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestBounded: a text lists the first of many with one outcome, a CSV all.
func TestBounded(t *testing.T) {
	t.Parallel()
	report := run(t, creating(500), new(storetest.Database).Of("acme"))
	text := report.String()
	if lines := strings.Count(text, "\n"); lines > 30 || !strings.Contains(text, "done: and 480 more") {
		t.Errorf("%d lines:\n%s", lines, text)
	}
}

// TestUnused: an approval of a relink or a move is used once, and no other is touched.
func TestUnused(t *testing.T) {
	t.Parallel()
	relink := func(id string) syncplan.Member {
		return syncplan.Member{Kind: syncplan.KindRelink, EmployeeID: id, UserID: "u" + id}
	}
	approval := func(of string, members ...syncplan.Member) syncplan.Approval {
		return syncplan.Approval{Guard: syncplan.GuardRelinks, Source: of, Members: members}
	}
	report := runner.Report{Source: source, Entries: []runner.Entry{
		{
			EmployeeID: "1", UserID: "u1", Outcome: runner.OutcomeDone,
			Done: []syncplan.Kind{syncplan.KindRelink, syncplan.KindSetManager},
		},
		{EmployeeID: "2", UserID: "u2", Outcome: runner.OutcomeFailed, Kind: syncplan.KindRelink},
		{EmployeeID: "3", UserID: "u3", Outcome: runner.OutcomeDone, Done: []syncplan.Kind{syncplan.KindUpdate}},
	}}
	report.Entries = append(report.Entries, runner.Entry{
		EmployeeID: "4", UserID: "u4", Outcome: runner.OutcomeDone, Done: []syncplan.Kind{syncplan.KindDeactivate},
	})
	leaver := syncplan.Member{Kind: syncplan.KindDeactivate, EmployeeID: "4", UserID: "u4"}
	move := approval(source, relink("1"), leaver, relink("2"))
	move.Guard = syncplan.GuardMove
	left := approval(source, relink("2"))
	left.Guard = syncplan.GuardMove
	got := report.Unused(
		move, approval(source, relink("1")),
		approval(source, relink("1"), relink("2"), relink("3")), approval(source, leaver),
		approval("test/other", relink("1")), approval(source),
	)
	want := []syncplan.Approval{
		left, approval(source, relink("2"), relink("3")), approval(source, leaver),
		approval("test/other", relink("1")), approval(source),
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
