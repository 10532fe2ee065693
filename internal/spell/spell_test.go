package spell_test

import (
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/spell"
)

var today = employee.NewDate(2025, time.November, 15)

// known is what was read of a text: a day, "" for blank, "?" for withheld, "!" for
// what cannot be read.
func known(s string) spell.Part {
	switch s {
	case "":
		return spell.Part{Value: employee.Empty()}
	case "?":
		return spell.Part{Value: employee.Withheld()}
	case "!":
		return spell.Part{Err: errors.New("garbled")}
	}
	if day, err := employee.ParseDate(s); err == nil {
		return spell.Part{Value: employee.Day(day)}
	}
	return spell.Part{Value: employee.Text(s)}
}

// A job is an employment as a case writes it.
type job struct{ start, end, word string }

func employments(jobs []job) (all []spell.Employment) {
	for i, j := range jobs {
		all = append(all, spell.Employment{
			ID: strconv.Itoa(i), Start: known(j.start), End: known(j.end), Word: known(j.word),
		})
	}
	return all
}

// show writes a part as known reads it.
func show(p spell.Part) string {
	switch {
	case p.Err != nil:
		return "!"
	case p.Value.Known():
		return p.Value.String()
	case p.Value.State() == employee.StateEmpty:
		return ""
	}
	return "?"
}

// A told is what a history tells.
type told struct {
	Hire, End, First, Status string
	StatusFrom, JobFrom      int
	Fault                    bool
}

func tell(h spell.History) told {
	return told{show(h.HireDate), show(h.TerminationDate), show(h.OriginalHireDate), show(h.Status),
		h.StatusFrom, h.JobFrom, h.Fault != nil}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		jobs []job
		want told
	}{
		{"none", nil, told{"?", "?", "?", "?", -1, -1, false}},
		{"one",
			[]job{{"2020-01-01", "", "active"}}, told{"2020-01-01", "", "2020-01-01", "active", 0, 0, false}},

		{"V1: a contract until yesterday, onboarding from today",
			[]job{{"2020-01-01", "2025-11-14", "active"}, {"2025-11-15", "", "pending"}},
			told{"2020-01-01", "", "2020-01-01", "active", 0, 1, false}},
		{"V1 a day later: the first has been over for more than a day",
			[]job{{"2020-01-01", "2025-11-13", "active"}, {"2025-11-14", "", "pending"}},
			told{"2020-01-01", "", "2020-01-01", "pending", 1, 1, false}},
		{"V2: the second job ended yesterday",
			[]job{{"2022-01-01", "", "active"}, {"2025-06-01", "2025-11-14", "active"}},
			told{"2022-01-01", "", "2022-01-01", "active", 0, 0, false}},
		{"V2 with the word of the second job flipped",
			[]job{{"2025-06-01", "2025-11-14", "inactive"}, {"2022-01-01", "", "leave"}},
			told{"2022-01-01", "", "2022-01-01", "leave", 1, 1, false}},
		{"V3: one ends today, the next starts tomorrow",
			[]job{{"2020-01-01", "2025-11-15", "active"}, {"2025-11-16", "2026-11-15", "pending"}},
			told{"2020-01-01", "2026-11-15", "2020-01-01", "active", 0, 0, false}},
		{"V3, listed after midnight",
			[]job{{"2020-01-01", "2025-11-14", "inactive"}, {"2025-11-15", "", "active"}},
			told{"2020-01-01", "", "2020-01-01", "active", 1, 1, false}},

		{"a weekend between two", []job{{"2020-01-01", "2025-11-14", ""}, {"2025-11-17", "", "pending"}},
			told{"2020-01-01", "", "2020-01-01", "", 0, 1, false}},
		{"four days between two: between the spells",
			[]job{{"2020-01-01", "2025-11-13", "inactive"}, {"2025-11-17", "", "pending"}},
			told{"2025-11-17", "2025-11-13", "2020-01-01", "inactive", 0, 0, false}},
		{"ended yesterday, and another follows",
			[]job{{"2020-01-01", "2025-11-14", "inactive"}, {"2025-11-18", "", "pending"}},
			told{"2025-11-18", "2025-11-14", "2020-01-01", "inactive", 0, 0, false}},
		{"ends today, and another follows",
			[]job{{"2020-01-01", "2025-11-15", "active"}, {"2025-11-30", "", "pending"}},
			told{"2020-01-01", "2025-11-15", "2020-01-01", "active", 0, 0, false}},
		{"starts tomorrow, after a gap",
			[]job{{"2020-01-01", "2025-11-12", "inactive"}, {"2025-11-16", "2026-01-31", "pending"}},
			told{"2025-11-16", "2026-01-31", "2020-01-01", "pending", 1, 1, false}},
		{"starts the day after tomorrow, after a gap",
			[]job{{"2020-01-01", "2025-11-12", "inactive"}, {"2025-11-17", "2026-01-31", "pending"}},
			told{"2025-11-17", "2025-11-12", "2020-01-01", "inactive", 0, 0, false}},
		{"before the first", []job{{"2026-03-01", "", "pending"}, {"2026-01-01", "2026-01-31", "pending"}},
			told{"2026-01-01", "2026-01-31", "2026-01-01", "pending", 1, 1, false}},
		{"after the last",
			[]job{{"2018-01-01", "2018-12-31", "active"}, {"2020-01-01", "2020-12-31", "inactive"}},
			told{"2020-01-01", "2020-12-31", "2018-01-01", "inactive", 1, 1, false}},
		{"after the last, of which two ended on one day",
			[]job{{"2020-01-01", "2020-12-31", "inactive"}, {"2020-06-01", "2020-12-31", "leave"},
				{"2020-02-01", "2020-03-31", "active"}},
			told{"2020-01-01", "2020-12-31", "2020-01-01", "leave", 1, 1, false}},

		{"an employment inside another",
			[]job{{"2020-01-01", "2026-12-31", "active"}, {"2021-01-01", "2021-12-31", "inactive"}},
			told{"2020-01-01", "2026-12-31", "2020-01-01", "active", 0, 0, false}},
		{"in force: the latest start",
			[]job{{"2020-01-01", "", "active"}, {"2024-01-01", "", "active"}, {"2022-01-01", "", "active"}},
			told{"2020-01-01", "", "2020-01-01", "active", 0, 1, false}},
		{"in force: the lowest id", []job{{"2020-01-01", "", "active"}, {"2020-01-01", "", "active"}},
			told{"2020-01-01", "", "2020-01-01", "active", 0, 0, false}},
		{"in a weekend: the next one",
			[]job{{"2020-01-01", "2025-11-14", "active"}, {"2025-11-16", "", "pending"}},
			told{"2020-01-01", "", "2020-01-01", "active", 0, 1, false}},

		{"an unreadable word beats pending and inactive",
			[]job{{"2020-01-01", "", "inactive"}, {"2021-01-01", "", "!"}, {"2022-01-01", "", "pending"}},
			told{"2020-01-01", "", "2020-01-01", "!", 1, 2, false}},
		{"a withheld word beats inactive", []job{{"2020-01-01", "", "?"}, {"2021-01-01", "", "inactive"}},
			told{"2020-01-01", "", "2020-01-01", "?", 0, 1, false}},
		{"a blank word beats inactive", []job{{"2020-01-01", "", ""}, {"2021-01-01", "", "inactive"}},
			told{"2020-01-01", "", "2020-01-01", "", 0, 1, false}},
		{"leave beats an unreadable word", []job{{"2020-01-01", "", "!"}, {"2021-01-01", "", "leave"}},
			told{"2020-01-01", "", "2020-01-01", "leave", 1, 1, false}},
		{"a word that is none", []job{{"2020-01-01", "", "busy"}, {"2021-01-01", "", "inactive"}},
			told{"2020-01-01", "", "2020-01-01", "!", 0, 1, false}},
		{"a withheld end, and none is open",
			[]job{{"2020-01-01", "?", "inactive"}, {"2024-01-01", "2024-12-31", "inactive"}},
			told{"2020-01-01", "?", "2020-01-01", "inactive", 0, 0, false}},
		{"an unreadable end is named rather than a withheld one",
			[]job{{"2020-01-01", "?", "active"}, {"2024-01-01", "!", "active"}},
			told{"2020-01-01", "!", "2020-01-01", "active", 0, 1, false}},
		{"an unreadable end, and one is open",
			[]job{{"2020-01-01", "!", "active"}, {"2024-01-01", "", "active"}},
			told{"2020-01-01", "", "2020-01-01", "active", 0, 1, false}},
		{"a withheld start", []job{{"?", "2024-12-31", "inactive"}, {"2025-01-01", "", "active"}},
			told{"?", "", "?", "active", 1, 1, false}},
		{"a withheld start in a spell before",
			[]job{{"?", "2023-12-31", "inactive"}, {"2025-01-01", "", "active"}},
			told{"2025-01-01", "", "?", "active", 1, 1, false}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			all := employments(tt.jobs)
			if diff := cmp.Diff(tt.want, tell(spell.Merge(all, today))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if diff := cmp.Diff(employments(tt.jobs), all, cmp.Comparer(sameError)); diff != "" {
				t.Errorf("Merge changed the employments:\n%s", diff)
			}
		})
	}
}

func sameError(a, b error) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

// What cannot be right is withheld with a reason, and nothing is guessed.
func TestMergeBadHistories(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		jobs []job
		want told
	}{
		{"no starts",
			[]job{{"", "", "active"}, {"", "2024-12-31", "inactive"}}, told{"", "", "", "active", 0, 0, false}},
		{"no starts, all ended", []job{{"", "2023-12-31", "inactive"}, {"", "2024-12-31", "inactive"}},
			told{"", "2024-12-31", "", "inactive", 1, 1, false}},
		{"a blank start beside a known one", []job{{"", "", "active"}, {"2024-01-01", "", "active"}},
			told{"", "", "", "active", 0, 1, false}},
		{"nothing but words",
			[]job{{"?", "?", "active"}, {"?", "?", "inactive"}}, told{"?", "?", "?", "active", 0, 0, false}},
		{"nothing at all", []job{{"!", "!", "!"}, {"?", "?", "?"}}, told{"!", "!", "!", "!", 0, 0, false}},

		{"one that ends before it begins is left to the planner",
			[]job{{"2025-12-01", "2025-11-01", "inactive"}},
			told{"2025-12-01", "2025-11-01", "2025-12-01", "inactive", 0, 0, false}},
		{"an end before a start beside one in force",
			[]job{{"2020-01-01", "", "active"}, {"2025-01-01", "2024-01-01", "active"}},
			told{"!", "", "!", "active", 1, 0, false}},
		{"an end before a start beside one that is over",
			[]job{{"2020-01-01", "2024-12-31", "inactive"}, {"2026-01-01", "2025-12-31", "active"}},
			told{"!", "!", "!", "active", 1, 1, false}},
		{"a withdrawn return employs on no day",
			[]job{{"2020-01-01", "2024-12-31", "inactive"}, {"2025-12-01", "2025-11-01", "inactive"}},
			told{"2020-01-01", "2024-12-31", "2020-01-01", "inactive", 0, 0, true}},
		{"nothing but withdrawn ones: the latest",
			[]job{{"2025-12-01", "2025-11-01", "inactive"}, {"2026-12-01", "2025-11-01", "inactive"}},
			told{"2026-12-01", "2025-11-01", "2026-12-01", "inactive", 1, 1, true}},

		{"a day before 1900",
			[]job{{"0001-01-01", "2024-12-31", "inactive"}, {"2025-01-01", "0001-01-01", "active"}},
			told{"!", "!", "!", "active", 1, 1, false}},
		{"a day without a year", []job{{"--01-01", "2024-12-31", "inactive"}, {"2024-01-01", "", "active"}},
			told{"!", "", "!", "active", 1, 1, false}},
		{"the last day there is",
			[]job{{"2020-01-01", "9999-12-31", "active"}, {"2024-01-01", "9999-12-30", "active"}},
			told{"2020-01-01", "9999-12-31", "2020-01-01", "active", 0, 1, false}},
		{"a text in place of a day", []job{{"soon", "", "pending"}, {"2020-01-01", "later", "active"}},
			told{"!", "", "!", "active", 1, 1, false}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, tell(spell.Merge(employments(tt.jobs), today))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// A value that nothing was read of is Withheld.
func TestMergeAbsent(t *testing.T) {
	t.Parallel()
	for n := range 3 {
		h := spell.Merge(make([]spell.Employment, n), today)
		for name, p := range map[string]spell.Part{
			"hire": h.HireDate, "end": h.TerminationDate, "first": h.OriginalHireDate, "status": h.Status,
		} {
			if diff := cmp.Diff(spell.Part{Value: employee.Withheld()}, p); diff != "" {
				t.Errorf("%d employments: %s -want +got:\n%s", n, name, diff)
			}
		}
	}
}

// The reasons name what is wrong, and quote no day.
func TestMergeReasons(t *testing.T) {
	t.Parallel()
	crossed := employments([]job{{"2020-01-01", "", "active"}, {"2025-01-01", "2024-01-01", "active"}})
	early := employments([]job{{"1899-12-31", "", "active"}, {"2025-01-01", "", "active"}})
	for want, all := range map[string][]spell.Employment{
		"an employment ends before it begins: correct its dates in the HR system": crossed,
		"not a day of an employment: it is before 1900 or has no year":            early,
	} {
		if err := spell.Merge(all, today).HireDate.Err; err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// Ids that are numbers are compared as numbers.
func TestMergeLowestID(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		ids  []string
		want int
	}{
		{[]string{"10", "9"}, 1}, {[]string{"9", "10"}, 0}, {[]string{"b", "a"}, 1}, {[]string{"", "a"}, 0},
		{[]string{"010", "9"}, 1}, {[]string{"7", "007"}, 1}, {[]string{"x", "x"}, 0},
		{[]string{"99999999999999999999999", "100000000000000000000000"}, 0},
	} {
		all := employments(make([]job, len(tt.ids)))
		for i := range all {
			all[i].ID, all[i].Start = tt.ids[i], known("2020-01-01")
		}
		if got := spell.Merge(all, today).JobFrom; got != tt.want {
			t.Errorf("%q: the job comes from %d, want %d", tt.ids, got, tt.want)
		}
	}
}

// A thousand employments of a week each are one spell, in whatever order, and a
// thousand with gaps are a thousand.
func TestMergeThousand(t *testing.T) {
	t.Parallel()
	const n = 1000
	for name, tt := range map[string]struct {
		step int
		want told
	}{
		"weeks":    {7, told{"2015-01-05", "2034-03-05", "2015-01-05", "active", 0, 0, false}},
		"days off": {8, told{"2015-01-05", "2036-11-28", "2015-01-05", "active", 0, 0, false}},
		"gaps":     {12, told{"2025-11-20", "2025-11-14", "2015-01-05", "active", 0, 0, false}},
	} {
		all := make([]spell.Employment, n)
		first := employee.NewDate(2015, time.January, 5)
		for i := range all {
			from := first.AddDays(i * tt.step)
			all[i*7%n] = spell.Employment{ // 7 and 1000 have no divisor in common
				ID: strconv.Itoa(i), Word: known("active"),
				Start: known(from.String()), End: known(from.AddDays(6).String()),
			}
		}
		got := tell(spell.Merge(all, today))
		got.StatusFrom, got.JobFrom = 0, 0
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
