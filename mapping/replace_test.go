package mapping_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

// made is what a rule makes of a custom field: its value, or its problem.
func made(t *testing.T, r Rule, v employee.Value) string {
	t.Helper()
	r.Target = "t"
	if r.Format == "" {
		r.From = []employee.Field{"custom.x"}
	}
	r.OnEmpty = OnEmptyClear
	p, s := program(t, r), with(v)
	out, trace := p.Apply(0, s), p.Explain(s)[0]
	if out.Verdict != trace.Verdict || out.Problem != trace.Problem || out.Value.String() != trace.Value {
		t.Errorf("applied %+v, explained %+v", out, trace)
	}
	switch {
	case out.Problem != "":
		return "problem: " + strings.TrimPrefix(out.Problem, "custom.x: ")
	case out.Verdict == VerdictClear:
		return "cleared"
	}
	return out.Value.String()
}

func TestTransformations(t *testing.T) {
	t.Parallel()
	const shown = "problem: not an e-mail address"
	pairs := func(words ...string) (all []Replacement) {
		for i := 0; i < len(words); i += 2 {
			all = append(all, Replacement{Old: words[i], New: words[i+1]})
		}
		return all
	}
	domain := map[string]string{"acme.example.de": "acme.example.com", "ACME.example.com": "acme.example.de"}
	for _, tt := range []struct {
		name string
		rule Rule
		in   employee.Value
		want string
	}{
		{
			name: "replace", rule: Rule{Replace: pairs("Str.", "Straße")}, in: employee.Text("Str. 5, Str. 6"),
			want: "Straße 5, Straße 6",
		},
		{name: "all at once", rule: Rule{Replace: pairs("a", "b", "b", "a")}, in: employee.Text("abba"), want: "baab"},
		{
			name: "the first that fits", rule: Rule{Replace: pairs("abc", "1", "ab", "2")}, in: employee.Text("abcab"),
			want: "12",
		},
		{name: "to the letter", rule: Rule{Replace: pairs("A", "b")}, in: employee.Text("aA"), want: "ab"},
		{
			name: "accents of another encoding", rule: Rule{Replace: pairs("Mu\u0308ller", "M.")},
			in:   employee.Text("Müller"),
			want: "M.",
		},
		{name: "before blanks are cut", rule: Rule{Replace: pairs("x", " ")}, in: employee.Text("x1x"), want: "1"},
		{name: "before the case", rule: Rule{Replace: pairs("é", "ê"), Case: "upper"}, in: employee.Text("é"), want: "Ê"},
		{
			name: "before a number", rule: Rule{Type: "number", Replace: pairs("ca. ", "")}, in: employee.Text("ca. 40"),
			want: "40",
		},
		{
			name: "before a lookup", rule: Rule{Replace: pairs("Dept ", ""), Lookup: map[string]string{"it": "IT"}},
			in:   employee.Text("Dept It"),
			want: "IT",
		},
		{
			name: "of each item", rule: Rule{Type: "list", Replace: pairs("T-", "")}, in: employee.List("T-a", "T-b"),
			want: "a, b",
		},
		{
			name: "nothing is left", rule: Rule{Replace: pairs("n/a", "")}, in: employee.Text("n/a"),
			want: "problem: nothing is left of it",
		},
		{
			name: "nothing is left of a number", rule: Rule{Type: "number", Replace: pairs("n/a", "")},
			in:   employee.Text("n/a"),
			want: "problem: nothing is left of it",
		},
		{
			name: "nothing is left of a list", rule: Rule{Type: "list", Replace: pairs("n/a", "")},
			in:   employee.List("n/a"),
			want: "problem: nothing is left of it",
		},
		{name: "a number as it is", rule: Rule{Type: "number", Replace: pairs("7", "8")}, in: number(t, "7"), want: "7"},

		{
			name: "the first part", rule: Rule{Part: 1, Separator: ">"}, in: employee.Text("Acme > Sales > DACH"),
			want: "Acme",
		},
		{
			name: "the last part", rule: Rule{Part: -1, Separator: ">"}, in: employee.Text("Acme > Sales > DACH"),
			want: "DACH",
		},
		{
			name: "no such part", rule: Rule{Part: 4, Separator: ">"}, in: employee.Text("Acme > Sales"),
			want: "problem: it has no part 4",
		},
		{
			name: "no such part from behind", rule: Rule{Part: -3, Separator: ">"}, in: employee.Text("Acme > Sales"),
			want: "problem: it has no part -3",
		},
		{
			name: "a blank part", rule: Rule{Part: 2, Separator: ";"}, in: employee.Text("a; ;c"),
			want: "problem: it has no part 2",
		},
		{name: "of a list", rule: Rule{Part: 2, Separator: ";"}, in: employee.List("a", "b"), want: "b"},
		{
			name: "of a format", rule: Rule{Part: 1, Separator: "@", Format: "{custom.x}"},
			in:   employee.Text("ada@example.com"),
			want: "ada",
		},
		{
			name: "of a number", rule: Rule{Part: 1, Separator: " ", Type: "number"}, in: employee.Text("40 hours"),
			want: "40",
		},
		{name: "an empty field is cleared", rule: Rule{Part: 4, Separator: ">"}, in: employee.Empty(), want: "cleared"},

		{
			name: "domain", rule: Rule{Domain: domain}, in: employee.Text("Ada@ACME.example.de"),
			want: "Ada@acme.example.com",
		},
		{
			name: "two domains that change places", rule: Rule{Domain: domain}, in: employee.Text("ada@acme.example.com"),
			want: "ada@acme.example.de",
		},
		{
			name: "another domain", rule: Rule{Domain: domain}, in: employee.Text("ada@sub.acme.example.de"),
			want: "ada@sub.acme.example.de",
		},
		{name: "no address", rule: Rule{Domain: domain}, in: employee.Text("acme.example.de"), want: shown},

		{name: "pad", rule: Rule{Pad: Padding{Width: 5, Character: "0"}}, in: employee.Text("42"), want: "00042"},
		{name: "pad a number", rule: Rule{Pad: Padding{Width: 5, Character: "0"}}, in: number(t, "42"), want: "00042"},
		{name: "long enough", rule: Rule{Pad: Padding{Width: 2, Character: "0"}},
			in: employee.Text("éàü"), want: "éàü"},
		{
			name: "pad characters", rule: Rule{Pad: Padding{Width: 4, Character: "é"}}, in: employee.Text("éà"),
			want: "éééà",
		},
		{
			name: "blanks are not filled up", rule: Rule{Pad: Padding{Width: 5, Character: "0"}}, in: employee.Text(" "),
			want: "problem: the field holds only blanks",
		},

		{name: "currency", rule: Rule{Currency: "code"}, in: employee.Text("1234.50 EUR"), want: "1234.5 EUR"},
		{
			name: "the code before it", rule: Rule{Currency: "code", Decimal: ","}, in: employee.Text("eur 1.234,50"),
			want: "1234.5 EUR",
		},
		{
			name: "a sign replaced", rule: Rule{Currency: "code", Replace: pairs("€", "EUR")}, in: employee.Text("€5"),
			want: "5 EUR",
		},
		{
			name: "no code", rule: Rule{Currency: "code"}, in: employee.Text("1234.50"),
			want: "problem: not an amount with the code of its currency, such as 1234.50 EUR",
		},
		{
			name: "two codes", rule: Rule{Currency: "code"}, in: employee.Text("EUR 12 USD"),
			want: "problem: not an amount with the code of its currency, such as 1234.50 EUR",
		},
		{
			name: "only a code", rule: Rule{Currency: "code"}, in: employee.Text("EUR"),
			want: "problem: not an amount with the code of its currency, such as 1234.50 EUR",
		},

		{
			name: "day first", rule: Rule{Type: "date", DateFormat: "D.M.YYYY"}, in: employee.Text("3.2.2026"),
			want: "2026-02-03",
		},
		{
			name: "month first", rule: Rule{Type: "date", DateFormat: "MM/DD/YYYY"}, in: employee.Text("02/03/2026"),
			want: "2026-02-03",
		},
		{
			name: "year, day, month", rule: Rule{Type: "date", DateFormat: "YYYYDDMM"}, in: employee.Text("20260302"),
			want: "2026-02-03",
		},
		{
			name: "no such day", rule: Rule{Type: "date", DateFormat: "MM/DD/YYYY"}, in: employee.Text("31/12/2026"),
			want: "problem: not a date of the form MM/DD/YYYY",
		},
		{
			name: "an instant without a choice", rule: Rule{Type: "date"}, in: employee.Text("2026-02-28T23:00:00Z"),
			want: "problem: not a date of the form 2006-01-02",
		},
		{
			name: "an instant in a zone", rule: Rule{Type: "date", Instant: "Europe/Berlin"},
			in:   employee.Text("2026-02-28T23:00:00Z"),
			want: "2026-03-01",
		},
		{
			name: "an instant in UTC", rule: Rule{Type: "date", Instant: "UTC"},
			in:   employee.Text("2026-03-01T00:30:00+01:00"),
			want: "2026-02-28",
		},
		{
			name: "an instant as written", rule: Rule{Type: "date", Instant: "written"},
			in:   employee.Text("2026-03-01T00:30:00.5+01:00"),
			want: "2026-03-01",
		},
		{
			name: "a day beside instants", rule: Rule{Type: "date", Instant: "UTC", DateFormat: "DD.MM.YYYY"},
			in:   employee.Text("01.03.2026"),
			want: "2026-03-01",
		},
		{
			name: "no instant", rule: Rule{Type: "date", Instant: "UTC"}, in: employee.Text("2026-03-01T25:00:00Z"),
			want: "problem: not a date of the form 2006-01-02",
		},
		{
			name: "an instant of no year", rule: Rule{Type: "date", Instant: "UTC"},
			in:   employee.Text("0000-03-01T05:00:00Z"),
			want: "problem: not a date of the form 2006-01-02",
		},

		{name: "no value", rule: Rule{NoValue: []string{"N/A", "-"}}, in: employee.Text(" n/a "), want: "cleared"},
		{name: "a value", rule: Rule{NoValue: []string{"N/A", "-"}}, in: employee.Text("Sales"), want: "Sales"},
		{name: "no number", rule: Rule{Type: "number", NoValue: []string{"-"}}, in: employee.Text("-"), want: "cleared"},
		{name: "a number", rule: Rule{Type: "number", NoValue: []string{"-"}}, in: employee.Text("5"), want: "5"},
		{
			name: "no value beside a lookup", rule: Rule{NoValue: []string{"hr"}, Lookup: map[string]string{"*": "All"}},
			in:   employee.Text("HR"),
			want: "cleared",
		},
		{
			name: "an answer", rule: Rule{NoValue: []string{"*"}, Lookup: map[string]string{"it": "IT"}},
			in:   employee.Text("IT"),
			want: "IT",
		},
		{
			name: "all others are no value", rule: Rule{NoValue: []string{"*"}, Lookup: map[string]string{"it": "IT"}},
			in:   employee.Text("HR"),
			want: "cleared",
		},
		{
			name: "items without a value",
			rule: Rule{Type: "set", NoValue: []string{"*"}, Lookup: map[string]string{"it": "IT"}},
			in:   employee.List("HR", "it"),
			want: "IT",
		},
		{
			name: "no item has a value", rule: Rule{Type: "list", NoValue: []string{"hr"}}, in: employee.List("HR"),
			want: "cleared",
		},
		{
			name: "an unknown word", rule: Rule{NoValue: []string{"hr"}, Lookup: map[string]string{"it": "IT"}},
			in:   employee.Text("Sales"),
			want: "problem: not a word of the lookup table",
		},
		{
			name: "withheld", rule: Rule{NoValue: []string{"hr"}}, in: employee.Withheld(),
			want: "problem: custom.x is withheld",
		},

		{
			name: "the documented order", in: employee.Text("x; #Çe\u0301 ;y"), want: "CE CE CE",
			rule: Rule{
				Part: 2, Separator: ";", Replace: pairs("#", ""), Diacritics: "strip",
				Pad: Padding{Width: 3, Character: "_"}, Lookup: map[string]string{"_ce": "CE CE CE"}, MaxLength: 8,
			},
		},
	} {
		if got := made(t, tt.rule, tt.in); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestNoValuePassesOn: a word that is no value counts as an empty field, and what is
// withheld before it still stops the rule.
func TestNoValuePassesOn(t *testing.T) {
	t.Parallel()
	p := program(t, Rule{
		Target: "t", From: []employee.Field{"custom.x", "custom.y", "custom.z"},
		NoValue: []string{"n/a"}, OnEmpty: OnEmptyClear,
	})
	none, v := employee.Text("n/a"), employee.Text("V")
	for _, tt := range []struct {
		name    string
		x, y, z employee.Value
		create  bool
		want    Outcome
	}{
		{name: "the next field", x: none, y: v, z: none, want: Outcome{Verdict: VerdictSet, Value: v, Field: "custom.y"}},
		{name: "none has a value", x: none, y: employee.Empty(), z: none, want: Outcome{Verdict: VerdictClear}},
		{
			name: "one is withheld behind it", x: none, y: employee.Withheld(), z: v,
			want: Outcome{Stopped: true, Field: "custom.y", Problem: "custom.y is withheld"},
		},
		{
			name: "one is blank", x: employee.Text(" "), y: none, z: none,
			want: Outcome{Field: "custom.x", Problem: "custom.x: the field holds only blanks"},
		},
		{
			name: "a new user, one is withheld before it", create: true, x: employee.Withheld(), y: none, z: none,
			want: Outcome{Stopped: true, Field: "custom.x", Problem: "custom.x is withheld"},
		},
		{
			name: "a new user, and a value behind both", create: true, x: employee.Withheld(), y: none, z: v,
			want: Outcome{Verdict: VerdictSet, Value: v, Field: "custom.z"},
		},
	} {
		s := employeeWith(map[string]employee.Value{"x": tt.x, "y": tt.y, "z": tt.z})
		s.Create = tt.create
		if diff := cmp.Diff(tt.want, p.Apply(0, s)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestStepsOfTransformations: Explain shows each of them.
func TestStepsOfTransformations(t *testing.T) {
	t.Parallel()
	p := program(t,
		Rule{
			Target: "a", From: []employee.Field{"custom.x"}, Part: 1, Separator: ";", Replace: []Replacement{{"Ä", "ä"}},
			Diacritics: "strip", Case: "upper", Pad: Padding{4, "0"}, NoValue: []string{"-"}, MaxLength: 4,
		},
		Rule{Target: "b", From: []employee.Field{"custom.x"}, NoValue: []string{"ä; y"}},
		Rule{Target: "c", From: []employee.Field{"work_email"}, Domain: map[string]string{"example.com": "example.org"}},
		Rule{Target: "d", From: []employee.Field{"work_phone"}, Phone: "digits", Country: "49"},
		Rule{Target: "e", From: []employee.Field{"number"}, Currency: "code"},
		Rule{
			Target: "f", From: []employee.Field{"job_title"}, Lookup: map[string]string{"boss": "B"}, NoValue: []string{"*"},
		},
	)
	s := with(employee.Text("Ä; y"))
	s.Employee.WorkEmail, s.Employee.WorkPhone, s.Employee.Number = "ada@example.com", "030 / 123456", "EUR 7.0"
	s.Employee.JobTitle = "Boss"
	var got []string
	for _, trace := range p.Explain(s) {
		got = append(got, trace.String())
	}
	want := `a: "000A" (rules[0])
  custom.x is "Ä; y"
  part makes it "Ä"
  replace makes it "ä"
  diacritics makes it "a"
  case makes it "A"
  pad makes it "000A"
b: left alone (rules[1]): there is no value
  custom.x is "Ä; y"
  no_value makes it ""
c: "ada@example.org" (rules[2])
  work_email is "ada@example.com"
  domain makes it "ada@example.org"
d: "+4930123456" (rules[3])
  work_phone is "030 / 123456"
  phone makes it "+4930123456"
e: "7 EUR" (rules[4])
  number is "EUR 7.0"
  currency makes it "7 EUR"
f: "B" (rules[5])
  job_title is "Boss"
  lookup makes it "B"`
	if diff := cmp.Diff(want, strings.Join(got, "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
