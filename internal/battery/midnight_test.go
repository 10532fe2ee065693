package battery

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
	"github.com/rosterkit/rosterkit/syncplan"
)

// A contract lasts from one day to another, both included; a blank end is open.
type contract struct{ start, end string }

// Two employees: 1 has a contract that ends on a day and one that starts on the next,
// 2 leaves on that day.
func renewal() (goesOn, leaves []contract) {
	return []contract{{"2020-01-01", "2025-11-14"}, {"2025-11-15", ""}}, []contract{{"2020-01-01", "2025-11-14"}}
}

// A lister lists employees.
type lister interface {
	Roster(context.Context) (*employee.Roster, error)
}

func byPersonio(t *testing.T) lister {
	jobs := func(contracts []contract) (all []map[string]any) {
		for i, c := range contracts {
			m := map[string]any{
				"id": fmt.Sprint(i), "status": "ACTIVE", "employment_start_date": c.start, "employment_end_date": nil,
			}
			if c.end != "" {
				m["employment_end_date"], m["termination"] = c.end, map[string]any{"termination_date": c.end}
			}
			all = append(all, m)
		}
		return all
	}
	goesOn, leaves := renewal()
	goesOnJobs := jobs(goesOn)
	goesOnJobs[1]["status"] = "ONBOARDING"
	fake := personiotest.New("id", "secret",
		personiotest.Person{ID: "1", Values: map[string]any{"email": "1@example.com"}, Employments: goesOnJobs},
		personiotest.Person{ID: "2", Values: map[string]any{"email": "2@example.com"}, Employments: jobs(leaves)})
	c, err := personio.New(personio.Config{
		Tenant: "acme", ClientID: "id", ClientSecret: "secret", API: personio.APIV2, HTTPClient: fake.Client(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func byLucca(cfg lucca.Config) func(t *testing.T) lister {
	return func(t *testing.T) lister {
		contracts := func(all []contract) (made []luccatest.Contract) {
			for _, c := range all {
				made = append(made, luccatest.Contract{Start: c.start, End: c.end})
			}
			return made
		}
		goesOn, leaves := renewal()
		fake := luccatest.New(luccatest.Credentials{APIKey: luccaKey, ClientID: luccaClient, ClientSecret: luccaSecret},
			luccatest.Person{ID: "1", Mail: "1@example.com", Contracts: contracts(goesOn)},
			luccatest.Person{ID: "2", Mail: "2@example.com", Contracts: contracts(leaves)})
		fake.Configure(luccatest.Config{Today: employee.DateAt(time.Now(), time.UTC).String()})
		own := cfg // of this test: others run beside it
		own.Instance, own.HTTPClient = "acme.ilucca.net", fake.Client()
		c, err := lucca.New(own)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
}

// TestRenewalAtMidnight: in Auckland it is the day of the next contract while UTC has the
// last day of the one before. Whichever side of midnight the listing and the plan fall
// on, an employee whose contract is renewed is not deactivated; a leaver is.
func TestRenewalAtMidnight(t *testing.T) {
	t.Parallel()
	clients := map[string]func(*testing.T) lister{
		"personio v2":    byPersonio,
		"lucca by key":   byLucca(lucca.Config{APIKey: luccaKey}),
		"lucca by OAuth": byLucca(lucca.Config{ClientID: luccaClient, ClientSecret: luccaSecret}),
	}
	at := func(clock string) time.Time {
		instant, err := time.Parse(time.DateTime, "2025-11-"+clock)
		if err != nil {
			t.Fatal(err)
		}
		return instant
	}
	for _, tt := range []struct{ name, listed, planned string }{ // UTC
		{name: "in the forenoon of Auckland", listed: "14 21:57:00", planned: "14 21:58:00"},
		{name: "listed before midnight, planned after it", listed: "14 23:58:00", planned: "15 00:03:00"},
		{name: "both after midnight", listed: "15 00:01:00", planned: "15 00:03:00"},
		{name: "a day later", listed: "15 21:57:00", planned: "16 00:03:00"},
	} {
		for name, client := range clients {
			t.Run(name+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					time.Sleep(time.Until(at(tt.listed)))
					roster, err := client(t).Roster(t.Context())
					if err != nil {
						t.Fatal(err)
					}
					if got := deactivated(t, roster, at(tt.planned)); !cmp.Equal(got, []string{"2"}) {
						e, _ := roster.Employee("1")
						t.Errorf("deactivated %q, want 2 alone; 1 is hired on %v, ends on %v, %q",
							got, e.HireDate, e.TerminationDate, e.Status)
					}
				})
			})
		}
	}
}

// deactivated are the employees whose users a plan deactivates. All have an active user
// and are in Auckland.
func deactivated(t *testing.T, r *employee.Roster, at time.Time) (ids []string) {
	t.Helper()
	var existing syncplan.Existing
	for e := range r.All() {
		existing.Users = append(existing.Users, syncplan.User{
			ID: "u" + e.ID, Email: e.WorkEmail, Active: true,
			Link: syncplan.Link{Source: r.Origin().Source(), EmployeeID: e.ID},
		})
	}
	plan, err := syncplan.Build(r, existing, syncplan.Settings{
		Zone:    "Pacific/Auckland",
		Mapping: mapping.Mapping{Rules: []mapping.Rule{{Target: "email", From: []employee.Field{employee.FieldWorkEmail}}}},
	}, at)
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Held) > 0 {
		t.Errorf("the plan holds %v", plan.Held)
	}
	for _, a := range plan.Actions {
		if a.Kind == syncplan.KindDeactivate {
			ids = append(ids, a.EmployeeID)
		}
	}
	return ids
}
