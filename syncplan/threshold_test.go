package syncplan

import "testing"

// TestThresholds has the table of thresholds in the package comment, each at a few
// bases: how many pass without an approval.
func TestThresholds(t *testing.T) {
	t.Parallel()
	zero, tenth := &Limit{}, &Limit{Count: 3, Percent: 10}
	for _, tt := range []struct {
		name      string
		threshold threshold
		want      map[int]int // by base
	}{
		{name: "missing_records", threshold: missingRecords(), want: map[int]int{0: 5, 10: 5, 30: 6, 500: 100, 50_000: 595}},
		{name: "unreadable_status", threshold: unreadableStatus(),
			want: map[int]int{0: 2, 10: 2, 30: 6, 500: 100, 50_000: 595}},
		{name: "deactivations", threshold: deactivations(nil),
			want: map[int]int{0: 0, 1: 0, 9: 4, 10: 5, 30: 6, 500: 100, 600: 101, 50_000: 595}},
		{name: "email_changes", threshold: emailChanges(nil), want: map[int]int{0: 5, 59: 5, 60: 6, 500: 50, 50_000: 545}},
		{name: "changes", threshold: changes(nil, false), want: map[int]int{0: 20, 40: 20, 60: 30, 500: 250, 50_000: 745}},
		{name: "changes of names", threshold: changes(nil, true), want: map[int]int{0: 0, 9: 4, 30: 6, 50_000: 595}},
		{name: "clears", threshold: clears(nil), want: map[int]int{0: 0, 9: 4, 30: 6, 200: 40, 50_000: 595}},
		{name: "creates", threshold: creates(nil), want: map[int]int{0: 20, 100: 20, 105: 21, 50_000: 595}},
		{name: "a setting is of all", threshold: deactivations(tenth), want: map[int]int{1: 3, 30: 3, 50: 5, 50_000: 5_000}},
		{name: "of names too", threshold: changes(tenth, true), want: map[int]int{1: 3, 30: 3, 50: 5, 50_000: 5_000}},
		{name: "a setting of zero", threshold: creates(zero), want: map[int]int{0: 0, 50_000: 0}},
	} {
		for base, want := range tt.want {
			if got := tt.threshold.of(base); got != want {
				t.Errorf("%s: %d of %d pass, want %d", tt.name, got, base, want)
			}
		}
	}
}
