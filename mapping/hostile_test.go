package mapping_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
	. "github.com/rosterkit/rosterkit/mapping"
)

// Settings come from a customer and may be anything. None of these may stall.
func TestHostileMappings(t *testing.T) {
	t.Parallel()
	deep := Condition{Field: "id", Op: OpPresent}
	for range 32 {
		inner := deep
		deep = Condition{Not: &inner}
	}
	cycle := Condition{}
	cycle.Not = &cycle
	// Every level has the next one twice: 2^60 conditions if followed.
	bush := Condition{Field: "x", Op: OpPresent}
	for range 25 {
		bush = Condition{All: []Condition{bush, bush}}
	}
	wide := Condition{Any: make([]Condition, 20_000)}
	for i := range wide.Any {
		wide.Any[i] = Condition{Field: "id", Op: OpPresent}
	}
	many := make([]string, 10_001)
	brackets := strings.Repeat("(", 4900) + "{id}" + strings.Repeat(")", 4900)
	tests := []struct {
		name string
		m    Mapping
		want string
	}{
		{name: "deep", m: Mapping{Scope: deep}, want: "more than 32 levels of conditions"},
		{name: "cycle", m: Mapping{Scope: cycle}, want: "more than 32 levels of conditions"},
		{name: "bush", m: Mapping{Scope: bush}, want: "more than 100 faults"},
		{name: "wide", m: Mapping{Scope: wide}, want: "more than 10000 conditions"},
		{
			name: "values", m: Mapping{Scope: Condition{Field: "id", Op: OpEquals, Values: many}},
			want: "more than 10000 values",
		},
		{name: "rules", m: Mapping{Rules: make([]Rule, 1001)}, want: "rules: more than 1000 rules"},
		{name: "faults", m: Mapping{Rules: make([]Rule, 1000)}, want: "more than 100 faults"},
		{name: "words", m: Mapping{No: many}, want: "no: more than 10000 words"},
		{name: "brackets", m: Mapping{Rules: []Rule{{Target: "a", Format: brackets}}}},
		{
			name: "sources", m: Mapping{Rules: []Rule{{Target: "a", From: make([]employee.Field, 101)}}},
			want: "more than 100 fields",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.m.Validate()
			if tt.want == "" {
				if err != nil {
					t.Errorf("Validate: %v", err)
				}
			} else if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Validate: %.200v, want %q", err, tt.want)
			} else if n := len(lines(err)); n > 101 {
				t.Errorf("%d faults", n)
			}
			_, _ = Compile(tt.m)
			tt.m.Fields()
		})
	}
	// 32 levels are allowed.
	if err := (Mapping{Scope: *deep.Not}).Validate(); err != nil {
		t.Errorf("32 levels: %v", err)
	}
}

// mega is the size of a document; half of it goes beyond all other bounds, too.
var mega = race.Pick(1<<20, 1<<19)

// hostileDocuments are as large as a document may be, or larger, and at fault.
func hostileDocuments() map[string]string {
	fill := func(open, part, end string) string {
		return open + strings.Repeat(part+",", (mega-len(open+end))/(len(part)+1)-1) + part + end
	}
	rule := func(inner string) string { return fill(`{"rules":[`, `{"target":"a",`+inner+`}`, "]}") }
	nested := strings.Repeat(`{"all":[`, 30) + "{}" + strings.Repeat("]}", 30)
	return map[string]string{
		"10 MB of rules":     `{"rules":[` + strings.Repeat(`{"target":"a","from":["id"]},`, 10*mega/30) + `{}]}`,
		"10 MB of blanks":    strings.Repeat(" ", 10*mega),
		"braces":             strings.Repeat(`{"scope":`, mega/10),
		"brackets":           strings.Repeat("[", mega),
		"nested conditions":  fill(`{"scope":{"any":[`, nested, "]}}"),
		"conditions":         fill(`{"scope":{"all":[`, "{}", "]}}"),
		"sound conditions":   fill(`{"scope":{"all":[`, `{"field":"id","op":"present"}`, "]}}"),
		"values":             fill(`{"scope":{"field":"x","op":"equals","values":[`, `"a"`, "]}}"),
		"near values":        fill(`{"scope":{"field":"lifecycle","op":"equals","values":[`, `"activ"`, "]}}"),
		"rules":              fill(`{"rules":[`, "{}", "]}"),
		"rules of one when":  rule(`"from":["id"],"when":{"field":"lifecycle","op":"present"}`),
		"unknown keys":       fill("{", `"rulse":1`, "}"),
		"near fields":        fill(`{"rules":[{"target":"a","from":[`, `"departmnt"`, "]}]}"),
		"sources":            fill(`{"rules":[{"target":"a","from":[`, `"id"`, "]}]}"),
		"brackets of format": rule(`"format":"` + strings.Repeat("(", 9000) + `{id}"`),
		"nested formats":     rule(`"format":"` + strings.Repeat("({id", 2000) + `"`),
		"places":             rule(`"format":"` + strings.Repeat("{id}", 2000) + `{x}"`),
		"one format":         `{"rules":[{"target":"a","format":"` + strings.Repeat("{id", mega/3-30) + `"}]}`,
		"date formats":       rule(`"from":["id"],"date_format":"` + strings.Repeat("-", 900) + `"`),
		"numbers":            rule(`"type":"number","constant":"` + strings.Repeat("9", 9000) + `"`),
		"replacements":       fill(`{"rules":[{"target":"a","from":["id"],"replace":[`, `{"old":"a","new":"b"}`, "]}]}"),
		"few replacements":   rule(`"from":["id"],"replace":[{"old":"a","new":"b"},{"old":"ab","new":""}]`),
		"domains":            rule(`"from":["id"],"domain":{"a.` + strings.Repeat("b", 900) + `":"c"}`),
		"no values":          fill(`{"rules":[{"target":"a","from":["id"],"no_value":[`, `"a"`, "]}]}"),
		"near no values":     rule(`"from":["lifecycle"],"no_value":["activ","lefd"]`),
		"zones":              rule(`"from":["id"],"type":"date","instant":"` + strings.Repeat("../", 300) + `"`),
		"a padding":          `{"rules":[{"target":"a","pad":{"width":` + strings.Repeat("9", mega-60) + `}}]}`,
		"words":              fill(`{"yes":[`, `"ja"`, `],"no":["ja"]}`),
		"lookup": `{"rules":[{"target":"a","from":["id"],"lookup":{` + strings.Repeat(`"x":"",`, mega/7-20) +
			`"y":""}}]}`,
		"a long number": `{"rules":[{"target":"a","max_length":` + strings.Repeat("9", mega-40) + "}]}",
		"not UTF-8":     `{"rules": "` + strings.Repeat("é", mega/2-20) + "\xff\"}",
		"a cycle":       `{"rules":[{"target":"a","format":"{b}"},{"target":"b","format":"{a}"}]}`,
		"half a pair":   `{"rules":[{"target":"\ud800"}]}`,
	}
}

// TestHostileDocuments: settings come from a customer. Whatever they hold,
// the fault comes about as fast as encoding/json reads so many bytes: in
// milliseconds.
func TestHostileDocuments(t *testing.T) {
	plain := quickest(func() {
		var v any
		_ = json.Unmarshal([]byte(`{"rules":[`+strings.Repeat(`{"target":"a","from":["id"]},`, mega/30)+`{}]}`), &v)
	})
	for name, doc := range hostileDocuments() {
		var err error
		// What is quadratic takes a thousand times as long.
		took := quicker(10*plain, func() { _, err = Parse([]byte(doc)) })
		switch {
		case err == nil:
			t.Errorf("%s: no fault", name)
		case len(err.Error()) > 30_000:
			t.Errorf("%s: %d bytes of error", name, len(err.Error()))
		case took > 10*plain:
			t.Errorf("%s took %v; to read a plain document of that size takes %v", name, took, plain)
		}
		t.Logf("%-20s %8v (plain: %v): %.90s", name, took.Round(time.Microsecond), plain.Round(time.Microsecond),
			fmt.Sprint(err))
	}
}

// TestHostileMappingOfALargeCatalogue: the time that a catalogue costs does not
// multiply with the size of the settings.
func TestHostileMappingOfALargeCatalogue(t *testing.T) {
	options := make([]string, 2_000)
	lookup := make(map[string]string)
	for i := range options {
		options[i] = fmt.Sprintf("Ausprägung %d", i)
		lookup[options[i]] = "x"
	}
	catalog := []employee.FieldInfo{{Field: "custom.x", Kind: employee.KindList, Options: options}}
	conditions := Condition{Any: make([]Condition, 5_000)}
	for i := range conditions.Any {
		conditions.Any[i] = Condition{Field: "custom.x", Op: OpEquals, Values: options[:1]}
	}
	rules := make([]Rule, 20)
	for i := range rules {
		rules[i] = Rule{Target: fmt.Sprint(i), From: []employee.Field{"custom.x"}, Lookup: lookup}
	}
	m := Mapping{Scope: conditions, Rules: rules}
	check := func(catalog ...employee.FieldInfo) func() {
		return func() {
			if err := m.Validate(catalog...); err != nil {
				t.Fatal(err)
			}
		}
	}
	plain := quickest(check())
	if took := quicker(10*plain, check(catalog...)); took > 10*plain {
		t.Errorf("with the catalogue %v, without %v", took, plain)
	}
}

// quickest returns the least time that f takes of a few, so that what else the
// machine does hardly counts.
func quickest(f func()) time.Duration { return quicker(0, f) }

// quicker is quickest, and content with the first time that is within bound.
func quicker(bound time.Duration, f func()) time.Duration {
	least := time.Duration(1<<63 - 1)
	for range 3 {
		start := time.Now()
		f()
		if least = min(least, time.Since(start)); least <= bound {
			break
		}
	}
	return least
}
