package spell_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/spell"
)

// draw returns a history of up to five employments. Most of its days are near the
// listing's day, and most parts can be read.
func draw(r *rand.Rand) []job {
	jobs := make([]job, r.IntN(6))
	past := r.IntN(3) * r.IntN(41) // of a third it is 0
	near := func() int {
		if r.IntN(2) == 0 {
			return r.IntN(9) - 4 - past/2
		}
		return max(r.IntN(61)-30-past/2, -70)
	}
	part := func(text string) string {
		switch r.IntN(30) {
		case 0:
			return ""
		case 1:
			return "?"
		case 2:
			return "!"
		}
		return text
	}
	words := []string{"active", "leave", "pending", "inactive"}
	for i := range jobs {
		from := near()
		to := day(from + r.IntN(20))
		switch r.IntN(12) {
		case 0, 1, 2:
			to = day(near()) // perhaps before the start
		case 3, 4:
			to = ""
		}
		jobs[i] = job{part(day(from)), part(to), part(words[r.IntN(len(words))])}
	}
	return jobs
}

// TestMergeOracle compares Merge with an oracle that was written from the rules.
func TestMergeOracle(t *testing.T) {
	t.Parallel()
	const histories = 50_000
	r := rand.New(rand.NewPCG(1, 1))
	seen := map[string]int{}
	for range histories {
		jobs := draw(r)
		want := predict(jobs)
		if diff := cmp.Diff(want, tell(spell.Merge(employments(jobs), today))); diff != "" {
			t.Fatalf("%+v (-want +got):\n%s", jobs, diff)
		}
		seen[kindOf(jobs)]++
	}
	t.Log(seen)
	for _, kind := range []string{
		"covered", "covered until yesterday, another follows", "between", "before", "after", "withdrawn", "one", "none",
	} {
		if seen[kind] < histories/1000 {
			t.Errorf("%q occurs %d times", kind, seen[kind])
		}
	}
}

// kindOf says which rule a history is about.
func kindOf(jobs []job) string {
	all, withdrawn := read(jobs)
	switch {
	case len(jobs) < 2:
		return []string{"none", "one"}[len(jobs)]
	case len(withdrawn) > 0:
		return "withdrawn"
	case len(all) == 0:
		return "none"
	}
	lives := runs(all)
	here, next := at(lives)
	switch from, to := first(lives[here]), last(lives[here]); {
	case to == -1 && next >= 0:
		return "covered until yesterday, another follows"
	case from <= 1 && to >= -1:
		return "covered"
	case next >= 0:
		return "between"
	case from > 1:
		return "before"
	}
	return "after"
}

// zones are all offsets from UTC in use, in hours.
func zones() (all []*time.Location) {
	for hours := -12; hours <= 14; hours++ {
		all = append(all, time.FixedZone(fmt.Sprintf("UTC%+d", hours), hours*60*60))
	}
	return all
}

// TestLawEmployedIsNeverLeft: an employee with an employment that covers a day, whose
// word is not inactive, is never delivered as left. The listing and the plan may fall
// on either side of midnight, and the day may be that of any zone.
func TestLawEmployedIsNeverLeft(t *testing.T) {
	t.Parallel()
	const histories = 20_000
	r := rand.New(rand.NewPCG(2, 2))
	midnight := today.Start(time.UTC)
	type night struct{ listed, planned time.Time }
	nights := []night{
		{midnight, midnight.Add(time.Hour)},
		{midnight.Add(11 * time.Hour), midnight.Add(12 * time.Hour)},
		{midnight.Add(24*time.Hour - time.Minute), midnight.Add(24*time.Hour - time.Second)},
		{midnight.Add(24*time.Hour - time.Minute), midnight.Add(24*time.Hour + 5*time.Minute)},
		{midnight.Add(-time.Minute), midnight.Add(-time.Second)},
		{midnight.Add(-time.Minute), midnight.Add(5 * time.Minute)},
	}
	checked, neighbours, everywhere := 0, 0, zones()
	for range histories {
		jobs := draw(r)
		all := employments(jobs)
		for _, n := range nights {
			listed := employee.DateAt(n.listed, time.UTC)
			h := spell.Merge(all, listed)
			for _, zone := range everywhere {
				there := employee.DateAt(n.planned, zone)
				if !employedOn(jobs, there) {
					continue
				}
				checked++
				if there != listed {
					neighbours++
				}
				end, ended := h.TerminationDate.Value.Day()
				word, _ := h.Status.Value.Text()
				if ended && end.Before(there) || word == string(employee.StatusInactive) {
					t.Fatalf("%+v, listed on %v, is employed on %v (%v) and delivered as left: %+v",
						jobs, listed, there, zone, tell(h))
				}
			}
		}
	}
	t.Logf("%d employees on a day, of them %d on another day than the listing's", checked, neighbours)
	if checked < 10*histories || neighbours < histories {
		t.Errorf("only %d checks, %d on a neighbouring day", checked, neighbours)
	}
}

// employedOn reports whether an employment covers a day, as far as its days are
// known, and does not say inactive. One that ends before it begins covers no day.
func employedOn(jobs []job, there employee.Date) bool {
	for _, j := range jobs {
		start, isStart := known(j.start).Value.Day()
		end, isEnd := known(j.end).Value.Day()
		if j.word != "inactive" && !(isStart && start.After(there)) && !(isEnd && end.Before(there)) {
			return true
		}
	}
	return false
}
