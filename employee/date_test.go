package employee_test

import (
	"cmp"
	"encoding/json"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/rosterkit/rosterkit/employee"
)

func date(s string) employee.Date {
	d, err := employee.ParseDate(s)
	if err != nil {
		panic(s + ": " + err.Error())
	}
	return d
}

func TestParseDate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in, want string // want is "" for an error
	}{
		{in: "2026-11-22", want: "2026-11-22"},
		{in: "0001-01-01", want: "0001-01-01"},
		{in: "9999-12-31", want: "9999-12-31"},
		{in: "2024-02-29", want: "2024-02-29"},
		{in: "2023-02-29"},
		{in: "2026-02-30"},
		{in: "2026-13-01"},
		{in: "2026-00-10"},
		{in: "2026-01-00"},
		{in: "0000-00-00"},
		{in: "0000-01-01"},
		{in: "--07-04", want: "--07-04"},
		{in: "--02-29", want: "--02-29"},
		{in: "--02-30"},
		{in: "--13-01"},
		{in: "--00-00"},
		{},
		{in: "2026-1-2"},
		{in: "2026-11-22T00:00:00Z"},
		{in: " 2026-11-22"},
		{in: "22.11.2026"},
		{in: "-026-11-22"},
		{in: "２０２６-11-22"},
	} {
		d, err := employee.ParseDate(tt.in)
		if (err != nil) != (tt.want == "") || d.String() != tt.want {
			t.Errorf("ParseDate(%q) = %q, %v, want %q", tt.in, d, err, tt.want)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-11-22", "--02-29", "0000-00-00", "2026-02-30", "-----", "٢٠٢٦-11-22"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := employee.ParseDate(s)
		if err == nil && d.String() != s {
			t.Errorf("ParseDate(%q).String() = %q", s, d)
		}
		if err != nil && !d.IsZero() {
			t.Errorf("ParseDate(%q) = %v beside the error %v", s, d, err)
		}
	})
}

func TestDateArithmetic(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		got, want employee.Date
	}{
		{name: "next day over a month", got: date("2026-01-31").AddDays(1), want: date("2026-02-01")},
		{name: "within a month", got: date("2026-02-01").AddDays(27), want: date("2026-02-28")},
		{name: "back to the first", got: date("2026-02-28").AddDays(-27), want: date("2026-02-01")},
		{name: "back over the first", got: date("2026-03-01").AddDays(-1), want: date("2026-02-28")},
		{name: "leap day", got: date("2024-02-28").AddDays(1), want: date("2024-02-29")},
		{name: "no leap day", got: date("2023-02-28").AddDays(1), want: date("2023-03-01")},
		{name: "back over a year", got: date("2026-01-01").AddDays(-1), want: date("2025-12-31")},
		{name: "past the calendar's end", got: date("9999-12-31").AddDays(1), want: employee.Date{}},
		{name: "a day without a year stays", got: date("--02-28").AddDays(1), want: date("--02-28")},
		{name: "NewDate normalises", got: employee.NewDate(2023, time.February, 30), want: date("2023-03-02")},
		{name: "NewMonthDay does not", got: employee.NewMonthDay(time.February, 30), want: employee.Date{}},
		{name: "NewMonthDay", got: employee.NewMonthDay(time.July, 4), want: date("--07-04")},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, tt.got, tt.want)
		}
	}
	inOrder := []employee.Date{
		{}, date("--01-31"), date("--02-01"), date("0001-01-01"), date("2025-12-31"), date("2026-01-01"), date("2026-01-02"),
	}
	for i, a := range inOrder {
		for j, b := range inOrder {
			if got, want := a.Compare(b), cmp.Compare(i, j); got != want || a.Before(b) != (i < j) || a.After(b) != (i > j) {
				t.Errorf("Compare(%q, %q) = %d, want %d", a, b, got, want)
			}
		}
	}
}

func TestDateStart(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ zone, day, want string }{
		{zone: "UTC", day: "2026-03-29", want: "2026-03-29T00:00:00Z"},
		{zone: "Europe/Berlin", day: "2026-03-29", want: "2026-03-29T00:00:00+01:00"},
		{zone: "Europe/Berlin", day: "2026-03-30", want: "2026-03-30T00:00:00+02:00"},
		{zone: "Europe/Berlin", day: "2026-10-26", want: "2026-10-26T00:00:00+01:00"},
		{zone: "Pacific/Auckland", day: "2026-11-22", want: "2026-11-22T00:00:00+13:00"},
		// Clocks went forward from midnight to one o'clock.
		{zone: "America/Sao_Paulo", day: "2018-11-04", want: "2018-11-04T01:00:00-02:00"},
		{zone: "Asia/Beirut", day: "2024-03-31", want: "2024-03-31T01:00:00+03:00"},
		// Clocks went back from midnight to eleven: the day began twice.
		{zone: "America/Sao_Paulo", day: "2018-02-18", want: "2018-02-18T00:00:00-03:00"},
		{zone: "America/Havana", day: "2025-11-02", want: "2025-11-02T00:00:00-04:00"},
		// The whole 30 December 2011 was skipped.
		{zone: "Pacific/Apia", day: "2011-12-30", want: "2011-12-31T00:00:00+14:00"},
	} {
		loc, err := time.LoadLocation(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := date(tt.day).Start(loc).Format(time.RFC3339); got != tt.want {
			t.Errorf("%s in %s starts at %s, want %s", tt.day, tt.zone, got, tt.want)
		}
	}
	if got := date("--07-04").Start(time.UTC); !got.IsZero() {
		t.Errorf("a day without a year starts at %v", got)
	}
}

// TestDateStartEverywhere holds Start to its definition over every change of
// clocks between 2005 and 2030 in zones with odd ones.
func TestDateStartEverywhere(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{
		"Europe/Berlin", "America/Sao_Paulo", "America/Havana", "Asia/Beirut", "Asia/Tehran", "Africa/Cairo",
		"America/Asuncion", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Gaza", "America/Santiago",
	} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for d, end := date("2005-01-01"), date("2030-01-01"); d.Before(end); d = d.AddDays(1) {
			start := d.Start(loc)
			if at := employee.DateAt(start, loc); at.Before(d) {
				t.Fatalf("%s: %v starts at %v, when it is still %v", zone, d, start, at)
			}
			if before := employee.DateAt(start.Add(-time.Second), loc); !before.Before(d) {
				t.Fatalf("%s: a second before its start %v it is already %v", zone, start, before)
			}
			if after := employee.DateAt(start.Add(90*time.Minute), loc); after.Before(d) {
				t.Fatalf("%s: %v starts at %v and then goes back to %v", zone, d, start, after)
			}
		}
	}
}

func TestDateText(t *testing.T) {
	t.Parallel()
	for _, d := range []employee.Date{{}, date("2026-01-31"), date("--02-29")} {
		data, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		back := date("1999-09-09")
		if err := json.Unmarshal(data, &back); err != nil || back != d {
			t.Errorf("%s became %q, %v", data, back, err)
		}
	}
	kept := date("2026-01-31")
	if err := json.Unmarshal([]byte(`"31.01.2026"`), &kept); err == nil || kept != date("2026-01-31") {
		t.Errorf("a bad date: error %v, left %q", err, kept)
	}
}
