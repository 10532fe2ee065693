package mapping_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

func TestTransformationFaults(t *testing.T) {
	t.Parallel()
	replace := func(p ...Replacement) []Replacement { return p }
	for _, tt := range []struct {
		rule Rule
		want []string
	}{
		{rule: Rule{Part: 1}, want: []string{`rules[0].part: needs separator: the text between the parts`}},
		{rule: Rule{Part: 1, From: []employee.Field{"teams"}}},
		{
			rule: Rule{Part: 1001, Separator: ";"},
			want: []string{`rules[0].part: want a number from 1 to 1000, or from -1 for the last to -1000`},
		},
		{rule: Rule{Part: 1, Separator: ";", Type: "set"}, want: []string{`rules[0].part: a set has none`}},
		{rule: Rule{Part: 1, Separator: ";", Type: "bool"}},
		{
			rule: Rule{Part: 1, Separator: ";", Constant: "x"},
			want: []string{`rules[0].part: a constant is written as it should be`},
		},
		{rule: Rule{Separator: ";", Type: "bool"}, want: []string{`rules[0].separator: a bool has none`}},

		{
			rule: Rule{Replace: replace(Replacement{New: "x"})},
			want: []string{`rules[0].replace[0].old: empty: name the text to search for`},
		},
		{rule: Rule{Replace: replace(Replacement{"a", "a"})}, want: []string{`rules[0].replace[0]: it changes nothing`}},
		{rule: Rule{Replace: replace(Replacement{"a", "b"}, Replacement{"b", "a"})}},
		{
			rule: Rule{Replace: replace(Replacement{"Str", "S"}, Replacement{"x", "y"}, Replacement{"Straße", "St"})},
			want: []string{`rules[0].replace[2]: unreachable: replace[0] fits wherever it does, and comes first`},
		},
		{rule: Rule{Replace: replace(Replacement{"\xff", "a"})}, want: []string{`rules[0].replace[0]: not UTF-8 text`}},
		{
			rule: Rule{Replace: replace(Replacement{"a", strings.Repeat("x", 1001)})},
			want: []string{`rules[0].replace[0]: longer than 1000 bytes`},
		},
		{rule: Rule{Replace: make([]Replacement, 101)}, want: []string{`rules[0].replace: more than 100 pairs`}},
		{
			rule: Rule{Replace: replace(Replacement{" ", ""}), Constant: "x"},
			want: []string{`rules[0].replace: a constant is written as it should be`},
		},

		{
			rule: Rule{Domain: map[string]string{"@acme.com": "acme.org"}},
			want: []string{`rules[0].domain["@acme.com"]: "@acme.com" is not a domain such as "acme.com"`},
		},
		{rule: Rule{Domain: map[string]string{"acme": ""}}, want: []string{
			`rules[0].domain.acme: "acme" is not a domain such as "acme.com"`,
			`rules[0].domain.acme: "" is not a domain such as "acme.com"`,
		}},
		{
			rule: Rule{Domain: map[string]string{"A.com": "b.com", "a.com": "c.com"}},
			want: []string{`rules[0].domain["a.com"]: the same domain as "A.com"`},
		},
		{
			rule: Rule{Domain: map[string]string{"a.com": "b.com"}, Type: "date"},
			want: []string{`rules[0].domain: a date has none`},
		},

		{rule: Rule{Phone: "e164"}, want: []string{`rules[0].phone: "e164" is not "digits"`}},
		{rule: Rule{Phone: "digits", Type: "number"}, want: []string{`rules[0].phone: a number has none`}},
		{rule: Rule{Country: "49"}, want: []string{`rules[0].country: of no use without phone`}},
		{
			rule: Rule{Phone: "digits", Country: "+49"},
			want: []string{`rules[0].country: want the calling code alone, such as "49"`},
		},
		{
			rule: Rule{Phone: "digits", Country: "049"},
			want: []string{`rules[0].country: want the calling code alone, such as "49"`},
		},
		{
			rule: Rule{Phone: "digits", Country: "DE"},
			want: []string{`rules[0].country: want the calling code alone, such as "49"`},
		},
		{
			rule: Rule{Phone: "digits", Check: "email"},
			want: []string{`rules[0].phone: a text is only one of an e-mail address, a phone number and an amount`},
		},
		{
			rule: Rule{Phone: "digits", Currency: "code"},
			want: []string{`rules[0].currency: a text is only one of an e-mail address, a phone number and an amount`},
		},
		{rule: Rule{Domain: map[string]string{"a.com": "b.com"}, Check: "email"}},

		{rule: Rule{Currency: "EUR"}, want: []string{`rules[0].currency: "EUR" is not "code"`}},
		{rule: Rule{Currency: "code", Type: "number"}, want: []string{`rules[0].currency: a number has none`}},
		{rule: Rule{Decimal: ","}, want: []string{`rules[0].decimal: a text has none`}},

		{
			rule: Rule{Pad: Padding{Width: 5}},
			want: []string{`rules[0].pad.character: want one character that can be seen, such as "0"`},
		},
		{
			rule: Rule{Pad: Padding{Width: 5, Character: "\u200b"}},
			want: []string{`rules[0].pad.character: want one character that can be seen, such as "0"`},
		},
		{
			rule: Rule{Pad: Padding{Width: 5, Character: "00"}},
			want: []string{`rules[0].pad.character: want one character that can be seen, such as "0"`},
		},
		{
			rule: Rule{Pad: Padding{Character: "0"}},
			want: []string{`rules[0].pad.width: want a number of characters from 1 to 1000`},
		},
		{
			rule: Rule{Pad: Padding{Width: 1001, Character: "0"}},
			want: []string{`rules[0].pad.width: want a number of characters from 1 to 1000`},
		},
		{
			rule: Rule{Pad: Padding{Width: 5, Character: "0"}, MaxLength: 4},
			want: []string{`rules[0].pad.width: more than max_length, which would cut it again`},
		},
		{
			rule: Rule{Pad: Padding{Width: 5, Character: "0"}, Check: "email"},
			want: []string{`rules[0].pad: an e-mail address is not filled up`},
		},
		{
			rule: Rule{Pad: Padding{Width: 5, Character: "0"}, Type: "number"},
			want: []string{`rules[0].pad: a number has none`},
		},

		{rule: Rule{Instant: "UTC"}, want: []string{`rules[0].instant: a text has none`}},
		{rule: Rule{Instant: "local", Type: "date"}, want: []string{
			`rules[0].instant: want "written" or a zone: "local" is not the same zone on every machine: ` +
				`name an IANA zone such as "Europe/Berlin"`,
		}},
		{rule: Rule{Instant: "Europe/Berlin", Type: "date"}},

		{rule: Rule{NoValue: []string{"-", " "}}, want: []string{`rules[0].no_value[1]: blank`}},
		{rule: Rule{NoValue: []string{"N/A", "n/a "}}, want: []string{`rules[0].no_value[1]: "n/a " is given twice`}},
		{
			rule: Rule{NoValue: []string{"*"}},
			want: []string{`rules[0].no_value[0]: "*" is every word that is not in the lookup table, and there is none`},
		},
		{
			rule: Rule{NoValue: []string{"*", "a"}, Lookup: map[string]string{"*": "x", "A": "y"}},
			want: []string{
				`rules[0].no_value[0]: "*" has an answer in the lookup table too`,
				`rules[0].no_value[1]: "a" has an answer in the lookup table too`,
			},
		},
		{
			rule: Rule{NoValue: []string{"-"}, Constant: "x"},
			want: []string{`rules[0].no_value: a constant is written as it should be`},
		},
		{
			rule: Rule{NoValue: []string{"lefd"}, From: []employee.Field{FieldLifecycle}},
			want: []string{`rules[0].no_value[0]: no field of the rule has this option; did you mean "left"?`},
		},
	} {
		if tt.rule.Target = "t"; tt.rule.Constant == "" && tt.rule.From == nil {
			tt.rule.From = []employee.Field{"custom.x"}
		}
		if diff := cmp.Diff(tt.want, lines(Mapping{Rules: []Rule{tt.rule}}.Validate())); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", tt.rule, diff)
		}
	}
}

// TestTransformationsOfHostileText: whatever HR holds, no step takes long or makes much
// of it, and an unreadable result is a problem.
func TestTransformationsOfHostileText(t *testing.T) {
	t.Parallel()
	grow := make([]Replacement, 100)
	for i := range grow {
		grow[i] = Replacement{strings.Repeat("a", 100-i), strings.Repeat("b", 1000)}
	}
	for _, tt := range []struct {
		name string
		rule Rule
		in   string
	}{
		{name: "growth", rule: Rule{Replace: grow}, in: strings.Repeat("a", 9_000)},
		{name: "a long text", rule: Rule{Replace: grow[:1]}, in: strings.Repeat("ab", 1<<20)},
		{name: "digits", rule: Rule{Phone: "digits"}, in: strings.Repeat("1", 1<<20)},
		{name: "brackets", rule: Rule{Phone: "digits", Country: "49"}, in: "+49" + strings.Repeat("(0)", 1<<20)},
		{name: "parts", rule: Rule{Part: 1000, Separator: ";"}, in: strings.Repeat(";", 1<<20)},
		{name: "an amount", rule: Rule{Currency: "code"}, in: strings.Repeat("9", 1<<20) + "EUR"},
		{
			name: "an instant", rule: Rule{Type: "date", Instant: "UTC"},
			in: "2026-01-01T00:00:00." + strings.Repeat("0", 1<<20),
		},
	} {
		if got := made(t, tt.rule, employee.Text(tt.in)); !strings.HasPrefix(got, "problem") || len(got) > 200 {
			t.Errorf("%s: %.200q", tt.name, got)
		}
	}
	// To drop a text again and again is no problem, but it ends.
	if got := made(t, Rule{Replace: []Replacement{{"a", "b"}, {"b", "a"}}}, employee.Text("ab")); got != "ba" {
		t.Errorf("a loop of replacements: %q", got)
	}
}
