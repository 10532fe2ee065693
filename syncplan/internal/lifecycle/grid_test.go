package lifecycle

import (
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// grid calls check with every combination of readings, words and rules, the dates
// being up to reach days away from today on either side.
func grid(check func(in Input)) {
	const reach = 4
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
						check(Input{Hire: hire, End: end, Word: word, Rule: rule, AsOf: day.AddDays(lag)})
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
		for name, hide := range map[string]func(*Input){
			"hire date": func(in *Input) { in.Hire = Date{} },
			"end date":  func(in *Input) { in.End = Date{} },
			"status":    func(in *Input) { in.Word = WordUnreadable },
		} {
			hidden := in
			if hide(&hidden); Classify(&hidden).Left() {
				t.Errorf("the %s hidden, %+v has left", name, in)
			}
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
			late := in.AsOf.After(in.End.Day.AddDays(lagDays)) && in.Hire.Reading != Ahead
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
	on := func(d employee.Date, hire, end employee.Value, word Word, rule Rule, ages bool) Input {
		asOf := day.AddDays(-30) // no lag passes by itself
		if ages {
			asOf = d
		}
		return Input{Hire: ReadDate(hire, d.AddDays(1)), End: ReadDate(end, d), Word: word, Rule: rule, AsOf: asOf}
	}
	for _, hire := range readings {
		for _, end := range readings {
			for word := WordUnreadable; word <= WordInactive; word++ {
				for rule := range 2 * (RuleStatus + 1) {
					rule, ages := rule/2, rule%2 == 1
					in := on(day, hire, end, word, rule, ages)
					next := day.AddDays(10)
					for _, due := range in.Dues(time.UTC, 0, ages) {
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
