package mapping_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

func TestTraces(t *testing.T) {
	t.Parallel()
	left := Condition{Field: FieldLifecycle, Op: OpEquals, Values: []string{"left"}}
	p := program(t,
		Rule{Target: "group", Constant: "Alumni", When: left},
		Rule{Target: "group", From: []employee.Field{"department"}, Lookup: map[string]string{"r&d": "Research"}},
		Rule{
			Target: "name", Format: "{preferred_name|first_name} {last_name}", Case: "title", Diacritics: "strip",
			MaxLength: 10,
		},
		Rule{Target: "budget", From: []employee.Field{"custom.budget"}, Type: "number", Decimal: ","},
		Rule{Target: "teams", From: []employee.Field{"teams", "division"}, Type: "list"},
		Rule{Target: "phone", From: []employee.Field{"work_phone", "mobile_phone"}, OnEmpty: OnEmptyClear},
		Rule{Target: "secret", From: []employee.Field{"custom.secret"}},
		Rule{Target: "badge", From: []employee.Field{"number"}, When: Condition{Field: "custom.secret", Op: OpPresent}},
		Rule{Target: "only", Constant: "x", When: left},
	)
	e := &employee.Employee{
		ID: "1", FirstName: "RENÉ", LastName: "DUPONT-MARTIN", Department: " R&D", Teams: []string{"Web"},
		Division: "Labs",
	}
	for f, v := range map[employee.Field]employee.Value{
		"preferred_name": employee.Empty(), "custom.budget": employee.Text("1.234,50"), "custom.secret": employee.Withheld(),
		"mobile_phone": employee.Empty(),
	} {
		if err := e.Set(f, v); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	traces := p.Explain(Subject{
		Employee: e, Lifecycle: "active", Today: employee.NewDate(2026, time.March, 10),
	})
	for _, trace := range traces {
		got = append(got, trace.String())
	}
	var back []Trace
	data, err := json.Marshal(traces)
	if err != nil || json.Unmarshal(data, &back) != nil {
		t.Fatalf("%v: %s", err, data)
	}
	if diff := cmp.Diff(traces, back); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
	want := `group: "Research" (rules[1])
  its condition is false (rules[0].when): lifecycle is "active", not "left"
  department is " R&D"
  lookup makes it "Research"
name: "Rene Dupon" (rules[2])
  preferred_name is empty
  first_name is "RENÉ"
  last_name is "DUPONT-MARTIN"
  format makes it "RENÉ DUPONT-MARTIN"
  diacritics makes it "RENE DUPONT-MARTIN"
  case makes it "Rene Dupont-Martin"
  max_length makes it "Rene Dupon"
budget: "1234.5" (rules[3])
  custom.budget is "1.234,50"
  decimal makes it "1234.5"
teams: "Web, Labs" (rules[4])
  teams is "Web"
  division is "Labs"
phone: cleared (rules[5])
  work_phone is absent
  mobile_phone is empty
secret: left alone (rules[6]): custom.secret is withheld
  custom.secret is withheld
badge: left alone (rules[7]): its condition is unknown (rules[7].when)
  its condition is unknown (rules[7].when): custom.secret is withheld, so it is unknown whether it is present
only: left alone: no rule applies
  its condition is false (rules[8].when): lifecycle is "active", not "left"`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(strings.Join(got, "\n"), "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestTracesAgree: what is explained is what is done.
func TestTracesAgree(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	pick := func(values ...string) string { return values[rng.IntN(len(values))] }
	for range 3_000 {
		r := Rule{
			Target: "t", From: []employee.Field{"custom.x", "custom.y"},
			Type: employee.Kind(pick("text", "number", "bool", "date", "list")),
		}
		switch r.Type {
		case "text", "list":
			r.Separator, r.Case, r.Diacritics = pick("", ";"), pick("", "title"), pick("", "strip")
			r.Check = pick("", "", "email")
			r.MaxLength = rng.IntN(4)
		case "date":
			r.DateFormat = pick("", "DD.MM.YYYY")
		case "number":
			r.Decimal = pick("", ",")
		}
		r.OnEmpty = OnEmpty(pick("", "clear"))
		if rng.IntN(3) == 0 {
			r.When = Condition{Field: "custom.z", Op: OpYes}
		}
		p := program(t, r)
		values := make(map[string]employee.Value)
		for _, key := range []string{"x", "y", "z"} {
			values[key] = []employee.Value{
				{}, employee.Withheld(), employee.Empty(), employee.Text("  "), employee.Text(pick("A;É", "ja", "1.234,50",
					"31.12.2026", "a@example.com")),
				employee.List("a", "é "), employee.Bool(true), employee.Day(employee.NewDate(2026, time.May, 4)),
			}[rng.IntN(8)]
		}
		s := employeeWith(values)
		out, trace := p.Apply(0, s), p.Explain(s)[0]
		want := Trace{Target: "t", Rule: out.Rule, Verdict: out.Verdict, Problem: out.Problem}
		if out.Verdict == VerdictSet {
			want.Value = out.Value.String()
		}
		got := trace
		got.When, got.Fields, got.Steps = nil, nil, nil
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%+v on %v (-applied +explained):\n%s", r, values, diff)
		}
	}
}

func ExampleProgram_Explain() {
	program, err := Compile(Mapping{Rules: []Rule{
		{Target: "name", Format: "{preferred_name|first_name} {last_name}", Case: "title"},
		{Target: "budget", From: []employee.Field{"custom.Budget"}, Type: employee.KindNumber},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	e := employee.Employee{ID: "41", FirstName: "Ada", LastName: "DUPONT-MARTIN"}
	_ = e.Set("custom.Budget", employee.Text("1.234,50 €"))
	traces := program.Explain(Subject{Employee: &e})
	fmt.Println(traces[0])
	data, _ := json.MarshalIndent(traces[1], "", "  ")
	fmt.Println(string(data))
	// Output:
	// name: "Ada Dupont-Martin" (rules[0])
	//   preferred_name is absent
	//   first_name is "Ada"
	//   last_name is "DUPONT-MARTIN"
	//   format makes it "Ada DUPONT-MARTIN"
	//   case makes it "Ada Dupont-Martin"
	// {
	//   "target": "budget",
	//   "rule": 1,
	//   "fields": [
	//     {
	//       "field": "custom.Budget",
	//       "state": "known",
	//       "raw": "1.234,50 €"
	//     }
	//   ],
	//   "verdict": "leave",
	//   "problem": "custom.Budget: not a number of the form -1234.50"
	// }
}

// TestTraceLines: a trace has the lines of its parts, whatever a target, a field or a
// value is.
func TestTraceLines(t *testing.T) {
	t.Parallel()
	const forged = "x\n  department is \"y\"\u202e\u200b"
	trace := Trace{
		Target: forged, When: []Answer{{Why: forged}},
		Fields: []Reading{{Field: forged, State: employee.StateKnown, Raw: forged}},
		Steps:  []Step{{Key: "case", Result: forged}}, Verdict: VerdictSet, Value: forged, Problem: forged,
	}
	got := trace.String()
	if lines := strings.Count(got, "\n") + 1; lines != 4 || strings.ContainsAny(got, "\u202e\u200b") {
		t.Errorf("%d lines, want 4: %q", lines, got)
	}
}
