package mapping_test

import (
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

// render applies a format to an employee whose fields custom.a, custom.b, ... hold
// the letter of their name in upper case, but for the missing ones.
func render(t *testing.T, format, missing string) string {
	t.Helper()
	format = strings.NewReplacer("a", "custom.a", "b", "custom.b", "c", "custom.c", "d", "custom.d").Replace(format)
	p, err := Compile(Mapping{Rules: []Rule{{Target: "x", Format: format}}})
	if err != nil {
		t.Fatalf("format %q: %v", format, err)
	}
	e := employee.Employee{Custom: map[string]employee.Value{}}
	for _, letter := range "abcd" {
		e.Custom[string(letter)] = employee.Text(strings.ToUpper(string(letter)))
		if strings.ContainsRune(missing, letter) {
			e.Custom[string(letter)] = employee.Empty()
		}
	}
	return p.Apply(0, Subject{Employee: &e}).Value.String()
}

func TestFormat(t *testing.T) {
	t.Parallel()
	// In the formats a, b, c and d are fields; their other letters are capitals.
	tests := []struct{ format, missing, want string }{
		{format: "{a} {b}", want: "A B"},
		{format: "{a} {b}", missing: "a", want: "B"},
		{format: "{a} {b}", missing: "b", want: "A"},
		{format: "{a} {b}", missing: "ab"},
		{format: "{a|b} {c}", missing: "a", want: "B C"},
		{format: "{ a | b }", want: "A"},
		{format: "{a} {b} {c}", missing: "b", want: "A C"},

		{format: "{a}, {b} ({c})", want: "A, B (C)"},
		{format: "{a}, {b} ({c})", missing: "c", want: "A, B"},
		{format: "{a}, {b} ({c})", missing: "b", want: "A (C)"},
		{format: "{a}, {b} ({c})", missing: "a", want: "B (C)"},
		{format: "{a}, {b} ({c})", missing: "ab", want: "C"},
		{format: "{a}, {b} ({c})", missing: "ac", want: "B"},
		{format: "{a}, {b} ({c})", missing: "bc", want: "A"},
		{format: "{a}, {b} ({c})", missing: "abc"},
		{format: "{a}, {b}({c})", missing: "b", want: "A (C)"},
		{format: "({a}) {b}", missing: "b", want: "A"},
		{format: "({a}) {b}", missing: "a", want: "B"},
		{format: "({a})", want: "(A)"},
		{format: "TEAM ({a}) {b}", missing: "b", want: "TEAM (A)"},
		{format: "{a} ({b}, {c})", missing: "b", want: "A (C)"},
		{format: "{a} ({b}, {c})", missing: "c", want: "A (B)"},
		{format: "{a} ({b}, {c})", missing: "bc", want: "A"},
		{format: "{a} ({b} [{c}])", missing: "b", want: "A (C)"},
		{format: "{a} ({b} [{c}])", missing: "c", want: "A (B)"},
		{format: `{a} "{b}" {c}`, missing: "b", want: "A C"},
		{format: `{a} "{b}" {c}`, want: `A "B" C`},
		{format: `{a} „{b}“ {c}`, missing: "b", want: "A C"},
		{format: "{a} <{b}>", missing: "b", want: "A"},
		{format: "{a} {{{b}}}", want: "A {B}"},
		{format: "{a} {{{b}}}", missing: "b", want: "A"},

		{format: "{a}, {b} {c}", missing: "b", want: "A, C"}, // the comma wins
		{format: "{a}, {b} {c}", missing: "a", want: "B C"},
		{format: "{a} {b}, {c}", missing: "b", want: "A, C"},
		{format: "{a} - {b}, {c}", missing: "b", want: "A - C"}, // the first of equals
		{format: "{a} / {b} / {c}", missing: "ab", want: "C"},
		{format: "{a}, {b}, {c}, {d}", missing: "bc", want: "A, D"},
		{format: "{a}{b} {c}", missing: "b", want: "A C"},
		{format: "{a}{b}{c}", missing: "b", want: "AC"},

		{format: "DR. {a} {b}", want: "DR. A B"},
		{format: "DR. {a} {b}", missing: "a", want: "B"},
		{format: "{a} {b} JR.", missing: "b", want: "A"},
		{format: "{a} {b} JR.", missing: "a", want: "B JR."},
		{format: "{a}, {b} AT {c}", missing: "b", want: "A AT C"}, // a word keeps to what follows it
		{format: "{a} UNDER {b}, {c}", missing: "b", want: "A, C"},
		{format: "{a} UNDER {b}", missing: "b", want: "A"},
		{format: "{a} AND {b} AND {c}", missing: "b", want: "A AND C"},

		// Brackets without a field in them, and lonely ones, are text.
		{format: "{a} (EXTERN)", want: "A (EXTERN)"},
		{format: "{a} (EXTERN) {b}", missing: "a", want: "B"},
		{format: "{a} :) {b}", want: "A :) B"},
		{format: "{a} ( {b}", want: "A ( B"},
		{format: "{a}'S {b}'S", missing: "b", want: "A"},
	}
	for _, tt := range tests {
		if got := render(t, tt.format, tt.missing); got != tt.want {
			t.Errorf("%q without %q = %q, want %q", tt.format, tt.missing, got, tt.want)
		}
	}
}

// However parts are missing from everyday formats, nothing stray remains.
func TestFormatLeavesNothingStray(t *testing.T) {
	t.Parallel()
	for _, format := range []string{
		"{a}, {b} ({c}) - {d}", "{a} {b} {c} {d}", "{a}, {b}, {c} {d}", "({a}) {b} [{c}], {d}",
		`{a} "{b}" {c} <{d}>`, "{a}: {b} / {c} ({d})", "{a} ({b}, {c} ({d}))",
	} {
		for set := range 16 {
			missing := ""
			for i, letter := range "abcd" {
				if set&(1<<i) != 0 {
					missing += string(letter)
				}
			}
			got := render(t, format, missing)
			for _, bad := range []string{"  ", " ,", ",,", "()", "( ", " )", "[]", "<>", `""`, "(,", ", (", "- -", "/ /"} {
				if strings.Contains(got, bad) {
					t.Errorf("%q without %q = %q: has %q", format, missing, got, bad)
				}
			}
			if got != strings.Trim(got, " ,-/:") {
				t.Errorf("%q without %q = %q: stray ends", format, missing, got)
			}
			if got == "" && set != 15 {
				t.Errorf("%q without %q is empty", format, missing)
			}
		}
	}
}

func TestFormatFaults(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{
		"Ada":                                    "use constant",
		"{first_name":                            "not closed",
		"{first_name {last_name}":                "not closed",
		"first_name}":                            "not opened",
		"{}":                                     "missing in braces",
		"{first_name|}":                          "missing in braces",
		"{frist_name}":                           `did you mean "first_name"?`,
		"{custom.}":                              "no such field",
		strings.Repeat("(", 20_000):              "longer than",
		"{id" + strings.Repeat("|id", 200) + "}": "more than 100 fields",
	} {
		err := Mapping{Rules: []Rule{{Target: "x", Format: format}}}.Validate()
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "rules[0].format: ") {
			t.Errorf("format %.40q: %v, want %q", format, err, want)
		}
	}
}

func FuzzFormat(f *testing.F) {
	for _, seed := range []string{
		"{first_name} {last_name}", "{a|b}, ({{{job_title}}})", "„{id}“ »{id}«", "((((((((((({id}))))", `"{id}" "`,
		"{id}\xff",
	} {
		f.Add(seed, "Ada", "")
	}
	f.Fuzz(func(t *testing.T, format, first, last string) {
		p, err := Compile(Mapping{Rules: []Rule{{Target: "x", Format: format}}})
		if err != nil {
			return
		}
		e := employee.Employee{ID: "1", FirstName: first, LastName: last}
		out := p.Apply(0, Subject{Employee: &e})
		if v := out.Value.String(); v != strings.TrimSpace(v) {
			t.Errorf("format %q gives %q: not trimmed", format, v)
		}
		if (out.Verdict == VerdictSet) != out.Value.Known() {
			t.Errorf("format %q: %v with %v", format, out.Verdict, out.Value)
		}
	})
}
