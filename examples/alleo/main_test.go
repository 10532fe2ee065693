package main

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/examples/internal/recipe"
	"github.com/rosterkit/rosterkit/examples/internal/recipe/recipetest"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/personio/personiotest"
	"github.com/rosterkit/rosterkit/syncplan"
)

type v = recipe.Values

// nora returns the user that Nora is linked to, as after an approved first plan.
func nora() syncplan.User {
	return syncplan.User{
		ID:     "al-1",
		Link:   syncplan.Link{Source: "bamboohr/companyname", EmployeeID: "301"},
		Email:  "nora.lund@example.com",
		Active: true,
		Attributes: syncplan.Attributes{
			syncplan.TextAttribute("first_name", "Nora"),
			syncplan.TextAttribute("last_name", "Lund"),
		},
	}
}

// running returns a change to a connection whose first plan has long been run:
// Nora has two colleagues.
func running(employees ...bamboohrtest.Person) func(*recipe.Connection) {
	return func(c *recipe.Connection) {
		c.Existing.Users = []syncplan.User{nora()}
		for _, id := range []string{"391", "392"} {
			employees = append(employees, recipe.BambooHR(id, "Colleague", id, v{"alleo_access": true}))
			c.Existing.Users = append(c.Existing.Users, syncplan.User{ID: "al-" + id, Active: true,
				Link: syncplan.Link{Source: "bamboohr/companyname", EmployeeID: id}, Email: "colleague." + id + "@example.com"})
		}
		c.HR = bambooAccount(employees...)
	}
}

func noraWith(other v) bamboohrtest.Person {
	values := v{"alleo_access": true}
	maps.Copy(values, other)
	return recipe.BambooHR("301", "Nora", "Lund", values)
}

func TestBambooHRPromises(t *testing.T) {
	t.Parallel()
	access := noraWith(nil)
	hidden := noraWith(nil)
	hidden.Restricted = []string{"homeEmail", "alleo_access"}
	recipetest.Check(t, onBambooHR,
		recipetest.Promise{
			Sentence: "The first plan waits for approval",
			Want:     []string{"nothing to do; 3 held", "held by first_plan", "link user al-1", "create employee 302"},
		},
		recipetest.Promise{
			Sentence: "All employees become users",
			Change: func(c *recipe.Connection) {
				running(bambooPeople()...)(c)
				c.Settings.Mapping.Scope = mapping.Condition{} // a customer without the optional field
			},
			Want:  []string{"create employee 302", "create employee 303", "create employee 304", "create employee 305"},
			Never: []string{"held by", "out_of_scope"},
		},
		recipetest.Promise{
			Sentence: "A new employee becomes a user with the next daily sync",
			Change:   running(access, recipe.BambooHR("306", "Ida", "Falk", v{"alleo_access": true, "hireDate": "2026-03-02"})),
			Want:     []string{"create employee 306", `hire_date is 2026-03-02`},
		},
		recipetest.Promise{
			Sentence: "A leaver is deactivated with the next daily sync",
			Change:   running(noraWith(v{"status": "Inactive", "terminationDate": "2026-03-01"})),
			Want:     []string{"deactivate user al-1", "termination_date is 2026-03-01"},
		},
		recipetest.Promise{
			Sentence: "First name, last name and birthday are read",
			Change:   running(noraWith(v{"firstName": "Leonora", "lastName": "Lund-Berg", "birthDate": "1990-02-28"})),
			Want: []string{
				`first_name: "Nora" -> "Leonora"`, `last_name: "Lund" -> "Lund-Berg"`, `birthday: 1990-02-28 from birth_date`,
			},
		},
		recipetest.Promise{
			Sentence: "Hire date and original hire date are read",
			Change:   running(noraWith(v{"hireDate": "2024-01-08", "originalHireDate": "2019-09-01"})),
			Want:     []string{"hire_date: 2024-01-08 from hire_date", "original_hire_date: 2019-09-01 from original_hire_date"},
		},
		recipetest.Promise{
			Sentence: "The whole employment status is read",
			Change:   running(noraWith(v{"employmentStatusName": "Parental Leave"})),
			Want:     []string{`employment_status: "Parental Leave" from employment_status`},
		},
		recipetest.Promise{
			Sentence: "The location is read, if the customer wants it",
			Change:   running(noraWith(v{"locationName": "Hamburg"})),
			Want:     []string{`location: "Hamburg" from location`},
		},
		recipetest.Promise{
			Sentence: "The e-mail is the business address",
			Change: running(access,
				recipe.BambooHR("306", "Ida", "Falk", v{"alleo_access": true, "homeEmail": "ida@home.example.com"})),
			Want:  []string{`create employee 306`, `email: "ida.falk@example.com" from work_email`},
			Never: []string{"home.example.com"},
		},
		recipetest.Promise{
			Sentence: "It is the private address when there is no business address",
			Change:   running(bambooPeople()[:2]...),
			Want:     []string{`email: "karim@home.example.com" from personal_email`},
		},
		recipetest.Promise{
			Sentence: "A business address that the key may not see does not reveal the private one",
			Change: func(c *recipe.Connection) {
				p := bambooPeople()[1]
				p.Restricted = []string{"workEmail"}
				running(access, p)(c)
			},
			Want:  []string{`employee 302 "Karim Aziz" no_key`},
			Never: []string{"home.example.com"},
		},
		recipetest.Promise{
			Sentence: "Only employees with alleo_access TRUE are synced",
			Change:   running(access, bambooPeople()[2]),
			Want:     []string{`skipped employee 303 "Pia Holt" out_of_scope`, "is no, not yes"},
			Never:    []string{"create employee"},
		},
		recipetest.Promise{
			Sentence: "An unticked alleo_access is not TRUE",
			Change:   running(access, bambooPeople()[3]),
			Want:     []string{`skipped employee 304 "Sam Oduya" out_of_scope`, "is empty, not yes"},
			Never:    []string{"create employee"},
		},
		recipetest.Promise{
			Sentence: "An employee who loses alleo_access is deactivated",
			Change:   running(noraWith(v{"alleo_access": false})),
			Want:     []string{"deactivate user al-1", "out_of_scope"},
		},
		recipetest.Promise{
			Sentence: "An alleo_access that the key cannot see deactivates no user",
			Change:   running(hidden, recipe.BambooHR("306", "Ida", "Falk", v{"alleo_access": true})),
			Want:     []string{`employee 301 user al-1 "Nora Lund" unknown:`, `the scope is unknown`},
			Never:    []string{"deactivate"},
		},
		recipetest.Promise{
			Sentence: "A budget per employee is read from a custom field",
			Change:   running(noraWith(v{"alleo_budget": "1.250,50"})),
			Want:     []string{"budget: 1250.5 from custom.alleo_budget"},
		},
		recipetest.Promise{
			Sentence: "A budget that is no number leaves the old one and is reported",
			Change: func(c *recipe.Connection) {
				running(noraWith(v{"alleo_budget": "fifty"}))(c)
			},
			Want:  []string{`employee 301 user al-1 "Nora Lund" value: budget is not changed`},
			Never: []string{"fifty"},
		},
	)
}

// TestFirstPlan: the plan waits for its approval, and an approval is for the
// employees that were looked at.
func TestFirstPlan(t *testing.T) {
	t.Parallel()
	recipetest.InReadme(t, "The approval is for the employees that the admin saw")
	c, err := onBambooHR()
	if err != nil {
		t.Fatal(err)
	}
	held := recipetest.Plan(t, c).Held
	if len(held) != 1 {
		t.Fatalf("%d holds, want one", len(held))
	}
	approval := held[0].ApproveAll("admin@example.com", c.At.Add(24*time.Hour))
	if plan := recipetest.Plan(t, c, approval); len(plan.Actions) != 3 || len(plan.Held) != 0 {
		t.Errorf("approved: %v", plan.Summary())
	}
	c.HR = bambooAccount(append(bambooPeople(), recipe.BambooHR("306", "Ida", "Falk", v{"alleo_access": true}))...)
	plan := recipetest.Plan(t, c, approval)
	if len(plan.Actions) != 3 || len(plan.Held) != 1 || len(plan.Held[0].Actions) != 1 ||
		plan.Held[0].Actions[0].EmployeeID != "306" {
		t.Errorf("one more: %v", plan.Summary())
	}
}

// TestLeastPrivilege: what BambooHR is asked for is what the settings read, with
// the status and the dates that every plan needs.
func TestLeastPrivilege(t *testing.T) {
	t.Parallel()
	recipetest.InReadme(t, "The credential is read-only and needs the fewest fields")
	c, err := onBambooHR()
	if err != nil {
		t.Fatal(err)
	}
	fake := bambooAccount(bambooPeople()...)
	c.HR = fake
	recipetest.Plan(t, c)
	var asked []string
	for _, r := range fake.Requests() {
		asked = append(asked, strings.TrimSpace(r.Method+" "+r.Path+" "+r.Query.Get("fields")+string(r.Body)))
	}
	want := []string{
		`POST /api/v1/reports/custom {"title":"rosterkit","fields":["alleo_access","alleo_budget"]}`,
		"GET /api/v1/employees " +
			"employeeNumber,workEmail,homeEmail,birthDate,locationName,reportsToId,employmentStatusName," +
			"hireDate,originalHireDate,terminationDate",
		"GET /api/v1_2/datasets/employee/fields", // whether a blank custom field is blank
		"GET /api/v1/meta/fields",
		`POST /api/v2/datasets/employee/data {"fields":["eeid","customField4101","customField4102"],` +
			`"orderBy":"eeid asc","page":1,"pageSize":1000}`,
	}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// staff returns a change that puts these employees into the Personio account.
func staff(employees ...personiotest.Person) func(*recipe.Connection) {
	return func(c *recipe.Connection) { c.HR = personioAccount(employees...) }
}

func jonas(other v) personiotest.Person {
	values := v{"dynamic_700": "Yes", "dynamic_1": "1988-07-04", "dynamic_701": "50"}
	maps.Copy(values, other)
	return recipe.Personio("401", "Jonas", "Weber", values)
}

func TestPersonioPromises(t *testing.T) {
	t.Parallel()
	recipetest.Check(t, onPersonio,
		recipetest.Promise{
			Sentence: "Active employees become users",
			Want:     []string{"create employee 406", "status is active"},
		},
		recipetest.Promise{
			Sentence: "No employee becomes a user before the hire date",
			Want:     []string{`skipped employee 404 "Ella Brandt" pre_hire: will be created on 2026-04-01`},
			Never:    []string{"create employee 404"},
		},
		recipetest.Promise{
			Sentence: "Deactivation syncs daily",
			Want:     []string{"deactivate user al-12 employee 402", "termination_date is 2026-02-28"},
		},
		recipetest.Promise{
			Sentence: "Activation syncs daily, for rehires too",
			Want:     []string{"reactivate user al-13 employee 403", "returned"},
		},
		recipetest.Promise{
			Sentence: "Birthday, the same day everywhere",
			Change:   staff(jonas(v{"dynamic_1": "1977-07-04"})),
			Want:     []string{`birthday: "1988-07-04" -> 1977-07-04 from birth_date`},
		},
		recipetest.Promise{
			Sentence: "E-mail",
			Change:   staff(jonas(v{"email": "j.weber@example.com"})),
			Want:     []string{`email: "jonas.weber@example.com" -> "j.weber@example.com" from work_email`},
		},
		recipetest.Promise{
			Sentence: "Names",
			Change:   staff(jonas(v{"first_name": "Jon", "last_name": "Weber-Graf"})),
			Want:     []string{`first_name: "Jonas" -> "Jon"`, `last_name: "Weber" -> "Weber-Graf"`},
		},
		recipetest.Promise{
			Sentence: "Status",
			Change:   staff(jonas(v{"status": "leave"})),
			Want:     []string{`status: "active" -> "leave" from status`},
		},
		recipetest.Promise{
			Sentence: "Hire date",
			Change:   staff(jonas(v{"hire_date": "2021-05-04"})),
			Want:     []string{`hire_date: "2021-05-03" -> 2021-05-04 from hire_date`},
		},
		recipetest.Promise{
			Sentence: "Termination date",
			Change:   staff(jonas(v{"termination_date": "2026-12-31"})),
			Want:     []string{`termination_date: 2026-12-31 from termination_date`},
		},
		recipetest.Promise{
			Sentence: "Department",
			Change:   staff(jonas(v{"department": "Legal"})),
			Want:     []string{`department: "Sales" -> "Legal" from department`},
		},
		recipetest.Promise{
			Sentence: "With a list attribute Alleo, an employee with Yes is synced",
			Want:     []string{"create employee 406"},
		},
		recipetest.Promise{
			Sentence: "An employee with No is not",
			Want:     []string{`skipped employee 405 "Finn Busch" out_of_scope`, `is "No", not yes`},
			Never:    []string{"create employee 405"},
		},
		recipetest.Promise{
			Sentence: "The default is No: an employee without a value is not synced",
			Change:   staff(jonas(nil), recipe.Personio("405", "Finn", "Busch", nil)),
			Want:     []string{`skipped employee 405 "Finn Busch" out_of_scope`, "is empty, not yes"},
			Never:    []string{"create employee"},
		},
		recipetest.Promise{
			Sentence: "Ja counts as Yes, and an unknown word as neither",
			Change: staff(jonas(nil),
				recipe.Personio("405", "Finn", "Busch", v{"dynamic_700": "Ja"}),
				recipe.Personio("407", "Mia", "Graf", v{"dynamic_700": "Later"})),
			Want:  []string{`employee 407 "Mia Graf" unknown:`, `the scope is unknown`, "create employee 405"},
			Never: []string{"create employee 407"},
		},
		recipetest.Promise{
			Sentence: "Without the attribute all active employees are synced",
			Change:   func(c *recipe.Connection) { c.Settings.Mapping.Scope = mapping.Condition{} },
			Want:     []string{"create employee 405", "create employee 406"},
		},
		recipetest.Promise{
			Sentence: "Budgets, likewise",
			Want:     []string{"update user al-11", "budget: 50 -> 75.5 from custom.dynamic_701"},
		},
		recipetest.Promise{
			Sentence: "Attributes that the credentials lose take no access away",
			Change: func(c *recipe.Connection) {
				fake := personioAccount(personioPeople()...)
				fake.Configure(personiotest.Config{Hidden: []string{"dynamic_700", "status", "termination_date"}})
				c.HR = fake
			},
			Want:  []string{"nothing to do", "held by unreadable_field"},
			Never: []string{"\ndeactivate"},
		},
	)
}
