package mapping

import (
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
)

// A dateForm is how days are written, as the DateFormat of a rule says it, in
// pieces: "YYYY", "MM", "M", "DD", "D" and the text between them.
type dateForm []string

// parseDateForm reads "DD.MM.YYYY", "M/D/YYYY", "DD/MM" and the like: year,
// month and day at most once each, with something between two of which one has
// no fixed number of digits.
func parseDateForm(s string) (f dateForm, ok bool) {
	has := make(map[byte]bool)
	for s != "" {
		n := strings.IndexFunc(s, func(c rune) bool { return strings.ContainsRune("YMD", c) })
		if n != 0 {
			if n < 0 {
				n = len(s)
			}
			if strings.ContainsAny(s[:n], "0123456789") {
				return nil, false
			}
			f, s = append(f, s[:n]), s[n:]
			continue
		}
		letter := s[0]
		n = len(s) - len(strings.TrimLeft(s, s[:1]))
		fixed := letter == 'Y' && n == 4 || letter != 'Y' && n == 2
		if has[letter] || !fixed && (letter == 'Y' || n != 1) {
			return nil, false
		}
		has[letter] = true
		f, s = append(f, s[:n]), s[n:]
	}
	return f, has['M'] && has['D'] && f.parted()
}

// parted reports whether no month or day of one or two digits touches another
// number.
func (f dateForm) parted() bool {
	for i := 1; i < len(f); i++ {
		if f.number(i-1) && f.number(i) && (len(f[i-1]) == 1 || len(f[i]) == 1) {
			return false
		}
	}
	return true
}

func (f dateForm) number(i int) bool { return strings.ContainsRune("YMD", rune(f[i][0])) }

// readable reports whether a text in this form is a whole date.
func (f dateForm) readable() bool {
	for i := range f {
		if f[i][0] == 'Y' {
			return true
		}
	}
	return false
}

// String returns the form as settings write it.
func (f dateForm) String() string { return strings.Join(f, "") }

// read reads a trimmed text; all of it has to be in the form.
func (f dateForm) read(s string) (d employee.Date, ok bool) {
	iso := [3]string{"--", "00", "00"} // year, month, day
	for _, piece := range f {
		part := strings.IndexByte("YMD", piece[0])
		if part < 0 {
			if s, ok = strings.CutPrefix(s, piece); !ok {
				return d, false
			}
			continue
		}
		n := len(piece)
		if n == 1 && len(s) > 1 && '0' <= s[1] && s[1] <= '9' {
			n = 2
		}
		if len(s) < n {
			return d, false
		}
		iso[part], s = s[:n], s[n:]
		if n == 1 {
			iso[part] = "0" + iso[part]
		}
	}
	d, err := employee.ParseDate(iso[0] + "-" + iso[1] + "-" + iso[2])
	return d, err == nil && s == ""
}

// write writes a day; a form with a year in it cannot write one without.
func (f dateForm) write(d employee.Date) (s string, ok bool) {
	var b strings.Builder
	for _, piece := range f {
		switch piece {
		case "YYYY":
			if d.Year() == 0 {
				return "", false
			}
			pad(&b, d.Year(), 4)
		case "MM", "M":
			pad(&b, int(d.Month()), len(piece))
		case "DD", "D":
			pad(&b, d.Day(), len(piece))
		default:
			b.WriteString(piece)
		}
	}
	return b.String(), true
}

// pad writes n with at least the given number of digits.
func pad(b *strings.Builder, n, digits int) {
	s := strconv.Itoa(n)
	b.WriteString(strings.Repeat("0", max(0, digits-len(s))))
	b.WriteString(s)
}
