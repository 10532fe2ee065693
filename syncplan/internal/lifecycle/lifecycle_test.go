package lifecycle

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
)

func TestDues(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	for _, tt := range []struct {
		name      string
		hire, end string
		ahead     int
		grace     int
		ages      bool
		want      []string // without those that do not apply
	}{
		{name: "nothing ahead", hire: longAgo, end: "empty"},
		{name: "the day after the last day", hire: longAgo, end: tomorrow, want: []string{"2026-11-24T00:00:00+01:00"}},
		{name: "the last day is today", hire: longAgo, end: today, want: []string{"2026-11-23T00:00:00+01:00"}},
		{name: "the last day of winter time", hire: longAgo, end: "2027-03-27", want: []string{"2027-03-28T00:00:00+01:00"}},
		{name: "the first day of summer time", hire: longAgo, end: "2027-03-28", want: []string{"2027-03-29T00:00:00+02:00"}},
		{name: "the hire date", hire: "2026-12-01", end: "empty", want: []string{"2026-12-01T00:00:00+01:00"}},
		{
			name: "the window before the hire date",
			hire: "2026-12-10", end: "empty", ahead: 7,
			want: []string{"2026-12-10T00:00:00+01:00", "2026-12-03T00:00:00+01:00"},
		},
		{
			name: "any time before the hire date",
			hire: "2026-12-10", end: "empty", ahead: -1,
			want: []string{"2026-12-10T00:00:00+01:00"},
		},
		{
			name: "the word may lag", hire: today, end: yesterday, ages: true,
			want: []string{"2026-11-25T00:00:00+01:00", "2026-11-24T00:00:00+01:00"},
		},
		{
			name: "the days of grace", hire: longAgo, end: yesterday, grace: 3,
			want: []string{"2026-11-25T00:00:00+01:00"},
		},
		{
			name: "the word may lag behind the days of grace", hire: longAgo, end: yesterday, grace: 3, ages: true,
			want: []string{"2020-01-04T00:00:00+01:00", "2026-11-27T00:00:00+01:00", "2026-11-25T00:00:00+01:00"},
		},
		{
			name: "any time before a return",
			hire: "2027-01-31", end: lastYear, ahead: -1,
			want: []string{"2027-01-31T00:00:00+01:00", "2026-12-31T00:00:00+01:00"},
		},
		{name: "29 February", hire: longAgo, end: "2028-02-29", want: []string{"2028-03-01T00:00:00+01:00"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := input(t, tt.hire, tt.end, "active", RuleBoth, false)
			in.Ahead, in.Grace = tt.ahead, tt.grace
			var got []string
			for _, due := range in.Dues(berlin, tt.ages) {
				if !due.IsZero() {
					got = append(got, due.Format(time.RFC3339))
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestTurn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name            string
		hire, end, word string
		rule            Rule
		day             string // "" if no date decides
		began           bool
	}{
		{name: "not started", hire: tomorrow, end: "empty", word: "active", day: tomorrow},
		{name: "on notice", hire: longAgo, end: today, word: "active", day: tomorrow},
		{name: "left", hire: longAgo, end: yesterday, word: "inactive", day: today, began: true},
		{name: "between two spells", hire: tomorrow, end: lastYear, word: "active", day: "2025-07-01", began: true},
		{name: "rehired and inactive", hire: "2025-07-01", end: lastYear, word: "inactive"},
		{name: "left by the word", hire: longAgo, end: "empty", word: "inactive"},
		{name: "active", hire: longAgo, end: "empty", word: "active"},
		{name: "only the word counts", hire: longAgo, end: yesterday, word: "inactive", rule: RuleStatus},
		{name: "pending, and only the word counts", hire: tomorrow, end: "empty", word: "pending", rule: RuleStatus},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := input(t, tt.hire, tt.end, tt.word, tt.rule, false)
			got, began, ok := in.Turn(Classify(in).State)
			if ok != (tt.day != "") || ok && got.String() != tt.day || began != tt.began {
				t.Errorf("got %v, began %v, %v; want %q, began %v", got, began, ok, tt.day, tt.began)
			}
		})
	}
}

func TestReadDate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		want Reading
	}{
		{text: "empty", want: Empty},
		{text: "withheld", want: Unreadable},
		{text: "absent", want: Unreadable},
		{text: yesterday, want: Passed},
		{text: today, want: Ahead},
		{text: "9999-12-31", want: Ahead},
		{text: "1900-01-01", want: Passed},
		{text: "1899-12-31", want: Unreadable},
		{text: "0001-01-01", want: Unreadable},
		{text: "--01-01", want: Unreadable},
	} {
		got := ReadDate(value(t, tt.text, date), day)
		if readable := got.Reading == Ahead || got.Reading == Passed; got.Reading != tt.want || readable == got.Day.IsZero() {
			t.Errorf("%s reads %+v, want %d", tt.text, got, tt.want)
		}
	}
	if got := ReadDate(employee.Text("soon"), day); got != (Date{}) {
		t.Errorf("a text reads %+v", got)
	}
}

func TestReadWord(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Word{
		"active": WordActive, "leave": WordLeave, "pending": WordPending, "inactive": WordInactive,
		"empty": WordBlank, "withheld": WordUnreadable, "absent": WordUnreadable, "retired": WordUnreadable,
	} {
		if got := ReadWord(value(t, text, word), false); got != want {
			t.Errorf("%s reads %d, want %d", text, got, want)
		}
		if got := ReadWord(value(t, text, word), true); got != WordNone {
			t.Errorf("%s of a vendor without a word reads %d", text, got)
		}
	}
}

// TestZones is about whose day it is, and which zones are in question.
func TestZones(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) // the 23rd in Auckland
	anywhere := []string{"UTC-12", "UTC+14", "UTC", "Europe/Berlin"}
	for _, tt := range []struct {
		name           string
		location, own  string // own "" is absent
		others         bool   // have zones
		want           string
		wantInQuestion []string
	}{
		{name: "no rule holds", location: "Bonn", want: "Europe/Berlin"},
		{name: "a rule holds", location: "Auckland", want: "Pacific/Auckland"},
		{name: "the employee's own zone", location: "Bonn", own: "Asia/Tokyo", want: "Asia/Tokyo"},
		{name: "a rule goes before it", location: "Seattle", own: "Asia/Tokyo", want: "America/Los_Angeles"},
		{name: "no own zone", location: "Bonn", own: "empty", others: true, want: "Europe/Berlin"},
		{name: "others have an own zone", location: "Bonn", others: true, want: "UTC-12", wantInQuestion: anywhere},
		{name: "others do, and a rule goes before it", location: "Seattle", others: true, want: "America/Los_Angeles"},
		{
			name:     "an own zone withheld",
			location: "Bonn", own: "withheld", others: true, want: "UTC-12", wantInQuestion: anywhere,
		},
		{
			name:     "an own zone that does not exist",
			location: "Bonn", own: "Moon/Crater", want: "UTC-12", wantInQuestion: anywhere,
		},
		{
			name:     "the rules are unknown, and the own zone is",
			location: "withheld", own: "withheld", others: true, want: "UTC-12",
			wantInQuestion: append([]string{"Pacific/Auckland", "America/Los_Angeles"}, anywhere...),
		},
		{
			name:     "the rules are unknown",
			location: "withheld", want: "America/Los_Angeles",
			wantInQuestion: []string{"Pacific/Auckland", "America/Los_Angeles", "Europe/Berlin"},
		},
		{
			name:     "the rules are unknown, with an own zone",
			location: "withheld", own: "Pacific/Pago_Pago",
			want:           "Pacific/Pago_Pago",
			wantInQuestion: []string{"Pacific/Auckland", "America/Los_Angeles", "Pacific/Pago_Pago"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			z := NewZones("Europe/Berlin", load, at, time.Time{})
			for _, rule := range [][2]string{{"Auckland", "Pacific/Auckland"}, {"Seattle", "America/Los_Angeles"}} {
				when, err := mapping.CompileCondition(mapping.Condition{
					Field: employee.FieldLocation, Op: mapping.OpEquals, Values: []string{rule[0]},
				}, nil, nil)
				if err != nil {
					t.Fatal(err)
				}
				z.AddRule(when, rule[1])
			}
			if tt.others {
				z.ExpectOwn()
			}
			if tt.own == "" {
				tt.own = "absent"
			}
			e := employee.Employee{ID: "e1"}
			for f, text := range map[employee.Field]string{
				employee.FieldLocation: tt.location, employee.FieldTimeZone: tt.own,
			} {
				if err := e.Set(f, value(t, text, word)); err != nil {
					t.Fatal(err)
				}
			}
			place, inQuestion := z.Of(&e)
			var names []string
			for _, other := range inQuestion {
				names = append(names, z.Day(other).Location.String())
			}
			if got := z.Day(place).Location.String(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if diff := cmp.Diff(tt.wantInQuestion, names); diff != "" {
				t.Errorf("in question: -want +got\n%s", diff)
			}
		})
	}
}

// TestEverywhere: on every hour of a day, the zones of an employee who may be anywhere
// have every day that it is in any zone.
func TestEverywhere(t *testing.T) {
	t.Parallel()
	for hour := range 24 {
		at := time.Date(2026, 11, 22, hour, 30, 0, 0, time.UTC)
		z := NewZones("Pacific/Kiritimati", load, at, time.Time{})
		_, inQuestion := z.Of(&employee.Employee{ID: "e1", TimeZone: "Moon/Crater"})
		for offset := -12; offset <= 14; offset++ {
			want := employee.DateAt(at, time.FixedZone("", offset*3600))
			if !slices.ContainsFunc(inQuestion, func(place int32) bool { return z.Day(place).Today == want }) {
				t.Errorf("at %s no zone in question has the day of UTC%+d", at, offset)
			}
		}
	}
}

// TestDay: each zone has its own days, of the plan and of the roster.
func TestDay(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	z := NewZones("Europe/Berlin", load, at, at.Add(-24*time.Hour))
	if z.Place("Europe/Berlin") != Home || z.Place("Moon/Crater") != -1 {
		t.Errorf("Berlin is at %d, the Moon at %d", z.Place("Europe/Berlin"), z.Place("Moon/Crater"))
	}
	got := *z.Day(z.Place("Pacific/Auckland"))
	if got.Today != day.AddDays(1) || got.Tomorrow != day.AddDays(2) || got.AsOf != day {
		t.Errorf("in Auckland it is %+v", got)
	}
	n := 0
	for range z.Days() {
		n++
	}
	if n != 2 {
		t.Errorf("%d zones have days, want 2", n)
	}
}

func load(name string) (*time.Location, bool) {
	loc, err := time.LoadLocation(name)
	return loc, err == nil
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}
