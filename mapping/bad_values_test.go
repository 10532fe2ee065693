package mapping_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestBadValues: what cannot be read about a person leaves that attribute as it
// is, is reported with the person's id, the field and the reason, and never with
// the value; the rest of the person syncs.
func TestBadValues(t *testing.T) {
	t.Parallel()
	from := []employee.Field{"custom.x"}
	for _, tt := range []struct {
		name   string
		rule   Rule
		value  employee.Value
		reason string
	}{
		{"a budget without a named decimal sign", Rule{From: from, Type: "number"}, employee.Text("1.234,50 €"), "custom.x: not a number of the form -1234.50"},
		{"a budget in another currency", Rule{From: from, Type: "number", Decimal: ",", Units: []string{"EUR"}}, employee.Text("1.234,50 USD"), "custom.x: not a number of the form -1.234,50"},
		{"a word for a budget", Rule{From: from, Type: "number"}, employee.Text("as agreed"), "custom.x: not a number of the form -1234.50"},
		{"a date in a text field", Rule{From: from, Type: "date"}, employee.Text("31.12.2026"), "custom.x: not a date of the form 2006-01-02"},
		{"a day that no calendar has", Rule{From: from, Type: "date", DateFormat: "DD.MM.YYYY"}, employee.Text("31.02.2026"), "custom.x: not a date of the form DD.MM.YYYY"},
		{"a date for a number", Rule{From: from, Type: "number"}, employee.Day(employee.NewDate(2026, time.May, 4)), "custom.x: not a number of the form -1234.50"},
		{"a birthday without its year", Rule{From: from, Type: "date"}, employee.Day(employee.NewMonthDay(time.May, 4)), "custom.x: a day without a year"},
		{"an e-mail that is not one", Rule{From: from, Check: CheckEmail}, employee.Text("anna at example"), "custom.x: not an e-mail address"},
		{"two e-mails", Rule{From: from, Check: CheckEmail}, employee.Text("anna@example.com; a@example.com"), "custom.x: not an e-mail address"},
		{"a name of only blanks", Rule{From: from}, employee.Text(" \t\u00a0 "), "custom.x: the field holds only blanks"},
		{"a format of only blanks", Rule{Format: "{custom.x}"}, employee.Text("   "), "custom.x: the field holds only blanks"},
		{"a list of only blanks", Rule{From: from, Type: "list", Separator: ";"}, employee.Text(" ;  ; "), "custom.x: the field holds only blanks"},
		{"an unlisted yes", Rule{From: from, Type: "bool"}, employee.Text("vielleicht"), "custom.x: not a listed word for yes or no"},
		{"an unlisted word", Rule{From: from, Lookup: map[string]string{"R&D": "Research"}}, employee.Text("Verwaltung"), "custom.x: not a word of the lookup table"},
		{"a list with an unlisted word", Rule{From: from, Type: "list", Lookup: map[string]string{"R&D": "Research"}}, employee.List("R&D", "Verwaltung"), "custom.x: not a word of the lookup table"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.rule.Target = "bad"
			plan := planned(t, tt.rule, tt.value)
			var changed []string
			for _, a := range plan.Actions {
				for _, c := range a.Changes {
					changed = append(changed, string(a.Kind)+" "+c.Attribute)
				}
			}
			if diff := cmp.Diff([]string{"update title"}, changed); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
			want := []syncplan.Note{{
				Kind: syncplan.NoteKindProblem, Reason: syncplan.ReasonValue, EmployeeIDs: []string{"41"}, UserIDs: []string{"u1"},
				Name: "Anna Holm", Text: "bad is left alone: " + tt.reason,
			}}
			if diff := cmp.Diff(want, plan.Notes); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
			notes, err := json.Marshal(plan.Notes)
			if value := strings.TrimSpace(tt.value.String()); err != nil || value != "" && strings.Contains(string(notes), value) {
				t.Errorf("%s, %v", notes, err)
			}
		})
	}
}

// TestBadLogin: what is no address replaces nobody's login and creates nobody.
func TestBadLogin(t *testing.T) {
	t.Parallel()
	for _, r := range []Rule{{From: []employee.Field{"custom.x"}}, {Format: "{custom.x}"}, {From: []employee.Field{"custom.x"}, Lookup: map[string]string{"n/a": "anna@example.com", "*": "b@example.com"}}} {
		r.Target = syncplan.TargetEmail
		for value, want := range map[string]string{"n/a": "custom.x: not an e-mail address", "Anna.Holm@example.com": ""} {
			out := program(t, r).Apply(0, with(employee.Text(value)))
			if r.Lookup != nil {
				want = ""
			}
			if out.Problem != want || (out.Verdict == VerdictSet) != (want == "") {
				t.Errorf("%q: %+v", value, out)
			}
		}
	}
	err := Mapping{Rules: []Rule{{Target: syncplan.TargetEmail, Constant: "everybody"}}}.Validate()
	if diff := cmp.Diff([]string{"rules[0].constant: not an e-mail address"}, lines(err)); diff != "" {
		t.Error(diff)
	}
}

// planned is the plan for one person with a user, whose title has changed and
// whose field custom.x has the value.
func planned(t *testing.T, r Rule, v employee.Value) *syncplan.Plan {
	t.Helper()
	e := employee.Employee{ID: "41", FirstName: "Anna", LastName: "Holm", WorkEmail: "anna@example.com", JobTitle: "Lead", Status: employee.StatusActive, HireDate: employee.NewDate(2020, time.January, 1)}
	for f, v := range map[employee.Field]employee.Value{"custom.x": v, "termination_date": employee.Empty()} {
		if err := e.Set(f, v); err != nil {
			t.Fatal(err)
		}
	}
	roster, err := employee.NewRoster(employee.Origin{Provider: "csv", Tenant: "acme"}, e)
	if err != nil {
		t.Fatal(err)
	}
	existing := syncplan.Existing{Users: []syncplan.User{{
		ID: "u1", Link: syncplan.Link{Source: "csv/acme", EmployeeID: "41"}, Email: "anna@example.com", Active: true,
		Attributes: syncplan.Attributes{syncplan.TextAttribute("title", "Engineer"), syncplan.TextAttribute("bad", "as it was")},
	}}}
	settings := syncplan.Settings{Zone: "Europe/Berlin", Mapping: Mapping{Rules: []Rule{
		{Target: syncplan.TargetEmail, From: []employee.Field{"work_email"}}, {Target: "title", From: []employee.Field{"job_title"}}, r,
	}}}
	plan, err := syncplan.Build(roster, existing, settings, time.Date(2026, time.March, 10, 3, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return plan
}
