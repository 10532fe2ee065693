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
		{"2026-11-22", "2026-11-22"},
		{"0001-01-01", "0001-01-01"},
		{"9999-12-31", "9999-12-31"},
		{"2024-02-29", "2024-02-29"},
		{"2023-02-29", ""},
		{"2026-02-30", ""},
		{"2026-13-01", ""},
		{"2026-00-10", ""},
		{"2026-01-00", ""},
		{"0000-00-00", ""},
		{"0000-01-01", ""},
		{"--07-04", "--07-04"},
		{"--02-29", "--02-29"},
		{"--02-30", ""},
		{"--13-01", ""},
		{"--00-00", ""},
		{"", ""},
		{"2026-1-2", ""},
		{"2026-11-22T00:00:00Z", ""},
		{" 2026-11-22", ""},
		{"22.11.2026", ""},
		{"-026-11-22", ""},
		{"２０２６-11-22", ""},
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
		{"next day over a month", date("2026-01-31").AddDays(1), date("2026-02-01")},
		{"within a month", date("2026-02-01").AddDays(27), date("2026-02-28")},
		{"back to the first", date("2026-02-28").AddDays(-27), date("2026-02-01")},
		{"back over the first", date("2026-03-01").AddDays(-1), date("2026-02-28")},
		{"leap day", date("2024-02-28").AddDays(1), date("2024-02-29")},
		{"no leap day", date("2023-02-28").AddDays(1), date("2023-03-01")},
		{"back over a year", date("2026-01-01").AddDays(-1), date("2025-12-31")},
		{"past the calendar's end", date("9999-12-31").AddDays(1), employee.Date{}},
		{"a day without a year stays", date("--02-28").AddDays(1), date("--02-28")},
		{"NewDate normalises", employee.NewDate(2023, time.February, 30), date("2023-03-02")},
		{"NewMonthDay does not", employee.NewMonthDay(time.February, 30), employee.Date{}},
		{"NewMonthDay", employee.NewMonthDay(time.July, 4), date("--07-04")},
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
		{"UTC", "2026-03-29", "2026-03-29T00:00:00Z"},
		{"Europe/Berlin", "2026-03-29", "2026-03-29T00:00:00+01:00"},
		{"Europe/Berlin", "2026-03-30", "2026-03-30T00:00:00+02:00"},
		{"Europe/Berlin", "2026-10-26", "2026-10-26T00:00:00+01:00"},
		{"Pacific/Auckland", "2026-11-22", "2026-11-22T00:00:00+13:00"},
		// Clocks went forward from midnight to one o'clock.
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00"},
		{"Asia/Beirut", "2024-03-31", "2024-03-31T01:00:00+03:00"},
		// Clocks went back from midnight to eleven: the day began twice.
		{"America/Sao_Paulo", "2018-02-18", "2018-02-18T00:00:00-03:00"},
		{"America/Havana", "2025-11-02", "2025-11-02T00:00:00-04:00"},
		// The whole 30 December 2011 was skipped.
		{"Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00"},
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
