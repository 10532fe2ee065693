package mapping_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

// applied returns what the rule makes of a custom field: the value in quotes,
// or the problem.
func applied(t *testing.T, r Rule, v employee.Value) string {
	t.Helper()
	r.Target = "t"
	if r.From == nil && r.Format == "" {
		r.From = []employee.Field{"custom.x"}
	}
	out := program(t, r).Apply(0, person(map[string]employee.Value{"x": v}))
	if out.Verdict == VerdictSet {
		return `"` + out.Value.String() + `"`
	}
	return out.Problem
}

func TestSpelling(t *testing.T) {
	t.Parallel()
	const family = "👩\u200d👩\u200d👧"
	for _, tt := range []struct {
		name     string
		rule     Rule
		in, want string
	}{
		{"plain letters", Rule{Diacritics: "strip"}, "Müller-Lüdenscheidt", `"Muller-Ludenscheidt"`},
		{"letters without a decomposition", Rule{Diacritics: "strip"}, "Łukasz Weiß Ørsted Þór", `"Lukasz Weiss Orsted Thor"`},
		{"typed apart", Rule{Diacritics: "strip"}, "Rene\u0301", `"Rene"`},
		{"another script keeps its signs", Rule{Diacritics: "strip"}, "Андрей 가", `"Андрей 가"`},
		{"plain capitals", Rule{Diacritics: "strip", Case: "title"}, "ÉMILE ZOLA", `"Emile Zola"`},
		{"cut", Rule{MaxLength: 5}, "Konstantinopel", `"Konst"`},
		{"cut at a blank", Rule{MaxLength: 5}, "Anna Maria", `"Anna"`},
		{"short enough", Rule{MaxLength: 5}, "Übel!", `"Übel!"`},
		{"an accent stays with its letter", Rule{MaxLength: 4}, "Rene\u0301e", `"Ren"`},
		{"an emoji stays whole", Rule{MaxLength: 3}, "a" + family, `"a"`},
		{"cut after plain letters", Rule{MaxLength: 4, Diacritics: "strip"}, "Weiß", `"Weis"`},
		{"items are cut", Rule{Type: employee.KindList, Separator: ",", MaxLength: 2}, "abc, abd, x", `"ab, x"`},
		{"an address", Rule{Check: CheckEmail}, " Anna.Öz@exämple.com ", `"Anna.Öz@exämple.com"`},
		{"an address in lower case", Rule{Check: CheckEmail, Case: "lower"}, "ANNA@EXAMPLE.COM", `"anna@example.com"`},
		{"an address is not cut", Rule{Check: CheckEmail, MaxLength: 10}, "anna@example.com", "custom.x: longer than max_length, and an e-mail address is not cut"},
		{"a list of addresses", Rule{Type: employee.KindList, Separator: ";", Check: CheckEmail}, "a@example.com; b", "custom.x: not an e-mail address"},
		{"a built address", Rule{Format: "{custom.x}@example.com", Check: CheckEmail}, "anna b", "custom.x: not an e-mail address"},
	} {
		if got := applied(t, tt.rule, employee.Text(tt.in)); got != tt.want {
			t.Errorf("%s: %q gives %s, want %s", tt.name, tt.in, got, tt.want)
		}
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	good := []string{"a@b.co", "o'neil+hr@mail.example.com", "x_1@example.museum"}
	bad := []string{
		"anna", "anna@", "@example.com", "anna@example", "anna@@example.com", "anna@b@example.com", "anna @example.com",
		"anna@example..com", "anna@.example.com", "anna@example.com.", "anna@-example.com", "Anna <anna@example.com>",
		"anna@example.com, ben@example.com", "anna@exam\u200bple.com", "anna@example.com\x00", "n/a", strings.Repeat("a", 250) + "@b.co",
	}
	for _, s := range good {
		if got := applied(t, Rule{Check: CheckEmail}, employee.Text(s)); got != `"`+s+`"` {
			t.Errorf("%q: %s", s, got)
		}
	}
	for _, s := range bad {
		if got := applied(t, Rule{Check: CheckEmail}, employee.Text(s)); got != "custom.x: not an e-mail address" {
			t.Errorf("%q: %s", s, got)
		}
	}
}

func TestDateFormats(t *testing.T) {
	t.Parallel()
	date := func(f string) Rule { return Rule{Type: employee.KindDate, DateFormat: f} }
	text := func(f string) Rule { return Rule{DateFormat: f} }
	day := employee.Day(employee.NewDate(2026, time.March, 9))
	noYear := employee.Day(employee.NewMonthDay(time.February, 29))
	for _, tt := range []struct {
		rule Rule
		in   employee.Value
		want string
	}{
		{date("DD.MM.YYYY"), employee.Text(" 09.03.2026 "), `"2026-03-09"`},
		{date("D.M.YYYY"), employee.Text("9.3.2026"), `"2026-03-09"`},
		{date("D.M.YYYY"), employee.Text("09.03.2026"), `"2026-03-09"`},
		{date("MM/DD/YYYY"), employee.Text("12/31/2026"), `"2026-12-31"`},
		{date("YYYYMMDD"), employee.Text("20261231"), `"2026-12-31"`},
		{date("DD.MM.YYYY"), day, `"2026-03-09"`}, // a date is one already
		{date("DD.MM.YYYY"), employee.Text("9.3.2026"), "custom.x: not a date of the form DD.MM.YYYY"},
		{date("DD.MM.YYYY"), employee.Text("2026-03-09"), "custom.x: not a date of the form DD.MM.YYYY"},
		{date("DD.MM.YYYY"), employee.Text("09.03.2026 00:00"), "custom.x: not a date of the form DD.MM.YYYY"},
		{date("DD.MM.YYYY"), employee.Text("09.03.26"), "custom.x: not a date of the form DD.MM.YYYY"},
		{date("DD.MM.YYYY"), employee.Text("30.02.2026"), "custom.x: not a date of the form DD.MM.YYYY"},
		{date("MM/DD/YYYY"), employee.Text("31/12/2026"), "custom.x: not a date of the form MM/DD/YYYY"},
		{date(""), employee.Text("31.12.2026"), "custom.x: not a date of the form 2006-01-02"},
		{text("DD.MM.YYYY"), day, `"09.03.2026"`},
		{text("D. M."), day, `"9. 3."`},
		{text("DD.MM."), noYear, `"29.02."`},
		{text("DD.MM.YYYY"), noYear, "custom.x: a day without a year"},
		{text("DD.MM.YYYY"), employee.Text("31/12/2026"), `"31/12/2026"`}, // text stays text
		{Rule{Format: "born {custom.x}", DateFormat: "D/M"}, day, `"born 9/3"`},
		{Rule{Format: "born {custom.x}", DateFormat: "D/M/YYYY"}, noYear, "custom.x: a day without a year"},
	} {
		if got := applied(t, tt.rule, tt.in); got != tt.want {
			t.Errorf("%q of %s: %s, want %s", tt.rule.DateFormat, tt.in, got, tt.want)
		}
	}
}

func TestSpellingFaults(t *testing.T) {
	t.Parallel()
	from := []employee.Field{"custom.x"}
	for _, tt := range []struct {
		rule Rule
		want []string
	}{
		{Rule{From: from, Diacritics: "none"}, []string{`rules[0].diacritics: "none" is not "strip"`}},
		{Rule{From: from, Type: "number", Diacritics: "strip"}, []string{`rules[0].diacritics: a number has none`}},
		{Rule{From: from, MaxLength: -1}, []string{`rules[0].max_length: want a number of characters from 1 to 10000`}},
		{Rule{From: from, Type: "date", MaxLength: 3}, []string{`rules[0].max_length: a date has none`}},
		{Rule{From: from, Check: "phone"}, []string{`rules[0].check: "phone" is not "email"`}},
		{Rule{From: from, Type: "bool", Check: "email"}, []string{`rules[0].check: a bool has none`}},
		{Rule{Constant: "Alumni", Check: "email"}, []string{`rules[0].constant: not an e-mail address`}},
		{Rule{Constant: "Alumni", MaxLength: 3}, []string{`rules[0].constant: longer than max_length`}},
		{Rule{From: from, Lookup: map[string]string{"a": "Alumni"}, MaxLength: 3}, []string{`rules[0].lookup.a: longer than max_length`}},
		{Rule{From: from, Lookup: map[string]string{"a": "b"}, Diacritics: "strip"}, []string{`rules[0].diacritics: the answers of a lookup table are written as they should be`}},
		{Rule{From: from, Type: "number", DateFormat: "DD.MM.YYYY"}, []string{`rules[0].date_format: a number has none`}},
		{Rule{From: from, Type: "date", DateFormat: "DD.MM."}, []string{`rules[0].date_format: a date needs its year: add YYYY`}},
		{Rule{From: from, Type: "date", DateFormat: "DD.MM.YY"}, []string{`rules[0].date_format: want YYYY, MM or M, and DD or D, each once, with signs between them: "DD.MM.YYYY"`}},
		{Rule{From: from, Type: "date", DateFormat: "DMYYYY"}, []string{`rules[0].date_format: want YYYY, MM or M, and DD or D, each once, with signs between them: "DD.MM.YYYY"`}},
		{Rule{From: from, DateFormat: "02.01.2006"}, []string{`rules[0].date_format: want YYYY, MM or M, and DD or D, each once, with signs between them: "DD.MM.YYYY"`}},
		{Rule{Constant: "2026-01-31", Type: "date", DateFormat: "DD.MM.YYYY"}, []string{`rules[0].date_format: a constant is written as it should be`}},
		{Rule{From: from, Type: "date", DateFormat: "DD.MM.YYYY", Lookup: map[string]string{"now": "2026-01-31"}}, nil},
	} {
		tt.rule.Target = "t"
		if diff := cmp.Diff(tt.want, lines(Mapping{Rules: []Rule{tt.rule}}.Validate())); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestLookupWordsAreOptions(t *testing.T) {
	t.Parallel()
	catalog := []employee.FieldInfo{
		{Field: "custom.size", Kind: employee.KindList, Options: []string{"Small", "Large"}},
		{Field: "custom.free", Kind: employee.KindText},
	}
	lookup := map[string]string{"small": "S", "Larg": "L", "*": "M"}
	m := Mapping{Rules: []Rule{
		{Target: "a", From: []employee.Field{"custom.size"}, Lookup: lookup},
		{Target: "b", From: []employee.Field{"custom.size", "custom.free"}, Lookup: lookup}, // may say anything
	}}
	want := []string{`rules[0].lookup.Larg: no field of the rule has this option; did you mean "Large"?`}
	if diff := cmp.Diff(want, lines(m.Validate(catalog...))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
