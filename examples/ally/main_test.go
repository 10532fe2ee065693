package main

import (
	"maps"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/examples/internal/recipe"
	"github.com/rosterkit/rosterkit/examples/internal/recipe/recipetest"
	"github.com/rosterkit/rosterkit/syncplan"
)

type v = recipe.Values

// hr returns a change that puts June and these employees into the account.
func hr(others ...bamboohrtest.Person) func(*recipe.Connection) {
	return func(c *recipe.Connection) {
		c.HR = account(append([]bamboohrtest.Person{employees()[0]}, others...)...)
	}
}

// omar returns Omar as his user says, with other values in place of his.
func omar(other v) bamboohrtest.Person {
	values := v{"okrTeams": "Growth", "reportsToId": "501", "firstName": "Omarr", "workEmail": "omar.diaz@example.com"}
	maps.Copy(values, other)
	return recipe.BambooHR("502", "Omar", "Diaz", values)
}

func TestPromises(t *testing.T) {
	t.Parallel()
	recipetest.Check(t, connection,
		recipetest.Promise{
			Sentence: "All employees become users",
			Change:   hr(omar(nil), recipe.BambooHR("505", "Lars", "Holm", nil), recipe.BambooHR("506", "Kim", "Lee", nil)),
			Want:     []string{"create employee 505", "create employee 506"},
			Never:    []string{"out_of_scope"},
		},
		recipetest.Promise{
			Sentence: "They are provisioned, and invited later",
			Want:     []string{"create employee 505", `state: "provisioned"`},
		},
		recipetest.Promise{
			Sentence: "An invited user does not become provisioned again",
			Change:   hr(omar(nil)),
			Want:     []string{"nothing to do"},
			Never:    []string{"state"},
		},
		recipetest.Promise{
			Sentence: "E-mail, first and last name",
			Want: []string{
				"create employee 505", `email: "lars.holm@example.com" from work_email`, `first_name: "Lars" from first_name`,
				`last_name: "Holm" from last_name`,
			},
		},
		recipetest.Promise{
			Sentence: "Teams, separated by commas",
			Want:     []string{`teams: "Growth" -> "Growth", "Platform" from custom.okrTeams`},
		},
		recipetest.Promise{
			Sentence: "The manager, by e-mail",
			Want: []string{
				"set_manager user ally-4", "manager: user ally-2 employee 502", "manager.email is omar.diaz@example.com",
			},
		},
		recipetest.Promise{
			Sentence: "The deactivation date is the termination date",
			Want:     []string{"create employee 505", "deactivation_date: 2026-12-31 from termination_date"},
		},
		recipetest.Promise{
			Sentence: "The plan works for a key that sees neither status nor hire date",
			Want:     []string{"1 update, 1 link, 1 create, 2 set_manager, 1 deactivate", "hire_date is withheld"},
			Never:    []string{"unknown"},
		},
		recipetest.Promise{
			Sentence: "E-mail is the match key, in any case",
			Want:     []string{"link user ally-4 employee 504"},
			Never:    []string{"create employee 504"},
		},
		recipetest.Promise{
			Sentence: "Matched users are updated",
			Want:     []string{"link user ally-4", `teams: "Growth" from custom.okrTeams`},
		},
		recipetest.Promise{Sentence: "Others are created", Want: []string{"create employee 505"}},
		recipetest.Promise{
			Sentence: "HR overrides manual edits",
			Want:     []string{`update user ally-2`, `first_name: "Omarr" -> "Omar"`},
		},
		recipetest.Promise{
			Sentence: "Users are active until the end of the termination date",
			Change: func(c *recipe.Connection) {
				hr(omar(v{"terminationDate": "2026-03-02"}))(c)
				c.At = pacific(t, "2026-03-02T23:59:00")
			},
			Want:  []string{"next due 2026-03-03T00:00:00-08:00"},
			Never: []string{"\ndeactivate"},
		},
		recipetest.Promise{
			Sentence: "They are deactivated when it has ended, Pacific time",
			Change: func(c *recipe.Connection) {
				hr(omar(v{"terminationDate": "2026-03-02"}))(c)
				c.At = pacific(t, "2026-03-03T00:00:00")
			},
			Want: []string{"deactivate user ally-2", "termination_date is 2026-03-02"},
		},
		recipetest.Promise{
			Sentence: "A termination date that the key cannot see deactivates no user",
			Change: func(c *recipe.Connection) {
				p := omar(v{"terminationDate": "2026-02-01"})
				p.Restricted = []string{"terminationDate"}
				hr(p)(c)
			},
			Want:  []string{`employee 502 user ally-2 "Omarr Diaz" unknown`},
			Never: []string{"deactivate"},
		},
	)
}

func pacific(t *testing.T, local string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02T15:04:05", local, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestDailyAtMidnight(t *testing.T) {
	t.Parallel()
	recipetest.InReadme(t, "Every day at 12 am Pacific")
	evening := pacific(t, "2026-03-07T18:00:00")
	if got, want := recipe.Daily(evening, 0, evening.Location()), pacific(t, "2026-03-08T00:00:00"); !got.Equal(want) {
		t.Errorf("after %v comes %v, want %v", evening, got, want)
	}
}

// TestConnection: a name, a key and a subdomain are all that the admin enters.
func TestConnection(t *testing.T) {
	t.Parallel()
	recipetest.InReadme(t, "A connection is a name, a key and a subdomain such as allydemo.bamboohr.com")
	c, err := connection()
	if err != nil {
		t.Fatal(err)
	}
	if plan := recipetest.Plan(t, c); plan.Name != "Allydemo" || plan.Source != "bamboohr/allydemo" {
		t.Errorf("the plan is for %s, %s", plan.Name, plan.Source)
	}
	for _, pasted := range []string{"allydemo", "allydemo.bamboohr.com", "https://allydemo.bamboohr.com/home/"} {
		if _, err := bamboohr.New(bamboohr.Config{Company: pasted, APIKey: key}); err != nil {
			t.Errorf("%s: %v", pasted, err)
		}
	}
	c.Settings.Policy.LeavingEvidence = syncplan.LeavingEvidenceBoth
	if plan := recipetest.Plan(t, c); len(plan.Actions) > 0 {
		t.Errorf("with evidence that the key does not see: %v", plan.Summary())
	}
}
