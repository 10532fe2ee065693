package mapping_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

// fuzzed makes a value of any kind and state from text.
func fuzzed(kind uint8, s string) employee.Value {
	switch kind % 8 {
	case 0:
		return employee.Text(s)
	case 1:
		v, _ := employee.Number(s)
		return v
	case 2:
		return employee.Bool(s != "")
	case 3:
		d, _ := employee.ParseDate(s)
		return employee.Day(d)
	case 4:
		return employee.List(strings.Split(s, ";")...)
	case 5:
		return employee.Empty()
	case 6:
		return employee.Withheld()
	}
	return employee.Value{}
}

// FuzzCondition: a test of any value by any operator tells something, or why it
// cannot; its negation says the opposite, and hiding the field says nothing.
func FuzzCondition(f *testing.F) {
	f.Add(uint8(0), "Full time|Part time", false, uint8(0), " FULL TIME ")
	f.Add(uint8(1), "Réunion", true, uint8(0), "Re\u0301union")
	f.Add(uint8(2), "straße", false, uint8(4), "STRASSE;b")
	f.Add(uint8(7), "", false, uint8(0), "vielleicht")
	f.Add(uint8(9), "today+14", false, uint8(3), "2026-03-24")
	f.Add(uint8(10), "2026-02-29", false, uint8(0), "2026-02-28")
	f.Add(uint8(14), "-1234.50", false, uint8(1), "-1234.5")
	f.Add(uint8(0), "--02-29", false, uint8(3), "2024-02-29")
	f.Fuzz(func(t *testing.T, op uint8, values string, exact bool, kind uint8, value string) {
		c := Condition{Field: "custom.x", Op: Ops()[int(op)%len(Ops())], Exact: exact}
		if values != "" {
			c.Values = strings.Split(values, "|")
		}
		test, err := CompileCondition(c, nil, nil)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("a fault that says nothing")
			}
			return
		}
		s := with(fuzzed(kind, value))
		answer := test.Eval(s)
		if explained, why := test.Explain(s); explained != answer || why == "" ||
			utf8.ValidString(values+value) && !utf8.ValidString(why) {
			t.Errorf("%v, explained as %v: %q", answer, explained, why)
		}
		opposite := map[Truth]Truth{TruthTrue: TruthFalse, TruthFalse: TruthTrue, TruthUnknown: TruthUnknown}[answer]
		if got := compile(t, Condition{Not: &c}).Eval(s); got != opposite {
			t.Errorf("%v, and its negation %v", answer, got)
		}
		if v := s.Employee.Value("custom.x"); !v.Known() && v.State() != employee.StateEmpty && answer != TruthUnknown {
			t.Errorf("%v on a field that is %v", answer, v.State())
		}
		if got := test.Eval(with(employee.Withheld())); got != TruthUnknown {
			t.Errorf("%v on a withheld field", got)
		}
	})
}

// FuzzRule: what a rule makes of any value is of its type and obeys its keys, or
// is a problem that does not quote the value.
func FuzzRule(f *testing.F) {
	f.Add(uint8(0), uint8(0), " DUPONT-MARTIN ", uint8(3), uint8(20), "")
	f.Add(uint8(1), uint8(0), "1.234,50 €", uint8(0), uint8(0), ",")
	f.Add(uint8(2), uint8(0), "Oui", uint8(0), uint8(0), "")
	f.Add(uint8(3), uint8(0), "31.12.2026", uint8(0), uint8(0), "DD.MM.YYYY")
	f.Add(uint8(4), uint8(4), "a;É; ;a", uint8(1), uint8(1), ";")
	f.Add(uint8(0), uint8(3), "2026-12-31", uint8(0), uint8(0), "D. M.")
	f.Add(uint8(0), uint8(0), "👩\u200d👩\u200d👧 e\u0301\xff", uint8(6), uint8(2), "")
	f.Fuzz(func(t *testing.T, target, kind uint8, value string, spelled, longest uint8, option string) {
		r := Rule{
			Target: "t", From: []employee.Field{"custom.x"},
			Type: []employee.Kind{"text", "number", "bool", "date", "list"}[target%5],
		}
		switch r.Type {
		case "number":
			r.Decimal, r.Units = option, []string{"€"}
		case "date":
			r.DateFormat = option
		case "text", "list":
			r.Separator, r.MaxLength = option, int(longest)
			r.Case, r.Diacritics = []string{"", "upper", "lower", "title"}[spelled%4], []string{"", "strip"}[spelled/4%2]
		}
		p, err := Compile(Mapping{Rules: []Rule{r}})
		if err != nil {
			return
		}
		s := with(fuzzed(kind, value))
		out, trace := p.Apply(0, s), p.Explain(s)[0]
		if out.Verdict != trace.Verdict || out.Problem != trace.Problem ||
			out.Verdict == VerdictSet && out.Value.String() != trace.Value {
			t.Fatalf("applied %+v, explained %+v", out, trace)
		}
		if out.Verdict != VerdictSet {
			if raw := s.Employee.Value("custom.x").String(); len(raw) > 12 && strings.Contains(out.Problem, raw) {
				t.Errorf("the problem quotes the value: %q", out.Problem)
			}
			return
		}
		if out.Value.Kind() != r.Type {
			t.Errorf("a %s of type %s", out.Value.Kind(), r.Type)
		}
		for item := range out.Value.ItemSeq() {
			if strings.TrimSpace(item) != item || item == "" || r.MaxLength > 0 && utf8.RuneCountInString(item) > r.MaxLength {
				t.Errorf("%q", item)
			}
		}
		if again := p.Apply(0, with(out.Value)); again.Verdict == VerdictSet && r.Type != "text" && r.Type != "list" &&
			again.Value != out.Value {
			t.Errorf("%q becomes %q when it is mapped again", out.Value, again.Value)
		}
	})
}

// FuzzNumberAndDate: whatever form a number or a date is read in, it is written
// so that it is read again as itself, and no text is read as two numbers.
func FuzzNumberAndDate(f *testing.F) {
	for _, seed := range []string{
		"1.234,50", "1,234.50", "-1'234", "1\u202f234", "0.125", "1e3", "+7", "١٢٣", "2026-02-29", "31.12.2026",
		"1/2/0099", "--02-29", "٣.٤.٢٠٢٦",
	} {
		f.Add(seed)
	}
	read := func(t *testing.T, r Rule, s string) employee.Value {
		t.Helper()
		r.Target, r.From = "t", []employee.Field{"custom.x"}
		return program(t, r).Apply(0, with(employee.Text(s))).Value
	}
	f.Fuzz(func(t *testing.T, s string) {
		plain := read(t, Rule{Type: employee.KindNumber}, s)
		for _, sign := range []string{".", ","} {
			v := read(t, Rule{Type: employee.KindNumber, Decimal: sign}, s)
			if v.Known() && v != read(t, Rule{Type: employee.KindNumber}, v.String()) {
				t.Errorf("decimal %q: %q is read as %q, which is not read as itself", sign, s, v)
			}
			if sign == "." && plain.Known() && v != plain {
				t.Errorf("%q is %q, and with a decimal point %q", s, plain, v)
			}
		}
		for _, form := range []string{"YYYY-MM-DD", "DD.MM.YYYY", "D.M.YYYY", "M/D/YYYY", "YYYYMMDD"} {
			v := read(t, Rule{Type: employee.KindDate, DateFormat: form}, s)
			if !v.Known() {
				continue
			}
			written := program(t, Rule{Target: "t", From: []employee.Field{"custom.x"}, DateFormat: form}).Apply(0,
				with(v)).Value
			if v != read(t, Rule{Type: employee.KindDate, DateFormat: form}, written.String()) {
				t.Errorf("%s: %q is the day %q, written %q", form, s, v, written)
			}
		}
	})
}

// FuzzTransformation: a step gives text in its form, gives the same of that, or is a
// problem; only HR's own blank, or a word that is no value, clears.
func FuzzTransformation(f *testing.F) {
	f.Add(uint8(0), "0049 (0)30/123456", "49", "")
	f.Add(uint8(1), "ada@acme.example.com", "acme.example.com", "example.org")
	f.Add(uint8(2), "eur 1.234,50", ",", "")
	f.Add(uint8(3), "a; b;", ";", "b")
	f.Add(uint8(4), "42", "0", "")
	f.Add(uint8(5), "2026-02-28T23:00:00Z", "", "")
	f.Fuzz(func(t *testing.T, step uint8, value, one, two string) {
		r := Rule{Target: "t", From: []employee.Field{"custom.x"}, OnEmpty: OnEmptyClear}
		sound := func(string) bool { return true }
		switch step % 6 {
		case 0:
			r.Phone, r.Country = PhoneDigits, one
			sound = regexp.MustCompile(`^(\d{3,15}|\+[1-9]\d{0,14})$`).MatchString
		case 1:
			r.Domain = map[string]string{one: two}
			sound = func(s string) bool { return strings.Count(s, "@") == 1 }
		case 2:
			r.Currency, r.Decimal = CurrencyCode, one
			sound = regexp.MustCompile(`^-?\d+(\.\d+)? [A-Z]{3}$`).MatchString
		case 3:
			r.Part, r.Separator, r.Replace = 2, one, []Replacement{{Old: two, New: one}}
		case 4:
			r.Pad = Padding{Width: 5, Character: one}
			sound = func(s string) bool { return utf8.RuneCountInString(s) >= 5 }
		case 5:
			r.Type, r.Instant = employee.KindDate, "Europe/Berlin"
		}
		p, err := Compile(Mapping{Rules: []Rule{r}})
		if err != nil {
			return
		}
		out := p.Apply(0, with(employee.Text(value)))
		switch {
		case out.Verdict == VerdictClear && value != "": // which is HR's own Empty
			t.Errorf("%q clears", value)
		case out.Verdict == VerdictSet && !sound(out.Value.String()):
			t.Errorf("%q becomes %q", value, out.Value.String())
		case out.Verdict == VerdictSet && (r.Phone != "" || r.Pad.Width > 0 || r.Type == employee.KindDate):
			if again := p.Apply(0, with(out.Value)); again.Value.String() != out.Value.String() {
				t.Errorf("%q becomes %q, and that %q", value, out.Value.String(), again.Value.String())
			}
		}
	})
}
