package main

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/examples/internal/recipe"
	"github.com/rosterkit/rosterkit/examples/internal/recipe/recipetest"
	"github.com/rosterkit/rosterkit/syncplan/runner"
)

type v = recipe.Values

// hr returns a change that puts these employees into the account.
func hr(employees ...bamboohrtest.Person) func(*recipe.Connection) {
	return func(c *recipe.Connection) { c.HR = account(employees...) }
}

// fallback returns a change that takes the list call away, so that the report
// alone is left.
func fallback(employees ...bamboohrtest.Person) func(*recipe.Connection) {
	return func(c *recipe.Connection) {
		fake := bamboohrtest.New(key, employees...)
		fake.Configure(bamboohrtest.Config{Refuse: map[string]int{"/employees": 404}})
		c.HR = fake
	}
}

func TestPromises(t *testing.T) {
	t.Parallel()
	maya := employees()[0]
	tom := func(other v) bamboohrtest.Person {
		values := v{"reportsToId": "201", "city": "Boise", "jobTitleName": "Wizard"}
		for name, value := range other {
			values[name] = value
		}
		return recipe.BambooHR("202", "Tom", "Becker", values)
	}
	recipetest.Check(t, connection,
		recipetest.Promise{
			Sentence: "Employee # becomes the employee id",
			Want:     []string{`create employee 203`, `employee_id: "E-203" from number`},
		},
		recipetest.Promise{
			Sentence: "Work e-mail becomes the e-mail",
			Want:     []string{`create employee 203`, `email: "lena.vogt@example.com" from work_email`},
		},
		recipetest.Promise{
			Sentence: "Without a work e-mail no user is created",
			Change: hr(maya,
				recipe.BambooHR("203", "Lena", "Vogt", v{"workEmail": nil, "homeEmail": "lena@home.example.com"})),
			Want:  []string{`employee 203 "Lena Vogt" no_key: no user is created: no value for "email"`},
			Never: []string{"home.example.com"},
		},
		recipetest.Promise{
			Sentence: "First and last name are synced",
			Want:     []string{`first_name: "Lena" from first_name`, `last_name: "Vogt" from last_name`},
		},
		recipetest.Promise{
			Sentence: "The preferred name is synced",
			Want:     []string{`preferred_name: "Leni" from preferred_name`},
		},
		recipetest.Promise{
			Sentence: "The job title is synced",
			Want:     []string{`create employee 203`, `title: "Specialist" from job_title`},
		},
		recipetest.Promise{
			Sentence: "Department becomes the department name",
			Change:   hr(maya, tom(v{"departmentName": "Management"})),
			Want:     []string{`department_name: "Sales" -> "Management" from department`},
		},
		recipetest.Promise{
			Sentence: "Reports to, by id, becomes the manager",
			Want:     []string{`set_manager employee 203`, `manager: user bw-2 employee 202`, `manager.id is 202`},
		},
		recipetest.Promise{Sentence: "The work phone is synced", Want: []string{`phone: "+1 555 0103" from work_phone`}},
		recipetest.Promise{
			Sentence: "City becomes the location, and is the home city",
			Change:   hr(maya, tom(v{"city": "Salem", "locationName": "Head Office"})),
			Want:     []string{`location: "Boise" -> "Salem" from address.city`},
			Never:    []string{"Head Office"},
		},
		recipetest.Promise{
			Sentence: "Status becomes active",
			Change: func(c *recipe.Connection) {
				c.HR = account(maya, tom(nil))
				c.Existing.Users[1].Active, c.Existing.Users[1].DeactivatedBySync = false, true
			},
			Want: []string{`reactivate user bw-2 employee 202`, `status is active`},
		},
		recipetest.Promise{
			Sentence: "Leavers are deactivated, and the deactivation carries its date",
			Want:     []string{`deactivate user bw-3 employee 204`, `deactivation_date: 2026-02-20 from termination_date`},
		},
		recipetest.Promise{
			Sentence: "It carries its date also when HR entered it late",
			Change: hr(maya, recipe.BambooHR("204", "Ines", "Duarte", v{
				"status": "Inactive", "terminationDate": "2025-12-31", "reportsToId": "201"})),
			Want: []string{`deactivate user bw-3`, `deactivation_date: 2025-12-31`},
		},
		recipetest.Promise{
			Sentence: "A termination date ahead is stored, and no user is deactivated before it has passed",
			Change:   hr(maya, tom(v{"terminationDate": "2026-03-02"})),
			Want:     []string{"next due 2026-03-03T00:00:00-08:00", `update user bw-2`, `deactivation_date: 2026-03-02`},
			Never:    []string{"deactivate user bw-2"},
		},
		recipetest.Promise{
			Sentence: "New hires are provisioned as soon as they are added, however far ahead they start",
			Want:     []string{`create employee 203`, `hire_date is 2026-09-01`},
		},
		recipetest.Promise{
			Sentence: "Manual changes are overwritten",
			Want:     []string{`update user bw-2`, `title: "Wizard" -> "Specialist"`},
		},
		recipetest.Promise{
			Sentence: "Unknown departments are created",
			Want:     []string{`create_group "Customer-Success"`, `department_name: "Customer-Success"`},
		},
		recipetest.Promise{
			Sentence: "A department spelled almost like another one is a warning",
			Want:     []string{`near_duplicate`, `almost like "Customer Success"`},
		},
		recipetest.Promise{
			Sentence: "An employee with a blocked employment status gets no user",
			Want:     []string{`skipped employee 205 "Pavel Sykora" blocked`, `employment_status is "Contractor"`},
			Never:    []string{"create employee 205"},
		},
		recipetest.Promise{
			Sentence: "A user whose employment status is blocked is deactivated",
			Change:   hr(maya, tom(v{"employmentStatusName": "Intern"})),
			Want:     []string{`deactivate user bw-2`, `employment_status is "Intern"`},
		},
		recipetest.Promise{
			Sentence: "A blank employment status counts as blocked",
			Want:     []string{`deactivate user bw-4`, `because employment_status is empty`},
		},
		recipetest.Promise{
			Sentence: "A status dated ahead has not happened",
			Change: func(c *recipe.Connection) {
				p := tom(nil)
				p.Planned = v{"status": "Inactive", "employmentStatusName": "Contractor", "terminationDate": "2026-04-30"}
				c.HR = account(maya, p)
			},
			Want:  []string{"nothing to do"},
			Never: []string{"deactivate", "Contractor", "2026-04-30"},
		},
		recipetest.Promise{
			Sentence: "The key's owner, who cannot see their own status, is not deactivated",
			Want:     []string{`employee 207 user bw-5 "Sync Owner" unknown`, `access is not changed`},
			Never:    []string{"deactivate user bw-5"},
		},
		recipetest.Promise{
			Sentence: "Nor is the owner deactivated where only the report can be read",
			Change:   fallback(employees()...),
			Want:     []string{`employee 207 user bw-5 "Sync Owner" unknown`},
			Never:    []string{"deactivate user bw-5"},
		},
	)
}

// TestEachBlockedStatus: the admin picks from BambooHR's words; each can be
// blocked and each can be let in.
func TestEachBlockedStatus(t *testing.T) {
	t.Parallel()
	words := []string{
		"Contractor", "Full Time", "Intern", "LOA", "Paid LOA", "Part-Time", "Pending New Hires", "Return From LOA",
		"Temp Agency Contractor", "Vendor Service Provider",
	}
	recipetest.InReadme(t, "Any employment status can be blocked")
	for _, word := range words {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			c, err := connection()
			if err != nil {
				t.Fatal(err)
			}
			tom := recipe.BambooHR("202", "Tom", "Becker", v{"employmentStatusName": word, "reportsToId": "201"})
			hr(employees()[0], tom)(&c)
			c.Settings.Policy.Block.Any[1].Values = []string{word}
			recipetest.Plan(t, c).Has("deactivate user bw-2", "employment_status is")
			c.Settings.Policy.Block.Any[1].Values = []string{"Another"}
			recipetest.Plan(t, c).Lacks("deactivate user bw-2")
		})
	}
}

func TestDailyAtThree(t *testing.T) {
	t.Parallel()
	recipetest.InReadme(t, "Every day at 3 am Pacific, and at once on \"sync now\"")
	pacific, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, after, want string }{
		{name: "later on that day", after: "2026-03-02T08:00:00Z", want: "2026-03-02T11:00:00Z"},
		{name: "at three it is the next day's", after: "2026-03-02T11:00:00Z", want: "2026-03-03T11:00:00Z"},
		{name: "clocks go forward in the night", after: "2026-03-07T12:00:00Z", want: "2026-03-08T10:00:00Z"},
		{name: "clocks go back in the night", after: "2026-10-31T12:00:00Z", want: "2026-11-01T11:00:00Z"},
		{name: "the last day of a month", after: "2026-03-31T12:00:00Z", want: "2026-04-01T10:00:00Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			after, err := time.Parse(time.RFC3339, tt.after)
			if err != nil {
				t.Fatal(err)
			}
			if got := recipe.Daily(after, 3, pacific).UTC().Format(time.RFC3339); got != tt.want {
				t.Errorf("after %s comes %s, want %s", tt.after, got, tt.want)
			}
		})
	}
}

// TestHealth: what the integration's page shows after each run.
func TestHealth(t *testing.T) {
	t.Parallel()
	recipetest.InReadme(
		t,
		"After three failed connections in a row the integration is in an error state, which is shown",
	)
	recipetest.InReadme(t, "Failures of single records are notified")
	down := &employee.FetchError{Provider: "bamboohr", Op: "list employees", Err: employee.ErrUnavailable}
	done := runner.Report{Run: "1", Source: "bamboohr/acme"}
	var health runner.Health
	var states []runner.HealthState
	for _, err := range []error{down, down, down, nil} {
		health = health.After(done, err)
		states = append(states, health.State)
	}
	want := []runner.HealthState{
		runner.HealthStateFailing, runner.HealthStateFailing, runner.HealthStateError, runner.HealthStateHealthy,
	}
	if diff := cmp.Diff(want, states); diff != "" {
		t.Error(diff)
	}
	done.Actions = map[runner.Outcome]int{runner.OutcomeFailed: 1}
	done.Entries = []runner.Entry{
		{EmployeeID: "203", Outcome: runner.OutcomeFailed, Text: "the product refused it: a block list"},
	}
	health = health.After(done, nil)
	failed := done.Of(runner.OutcomeFailed)
	if len(failed) != 1 || failed[0].EmployeeID != "203" || !strings.Contains(health.Text, "1 action did not run") {
		t.Errorf("health is %+v, failed %v", health, failed)
	}
}

func TestPastedAddress(t *testing.T) {
	t.Parallel()
	recipetest.InReadme(t, "The pasted address https://companyname.bamboohr.com/ gives the subdomain")
	c, err := connection()
	if err != nil {
		t.Fatal(err)
	}
	if source := recipetest.Plan(t, c).Source; source != "bamboohr/companyname" {
		t.Errorf("the source is %s", source)
	}
	elsewhere := bamboohr.Config{Company: "https://companyname.example.com/", APIKey: key}
	if _, err := bamboohr.New(elsewhere); err == nil || errors.Is(err, employee.ErrCredentials) {
		t.Errorf("an address elsewhere: %v", err)
	}
}
