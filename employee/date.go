package employee

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

// A Date is a calendar day; the zero Date is no date. The year may be unknown, as in
// a birthday: "--07-04". Year, Month and Day are 0 where unknown. Dates are
// comparable with ==.
type Date struct {
	year       int16 // 0: unknown
	month, day uint8
}

// NewDate normalises as [time.Date] does. Outside the years 1 to 9999 it returns the
// zero Date.
func NewDate(year int, month time.Month, day int) Date {
	return dateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// NewMonthDay returns a day of an unknown year, the zero Date if no year has it.
func NewMonthDay(month time.Month, day int) Date {
	const leap = 2000
	if t := time.Date(leap, month, day, 0, 0, 0, 0, time.UTC); t.Year() != leap || t.Month() != month || t.Day() != day {
		return Date{}
	}
	return Date{month: uint8(month), day: uint8(day)}
}

// DateAt returns the day of the instant t in loc.
func DateAt(t time.Time, loc *time.Location) Date { return dateOf(t.In(loc)) }

func dateOf(t time.Time) Date {
	y, m, d := t.Date()
	if y < 1 || y > 9999 {
		return Date{}
	}
	return Date{year: int16(y), month: uint8(m), day: uint8(d)}
}

// errDate does not quote its input: a birthday must not end in a log.
var errDate = errors.New(`not a date of the form 2006-01-02 or --01-02`)

// ParseDate reads "2006-01-02" and "--01-02". The error does not quote the text.
func ParseDate(s string) (Date, error) {
	if len(s) == len("--01-02") && s[:2] == "--" && s[4] == '-' {
		m, ok1 := digits(s[2:4])
		d, ok2 := digits(s[5:])
		if date := NewMonthDay(time.Month(m), d); ok1 && ok2 && !date.IsZero() {
			return date, nil
		}
		return Date{}, errDate
	}
	if len(s) != len("2006-01-02") || s[4] != '-' || s[7] != '-' {
		return Date{}, errDate
	}
	y, ok1 := digits(s[:4])
	m, ok2 := digits(s[5:7])
	d, ok3 := digits(s[8:])
	date := NewDate(y, time.Month(m), d)
	if !ok1 || !ok2 || !ok3 || date.IsZero() || date.Year() != y || int(date.month) != m || int(date.day) != d {
		return Date{}, errDate
	}
	return date, nil
}

func digits(s string) (n int, ok bool) {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

func (d Date) IsZero() bool { return d == Date{} }

func (d Date) Year() int { return int(d.year) }

func (d Date) Month() time.Month { return time.Month(d.month) }

func (d Date) Day() int { return int(d.day) }

// Compare returns -1, 0 or +1 as d is before, the same as or after o. The zero Date
// comes first, then days without a year.
func (d Date) Compare(o Date) int { return cmp.Compare(d.ordinal(), o.ordinal()) }

func (d Date) ordinal() int { return int(d.year)<<9 | int(d.month)<<5 | int(d.day) }

// Equal is == for go-cmp.
func (d Date) Equal(o Date) bool { return d == o }

func (d Date) Before(o Date) bool { return d.ordinal() < o.ordinal() }

func (d Date) After(o Date) bool { return d.ordinal() > o.ordinal() }

// AddDays returns d itself if the year is unknown.
func (d Date) AddDays(n int) Date {
	const always = 28 // a day that every month has
	switch day := int(d.day) + n; {
	case d.year == 0:
		return d
	case 1 <= day && day <= always:
		d.day = uint8(day)
		return d
	}
	return NewDate(d.Year(), d.Month(), d.Day()+n)
}

// Start returns the first instant of the day in loc: midnight, the next instant if
// clocks skip it, the later of two midnights. Without a year it is the zero Time.
func (d Date) Start(loc *time.Location) time.Time {
	if d.year == 0 {
		return time.Time{}
	}
	utc := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
	var start time.Time
	consider := func(t time.Time) {
		if !DateAt(t, loc).Before(d) && DateAt(t.Add(-1), loc).Before(d) {
			start = t
		}
	}
	// Offsets lie between -12 and +14 hours. Look at midnight under every
	// offset in force around then, and at every change between them.
	for t, last := utc.Add(-15*time.Hour).In(loc), utc.Add(13*time.Hour); !t.After(last); {
		_, offset := t.Zone()
		consider(utc.Add(-time.Duration(offset) * time.Second))
		_, end := t.ZoneBounds()
		if end.IsZero() {
			break
		}
		consider(end)
		t = end
	}
	return start.In(loc)
}

// String returns "2006-01-02", "--01-02" without a year, "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	b := make([]byte, 0, len("2006-01-02"))
	two := func(n uint8) { b = append(b, '-', '0'+n/10, '0'+n%10) }
	if d.year == 0 {
		b = append(b, '-')
	} else {
		b = fmt.Appendf(b, "%04d", d.year)
	}
	two(d.month)
	two(d.day)
	return string(b)
}

func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText takes empty text for the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}
