package battery

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/syncplan"
)

// sung is an employee all of whose texts are canaries.
func sung(id string) employee.Employee {
	e := employee.Employee{ID: id, UpdatedAt: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	for _, f := range employee.Fields() {
		v := employee.Text(canary + " " + escaped)
		switch {
		case f == employee.FieldID:
			continue
		case f == employee.FieldStatus:
			v = employee.Text(string(employee.StatusActive))
		case f == employee.FieldBirthDate:
			v = employee.Text(birthday)
		case f.Kind() == employee.KindDate:
			v = employee.Empty()
		case f == employee.FieldHireDate:
			v = employee.Text("2020-01-01")
		case f == employee.FieldWorkEmail:
			v = employee.Text(canary + "." + id + "@example.com")
		case f == employee.FieldManagerID:
			v = employee.Text("1")
		}
		if err := e.Set(f, v); err != nil {
			panic(fmt.Sprint(f, ": ", err))
		}
	}
	_ = e.Set("custom.salary", employee.Text(canary))
	e.Problems = []employee.Problem{{EmployeeID: id, Field: employee.FieldHireDate, Reason: "not a date"}}
	return e
}

// A sung company: one employee to create, one to update, one leaver, one note.
func sungPlanner(t *testing.T) (*employee.Roster, syncplan.Existing, syncplan.Settings, *syncplan.Planner) {
	t.Helper()
	gone := sung("3")
	gone.TerminationDate, gone.Status = employee.NewDate(2025, 5, 5), employee.StatusInactive
	asOf := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	r, err := employee.NewRoster(employee.Origin{Provider: "acmehr", Tenant: "acme", AsOf: asOf},
		sung("1"), sung("2"), gone, sung("4"))
	if err != nil {
		t.Fatal(err)
	}
	user := func(id, employeeID string) syncplan.User {
		return syncplan.User{ID: id, Link: syncplan.Link{Source: "acmehr/acme", EmployeeID: employeeID}, Active: true,
			Email: canary + "." + id + "@example.com",
			Attributes: syncplan.Attributes{
				syncplan.TextAttribute("name", canary+" old"), syncplan.ListAttribute("groups", canary),
			}}
	}
	protected := user("u4", "4")
	protected.Protected = true
	x := syncplan.Existing{Users: []syncplan.User{user("u2", "2"), user("u3", "3"), protected},
		Groups: map[string][]string{"department": {canary}}}
	s := syncplan.Settings{Zone: "UTC", Mapping: mapping.Mapping{Rules: []mapping.Rule{
		{Target: "email", From: []employee.Field{employee.FieldWorkEmail}},
		{Target: "name", Format: "{first_name} {last_name}"},
		{Target: "department", From: []employee.Field{employee.FieldDepartment}},
		{Target: "manager", From: []employee.Field{employee.FieldManagerID}},
	}}}
	planner, err := syncplan.Prepare(r, x, s, time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	plan := planner.Plan()
	if !strings.Contains(plan.String(), canary) || len(plan.Actions) == 0 || len(plan.Notes) == 0 {
		t.Fatalf("a plan without canaries:\n%s", plan)
	}
	return r, x, s, planner
}

// TestValuesKeepSilent: formatting an employee, a roster or a user, and logging
// them or a plan or a part of a plan, shows ids and counts only.
func TestValuesKeepSilent(t *testing.T) {
	t.Parallel()
	r, x, s, planner := sungPlanner(t)
	plan := planner.Plan()
	e, _ := r.Employee("2")
	user := x.Users[0]
	for where, v := range map[string]any{"an employee": e, "a user": &user} {
		silentPrinted(t, where, v, canaries(), "JSON")
	}
	silentPrinted(t, "a roster", r, canaries())
	silentPrinted(t, "a planner", planner, canaries())
	silentPrinted(t, "an attribute", user.Attributes[0], canaries(), "JSON")

	explanation, _ := planner.Explain(plan, "2")
	logged := map[string]any{
		"employee": *e, "employee pointer": e, "roster": *r, "roster pointer": r, "problems": r.Problems(),
		"origin": r.Origin(),
		"user":   user, "user pointer": &user, "existing": x, "attributes": user.Attributes, "attribute": user.Attributes[0],
		"plan pointer": plan, "plan": *plan, "summary": plan.Summary(), "explanation": explanation, "settings": s,
	}
	for i, a := range plan.Actions {
		logged[fmt.Sprint("action ", i)] = a
		for j, c := range a.Changes {
			logged[fmt.Sprint("change ", i, j)] = c
		}
		for j, v := range a.Evidence {
			logged[fmt.Sprint("evidence ", i, j)] = v
		}
	}
	for i, h := range plan.Held {
		logged[fmt.Sprint("hold ", i)] = h
	}
	for i, n := range plan.Notes {
		logged[fmt.Sprint("note ", i)] = n
	}
	for name, v := range logged {
		j := new(journal)
		j.logger().Info("a caller logs", "v", v)
		silent(t, "the log of "+name, j.String(), canaries())
	}
}

// configs are those of all providers, with their credentials.
func configs() map[string]any {
	return map[string]any{
		"bamboohr": bamboohr.Config{Company: "acme", APIKey: bambooKey,
			Token: func(context.Context) (string, time.Time, error) { return bambooKey, time.Time{}, nil }},
		"personio": personio.Config{Tenant: "acme", ClientID: personioID, ClientSecret: personioSecret},
		"hibob":    hibob.Config{Tenant: "acme", ServiceUserID: hibobUser, Token: hibobToken},
		"humaans":  humaans.Config{AccessToken: humaansToken},
		"lucca": lucca.Config{Instance: "acme.ilucca.net", APIKey: luccaKey,
			ClientID: luccaClient, ClientSecret: luccaSecret},
		// What admins do: the secret in the wrong box.
		"bamboohr, key as company": bamboohr.Config{Company: bambooKey + "/" + bambooKey, APIKey: bambooKey},
		"personio, secret as tenant": personio.Config{Tenant: personioSecret,
			ClientID: personioID, ClientSecret: personioSecret},
		"hibob, token as tenant":    hibob.Config{Tenant: hibobToken, ServiceUserID: hibobUser, Token: hibobToken},
		"humaans, token as company": humaans.Config{Company: humaansToken, AccessToken: humaansToken},
		"lucca, key as instance":    lucca.Config{Instance: luccaKey, APIKey: luccaKey},
	}
}

func credentials() []string {
	return forms(bambooKey, personioID, personioSecret, hibobUser, hibobToken, humaansToken,
		luccaKey, luccaClient, luccaSecret)
}

// TestConfigsKeepSilent: no Config shows a credential, printed, logged, encoded,
// or in the error of a New that refuses it.
func TestConfigsKeepSilent(t *testing.T) {
	t.Parallel()
	for name, cfg := range configs() {
		silentPrinted(t, name, cfg, credentials())
		j := new(journal)
		j.logger().Info("a caller logs", "config", cfg, "configs", []any{cfg})
		var err error
		switch c := cfg.(type) {
		case bamboohr.Config:
			_, err = bamboohr.New(c)
		case personio.Config:
			_, err = personio.New(c)
		case hibob.Config:
			_, err = hibob.New(c)
		case humaans.Config:
			c.BaseURL = "https://" + humaansToken + "@example.com/?token=" + humaansToken
			_, err = humaans.New(c)
		case lucca.Config:
			c.BaseURL = "http://" + luccaKey + ".example.com/" + luccaKey
			_, err = lucca.New(c)
		}
		j.logger().Info("a caller logs", "error", err)
		silentPrinted(t, "the error of "+name, err, credentials())
		silent(t, "the log of "+name, j.String(), credentials())
	}
}

const panicking = "ROSTERKIT_BATTERY_PANIC"

// TestPanicsKeepSilent: a program that panics with one of our values, or with an
// error of ours, shows nothing of them. A process of its own does.
func TestPanicsKeepSilent(t *testing.T) {
	t.Parallel()
	values := []func() any{
		func() any { return sung("1") },
		func() any { return bamboohr.Config{Company: "acme", APIKey: bambooKey} },
		func() any {
			c, _ := personio.New(personio.Config{Tenant: "acme", ClientID: personioID, ClientSecret: personioSecret})
			return c
		},
		func() any {
			_, err := hibob.New(hibob.Config{Tenant: hibobToken, ServiceUserID: hibobUser, Token: hibobToken,
				BaseURL: "http://" + hibobToken})
			return err
		},
		func() any { return syncplan.User{ID: "u1", Email: canary} },
	}
	if n := os.Getenv(panicking); n != "" {
		panic(values[n[0]-'0']())
	}
	for i := range values {
		cmd := exec.Command(os.Args[0], "-test.run=^TestPanicsKeepSilent$")
		cmd.Env = append(os.Environ(), fmt.Sprint(panicking, "=", i))
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), "panic:") {
			t.Fatalf("no panic: %v\n%s", err, out)
		}
		silent(t, fmt.Sprint("panic ", i), string(out), append(canaries(), credentials()...))
	}
}
