package runner_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/runner"
)

// A memory is the users of one customer in a map. A transaction works on copies, which
// take the place of the maps if it succeeds.
type memory struct {
	users map[string]syncplan.User
	keys  map[string]bool
}

func (m *memory) Existing(context.Context) (syncplan.Existing, error) {
	return syncplan.Existing{Users: slices.Collect(maps.Values(m.users))}, nil
}

func (m *memory) Tx(_ context.Context, f func(runner.Tx) error) error {
	work := &memory{maps.Clone(m.users), maps.Clone(m.keys)}
	if err := f(work); err != nil {
		return err
	}
	*m = *work
	return nil
}

func (m *memory) Recorded(_ context.Context, run, key string) (bool, error) {
	return m.keys[run+" "+key], nil
}

func (m *memory) User(_ context.Context, id string) (syncplan.User, error) { return m.users[id], nil }

func (m *memory) Linked(_ context.Context, link syncplan.Link) (syncplan.User, error) {
	for _, u := range m.users {
		if u.Link == link {
			return u, nil
		}
	}
	return syncplan.User{}, nil
}

func (m *memory) Create(ctx context.Context, u syncplan.User) (string, error) {
	u.ID = fmt.Sprint("user-", len(m.users)+1)
	return u.ID, m.Update(ctx, syncplan.User{}, u)
}

func (m *memory) Update(_ context.Context, before, after syncplan.User) error {
	for _, u := range m.users {
		if u.ID != before.ID && u.Email != "" && strings.EqualFold(u.Email, after.Email) {
			return runner.ErrTaken
		}
	}
	m.users[after.ID] = after
	return nil
}

func (m *memory) AddGroup(context.Context, string, string) error {
	return errors.New("there are no groups")
}

func (m *memory) Record(_ context.Context, run string, a syncplan.Action, userID string) error {
	if m.keys[run+" "+a.Key] {
		return runner.ErrRecorded
	}
	m.keys[run+" "+a.Key] = true // and an audit row
	return nil
}

// Plan, and carry the plan out on a store. This one is a map; a database has its
// transactions in Tx.
func ExampleRun() {
	ctx := context.Background()
	now := time.Date(2026, 11, 29, 6, 0, 0, 0, time.UTC)
	employed := func(id, name, email string, managerID employee.Value) employee.Employee {
		e := employee.Employee{
			ID: id, FirstName: name, WorkEmail: email, Status: employee.StatusActive, HireDate: employee.NewDate(2020, 1, 1),
		}
		_ = e.Set(employee.FieldTerminationDate, employee.Empty()) // the fields have these kinds
		_ = e.Set(employee.FieldManagerID, managerID)
		return e
	}
	roster, err := employee.NewRoster(employee.Origin{Provider: "csv", Tenant: "acme", AsOf: now},
		employed("41", "Ada", "ada@example.com", employee.Empty()),
		employed("42", "Bob", "bob@example.com", employee.Text("41")))
	if err != nil {
		fmt.Println(err)
		return
	}
	settings := syncplan.Settings{Zone: "UTC", Mapping: mapping.Mapping{Rules: []mapping.Rule{
		{Target: "email", From: []employee.Field{employee.FieldWorkEmail}},
		{Target: "manager", From: []employee.Field{employee.FieldManagerID}},
	}}}
	store := &memory{users: map[string]syncplan.User{}, keys: map[string]bool{}}

	existing, err := store.Existing(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := syncplan.Build(roster, existing, settings, now)
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := runner.Run(ctx, plan, store, runner.Source(roster.Origin().Source()), runner.MaxAge(time.Hour, now))
	fmt.Print(report)
	fmt.Println(runner.Health{}.After(report, err).Text)
	fmt.Println("the manager of Bob is", store.users["user-2"].ManagerID)
	// Output:
	// run csv/acme 2026-11-29T06:00:00Z of csv/acme: 3 done
	//
	// done: create employee 41 user user-1 "Ada" (hired)
	// done: create employee 42 user user-2 "Bob" (hired)
	// In sync.
	// the manager of Bob is user-1
}
