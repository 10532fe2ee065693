package spell_test

import (
	"slices"
	"testing"

	"github.com/rosterkit/rosterkit/internal/spell"
)

// The oracle knows days only as numbers: 0 is the listing's day, and it looks at each
// day from long before all employments to long after them.
const (
	begin = -80 // stands for the beginning of time
	end   = +80
)

// A naive is an employment as the oracle sees it.
type naive struct {
	job
	index    int
	from, to int
}

// numbers are the days between, by their texts.
var numbers = func() map[string]int {
	all := map[string]int{}
	for n := begin + 1; n < end; n++ {
		all[day(n)] = n
	}
	return all
}()

func day(n int) string { return today.AddDays(n).String() }

// predict says what Merge tells of employments whose ids are their indexes.
func predict(jobs []job) told {
	if len(jobs) == 0 {
		return told{"?", "?", "?", "?", -1, -1, false}
	}
	all, withdrawn := read(jobs)
	fault := len(withdrawn) > 0
	if len(all) == 0 {
		best := withdrawn[0]
		for _, w := range withdrawn[1:] {
			if w.from > best.from {
				best = w
			}
		}
		all, fault = []naive{best}, len(withdrawn) > 1
	}
	if len(all) == 1 {
		j := jobs[all[0].index]
		return told{j.start, j.end, j.start, j.word, all[0].index, all[0].index, fault}
	}
	lives := runs(all)
	here, next := at(lives)
	hire := here
	if next >= 0 {
		hire = next
	}
	status, source := statusOf(lives[here]), jobOf(lives[here])
	return told{
		startOf(lives[hire]), endOf(lives[here]), startOf(lives[0]),
		status.word, status.index, source.index, fault,
	}
}

// read returns the employments with the days from and to which they last, and apart
// from them those that end before they begin and are inactive.
func read(jobs []job) (all, withdrawn []naive) {
	for i, j := range jobs {
		n := naive{j, i, begin, end}
		from, isFrom := numbers[j.start]
		to, isTo := numbers[j.end]
		if isFrom {
			n.from = from
		}
		if isTo {
			n.to = to
		}
		if n.to < n.from {
			if j.word == "inactive" {
				withdrawn = append(withdrawn, n)
				continue
			}
			n.start, n.end, n.from, n.to = "!", "!", begin, end
		}
		all = append(all, n)
	}
	return all, withdrawn
}

// runs paints the days of all employments, and gaps of one or two days, and cuts the
// employments into runs of painted days.
func runs(all []naive) [][]naive {
	painted := map[int]bool{}
	for _, n := range all {
		for d := n.from; d <= n.to; d++ {
			painted[d] = true
		}
	}
	bridged := map[int]bool{}
	for d := begin; d <= end; d++ {
		before := painted[d-1] || painted[d-2]
		after := painted[d+1] || painted[d+2]
		short := painted[d-1] && after || painted[d+1] && before
		bridged[d] = painted[d] || short
	}
	var lives [][]naive
	for d := begin; d <= end; d++ {
		if !bridged[d] {
			continue
		}
		if !bridged[d-1] {
			lives = append(lives, nil)
		}
		for _, n := range all {
			if n.from == d {
				lives[len(lives)-1] = append(lives[len(lives)-1], n)
			}
		}
	}
	return lives
}

func first(run []naive) int {
	return slices.MinFunc(run, func(a, b naive) int { return a.from - b.from }).from
}

func last(run []naive) int {
	return slices.MaxFunc(run, func(a, b naive) int { return a.to - b.to }).to
}

// at returns the run that is delivered, and the one that gives the hire date in its
// place, or -1.
func at(lives [][]naive) (here, next int) {
	for i, run := range lives {
		for d := -1; d <= 1; d++ {
			if first(run) <= d && d <= last(run) {
				if last(run) < 0 && i+1 < len(lives) {
					return i, i + 1
				}
				return i, -1
			}
		}
	}
	for i, run := range lives {
		if first(run) > 0 {
			if i == 0 {
				return 0, -1
			}
			return i - 1, i
		}
	}
	return len(lives) - 1, -1
}

func startOf(run []naive) string {
	for _, s := range []string{"!", "?", ""} {
		if slices.ContainsFunc(run, func(n naive) bool { return n.start == s }) {
			return s
		}
	}
	return day(first(run))
}

func endOf(run []naive) string {
	for _, s := range []string{"", "!", "?"} {
		if slices.ContainsFunc(run, func(n naive) bool { return n.end == s }) {
			return s
		}
	}
	return day(last(run))
}

// statusOf returns the employment that has the word of a run. Of equal words it is
// that of the employment that begins first.
func statusOf(run []naive) naive {
	var count []naive
	for _, n := range run {
		if n.to >= -1 {
			count = append(count, n)
		}
	}
	if len(count) == 0 {
		for _, n := range run {
			if n.to == last(run) {
				count = append(count, n)
			}
		}
	}
	for _, word := range []string{"active", "leave", "!", "?", "", "pending", "inactive"} {
		var best *naive
		for i, n := range count {
			if n.word == word && (best == nil || n.from < best.from) {
				best = &count[i]
			}
		}
		if best != nil {
			return *best
		}
	}
	panic("no word")
}

// jobOf returns the employment from which the job of a run comes.
func jobOf(run []naive) naive {
	better := func(a, b naive, order ...int) bool {
		for _, o := range order {
			if o != 0 {
				return o > 0
			}
		}
		return a.index < b.index
	}
	var now, next, past *naive
	for i, n := range run {
		switch {
		case n.from <= 0 && 0 <= n.to:
			if now == nil || better(n, *now, n.from-now.from) {
				now = &run[i]
			}
		case n.from > 0:
			if next == nil || better(n, *next, next.from-n.from) {
				next = &run[i]
			}
		default:
			if past == nil || better(n, *past, n.to-past.to, n.from-past.from) {
				past = &run[i]
			}
		}
	}
	for _, n := range []*naive{now, next, past} {
		if n != nil {
			return *n
		}
	}
	panic("no employment")
}

// The oracle's own cases, so that it does not only agree with Merge.
func TestOracle(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		jobs []job
		want told
	}{
		{"V1", []job{{day(-50), day(-1), "active"}, {day(0), "", "pending"}},
			told{day(-50), "", day(-50), "active", 0, 1, false}},
		{"V2", []job{{day(-50), "", "active"}, {day(-9), day(-1), "active"}},
			told{day(-50), "", day(-50), "active", 0, 0, false}},
		{"three days", []job{{day(-50), day(-3), "leave"}, {day(0), "", "pending"}},
			told{day(-50), "", day(-50), "pending", 1, 1, false}},
		{"four days", []job{{day(-50), day(-3), "leave"}, {day(1), "", "pending"}},
			told{day(1), "", day(-50), "pending", 1, 1, false}},
		{"between", []job{{day(-50), day(-2), "leave"}, {day(2), "", "pending"}},
			told{day(2), day(-2), day(-50), "leave", 0, 0, false}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := predict(tt.jobs); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			if got := tell(spell.Merge(employments(tt.jobs), today)); got != tt.want {
				t.Errorf("Merge: got %+v, want %+v", got, tt.want)
			}
		})
	}
}
