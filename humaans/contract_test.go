package humaans_test

import (
	"cmp"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
	"github.com/rosterkit/rosterkit/internal/conntest"
)

const token = "hu-mans/token+0123456789"

func TestContract(t *testing.T) {
	t.Parallel()
	t.Run("all lists", func(t *testing.T) {
		conntest.Run(t, connector(func(n int) []humaanstest.Person { return full(humaanstest.People(n)) }))
	})

	// People who come and go matter while the people are read. Where the last has
	// left, nobody need ask whether "all" was ignored.
	people := func(n int) []humaanstest.Person {
		people := humaanstest.People(n)
		if n > 0 {
			people[n-1].Values["status"] = "offboarded"
		}
		return full(people)
	}
	c := connector(people, employee.FieldWorkEmail, employee.FieldJobTitle)
	c.Lists = func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/people") }
	c.Resize = func(fake http.Handler, n, from, to int) {
		fake.(*humaanstest.Fake).SetPeople(people(n)[from:to]...)
	}
	t.Run("people", func(t *testing.T) { conntest.Run(t, c) })
}

// connector describes a client that asks for some fields of these people.
func connector(people func(int) []humaanstest.Person, fields ...employee.Field) conntest.Connector {
	const page = 4 // lower than the vendor's, to be fast
	maker := func(token string) conntest.Maker {
		return func(baseURL string, hc *http.Client, logger *slog.Logger) (conntest.Client, error) {
			return humaans.New(humaans.Config{AccessToken: token, Fields: fields, BaseURL: baseURL, HTTPClient: hc, Logger: logger})
		}
	}
	// Each page begins with the last row of the page before.
	pages := func(rows int) int { return max((rows-1+page-2)/(page-1), 1) }
	return conntest.Connector{
		New:      maker(token),
		NewWrong: maker("another-token-0123456789"),
		Secrets:  []string{token},
		Fake: func(n int) http.Handler {
			fake := humaanstest.New(token, people(n)...)
			fake.Configure(humaanstest.Config{PageSize: page})
			return fake
		},
		IDs: func(n int) []string {
			ids := []string{}
			for _, p := range people(n) {
				ids = append(ids, p.ID)
			}
			return ids
		},
		PageSize: page,
		Requests: func(n int) int {
			people := people(n)
			requests := 1 + pages(countRoles(people)) + pages(n) // scopes, roles, people
			if fields == nil {
				requests++ // locations
			}
			if !hasOthers(people) {
				requests += 2 // is everybody active, or was "all" ignored?
			}
			if n == 0 {
				requests++ // no person tells the company
			}
			return requests
		},
	}
}

// full fills what the contract's clients read of employees, so that no blank has to be
// proved behind the last page; the proof has tests of its own.
func full(employees []humaanstest.Person) []humaanstest.Person {
	for i := range employees {
		v := employees[i].Values
		for name, value := range everything() {
			if teams, ok := v[name].([]humaanstest.Team); ok && len(teams) == 0 {
				v[name] = nil
			}
			if v[name] == nil && name != "companyId" && name != "status" {
				v[name] = value
			}
		}
		for j := range employees[i].Roles {
			r := &employees[i].Roles[j]
			r.ReportingTo = cmp.Or(r.ReportingTo, "9")
			if r.Department == nil {
				r.Department = "Sales"
			}
		}
	}
	return employees
}

func countRoles(people []humaanstest.Person) (n int) {
	for _, p := range people {
		n += len(p.Roles)
	}
	return n
}

// hasOthers reports whether somebody is not active.
func hasOthers(people []humaanstest.Person) bool {
	for _, p := range people {
		if status := p.Values["status"]; status != nil && status != "active" {
			return true
		}
	}
	return false
}
