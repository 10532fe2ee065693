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

// TestBadValues: a value that cannot be read leaves its attribute alone and is
// reported with the employee's id, the field and the reason, never with the value.
// The other attributes sync.
func TestBadValues(t *testing.T) {
	t.Parallel()
	from := []employee.Field{"custom.x"}
	for _, tt := range []struct {
		name   string
		rule   Rule
		value  employee.Value
		reason string
	}{
		{
			name: "a budget without a named decimal sign", rule: Rule{From: from, Type: "number"},
			value: employee.Text("1.234,50 €"), reason: "custom.x: not a number of the form -1234.50",
		},
		{
			name:  "a budget in another currency",
			rule:  Rule{From: from, Type: "number", Decimal: ",", Units: []string{"EUR"}},
			value: employee.Text("1.234,50 USD"), reason: "custom.x: not a number of the form -1.234,50",
		},
		{
			name: "a word for a budget", rule: Rule{From: from, Type: "number"}, value: employee.Text("as agreed"),
			reason: "custom.x: not a number of the form -1234.50",
		},
		{
			name: "a date in a text field", rule: Rule{From: from, Type: "date"}, value: employee.Text("31.12.2026"),
			reason: "custom.x: not a date of the form 2006-01-02",
		},
		{
			name: "a day that no calendar has", rule: Rule{From: from, Type: "date", DateFormat: "DD.MM.YYYY"},
			value: employee.Text("31.02.2026"), reason: "custom.x: not a date of the form DD.MM.YYYY",
		},
		{
			name: "a date for a number", rule: Rule{From: from, Type: "number"},
			value: employee.Day(employee.NewDate(2026, time.May, 4)), reason: "custom.x: not a number of the form -1234.50",
		},
		{
			name: "a birthday without its year", rule: Rule{From: from, Type: "date"},
			value: employee.Day(employee.NewMonthDay(time.May, 4)), reason: "custom.x: a day without a year",
		},
		{
			name: "an e-mail that is not one", rule: Rule{From: from, Check: CheckEmail},
			value: employee.Text("anna at example"), reason: "custom.x: not an e-mail address",
		},
		{
			name: "two e-mails", rule: Rule{From: from, Check: CheckEmail},
			value: employee.Text("anna@example.com; a@example.com"), reason: "custom.x: not an e-mail address",
		},
		{
			name: "a name of only blanks", rule: Rule{From: from}, value: employee.Text(" \t\u00a0 "),
			reason: "custom.x: the field holds only blanks",
		},
		{
			name: "a format of only blanks", rule: Rule{Format: "{custom.x}"}, value: employee.Text("   "),
			reason: "custom.x: the field holds only blanks",
		},
		{
			name: "a list of only blanks", rule: Rule{From: from, Type: "list", Separator: ";"},
			value: employee.Text(" ;  ; "), reason: "custom.x: the field holds only blanks",
		},
		{
			name: "an unlisted yes", rule: Rule{From: from, Type: "bool"}, value: employee.Text("vielleicht"),
			reason: "custom.x: not a listed word for yes or no",
		},
		{
			name: "an unlisted word", rule: Rule{From: from, Lookup: map[string]string{"R&D": "Research"}},
			value: employee.Text("Verwaltung"), reason: "custom.x: not a word of the lookup table",
		},
		{
			name:  "a list with an unlisted word",
			rule:  Rule{From: from, Type: "list", Lookup: map[string]string{"R&D": "Research"}},
			value: employee.List("R&D", "Verwaltung"), reason: "custom.x: not a word of the lookup table",
		},
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
			want := employee.Batch[syncplan.Note]{{
				Kind: syncplan.NoteKindProblem, Reason: syncplan.ReasonValue, EmployeeIDs: []string{"41"}, UserIDs: []string{"u1"},
				Name: "Anna Holm", Text: "bad is not changed: " + tt.reason,
			}}
			if diff := cmp.Diff(want, plan.Notes); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
			notes, err := json.Marshal(plan.Notes)
			if value := strings.TrimSpace(tt.value.String()); err != nil ||
				value != "" && strings.Contains(string(notes), value) {
				t.Errorf("%s, %v", notes, err)
			}
		})
	}
}

// TestBadLogin: a text that is no address replaces no login and creates no user.
func TestBadLogin(t *testing.T) {
	t.Parallel()
	for _, r := range []Rule{
		{From: []employee.Field{"custom.x"}}, {Format: "{custom.x}"},
		{From: []employee.Field{"custom.x"}, Lookup: map[string]string{"n/a": "anna@example.com", "*": "b@example.com"}},
	} {
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
	err := Mapping{Rules: []Rule{{Target: syncplan.TargetEmail, Constant: "all staff"}}}.Validate()
	if diff := cmp.Diff([]string{"rules[0].constant: not an e-mail address"}, lines(err)); diff != "" {
		t.Error(diff)
	}
}

// planned is the plan for one employee with a user, whose title has changed and
// whose field custom.x has the value.
func planned(t *testing.T, r Rule, v employee.Value) *syncplan.Plan {
	t.Helper()
	e := employee.Employee{
		ID: "41", FirstName: "Anna", LastName: "Holm", WorkEmail: "anna@example.com", JobTitle: "Lead",
		Status: employee.StatusActive, HireDate: employee.NewDate(2020, time.January, 1),
	}
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
		Attributes: syncplan.Attributes{
			syncplan.TextAttribute("title", "Engineer"), syncplan.TextAttribute("bad", "as it was"),
		},
	}}}
	settings := syncplan.Settings{Zone: "Europe/Berlin", Mapping: Mapping{Rules: []Rule{
		{
			Target: syncplan.TargetEmail, From: []employee.Field{"work_email"},
		}, {Target: "title", From: []employee.Field{"job_title"}}, r,
	}}}
	plan, err := syncplan.Build(roster, existing, settings, time.Date(2026, time.March, 10, 3, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return plan
}
