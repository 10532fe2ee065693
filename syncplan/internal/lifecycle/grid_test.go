package lifecycle

import (
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// grid calls check with every combination of readings, words, rules, days before the
// hire date and of grace, the dates being up to reach days away from today on either
// side.
func grid(check func(in Input)) {
	const reach = 4
	originals := []employee.Date{{}, day.AddDays(-1000), day.AddDays(-2), day.AddDays(1), employee.NewMonthDay(2, 29)}
	dates := func(border employee.Date) []Date {
		all := []Date{{}, {Reading: Empty}}
		for n := -reach; n <= reach; n++ {
			all = append(all, ReadDate(employee.Day(day.AddDays(n)), border))
		}
		return all
	}
	for _, hire := range dates(day.AddDays(1)) {
		for _, end := range dates(day) {
			for word := WordUnreadable; word <= WordInactive; word++ {
				for rule := RuleBoth; rule <= RuleStatus; rule++ {
					for lag := -reach; lag <= reach; lag++ {
						for n, original := range originals {
							ahead, grace := []int{0, 2, -1}[(n+lag+reach)%3], []int{0, 0, 1, 3}[(n+lag+reach)%4]
							check(Input{
								Hire: hire, End: end, Original: original, Word: word, Rule: rule, Today: day, AsOf: day.AddDays(lag),
								Ahead: ahead, Grace: grace,
							})
						}
					}
				}
			}
		}
	}
}

// TestHidingTakesNothingAway: an unreadable field never makes a leaver of an
// employee who is not one with the field in sight, whatever it says.
func TestHidingTakesNothingAway(t *testing.T) {
	t.Parallel()
	grid(func(in Input) {
		if Classify(&in).Left() {
			return
		}
		for name, hidden := range hiding(in) {
			if Classify(&hidden).Left() {
				t.Errorf("the %s hidden, %+v has left", name, in)
			}
		}
	})
}

// hiding returns an input with each of its fields hidden.
func hiding(in Input) map[string]Input {
	hire, end, word, original := in, in, in, in
	hire.Hire, end.End, word.Word, original.Original = Date{}, Date{}, WordUnreadable, employee.Date{}
	return map[string]Input{"hire date": hire, "end date": end, "status": word, "original hire date": original}
}

// TestHidingEndsNoGrace: an unreadable field ends no days of grace, and none of them
// begins a user: what keeps access with the field in sight keeps it without.
func TestHidingEndsNoGrace(t *testing.T) {
	t.Parallel()
	grid(func(in Input) {
		if !Classify(&in).Grace {
			return
		}
		for name, hidden := range hiding(in) {
			if s := Classify(&hidden); s.Left() && !s.Grace {
				t.Errorf("the %s hidden, the grace of %+v is over", name, in)
			}
		}
	})
}

// TestMoreGrace: more grace takes no access away on the days on which the word may
// still lag.
func TestMoreGrace(t *testing.T) {
	t.Parallel()
	gone := func(in Input) bool { s := Classify(&in); return s.Left() && !s.Grace }
	grid(func(in Input) {
		contradiction := in.End.Reading == Passed && in.AsOf.After(in.End.Day.AddDays(lagDays)) && in.Word.employed()
		if in.AsOf.After(in.Today) || contradiction {
			return // no night has seen this but a later one than that of the end
		}
		for more := in; !gone(in) && more.Grace < in.Grace+5; more.Grace++ {
			if gone(more) {
				t.Errorf("with %d days of grace %+v is gone", more.Grace, in)
			}
		}
	})
}

// TestCoveredIsNotLeft: an employee whose dates cover the day, and whose word is not
// inactive, has not left under evidence that reads dates.
func TestCoveredIsNotLeft(t *testing.T) {
	t.Parallel()
	grid(func(in Input) {
		hired := in.Hire.Reading == Passed || in.Hire.Reading == Empty
		covered := hired && (in.End.Reading == Empty || in.End.Reading == Ahead) ||
			in.End.Reading == Ahead && in.employedBefore() ||
			in.Rule == RuleBoth && in.Hire.Reading == Passed && in.End.Reading == Passed && in.Hire.Day.After(in.End.Day)
		if covered && in.Word != WordInactive && in.Rule != RuleStatus && Classify(&in).Left() {
			t.Errorf("%+v has left", in)
		}
	})
}

// TestWithdrawnCreatesNothing: while the word is inactive, and the end not after a hire
// date of today or later, there is a new user only for a return to an employer.
func TestWithdrawnCreatesNothing(t *testing.T) {
	t.Parallel()
	grid(func(in Input) {
		s := Classify(&in)
		creates := !s.NoCreate && !s.Waits && s.State != Unknown && s.State != Left
		dates := in.Word == WordInactive && !in.Hire.Day.Before(in.Today) && !in.End.Day.IsZero() &&
			!in.End.Day.After(in.Hire.Day)
		if in.Rule != RuleBoth || !creates || !dates {
			return
		}
		if in.End.Reading != Passed || !Plausible(in.Original) || in.Original.After(in.End.Day) {
			t.Errorf("%+v may get a user: %+v", in, s)
		}
	})
}

// TestLeftNeedsProof: an employee has left only by an end date that has passed, or
// by the word "inactive" with no date that is ahead or unreadable; and by dates and
// word only if the word does not speak against it for longer than it lags.
func TestLeftNeedsProof(t *testing.T) {
	t.Parallel()
	grid(func(in Input) {
		if !Classify(&in).Left() {
			return
		}
		ended := in.End.Reading == Passed
		proof := false
		switch in.Rule {
		case RuleEndDate:
			proof = ended
		case RuleStatus:
			proof = in.Word == WordInactive
		case RuleBoth:
			again := ended && in.Hire.Reading == Passed && in.Hire.Day.After(in.End.Day)
			late := in.AsOf.After(in.End.Day.AddDays(in.Grace+lagDays)) && in.Hire.Reading != Ahead
			switch {
			case in.Word == WordInactive:
				proof = in.End.Reading == Empty && in.Hire.Reading != Ahead || ended
			case in.Word == WordUnreadable, again:
			case in.Word.employed():
				proof = ended && !late
			default:
				proof = ended
			}
		}
		if !proof || in.Rule == RuleBoth && in.Hire.Reading == Unreadable {
			t.Errorf("%+v has left without proof", in)
		}
	})
}

// TestRowsReached: every row of the table applies to something, gives one state
// but for the word, and allows creating a user only if it knows the hire date.
func TestRowsReached(t *testing.T) {
	t.Parallel()
	states := make(map[Row]map[State]bool)
	grid(func(in Input) {
		s := Classify(&in)
		if states[s.Row] == nil {
			states[s.Row] = make(map[State]bool)
		}
		states[s.Row][s.State] = true
		if s.State != Unknown && in.Rule == RuleBoth && in.Hire.Reading == Unreadable && !s.NoCreate {
			t.Errorf("%+v: nothing forbids to create a user", in)
		}
	})
	for row := RowConflicting; row <= RowEndUnreadable; row++ {
		want := 1
		if row == RowRehired || row == RowEmployedHireUnknown {
			want = 2 // active, or on leave
		}
		if len(states[row]) != want {
			t.Errorf("row %d gives %d states, want %d", row, len(states[row]), want)
		}
	}
}

// TestDuesAreWhenItTurns: between two days nothing changes but at a due instant,
// for a word that stays and a roster that is read every day.
func TestDuesAreWhenItTurns(t *testing.T) {
	t.Parallel()
	readings := []employee.Value{employee.Empty(), employee.Withheld()}
	for n := -2; n <= 5; n++ {
		readings = append(readings, employee.Day(day.AddDays(n)))
	}
	ahead, grace := 0, 0
	on := func(d employee.Date, hire, end employee.Value, word Word, rule Rule, ages bool) Input {
		asOf := day.AddDays(-30) // no lag passes by itself
		if ages {
			asOf = d
		}
		return Input{
			Hire: ReadDate(hire, d.AddDays(1)), End: ReadDate(end, d), Original: day.AddDays(-1), Word: word, Rule: rule,
			Today: d, AsOf: asOf, Ahead: ahead, Grace: grace,
		}
	}
	for _, hire := range readings {
		for _, end := range readings {
			for word := WordUnreadable; word <= WordInactive; word++ {
				for n := range 12 * (RuleStatus + 1) {
					rule, ages := n/12, n%2 == 1
					ahead, grace = []int{0, 2, -1}[n/4%3], []int{0, 2}[n/2%2]
					in := on(day, hire, end, word, rule, ages)
					next := day.AddDays(10)
					for _, due := range in.Dues(time.UTC, ages) {
						if d := employee.DateAt(due, time.UTC); !due.IsZero() && d.Before(next) {
							next = d
						}
					}
					for d := day; d.Before(next); d = d.AddDays(1) {
						later := on(d, hire, end, word, rule, ages)
						if got, want := Classify(&later), Classify(&in); got != want {
							t.Fatalf("%+v turns from %+v to %+v on %v, due on %v", in, want, got, d, next)
						}
					}
				}
			}
		}
	}
}
