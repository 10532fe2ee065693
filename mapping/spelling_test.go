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
	out := program(t, r).Apply(0, employeeWith(map[string]employee.Value{"x": v}))
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
		{
			name: "plain letters", rule: Rule{Diacritics: "strip"}, in: "Müller-Lüdenscheidt",
			want: `"Muller-Ludenscheidt"`,
		},
		{
			name: "letters without a decomposition", rule: Rule{Diacritics: "strip"}, in: "Łukasz Weiß Ørsted Þór",
			want: `"Lukasz Weiss Orsted Thor"`,
		},
		{name: "typed apart", rule: Rule{Diacritics: "strip"}, in: "Rene\u0301", want: `"Rene"`},
		{
			name: "another script keeps its signs", rule: Rule{Diacritics: "strip"}, in: "Андрей 가",
			want: `"Андрей 가"`,
		},
		{name: "plain capitals", rule: Rule{Diacritics: "strip", Case: "title"}, in: "ÉMILE ZOLA", want: `"Emile Zola"`},
		{name: "cut", rule: Rule{MaxLength: 5}, in: "Konstantinopel", want: `"Konst"`},
		{name: "cut at a blank", rule: Rule{MaxLength: 5}, in: "Anna Maria", want: `"Anna"`},
		{name: "short enough", rule: Rule{MaxLength: 5}, in: "Übel!", want: `"Übel!"`},
		{name: "an accent stays with its letter", rule: Rule{MaxLength: 4}, in: "Renx\u0301e", want: `"Ren"`},
		{name: "an emoji stays whole", rule: Rule{MaxLength: 3}, in: "a" + family, want: `"a"`},
		{name: "cut after plain letters", rule: Rule{MaxLength: 4, Diacritics: "strip"}, in: "Weiß", want: `"Weis"`},
		{
			name: "items are cut", rule: Rule{Type: employee.KindList, Separator: ",", MaxLength: 2}, in: "abc, abd, x",
			want: `"ab, x"`,
		},
		{name: "an address", rule: Rule{Check: CheckEmail}, in: " Anna.Öz@exämple.com ", want: `"Anna.Öz@exämple.com"`},
		{
			name: "an address in lower case", rule: Rule{Check: CheckEmail, Case: "lower"}, in: "ANNA@EXAMPLE.COM",
			want: `"anna@example.com"`,
		},
		{
			name: "an address is not cut", rule: Rule{Check: CheckEmail, MaxLength: 10}, in: "anna@example.com",
			want: "custom.x: longer than max_length, and an e-mail address is not cut",
		},
		{
			name: "a list of addresses", rule: Rule{Type: employee.KindList, Separator: ";", Check: CheckEmail},
			in: "a@example.com; b", want: "custom.x: not an e-mail address",
		},
		{
			name: "a built address", rule: Rule{Format: "{custom.x}@example.com", Check: CheckEmail}, in: "anna b",
			want: "custom.x: not an e-mail address",
		},
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
		"anna@example.com, ben@example.com", "anna@exam\u200bple.com", "anna@example.com\x00", "n/a", strings.Repeat("a",
			250) +
			"@b.co",
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
		{rule: date("DD.MM.YYYY"), in: employee.Text(" 09.03.2026 "), want: `"2026-03-09"`},
		{rule: date("D.M.YYYY"), in: employee.Text("9.3.2026"), want: `"2026-03-09"`},
		{rule: date("D.M.YYYY"), in: employee.Text("09.03.2026"), want: `"2026-03-09"`},
		{rule: date("MM/DD/YYYY"), in: employee.Text("12/31/2026"), want: `"2026-12-31"`},
		{rule: date("YYYYMMDD"), in: employee.Text("20261231"), want: `"2026-12-31"`},
		{rule: date("DD.MM.YYYY"), in: day, want: `"2026-03-09"`}, // a date is one already
		{rule: date("DD.MM.YYYY"), in: employee.Text("9.3.2026"), want: "custom.x: not a date of the form DD.MM.YYYY"},
		{rule: date("DD.MM.YYYY"), in: employee.Text("2026-03-09"), want: "custom.x: not a date of the form DD.MM.YYYY"},
		{
			rule: date("DD.MM.YYYY"), in: employee.Text("09.03.2026 00:00"),
			want: "custom.x: not a date of the form DD.MM.YYYY",
		},
		{rule: date("DD.MM.YYYY"), in: employee.Text("09.03.26"), want: "custom.x: not a date of the form DD.MM.YYYY"},
		{rule: date("DD.MM.YYYY"), in: employee.Text("30.02.2026"), want: "custom.x: not a date of the form DD.MM.YYYY"},
		{rule: date("MM/DD/YYYY"), in: employee.Text("31/12/2026"), want: "custom.x: not a date of the form MM/DD/YYYY"},
		{rule: date(""), in: employee.Text("31.12.2026"), want: "custom.x: not a date of the form 2006-01-02"},
		{rule: text("DD.MM.YYYY"), in: day, want: `"09.03.2026"`},
		{rule: text("D. M."), in: day, want: `"9. 3."`},
		{rule: text("DD.MM."), in: noYear, want: `"29.02."`},
		{rule: text("DD.MM.YYYY"), in: noYear, want: "custom.x: a day without a year"},
		{rule: text("DD.MM.YYYY"), in: employee.Text("31/12/2026"), want: `"31/12/2026"`}, // text stays text
		{rule: Rule{Format: "born {custom.x}", DateFormat: "D/M"}, in: day, want: `"born 9/3"`},
		{rule: Rule{Format: "born {custom.x}", DateFormat: "D/M/YYYY"}, in: noYear, want: "custom.x: a day without a year"},
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
		{rule: Rule{From: from, Diacritics: "none"}, want: []string{`rules[0].diacritics: "none" is not "strip"`}},
		{
			rule: Rule{From: from, Type: "number", Diacritics: "strip"},
			want: []string{`rules[0].diacritics: a number has none`},
		},
		{
			rule: Rule{From: from, MaxLength: -1},
			want: []string{`rules[0].max_length: want a number of characters from 1 to 10000`},
		},
		{rule: Rule{From: from, Type: "date", MaxLength: 3}, want: []string{`rules[0].max_length: a date has none`}},
		{rule: Rule{From: from, Check: "phone"}, want: []string{`rules[0].check: "phone" is not "email"`}},
		{rule: Rule{From: from, Type: "bool", Check: "email"}, want: []string{`rules[0].check: a bool has none`}},
		{rule: Rule{Constant: "Alumni", Check: "email"}, want: []string{`rules[0].constant: not an e-mail address`}},
		{rule: Rule{Constant: "Alumni", MaxLength: 3}, want: []string{`rules[0].constant: longer than max_length`}},
		{
			rule: Rule{From: from, Lookup: map[string]string{"a": "Alumni"}, MaxLength: 3},
			want: []string{`rules[0].lookup.a: longer than max_length`},
		},
		{
			rule: Rule{From: from, Lookup: map[string]string{"a": "b"}, Case: "upper"},
			want: []string{`rules[0].case: the answers of a lookup table are written as they should be`},
		},
		{rule: Rule{From: from, Lookup: map[string]string{"a": "b"}, Diacritics: "strip"}},
		{
			rule: Rule{From: from, Type: "number", DateFormat: "DD.MM.YYYY"},
			want: []string{`rules[0].date_format: a number has none`},
		},
		{
			rule: Rule{From: from, Type: "date", DateFormat: "DD.MM."},
			want: []string{`rules[0].date_format: a date needs its year: add YYYY`},
		},
		{
			rule: Rule{From: from, Type: "date", DateFormat: "DD.MM.YY"},
			want: []string{
				`rules[0].date_format: want YYYY, MM or M, and DD or D, each once, with signs between them: "DD.MM.YYYY"`,
			},
		},
		{
			rule: Rule{From: from, Type: "date", DateFormat: "DMYYYY"},
			want: []string{
				`rules[0].date_format: want YYYY, MM or M, and DD or D, each once, with signs between them: "DD.MM.YYYY"`,
			},
		},
		{
			rule: Rule{From: from, DateFormat: "02.01.2006"},
			want: []string{
				`rules[0].date_format: want YYYY, MM or M, and DD or D, each once, with signs between them: "DD.MM.YYYY"`,
			},
		},
		{
			rule: Rule{Constant: "2026-01-31", Type: "date", DateFormat: "DD.MM.YYYY"},
			want: []string{`rules[0].date_format: a constant is written as it should be`},
		},
		{rule: Rule{From: from, Type: "date", DateFormat: "DD.MM.YYYY", Lookup: map[string]string{"now": "2026-01-31"}}},
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
