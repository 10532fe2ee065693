package mapping_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

const everything = `{
  "scope": {"all": [
    {"field": "employment_status", "op": "equals", "values": ["Full-Time", "Part-Time"]},
    {"any": [{"field": "custom.sync", "op": "yes"}, {"field": "teams", "op": "contains", "values": ["Core"], "exact": true}]},
    {"not": {"field": "hire_date", "op": "after", "values": ["today+14"]}}
  ]},
  "rules": [
    {"target": "email", "from": ["work_email"], "required": true, "case": "lower"},
    {"target": "name", "format": "{preferred_name|first_name} {last_name}", "authority": "fill"},
    {"target": "group", "constant": "Alumni", "when": {"field": "lifecycle", "op": "equals", "values": ["left"]}},
    {"target": "group", "from": ["department"], "lookup": {"R&D": "Research", "*": "Others"}, "on_empty": "clear"},
    {"target": "budget", "from": ["custom.Budget"], "type": "number", "decimal": ",", "default": "0", "on_empty": "default"},
    {"target": "skills", "from": ["custom.Skills"], "type": "list", "separator": ";", "authority": "create"}
  ],
  "yes": ["ja", "true"],
  "no": ["nein", "false"]
}`

func TestParseRoundTrip(t *testing.T) {
	t.Parallel()
	m, err := Parse([]byte(everything))
	if err != nil {
		t.Fatal(err)
	}
	if m.Rules[3].Lookup["R&D"] != "Research" || !m.Scope.All[1].Any[1].Exact || m.Rules[4].OnEmpty != OnEmptyDefault || m.Rules[1].Authority != AuthorityFill {
		t.Errorf("read as %+v", m)
	}
	written, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse(written)
	if err != nil {
		t.Fatalf("%s: %v", written, err)
	}
	if diff := cmp.Diff(m, again); diff != "" {
		t.Errorf("(-first +second):\n%s", diff)
	}
	empty, err := json.Marshal(Mapping{Rules: []Rule{{Target: "a", From: []employee.Field{"id"}}}})
	if want := `{"rules":[{"target":"a","from":["id"]}]}`; err != nil || string(empty) != want {
		t.Errorf("%s, %v, want %s", empty, err, want)
	}
	// An empty list of conditions must not become "everybody" by storing it.
	bad, err := json.Marshal(Condition{All: []Condition{}})
	if want := `{"all":[]}`; err != nil || string(bad) != want {
		t.Errorf("%s, %v, want %s", bad, err, want)
	}
}

func TestParseFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, doc, want string }{
		{"blank", " ", `no document: it is blank`},
		{"syntax", "{\n  \"rules\": [,]\n}", `not JSON at line 2, column 13: invalid character ',' looking for beginning of value`},
		{"cut short", `{"rules": [`, `not JSON at line 1, column 11: unexpected end of JSON input`},
		{"trailing", `{} {}`, `not JSON at line 1, column 4: invalid character '{' after top-level value`},
		{"array", `[]`, `an object belongs here, not a list`},
		{"unknown key", `{"rule": [], "Scope": {}}`, "rule: no such key; did you mean \"rules\"?\nScope: no such key; did you mean \"scope\"?"},
		{"deep unknown key", `{"rules": [{"target": "a", "from": ["id"], "when": {"all": [{"feild": "id", "op": "present"}]}}]}`,
			`rules[0].when.all[0].feild: no such key; did you mean "field"?`},
		{"null", `{"scope": null}`, `scope: null says nothing here: leave the key out`},
		{"twice", `{"rules": [], "rules": []}`, `rules: given twice`},
		{"types", `{"scope": [], "rules": [{"target": 1, "from": "id", "required": "yes"}, 7], "yes": [true]}`,
			"scope: an object belongs here, not a list\n" +
				"rules[0].target: text belongs here, not a number\n" +
				"rules[0].from: a list belongs here, not text\n" +
				"rules[0].required: true or false belongs here, not text\n" +
				"rules[1]: an object belongs here, not a number\n" +
				"yes[0]: text belongs here, not true or false"},
		{"both", `{"scope": {"field": "departmnt", "op": "present"}, "rules": [{"target": "a", "form": ["id"]}, {"target": "b"}]}`,
			"rules[0].form: no such key; did you mean \"from\"?\n" +
				"scope.field: no such field \"departmnt\"; did you mean \"department\"?\n" +
				"rules[1]: exactly one of from, format and constant is needed, not 0"},
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
	f.Add([]byte(everything))
	f.Add([]byte(`{"scope":{"not":{"any":[{"field":"custom.x","op":"before","values":["today-1"]}]}}}`))
	f.Add([]byte(`{"rules":[]}`))
	f.Add([]byte(`{"rules":[{"target":"a","format":"{{{id|number}}} (\u0000)"}]}`))
	f.Add([]byte(`{"rules":[{"target":"a","from":["teams"],"type":"list","lookup":{"\ud800":"x"}}]}`))
	e := employee.Employee{ID: "1", Number: " 7 ", FirstName: "Ada", Teams: []string{"Core", ""}, HireDate: employee.NewDate(2020, 2, 29)}
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
		told, why := p.ExplainScope(s)
		if told != p.Scope(s) || why == "" {
			t.Fatalf("Scope %v, explained as %v %q", p.Scope(s), told, why)
		}
		for i, target := range p.Targets() {
			out := p.Apply(i, s)
			if (out.Verdict == Set) != out.Value.Known() || out.Value.Known() && out.Value.Kind() != target.Type {
				t.Fatalf("%s: %+v", target.Name, out)
			}
			if out.Stopped && out.Problem == "" || out.Problem != "" && out.Verdict != Leave {
				t.Fatalf("%s: %+v", target.Name, out)
			}
			if out.Verdict == Set && !p.Same(i, out.Value, out.Value) {
				t.Fatalf("%s: not the same as itself", target.Name)
			}
		}
	})
}
