package syncplantest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// TestApplyNoPlan: without a plan, all stays as it is.
func TestApplyNoPlan(t *testing.T) {
	t.Parallel()
	x := syncplan.Existing{
		Users:  []syncplan.User{{ID: "u1", Active: true}},
		Groups: map[string][]string{"department": {"Sales"}},
	}
	if diff := cmp.Diff(x, syncplantest.Apply(x, nil)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}
