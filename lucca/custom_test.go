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
		{name: "bare text", key: "e_github", data: "ana", want: "text ana"},
		{name: "bare number", key: "e_github", data: 12, want: "number 12"},
		{name: "bare yes", key: "e_github", data: true, want: "bool true"},
		{name: "null", key: "e_github", want: "(empty)"},
		{name: "blank", key: "e_github", data: " ", want: "(empty)"},
		{name: "value", key: "e_github", data: object{"id": 15847, "value": "ana"}, want: "text ana"},
		{name: "value in other case", key: "e_github", data: object{"Id": 15847, "Value": "ana"}, want: "text ana"},
		{name: "value of null", key: "e_github", data: object{"id": 1, "value": nil}, want: "(empty)"},
		{name: "date", key: "e_github", data: object{"id": 1, "value": "2016-09-01T00:00:00"}, want: "date 2016-09-01"},
		{name: "plain date", key: "e_github", data: object{"id": 1, "value": "2016-09-01"}, want: "date 2016-09-01"},
		{name: "impossible date", key: "e_github", data: object{"id": 1, "value": "2016-13-01T00:00:00"}, want: unreadable},
		{
			name: "text that begins as a date", key: "e_github", data: object{"id": 1, "value": "2016-09-01 to 02"},
			want: "text 2016-09-01 to 02",
		},
		{
			name: "large number", key: "e_github", data: object{"id": 1, "value": jsonNumber("9007199254740993.10")},
			want: "number 9007199254740993.1",
		},
		{name: "no", key: "e_github", data: object{"id": 1, "value": false}, want: "bool false"},
		{
			name: "employee", key: "e_github",
			data: object{"id": 1, "value": object{"id": 416, "name": "Luc Roy", "url": "https://acme.example.com/u/416"}},
			want: "text Luc Roy",
		},
		{
			name: "several", key: "e_github", data: []any{object{"id": 1, "value": "x"}, object{"id": 2, "value": "y, z"}},
			want: "list x, y, z",
		},
		{name: "several bare", key: "e_github", data: []any{"x", 2, true}, want: "list x, 2, true"},
		{name: "one of several", key: "e_github", data: []any{object{"id": 1, "value": "x"}}, want: "list x"},
		{name: "none of several", key: "e_github", data: []any{}, want: "(empty)"},
		{name: "nulls of several", key: "e_github", data: []any{nil, object{"id": 1, "value": nil}}, want: "(empty)"},
		{name: "several, one unreadable", key: "e_github", data: []any{"x", object{"a": 1}}, want: unreadable},
		{
			name: "composite without a part", key: "e_badge",
			data: object{"id": 1, "value": object{"number": 7, "colour": "red"}}, want: unreadable,
		},
		{
			name: "composite with a part called name", key: "e_badge",
			data: object{"id": 1, "value": object{"name": "x", "colour": "red"}}, want: unreadable,
		},
		{
			name: "part of a composite", key: "e_badge.number",
			data: object{"id": 1, "value": object{"number": 7, "colour": "red"}}, want: "number 7",
		},
		{
			name: "part with an id of its own", key: "e_badge.colour",
			data: object{"id": 1, "value": object{"colour": object{"id": 2, "value": "red"}}}, want: "text red",
		},
		{
			name: "parts of several composites", key: "e_badge.colour",
			data: []any{object{"id": 1, "value": object{"colour": "red"}}, object{"id": 2, "value": object{"colour": "blue"}}},
			want: "list red, blue",
		},
		{
			name: "part that is missing", key: "e_badge.size", data: object{"id": 1, "value": object{"number": 7}},
			want: "(withheld)",
		},
		{name: "part of what has none", key: "e_badge.number", data: object{"id": 1, "value": "x"}, want: unreadable},
		{name: "list entry", key: "e_size", data: object{"id": 1, "value": 2}, want: "text M"},
		{name: "bare list entry", key: "e_size", data: 3, want: "text L"},
		{name: "list entry as text", key: "e_size", data: object{"id": 1, "value": "1"}, want: "text S"},
		{
			name: "several list entries", key: "e_size",
			data: []any{object{"id": 1, "value": 1}, object{"id": 2, "value": 3}}, want: "list S, L",
		},
		{name: "unknown list entry", key: "e_size", data: object{"id": 1, "value": 99}, want: unreadable},
		{name: "key in other case", key: "E_SIZE", data: object{"id": 1, "value": 2}, want: "text M"},
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
		employee luccatest.Person
		want     string
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
				e := only(t, rosterOf(t, cfg, luccatest.Config{}, tt.employee))
				if got := show(e.Value("custom.e_github")); got != tt.want {
					t.Errorf("%s, want %s", got, tt.want)
				}
			})
		})
	}
}

// TestDefinitionsRefused: without the definitions it is unknown which numbers are
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
		want := map[employee.Field]string{
			"custom.e_size": "(withheld)", "custom.e_sizes": "(withheld)", "custom.e_github": "ana", "custom.e_rate": "0.5",
		}
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
			"e_size": object{"id": "e_size-2", "type": "taxonomy-label", "url": "https://acme.example.com/x"},
			"e_sizes": []any{
				object{"id": "e_sizes-1", "type": "taxonomy-label"}, object{"id": "e_sizes-3", "type": "taxonomy-label"},
			},
			"e_mentor":        object{"id": "88", "type": "employee", "url": "https://acme.example.com/x"},
			"e_odd":           object{"id": "e_odd-9", "type": "taxonomy-label"},
			"employee.e_text": "2 rue", "e_unasked": "x",
		}}
		sizes := []string{"S", "M", "L"}
		fields := []luccatest.Field{
			{ID: "e_size", Options: sizes}, {ID: "e_sizes", Options: sizes}, {ID: "e_odd", Options: sizes},
		}
		e := only(t, rosterOf(t, cfg, luccatest.Config{Fields: fields}, p))
		want := map[employee.Field]string{
			"custom.e_github": "ana", "custom.employee.e_start": "2020-02-29", "custom.e_ok": "true",
			"custom.e_size": "M", "custom.e_sizes": "S, L", "custom.e_mentor": "88", "custom.e_pay": "1200.5",
			"custom.e_none": "(withheld)", "custom.e_blank": "(empty)", "custom.e_odd": "(withheld)",
			"custom.e_text": "2 rue",
		}
		if diff := cmp.Diff(want, shown(e, cfg.Fields...)); diff != "" {
			t.Errorf("custom fields (-want +got):\n%s", diff)
		}
		if len(e.Problems) != 1 || e.Problems[0].Field != "custom.e_odd" {
			t.Errorf("problems %v, want one about e_odd", e.Problems)
		}
		if _, ok := e.Custom["e_unasked"]; ok {
			t.Error("a field that was not asked for is there")
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
		{
			name: "past, present and future",
			spells: []luccatest.Spell{
				{
					Value: "S", End: "2024-12-31",
				}, {Value: "M", Start: "2025-01-01", End: "2026-06-30"}, {Value: "L", Start: "2026-07-01"},
			},
			want: "text M",
		},
		{
			name:   "the first day",
			spells: []luccatest.Spell{{Value: "S", End: "2025-12-31"}, {Value: "M", Start: "2026-01-01"}}, want: "text M",
		},
		{
			name:   "the last day",
			spells: []luccatest.Spell{{Value: "S", End: "2026-01-01"}, {Value: "M", Start: "2026-01-02"}}, want: "text S",
		},
		{
			name: "several at once", spells: []luccatest.Spell{{Value: "S"}, {Value: "M", Start: "2020-01-01"}},
			want: "list S, M",
		},
		{name: "none any more", spells: []luccatest.Spell{{Value: "S", End: "2024-12-31"}}, want: "(withheld)"},
		{name: "bounds of another kind", spells: []luccatest.Spell{{Value: "S", Start: "early"}}, want: "text S"},
		{
			name: "several, one unreadable", spells: []luccatest.Spell{{Value: object{"a": 1}}, {Value: "M"}},
			want: "(withheld) with a problem",
		},
		{
			name: "several, the last unreadable", spells: []luccatest.Spell{{Value: "S"}, {Value: object{"a": 1}}},
			want: "(withheld) with a problem",
		},
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
					e := only(t,
						rosterOf(t, cfg, luccatest.Config{NoAsOf: ignored},
							luccatest.Person{ID: "1", Attributes: object{"e_size": tt.spells}}))
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

// TestAttributesWithoutTheFilter: rows that were not asked for are dropped, and a
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
		want := map[employee.Field]string{
			"custom.e_size": "M", "custom.e_github": "(withheld)", "custom.e_one": "(withheld)", "custom.e_two": "(withheld)",
		}
		if diff := cmp.Diff(want, shown(e, cfg.Fields...)); diff != "" || len(e.Custom) != 4 {
			t.Errorf("custom fields %v (-want +got):\n%s", e.Custom, diff)
		}
	})
}

// TestAmbiguousFields: v3 writes codes in whatever case it likes, so two fields whose
// codes differ in nothing else cannot be told apart, whichever of them an employee has.
func TestAmbiguousFields(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		cfg := byKey()
		cfg.Fields = []employee.Field{"custom.E_X", "custom.e_x", "custom.e_y"}
		fake := luccatest.Config{Fields: []luccatest.Field{
			{ID: "E_X", Name: "Large", Format: "text"},
			{ID: "e_x", Name: "Small", Format: "select"},
			{ID: "e_y", Format: "text"},
		}}
		r := rosterOf(t, cfg, fake,
			luccatest.Person{ID: "1", Extended: object{"E_X": "a", "e_x": "b", "e_y": "c"}},
			luccatest.Person{ID: "2", Extended: object{"e_x": "b", "e_y": "c"}},
			luccatest.Person{ID: "3", Extended: object{"E_X": "a", "e_y": "c"}})
		for e := range r.All() {
			want := map[employee.Field]string{"custom.E_X": "(withheld)", "custom.e_x": "(withheld)", "custom.e_y": "c"}
			if diff := cmp.Diff(want, shown(e, cfg.Fields...)); diff != "" || len(e.Problems) != 2 {
				t.Errorf("problems %v (-want +got):\n%s", e.Problems, diff)
			}
		}
	})
}
