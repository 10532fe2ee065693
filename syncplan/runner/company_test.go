package runner_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/storetest"
	"github.com/rosterkit/rosterkit/syncplan/runner"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

const source = "test/acme"

func now() time.Time { return time.Date(2026, 11, 29, 6, 0, 0, 0, time.UTC) }

// A store is what a test runs plans on.
type store interface {
	runner.Store
	Existing(context.Context) (syncplan.Existing, error)
}

// employees are those of the company: Ada leads Bob, who leads Cem; Cem, Dora and Bob
// are new; Eve's address becomes Dora's; Fay has left.
func employees(t *testing.T) *employee.Roster {
	t.Helper()
	emp := func(id, first, email, department, manager string, end employee.Value) employee.Employee {
		e := employee.Employee{
			ID: id, FirstName: first, LastName: "Example", WorkEmail: email, Department: department,
			Status: employee.StatusActive, HireDate: employee.NewDate(2020, 1, 1), Manager: employee.Manager{ID: manager},
		}
		if end.Known() {
			e.Status = employee.StatusInactive
		}
		if err := e.Set(employee.FieldTerminationDate, end); err != nil {
			t.Fatal(err)
		}
		if manager == "" {
			if err := e.Set(employee.FieldManagerID, employee.Empty()); err != nil {
				t.Fatal(err)
			}
		}
		return e
	}
	none := employee.Empty()
	r, err := employee.NewRoster(employee.Origin{Provider: "test", Tenant: "acme", AsOf: now()},
		emp("ada", "Ada", "ada@example.com", "Board", "", none),
		emp("bob", "Bob", "bob@example.com", "Sales", "ada", none),
		emp("cem", "Cem", "cem@example.com", "Sales", "bob", none),
		emp("dora", "Dora", "eve@example.com", "Board", "eve", none),
		emp("eve", "Eve", "eve.two@example.com", "Sales", "ada", none),
		emp("fay", "Fay", "fay@example.com", "Sales", "ada", employee.Day(employee.NewDate(2026, 11, 20))),
	)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// users are those that the product has: Ada is not linked.
func users() []syncplan.User {
	user := func(id, first, email string) syncplan.User {
		u := syncplan.User{
			Email: email, Active: true,
			Attributes: syncplan.Attributes{
				syncplan.TextAttribute("name", first), syncplan.TextAttribute("department", "Board"),
			},
		}
		if id != "" {
			u.Link = syncplan.Link{Source: source, EmployeeID: id}
		}
		return u
	}
	return []syncplan.User{
		user("", "Ada", "ada@example.com"), user("eve", "Eve", "eve@example.com"), user("fay", "Fay", "fay@example.com"),
	}
}

func settings() syncplan.Settings {
	limit := &syncplan.Limit{Count: 10}
	return syncplan.Settings{
		Zone: "Europe/Berlin",
		Mapping: mapping.Mapping{Rules: []mapping.Rule{
			{Target: "email", From: []employee.Field{employee.FieldWorkEmail}},
			{Target: "name", From: []employee.Field{employee.FieldFirstName}},
			{Target: "department", From: []employee.Field{employee.FieldDepartment}},
			{Target: "manager", From: []employee.Field{employee.FieldManagerID}},
		}},
		Policy: syncplan.Policy{Limits: syncplan.Limits{
			Creates: limit, Deactivations: limit, EmailChanges: limit, Changes: limit, Clears: limit,
		}},
	}
}

// fill stores users and a group.
func fill(t *testing.T, s runner.Store, users ...syncplan.User) {
	t.Helper()
	err := s.Tx(t.Context(), func(tx runner.Tx) error {
		for _, u := range users {
			if _, err := tx.Create(t.Context(), u); err != nil {
				return err
			}
		}
		return tx.AddGroup(t.Context(), "department", "Board")
	})
	if err != nil {
		t.Fatal(err)
	}
}

// filled returns a database with the users of the company, and the store of one customer.
func filled(t *testing.T) (*storetest.Database, *storetest.Customer) {
	t.Helper()
	d := &storetest.Database{}
	s := d.Of("acme")
	fill(t, s, users()...)
	return d, s
}

func existing(t *testing.T, s store) syncplan.Existing {
	t.Helper()
	x, err := s.Existing(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// planned plans for what the store has.
func planned(t *testing.T, s store) *syncplan.Plan {
	t.Helper()
	p, err := syncplan.Build(employees(t), existing(t, s), settings(), now())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func run(t *testing.T, p *syncplan.Plan, s runner.Store, options ...runner.Option) runner.Report {
	t.Helper()
	report, err := runner.Run(t.Context(), p, s, options...)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// byEmployee returns users with the ids of their employees in place of their own.
func byEmployee(x syncplan.Existing) syncplan.Existing {
	names := make(map[string]string)
	for _, u := range x.Users {
		names[u.ID] = u.Link.EmployeeID
	}
	byID := syncplan.Existing{Groups: x.Groups}
	for _, u := range x.Users {
		u.ID, u.ManagerID = names[u.ID], names[u.ManagerID]
		slices.SortFunc(u.Attributes, func(a, b syncplan.Attribute) int { return strings.Compare(a.Name, b.Name) })
		byID.Users = append(byID.Users, u)
	}
	slices.SortFunc(byID.Users, func(a, b syncplan.User) int { return strings.Compare(a.ID, b.ID) })
	return byID
}

func compare(t *testing.T, want, got syncplan.Existing) {
	t.Helper()
	type plain struct { // a User prints its ID only
		User       string
		Link       syncplan.Link
		Email      string
		Manager    string
		Active     bool
		BySync     bool
		Attributes string
	}
	forms := func(x syncplan.Existing) (all []plain) {
		for _, u := range byEmployee(x).Users {
			attributes, err := u.Attributes.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, plain{u.ID, u.Link, u.Email, u.ManagerID, u.Active, u.DeactivatedBySync, string(attributes)})
		}
		return all
	}
	if diff := cmp.Diff(forms(want), forms(got)); diff != "" {
		t.Errorf("users (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want.Groups, got.Groups, cmpopts.SortSlices(strings.Compare)); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
}

// settled fails unless the store has what the plan makes of before, and the next plan
// has nothing to do.
func settled(t *testing.T, before syncplan.Existing, p *syncplan.Plan, s store) {
	t.Helper()
	compare(t, syncplantest.Apply(before, p), existing(t, s))
	if next := planned(t, s); len(next.Actions) > 0 || len(next.Held) > 0 {
		t.Errorf("the next plan has something to do:\n%s", next)
	}
}
