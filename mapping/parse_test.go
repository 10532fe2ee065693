package mapping_test

import (
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// stored returns a file of testdata.
func stored(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestStoredMapping: a mapping that uses every key and every operator is read,
// and what is stored of it is read as the same.
func TestStoredMapping(t *testing.T) {
	t.Parallel()
	data := stored(t, "mapping.json")
	m, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse(written)
	if diff := cmp.Diff(m, again); diff != "" || err != nil {
		t.Errorf("%v (-first +second):\n%s", err, diff)
	}
	for _, typ := range []reflect.Type{reflect.TypeFor[Mapping](), reflect.TypeFor[Rule](), reflect.TypeFor[Condition]()} {
		for f := range typ.NumField() {
			key, _, _ := strings.Cut(typ.Field(f).Tag.Get("json"), ",")
			if !strings.Contains(string(data), `"`+key+`":`) {
				t.Errorf("the key %s of %s is missing", key, typ.Name())
			}
		}
	}
	for _, op := range Ops() {
		if !strings.Contains(string(data), `"op": "`+string(op)+`"`) {
			t.Errorf("the operator %s is missing", op)
		}
	}
}

func TestStoredForm(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		v    any
		want string
	}{
		{v: Mapping{}, want: `{}`},
		{
			v:    Mapping{Rules: []Rule{{Target: "a", From: []employee.Field{"id"}}}},
			want: `{"rules":[{"target":"a","from":["id"]}]}`,
		},
		// An empty list of conditions must not become no scope by storing it.
		{v: Condition{All: []Condition{}}, want: `{"all":[]}`},
	} {
		if got, err := json.Marshal(tt.v); err != nil || string(got) != tt.want {
			t.Errorf("%s, %v, want %s", got, err, tt.want)
		}
	}
}

// TestDeepestIsStored: what is valid can be stored and read again, in a rule of
// settings that hold the mapping.
func TestDeepestIsStored(t *testing.T) {
	t.Parallel()
	deep := Condition{Field: "department", Op: OpEquals, Values: []string{"IT"}}
	for range 31 {
		deep = Condition{All: []Condition{deep}}
	}
	m := Mapping{Rules: []Rule{{Target: syncplan.TargetEmail, From: []employee.Field{"work_email"}, When: deep}}}
	if err := m.Validate(); err != nil {
		t.Fatal(err)
	}
	settings, err := json.Marshal(syncplan.Settings{Zone: "UTC", Mapping: m})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := syncplan.ParseSettings(settings); err != nil {
		t.Error(err)
	}
}

// TestPackageComment: the document that it shows is one.
func TestPackageComment(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var doc strings.Builder
	for line := range strings.Lines(string(source)) {
		if code, ok := strings.CutPrefix(line, "//\t"); ok {
			doc.WriteString(code)
		}
	}
	if m, err := Parse([]byte(doc.String())); err != nil || len(m.Rules) != 5 {
		t.Errorf("%d rules, %v", len(m.Rules), err)
	}
}

// TestTenFaults: all faults of one document are reported at once.
func TestTenFaults(t *testing.T) {
	t.Parallel()
	_, err := Parse(stored(t, "faults.json"),
		employee.FieldInfo{
			Field: "custom.contract", Label: "Contract", Kind: employee.KindText, Options: []string{"Full time", "Part time"},
		},
		employee.FieldInfo{Field: "custom.manager", Label: "Manager of the team", Kind: employee.KindText},
		employee.FieldInfo{Field: "custom.budget", Label: "Budget"})
	want := []string{
		`rules[0].form: no such key; did you mean "from"?`,
		`scope.all[0].field: no such field "departmnt"; did you mean "department"?`,
		`scope.all[1].values[0]: custom.contract has no option "Vollzeit"; there is "Full time" and "Part time"`,
		`scope.all[2].values[0]: not a day: write "2026-01-31", "today", "today+14" or "today-30"`,
		`scope.all[3].op: before does not fit job_title, which is a text`,
		`rules[1].format: "{last_name" is not closed: write {{ for a brace in the text`,
		`rules[3]: unreachable: rules[2] has no when and decides "group" before it`,
		`rules[3].when.values[0]: lifecycle has no option "leaver"; did you mean "leave"?`,
		`rules[4].decimal: "de" is not one of "." (for 1,234.50) and "," (for 1.234,50)`,
		`rules[5].from[0]: the HR system has no field "custom.manger"; did you mean "custom.manager"?`,
	}
	if diff := cmp.Diff(want, lines(err)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, doc, want string }{
		{name: "blank", doc: " ", want: `no document: it is blank`},
		{
			name: "syntax", doc: "{\n  \"rules\": [,]\n}",
			want: `not JSON at line 2, column 13: invalid character ',' looking for beginning of value`,
		},
		{name: "cut short", doc: `{"rules": [`, want: `not JSON at line 1, column 11: unexpected end of JSON input`},
		{name: "trailing", doc: `{} {}`, want: `not JSON at line 1, column 4: invalid character '{' after top-level value`},
		{name: "array", doc: `[]`, want: `an object belongs here, not a list`},
		{
			name: "unknown key", doc: `{"rule": [], "Scope": {}}`,
			want: "rule: no such key; did you mean \"rules\"?\nScope: no such key; did you mean \"scope\"?",
		},
		{
			name: "deep unknown key",
			doc:  `{"rules": [{"target": "a", "from": ["id"], "when": {"all": [{"feild": "id", "op": "present"}]}}]}`,
			want: `rules[0].when.all[0].feild: no such key; did you mean "field"?`,
		},
		{name: "null", doc: `{"scope": null}`, want: `scope: null says nothing here: leave the key out`},
		{name: "twice", doc: `{"rules": [], "rules": []}`, want: `rules: given twice`},
		{
			name: "types", doc: `{"scope": [], "rules": [{"target": 1, "from": "id", "required": "yes"}, 7], "yes": [true]}`,
			want: "scope: an object belongs here, not a list\n" +
				"rules[0].target: text belongs here, not a number\n" +
				"rules[0].from: a list belongs here, not text\n" +
				"rules[0].required: true or false belongs here, not text\n" +
				"rules[1]: an object belongs here, not a number\n" +
				"yes[0]: text belongs here, not true or false",
		},
		{
			name: "both",
			doc: `{"scope": {"field": "departmnt", "op": "present"}, "rules": [{"target": "a", "form": ["id"]}, ` +
				`{"target": "b"}]}`,
			want: "rules[0].form: no such key; did you mean \"from\"?\n" +
				"scope.field: no such field \"departmnt\"; did you mean \"department\"?\n" +
				"rules[1]: exactly one of from, format and constant is needed, not 0",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := Parse([]byte(tt.doc))
			if err == nil {
				t.Fatalf("Parse: no error, %+v", m)
			}
			if _, ok := errors.AsType[Faults](err); !ok {
				t.Errorf("%T is no Faults", err)
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(Mapping{}, m); diff != "" {
				t.Errorf("not zero: %s", diff)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(stored(f, "mapping.json"))
	f.Add([]byte(`{"scope":{"not":{"any":[{"field":"custom.x","op":"before","values":["today-1"]}]}}}`))
	f.Add([]byte(`{"rules":[]}`))
	f.Add([]byte(`{"rules":[{"target":"a","format":"{{{id|number}}} (\u0000)"}]}`))
	f.Add([]byte(`{"rules":[{"target":"a","from":["teams"],"type":"list","lookup":{"\ud800":"x"}}]}`))
	e := employee.Employee{
		ID: "1", Number: " 7 ", FirstName: "Ada", Teams: []string{"Core", ""}, HireDate: employee.NewDate(2020, 2, 29),
	}
	_ = e.Set("custom.x", employee.Text("1.234,50"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Parse(data)
		if err != nil {
			if faults, ok := errors.AsType[Faults](err); !ok || len(faults) == 0 || len(faults) > 101 {
				t.Fatalf("Parse: %v", err)
			}
			return
		}
		p, err := Compile(m)
		if err != nil {
			t.Fatalf("parsed but not compiled: %v", err)
		}
		written, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := Parse(written); err != nil || !cmp.Equal(m, again, cmpopts.EquateEmpty()) {
			t.Fatalf("written as %s: %v", written, err)
		}
		s := Subject{Employee: &e, Lifecycle: "active", Today: employee.NewDate(2026, 3, 10)}
		answer, why := p.ExplainScope(s)
		if answer != p.Scope(s) || why == "" {
			t.Fatalf("Scope %v, explained as %v %q", p.Scope(s), answer, why)
		}
		for i, target := range p.Targets() {
			out := p.Apply(i, s)
			if target.Type == KindSet {
				target.Type = employee.KindList // of values
			}
			if (out.Verdict == VerdictSet) != out.Value.Known() || out.Value.Known() && out.Value.Kind() != target.Type {
				t.Fatalf("%s: %+v", target.Name, out)
			}
			if out.Stopped && out.Problem == "" || out.Problem != "" && out.Verdict != VerdictLeave {
				t.Fatalf("%s: %+v", target.Name, out)
			}
			if out.Verdict == VerdictSet && !p.Same(i, out.Value, out.Value) {
				t.Fatalf("%s: not the same as itself", target.Name)
			}
		}
	})
}
