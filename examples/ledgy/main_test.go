package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/examples/internal/recipe"
	"github.com/rosterkit/rosterkit/examples/internal/recipe/recipetest"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// everywhere checks a promise on each of the HR systems.
func everywhere(t *testing.T, p recipetest.Promise, change func(system, *recipe.Connection)) {
	t.Helper()
	for _, s := range systems() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			on := p
			on.Change = func(c *recipe.Connection) { change(s, c) }
			recipetest.Check(t, func() (recipe.Connection, error) { return s.connection(s.name) }, on)
		})
	}
}

// as returns a change that puts these employees into the HR system.
func as(employees ...employeeRecord) func(system, *recipe.Connection) {
	return func(s system, c *recipe.Connection) { c.HR = s.hr(employees...) }
}

// linked returns a change that puts these employees into the HR system, each with a
// stakeholder that an earlier sync has linked.
func linked(employees ...employeeRecord) func(system, *recipe.Connection) {
	return func(s system, c *recipe.Connection) {
		tenant := map[string]string{"humaans": "company00000000000000001", "lucca": "companyname.ilucca.ch"}[s.name]
		if tenant == "" {
			tenant = "companyname"
		}
		prefix := map[string]string{"bamboohr": "b", "hibob": "3332880000000000", "humaans": "person000000000000000"}[s.name]
		c.Existing.Users = nil
		for _, p := range employees {
			was := p.first + "." + p.last + ".old@example.com"
			c.Existing.Users = append(c.Existing.Users, syncplan.User{
				ID: "st-" + p.id, Email: was, Active: true,
				Link: syncplan.Link{Source: s.name + "/" + tenant, EmployeeID: prefix + p.id},
				Attributes: syncplan.Attributes{
					syncplan.TextAttribute("identifier", p.id),
					syncplan.TextAttribute("name", "As Entered"),
				},
			})
		}
		c.HR = s.hr(employees...)
	}
}

func TestEverywhere(t *testing.T) {
	t.Parallel()
	anna, ben, cleo, dario := company()[0], company()[1], company()[2], company()[3]
	for _, tt := range []struct {
		recipetest.Promise
		change func(system, *recipe.Connection)
	}{
		{
			Promise: recipetest.Promise{
				Sentence: "The preview shows which users are created and edited, before anything runs",
				Want: []string{
					"2 link, 2 create; 1 held by possible_duplicates", "link user st-1", "link user st-2", "create employee",
					"held by possible_duplicates", `"Cleo Moser": hired`,
				},
			},
			change: as(company()...),
		},
		{
			Promise: recipetest.Promise{
				Sentence: "Stakeholders are matched by unique identifier",
				Want:     []string{"link user st-1", `"Anna Keller": matched`, "identifier is the same in HR"},
			},
			change: as(anna),
		},
		{
			Promise: recipetest.Promise{
				Sentence: "They are matched by name when there is no identifier",
				Want:     []string{"link user st-2", `"Ben Frei": matched`, `identifier: "602"`, "name is the same in HR"},
			},
			change: as(ben),
		},
		{
			Promise: recipetest.Promise{
				Sentence: "Two different identifiers never match by name",
				Want:     []string{"held by possible_duplicates", "user st-3 other_name", `"Cleo Moser": hired`},
				Never:    []string{"link user"},
			},
			change: as(cleo),
		},
		{
			Promise: recipetest.Promise{
				Sentence: "A name that two employees have matches no user",
				Want: []string{
					"held by possible_duplicates", "user st-2 other_name: the name matches, but more than one employee or user has it",
				},
				Never: []string{"link user"},
			},
			change: as(ben, employeeRecord{id: "612", first: "Ben", last: "Frei", email: "ben2@example.com"}),
		},
		{
			Promise: recipetest.Promise{
				Sentence: "The name format is for new stakeholders",
				Want:     []string{"link user st-2", "held by possible_duplicates", "create employee", `name: "Moser, Cleo"`},
				Never:    []string{`"Frei, Ben"`},
			},
			change: func(s system, c *recipe.Connection) {
				c.HR = s.hr(ben, cleo)
				for i := range c.Settings.Mapping.Rules {
					if r := &c.Settings.Mapping.Rules[i]; r.Target == "name" {
						// The key compares names as they are in Ledgy.
						c.Existing.Users[1].Attributes[0] = syncplan.TextAttribute("name", "Frei, Ben")
						r.Format = "{last_name}, {first_name}"
					}
				}
			},
		},
		{
			Promise: recipetest.Promise{
				Sentence: "Terminated employees are offered for creation like others",
				Want:     []string{"create employee", `"Dario Huber": left`},
			},
			change: as(dario),
		},
		{
			Promise: recipetest.Promise{
				Sentence: "They are offered for edits like others",
				Want:     []string{"update user st-604", `email: "Dario.Huber.old@example.com" -> "dario.huber@example.com"`},
				Never:    []string{"deactivate"},
			},
			change: linked(dario),
		},
		{
			Promise: recipetest.Promise{
				Sentence: "No user is removed",
				Want:     []string{"hint employee", "no_record"},
				Never:    []string{"deactivate user", "delete"},
			},
			change: func(s system, c *recipe.Connection) {
				linked(anna, ben, dario)(s, c)
				c.HR = s.hr(anna, dario)
			},
		},
		{
			Promise: recipetest.Promise{
				Sentence: "E-mails are kept up to date",
				Want:     []string{"update user st-601", `email: "Anna.Keller.old@example.com" -> "anna.keller@example.com"`},
			},
			change: linked(anna),
		},
		{
			Promise: recipetest.Promise{
				Sentence: "Postal addresses are kept up to date",
				Want:     []string{"update user st-601", `address: "Neuweg 2`},
			},
			change: linked(anna),
		},
	} {
		t.Run(tt.Sentence, func(t *testing.T) { everywhere(t, tt.Promise, tt.change) })
	}
}

// TestSyncIf: which field has the contract differs, and so does where there is
// none.
func TestSyncIf(t *testing.T) {
	t.Parallel()
	stored, err := documents.ReadFile("settings/sync_if.json")
	if err != nil {
		t.Fatal(err)
	}
	var conditions map[string]mapping.Condition
	if err := json.Unmarshal(stored, &conditions); err != nil {
		t.Fatal(err)
	}
	everywhere(t, recipetest.Promise{
		Sentence: `Sync if employment contract = "Full time"`,
		Want: []string{
			"held by possible_duplicates", `skipped employee`, `"Eva Lang" out_of_scope`, `"Cleo Moser": hired`,
		},
		Never: []string{"create employee 605"},
	}, func(s system, c *recipe.Connection) {
		scope := conditions[s.name]
		if scope.IsZero() {
			t.Fatalf("no condition for %s", s.name)
		}
		if before := c.Settings.Mapping.Scope; !before.IsZero() {
			scope = mapping.Condition{All: []mapping.Condition{before, scope}}
		}
		c.Settings.Mapping.Scope = scope
		if err := c.Settings.Validate(); err != nil {
			t.Fatal(err)
		}
	})
}

// TestOnBambooHR has the promises that Ledgy makes for BambooHR, and the three
// ways that it documents for leavers.
func TestOnBambooHR(t *testing.T) {
	t.Parallel()
	bamboo := systems()[0]
	anna, dario := company()[0], company()[3]
	back := dario
	back.left, back.hired, back.department = "", "2026-03-02", "Finance"
	inGroup := func(name string) func(*recipe.Connection) {
		return func(c *recipe.Connection) {
			c.Existing.Users[0].Attributes = append(c.Existing.Users[0].Attributes, syncplan.TextAttribute("group", name))
		}
	}
	for _, tt := range []struct {
		settings string
		recipetest.Promise
	}{
		{
			settings: "bamboohr",
			Promise: recipetest.Promise{
				Sentence: "BambooHR employees are synced only with a hire date",
				Change: func(c *recipe.Connection) {
					c.HR = onBambooHR(anna, employeeRecord{id: "606", first: "Felix", last: "Graf", hired: "none"})
				},
				Want:  []string{`skipped employee b606 "Felix Graf" out_of_scope`, "because hire_date is empty", "link user st-1"},
				Never: []string{"create"},
			},
		},
		{
			settings: "bamboohr_active",
			Promise: recipetest.Promise{
				Sentence: "Sync if status = active: a leaver is not offered",
				Change:   func(c *recipe.Connection) { c.HR = onBambooHR(anna, dario) },
				Want:     []string{`skipped employee b604 "Dario Huber" out_of_scope`, `is "inactive", not`},
				Never:    []string{"create"},
			},
		},
		{
			settings: "bamboohr_active",
			Promise: recipetest.Promise{
				Sentence: "Sync if status = active: stakeholders who have left stay",
				Change:   func(c *recipe.Connection) { linked(dario)(bamboo, c) },
				Want:     []string{`skipped employee b604 user st-604 "Dario Huber" left: the settings keep the user`},
				Never:    []string{"deactivate user", "update user"},
			},
		},
		{
			settings: "bamboohr_alumni",
			Promise: recipetest.Promise{
				Sentence: "A group for leavers",
				Change:   func(c *recipe.Connection) { linked(dario)(bamboo, c); inGroup("Finance")(c) },
				Want:     []string{"update user st-604", `group: "Finance" -> "Alumni"`},
				Never:    []string{"deactivate"},
			},
		},
		{
			settings: "bamboohr_alumni",
			Promise: recipetest.Promise{
				Sentence: "A new leaver comes into it, too",
				Change:   func(c *recipe.Connection) { c.HR = onBambooHR(dario) },
				Want:     []string{"create employee b604", `group: "Alumni"`},
			},
		},
		{
			settings: "bamboohr_alumni",
			Promise: recipetest.Promise{
				Sentence: "Out of it again on return",
				Change:   func(c *recipe.Connection) { linked(back)(bamboo, c); inGroup("Alumni")(c) },
				Want:     []string{"update user st-604", `group: "Alumni" -> "Finance"`},
			},
		},
		{
			settings: "bamboohr",
			Promise: recipetest.Promise{
				Sentence: "Delete them in the HR system: existing stakeholders stay",
				Change:   func(c *recipe.Connection) { linked(anna, dario)(bamboo, c); c.HR = onBambooHR(anna) },
				Want:     []string{"hint employee b604 user st-604 no_record", "access is not changed"},
				Never:    []string{"deactivate user"},
			},
		},
	} {
		t.Run(tt.settings, func(t *testing.T) {
			recipetest.Check(t, func() (recipe.Connection, error) { return bamboo.connection(tt.settings) }, tt.Promise)
		})
	}
}

// TestFields: what each HR system is asked for, which is what a credential of
// least privilege has to see.
func TestFields(t *testing.T) {
	t.Parallel()
	recipetest.InReadme(t, "A credential of least privilege for each HR system")
	for _, s := range systems() {
		c, err := s.connection(s.name)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range c.Settings.Fields() {
			names = append(names, "`"+string(f)+"`")
		}
		recipetest.InReadme(t, strings.Join(names, ", "))
	}
}

// TestAdminChoosesFields: a settings page offers what the catalogue has, and the
// settings are held to it.
func TestAdminChoosesFields(t *testing.T) {
	t.Parallel()
	recipetest.InReadme(t, "The admin chooses and maps the fields")
	s, err := systems()[0].connection("bamboohr")
	if err != nil {
		t.Fatal(err)
	}
	catalog := []employee.FieldInfo{
		{Field: "custom.4410", Label: "Share class", Kind: employee.KindList, Options: []string{"A", "B"}},
	}
	for _, f := range s.Settings.Fields() {
		catalog = append(catalog, employee.FieldInfo{Field: f, Label: string(f), Kind: f.Kind()})
	}
	s.Settings.Mapping.Rules = append(s.Settings.Mapping.Rules,
		mapping.Rule{Target: "share_class", From: []employee.Field{"custom.4410"}})
	if err := s.Settings.Validate(catalog...); err != nil {
		t.Errorf("a field that the company has: %v", err)
	}
	s.Settings.Mapping.Rules[len(s.Settings.Mapping.Rules)-1].From[0] = "custom.4401"
	if err := s.Settings.Validate(catalog...); err == nil || !strings.Contains(err.Error(), "custom.4410") {
		t.Errorf("a slip of the pen: %v", err)
	}
}
