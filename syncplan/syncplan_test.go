package syncplan_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// now is a morning in Berlin on which it is still the day before in Los
// Angeles.
var now = time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC)

var origin = employee.Origin{Provider: "test", Tenant: "acme", AsOf: now}

func date(s string) employee.Date {
	d, err := employee.ParseDate(s)
	if err != nil {
		panic(s + ": " + err.Error())
	}
	return d
}

// emp returns a current employee: every field that Build looks at is readable.
func emp(id, first, email string, with ...func(*employee.Employee)) employee.Employee {
	e := employee.Employee{ID: id, FirstName: first, LastName: "Example", WorkEmail: email, Department: "Sales",
		Status: employee.StatusActive, StatusText: "Active", HireDate: date("2020-01-01")}
	for _, f := range []employee.Field{"termination_date", "personal_email", "manager.id", "custom.sync"} {
		set(&e, f, employee.Empty())
	}
	for _, w := range with {
		w(&e)
	}
	return e
}

func set(e *employee.Employee, f employee.Field, v employee.Value) {
	if err := e.Set(f, v); err != nil {
		panic(err)
	}
}

// field returns an option that sets a field: "empty", "withheld" and "absent"
// are states, everything else is a text.
func field(f employee.Field, value string) func(*employee.Employee) {
	return func(e *employee.Employee) {
		switch value {
		case "empty":
			set(e, f, employee.Empty())
		case "withheld":
			set(e, f, employee.Withheld())
		case "absent":
			set(e, f, employee.Value{})
		default:
			set(e, f, employee.Text(value))
		}
	}
}

func roster(t testing.TB, employees ...employee.Employee) *employee.Roster {
	t.Helper()
	r, err := employee.NewRoster(origin, employees...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func linked(id, employeeID, email string) syncplan.User {
	return syncplan.User{
		ID: id, Link: syncplan.Link{Source: "test/acme", EmployeeID: employeeID}, Email: email, Active: true,
		Attributes: syncplan.Attributes{
			syncplan.TextAttribute("first_name", "Ada"),
			syncplan.TextAttribute("department", "Sales"),
		},
	}
}

// inactive returns u deactivated, by the sync or by an operator.
func inactive(u syncplan.User, bySync bool) syncplan.User {
	u.Active, u.DeactivatedBySync = false, bySync
	return u
}

func settings() syncplan.Settings {
	return syncplan.Settings{
		Zone: "Europe/Berlin",
		Mapping: mapping.Mapping{Rules: []mapping.Rule{
			{Target: "email", From: []employee.Field{"work_email", "personal_email"}, Required: true},
			{Target: "first_name", From: []employee.Field{"first_name"}},
			{Target: "department", From: []employee.Field{"department"}, OnEmpty: mapping.OnEmptyClear},
		}},
	}
}

func prepare(t testing.TB, r *employee.Roster, users []syncplan.User, s syncplan.Settings) *syncplan.Planner {
	t.Helper()
	p, err := syncplan.Prepare(r, syncplan.Existing{Users: users}, s, now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func build(
	t testing.TB, r *employee.Roster, users []syncplan.User, s syncplan.Settings, approvals ...syncplan.Approval,
) *syncplan.Plan {
	t.Helper()
	p, err := syncplan.Build(r, syncplan.Existing{Users: users}, s, now, approvals...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// told returns the plan's text in one line, without its head, without evidence,
// questions and the details of what is held: what a row of a decision table is compared
// with. Actions come first, then each hold with its actions, then the notes.
func told(p *syncplan.Plan) string {
	var holds, details, rest, notes []string
	_, text, _ := strings.Cut(p.String(), "\n\n")
	for paragraph := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n\n") {
		first, _, _ := strings.Cut(paragraph, "\n")
		word, _, _ := strings.Cut(first, " ")
		switch {
		case word == "held" && strings.HasSuffix(first, ":"):
			_, paragraph, _ = strings.Cut(paragraph, "\n")
			details = append(details, paragraph)
		case word == "held":
			holds = append(holds, first)
		case slices.Contains([]string{"alert", "conflict", "problem", "hint", "skipped"}, word):
			notes = append(notes, paragraph)
		default:
			rest = append(rest, paragraph)
		}
	}
	for i, h := range p.Held {
		if rest = append(rest, holds[i]); len(h.Actions) > 0 {
			rest, details = append(rest, details[0]), details[1:]
		}
	}
	var told []string
	for line := range strings.Lines(strings.Join(append(rest, notes...), "\n")) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "    ") || strings.HasPrefix(strings.TrimSpace(line), "because ") {
			continue
		}
		told = append(told, strings.TrimSpace(line))
	}
	return strings.Join(told, "; ")
}

// heads is told without the changes.
func heads(p *syncplan.Plan) string {
	lines := strings.Split(told(p), "; ")
	lines = slices.DeleteFunc(lines, func(line string) bool { return strings.Contains(line, " (rules[") })
	return strings.Join(lines, "; ")
}

// short returns a text of a table about Ada and her user, with her name alone.
func short(text string) string {
	return strings.NewReplacer(
		`user u1 employee e1 "Ada Example"`, "Ada",
		`employee e1 user u1 "Ada Example"`, "Ada",
		`employee e1 "Ada Example"`, "Ada",
	).Replace(text)
}
