package runner_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/storetest"
	"github.com/rosterkit/rosterkit/syncplan/internal/sweeptest"
	"github.com/rosterkit/rosterkit/syncplan/internal/worlds"
	"github.com/rosterkit/rosterkit/syncplan/runner"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

var sweep = sweeptest.Flag()

// TestLawRun: on random worlds, the run of a new plan does every action, and what is
// there is what Apply says.
func TestLawRun(t *testing.T) {
	t.Parallel()
	sweep.Each(t, func(t *testing.T, seed uint64) {
		w := worlds.New(seed)
		if wrong(w) != "" {
			w = w.Shrunk(func(w worlds.World) bool { return wrong(w) != "" })
			t.Errorf("world %d, shrunk to\n%s%s", seed, w, wrong(w))
		}
	})
}

// wrong returns what is wrong after the run of the plan for w with every hold approved.
func wrong(w worlds.World) string {
	ctx := context.Background()
	p, err := syncplan.Build(w.Roster(), w.Existing, w.Settings, w.At)
	if err != nil {
		return err.Error()
	}
	approvals := make([]syncplan.Approval, len(p.Held))
	for i, h := range p.Held {
		approvals[i] = h.ApproveAll("a test", w.At.AddDate(0, 0, 1))
	}
	if p, err = syncplan.Build(w.Roster(), w.Existing, w.Settings, w.At, approvals...); err != nil {
		return err.Error()
	}
	s := new(storetest.Database).Of("acme")
	if err := s.Fill(w.Existing); err != nil {
		return err.Error()
	}
	report, err := runner.Run(ctx, p, s)
	if err != nil || report.Actions[runner.OutcomeDone] != len(p.Actions) {
		return fmt.Sprintf("of %d actions: %v\n%s\n%s", len(p.Actions), err, report, p)
	}
	got, err := s.Existing(ctx)
	if err != nil {
		return err.Error()
	}
	return cmp.Diff(plain(w.Existing, syncplantest.Apply(w.Existing, p)), plain(w.Existing, got))
}

// plain returns the users as lines. Those that are not in before have names by their
// links.
func plain(before, x syncplan.Existing) map[string]string {
	names := map[string]string{"": "", "gone": "gone"}
	for _, u := range x.Users {
		names[u.ID] = "new of " + u.Link.EmployeeID
	}
	for _, u := range before.Users {
		names[u.ID] = u.ID
	}
	lines := make(map[string]string)
	for _, u := range x.Users {
		attributes, err := u.Attributes.MarshalJSON()
		applied, other := u.Applied.MarshalJSON()
		lines[names[u.ID]] = fmt.Sprint(u.Link, u.Email, names[u.ManagerID], u.Active, u.DeactivatedBySync, u.EndsOn,
			string(attributes), string(applied), err, other)
	}
	return lines
}
