package lucca_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

type object = map[string]any

func definitions() []luccatest.Field {
	return []luccatest.Field{
		{ID: "e_github", Name: "GitHub", Format: "text"},
		{ID: "e_size", Name: "Taille", Format: "select", Options: []string{"S", "M", "L"}},
		{ID: "e_badge", Name: "Badge", Format: "composite"},
	}
}

// TestExtendedData: extendedData in every shape.
func TestExtendedData(t *testing.T) {
	t.Parallel()
	const unreadable = "(withheld) with a problem"
	tests := []struct {
		name, key string
		data      any // of e_github, e_size or e_badge
		want      string
	}{
		{"bare text", "e_github", "ana", "text ana"},
		{"bare number", "e_github", 12, "number 12"},
		{"bare yes", "e_github", true, "bool true"},
		{"null", "e_github", nil, "(empty)"},
		{"blank", "e_github", " ", "(empty)"},
		{"value", "e_github", object{"id": 15847, "value": "ana"}, "text ana"},
		{"value in other case", "e_github", object{"Id": 15847, "Value": "ana"}, "text ana"},
		{"value of null", "e_github", object{"id": 1, "value": nil}, "(empty)"},
		{"date", "e_github", object{"id": 1, "value": "2016-09-01T00:00:00"}, "date 2016-09-01"},
		{"plain date", "e_github", object{"id": 1, "value": "2016-09-01"}, "date 2016-09-01"},
		{"impossible date", "e_github", object{"id": 1, "value": "2016-13-01T00:00:00"}, unreadable},
		{"text that begins as a date", "e_github", object{"id": 1, "value": "2016-09-01 to 02"}, "text 2016-09-01 to 02"},
		{"large number", "e_github", object{"id": 1, "value": jsonNumber("9007199254740993.10")}, "number 9007199254740993.1"},
		{"no", "e_github", object{"id": 1, "value": false}, "bool false"},
		{"person", "e_github", object{"id": 1, "value": object{"id": 416, "name": "Luc Roy", "url": "https://acme.example.com/u/416"}}, "text Luc Roy"},
		{"several", "e_github", []any{object{"id": 1, "value": "x"}, object{"id": 2, "value": "y, z"}}, "list x, y, z"},
		{"several bare", "e_github", []any{"x", 2, true}, "list x, 2, true"},
		{"one of several", "e_github", []any{object{"id": 1, "value": "x"}}, "list x"},
		{"none of several", "e_github", []any{}, "(empty)"},
		{"nulls of several", "e_github", []any{nil, object{"id": 1, "value": nil}}, "(empty)"},
		{"several, one unreadable", "e_github", []any{"x", object{"a": 1}}, unreadable},
		{"composite without a part", "e_badge", object{"id": 1, "value": object{"number": 7, "colour": "red"}}, unreadable},
		{"composite with a part called name", "e_badge", object{"id": 1, "value": object{"name": "x", "colour": "red"}}, unreadable},
		{"part of a composite", "e_badge.number", object{"id": 1, "value": object{"number": 7, "colour": "red"}}, "number 7"},
		{"part with an id of its own", "e_badge.colour", object{"id": 1, "value": object{"colour": object{"id": 2, "value": "red"}}}, "text red"},
		{"parts of several composites", "e_badge.colour", []any{object{"id": 1, "value": object{"colour": "red"}}, object{"id": 2, "value": object{"colour": "blue"}}}, "list red, blue"},
		{"part that is missing", "e_badge.size", object{"id": 1, "value": object{"number": 7}}, "(withheld)"},
		{"part of what has none", "e_badge.number", object{"id": 1, "value": "x"}, unreadable},
		{"list entry", "e_size", object{"id": 1, "value": 2}, "text M"},
		{"bare list entry", "e_size", 3, "text L"},
		{"list entry as text", "e_size", object{"id": 1, "value": "1"}, "text S"},
		{"several list entries", "e_size", []any{object{"id": 1, "value": 1}, object{"id": 2, "value": 3}}, "list S, L"},
		{"unknown list entry", "e_size", object{"id": 1, "value": 99}, unreadable},
		{"key in other case", "E_SIZE", object{"id": 1, "value": 2}, "text M"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				cfg := byKey()
				code, part, composite := strings.Cut(tt.key, ".")
				key := strings.ToLower(code)
				if composite {
					key += "." + part
				}
				field := employee.CustomField(key)
				cfg.Fields = []employee.Field{field}
				p := luccatest.Person{ID: "1", Extended: object{code: tt.data}}
				e := only(t, rosterOf(t, cfg, luccatest.Config{Fields: definitions()}, p))
				got := show(e.Value(field))
				if kind := e.Value(field).Kind(); kind != "" {
					got = string(kind) + " " + got
				}
				for _, p := range e.Problems {
					got += " with a problem"
					if p.Field != field || p.Reason == "" {
						t.Errorf("problem %+v", p)
					}
				}
				if got != tt.want {
					t.Errorf("%s, want %s", got, tt.want)
				}
			})
		})
	}
}

// TestExtendedDataMissing: a field without a key may be blank or not shown.
func TestExtendedDataMissing(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		person luccatest.Person
		want   string
	}{
		"no key":        {luccatest.Person{ID: "1", Extended: object{"e_size": 1}}, "(withheld)"},
		"nothing":       {luccatest.Person{ID: "1"}, "(withheld)"},
		"null":          {luccatest.Person{ID: "1", Values: object{"extendedData": nil}}, "(withheld)"},
		"an array":      {luccatest.Person{ID: "1", Values: object{"extendedData": []int{1}}}, "(withheld)"},
		"a text":        {luccatest.Person{ID: "1", Values: object{"extendedData": "x"}}, "(withheld)"},
		"no such field": {luccatest.Person{ID: "1", Hidden: []string{"extendedData"}}, "(withheld)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				cfg := byKey()
				cfg.Fields = []employee.Field{"custom.e_github"}
				e := only(t, rosterOf(t, cfg, luccatest.Config{}, tt.person))
				if got := show(e.Value("custom.e_github")); got != tt.want {
					t.Errorf("%s, want %s", got, tt.want)
				}
			})
		})
	}
}

// TestDefinitionsRefused: without the definitions nobody knows which numbers are
// entries of a list; other values are as good as ever.
func TestDefinitionsRefused(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		cfg := byKey()
		cfg.Fields = []employee.Field{"custom.e_size", "custom.e_sizes", "custom.e_github", "custom.e_rate"}
		p := luccatest.Person{ID: "1", Extended: object{
			"e_size": object{"id": 1, "value": 2}, "e_sizes": []any{object{"id": 1, "value": "M"}, object{"id": 2, "value": 2}},
			"e_github": "ana", "e_rate": jsonNumber("0.5"),
		}}
		e := only(t, rosterOf(t, cfg, luccatest.Config{Refuse: map[string]int{"/api/v3/extensionuserdefinitions": 403}}, p))
		want := map[employee.Field]string{"custom.e_size": "(withheld)", "custom.e_sizes": "(withheld)", "custom.e_github": "ana", "custom.e_rate": "0.5"}
		if diff := cmp.Diff(want, shown(e, cfg.Fields...)); diff != "" {
			t.Errorf("custom fields (-want +got):\n%s", diff)
		}
	})
}

func TestAttributes(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		cfg := byOAuth()
		cfg.Fields = []employee.Field{
			"custom.e_github", "custom.employee.e_start", "custom.e_ok", "custom.e_size", "custom.e_sizes", "custom.e_mentor",
			"custom.e_pay", "custom.e_none", "custom.e_blank", "custom.e_odd", "custom.e_text",
		}
		p := luccatest.Person{ID: "1", Attributes: object{
			"e_github": "ana", "e_start": "2020-02-29", "e_ok": true, "e_pay": jsonNumber("1200.50"), "e_blank": nil,
			"e_size":          object{"id": "e_size-2", "type": "taxonomy-label", "url": "https://acme.example.com/x"},
			"e_sizes":         []any{object{"id": "e_sizes-1", "type": "taxonomy-label"}, object{"id": "e_sizes-3", "type": "taxonomy-label"}},
			"e_mentor":        object{"id": "88", "type": "employee", "url": "https://acme.example.com/x"},
			"e_odd":           object{"id": "e_odd-9", "type": "taxonomy-label"},
			"employee.e_text": "2 rue", "e_unasked": "x",
		}}
		sizes := []string{"S", "M", "L"}
		fields := []luccatest.Field{{ID: "e_size", Options: sizes}, {ID: "e_sizes", Options: sizes}, {ID: "e_odd", Options: sizes}}
		e := only(t, rosterOf(t, cfg, luccatest.Config{Fields: fields}, p))
		want := map[employee.Field]string{
			"custom.e_github": "ana", "custom.employee.e_start": "2020-02-29", "custom.e_ok": "true", "custom.e_size": "M", "custom.e_sizes": "S, L",
			"custom.e_mentor": "88", "custom.e_pay": "1200.5", "custom.e_none": "(withheld)", "custom.e_blank": "(empty)", "custom.e_odd": "(withheld)",
			"custom.e_text": "2 rue",
		}
		if diff := cmp.Diff(want, shown(e, cfg.Fields...)); diff != "" {
			t.Errorf("custom fields (-want +got):\n%s", diff)
		}
		if len(e.Problems) != 1 || e.Problems[0].Field != "custom.e_odd" {
			t.Errorf("problems %v, want one about e_odd", e.Problems)
		}
		if _, ok := e.Custom["e_unasked"]; ok {
			t.Error("a field that nobody asked for is there")
		}
	})
}

// TestAttributesOfOneDay: the values of that day count, whether or not Lucca
// leaves the others out by itself, and several of one day are a list.
func TestAttributesOfOneDay(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		spells []luccatest.Spell
		want   string
	}{
		{"past, present and future", []luccatest.Spell{
			{Value: "S", End: "2024-12-31"}, {Value: "M", Start: "2025-01-01", End: "2026-06-30"}, {Value: "L", Start: "2026-07-01"},
		}, "text M"},
		{"the first day", []luccatest.Spell{{Value: "S", End: "2025-12-31"}, {Value: "M", Start: "2026-01-01"}}, "text M"},
		{"the last day", []luccatest.Spell{{Value: "S", End: "2026-01-01"}, {Value: "M", Start: "2026-01-02"}}, "text S"},
		{"several at once", []luccatest.Spell{{Value: "S"}, {Value: "M", Start: "2020-01-01"}}, "list S, M"},
		{"none any more", []luccatest.Spell{{Value: "S", End: "2024-12-31"}}, "(withheld)"},
		{"bounds of another kind", []luccatest.Spell{{Value: "S", Start: "early"}}, "text S"},
		{"several, one unreadable", []luccatest.Spell{{Value: object{"a": 1}}, {Value: "M"}}, "(withheld) with a problem"},
		{"several, the last unreadable", []luccatest.Spell{{Value: "S"}, {Value: object{"a": 1}}}, "(withheld) with a problem"},
	}
	for _, tt := range tests {
		for _, ignored := range []bool{false, true} {
			t.Run(fmt.Sprint(tt.name, ", asOf ignored: ", ignored), func(t *testing.T) {
				t.Parallel()
				bubble(t, func(t *testing.T) {
					if tt.name == "bounds of another kind" && !ignored {
						return // the fake compares them as text
					}
					cfg := byOAuth()
					cfg.Fields = []employee.Field{"custom.e_size"}
					e := only(t, rosterOf(t, cfg, luccatest.Config{NoAsOf: ignored}, luccatest.Person{ID: "1", Attributes: object{"e_size": tt.spells}}))
					v := e.Value("custom.e_size")
					got := strings.TrimSpace(string(v.Kind()) + " " + show(v))
					if len(e.Problems) > 0 {
						got += " with a problem"
					}
					if got != tt.want {
						t.Errorf("%s, want %s", got, tt.want)
					}
				})
			})
		}
	}
}

// TestAttributesWithoutTheFilter: rows that nobody asked for are dropped, and a
// row without a value is no value.
func TestAttributesWithoutTheFilter(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		fake := luccatest.New(credentials(), luccatest.Person{ID: "1", Attributes: object{
			"e_size": "M", "e_github": "ana", "employee.e_sizes": "L",
			"e_one": []luccatest.Spell{{Value: "ana"}, {Value: "x"}}, "e_two": []luccatest.Spell{{Value: "x"}, {Value: "ana"}},
		}})
		open := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			q := r.URL.Query()
			q.Del("definition.id")
			r.URL.RawQuery = q.Encode()
			fake.ServeHTTP(w, r)
		})
		worthless := func(_ *http.Request, body string) string {
			return strings.ReplaceAll(body, `"value":"ana"`, `"worth":"ana"`)
		}
		cfg := byOAuth()
		cfg.Fields = []employee.Field{"custom.e_size", "custom.e_github", "custom.e_one", "custom.e_two"}
		r, err := connect(t, edited(open, worthless), cfg).Roster(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		e := only(t, r)
		want := map[employee.Field]string{"custom.e_size": "M", "custom.e_github": "(withheld)", "custom.e_one": "(withheld)", "custom.e_two": "(withheld)"}
		if diff := cmp.Diff(want, shown(e, cfg.Fields...)); diff != "" || len(e.Custom) != 4 {
			t.Errorf("custom fields %v (-want +got):\n%s", e.Custom, diff)
		}
	})
}
