package personio_test

import (
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/conntest"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

const (
	clientID     = "papi-0f7d9c1e"
	clientSecret = "secret/7+f31a9b5c2d=="
	pageSize     = 3 // of the fake, which answers with smaller pages than asked for
)

// TestContract runs the suite that every connector passes: on v1, on v1 with
// the list of attributes, and on v2 with and without names of org units.
func TestContract(t *testing.T) {
	names := []employee.Field{employee.FieldWorkEmail, employee.FieldJobTitle}
	for _, tt := range []struct {
		name     string
		api      personio.API
		fields   []employee.Field
		requests func(people int) int
	}{
		{name: "v1", api: personio.APIV1, requests: func(n int) int { return 1 + overlapping(n) }},
		{
			name: "v1 and attributes", api: personio.APIV1, fields: append(names, employee.FieldBirthDate),
			requests: func(n int) int { return 2 + overlapping(n) },
		},
		{name: "v2", api: personio.APIV2, fields: names, requests: func(n int) int { return 1 + walked(n) + n }},
		{
			name: "v2 and org units", api: personio.APIV2, fields: append(names, employee.FieldDepartment),
			requests: func(n int) int { return 1 + walked(n) + n + departments(n) },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := contract(tt.api, tt.fields)
			c.Requests = tt.requests
			if tt.api == personio.APIV2 || tt.fields != nil {
				// V2 has no count, and what changes after the list of attributes is
				// read changes before the list of people is.
				c.Resize = nil
			}
			conntest.Run(t, c)
		})
	}
}

// overlapping is the number of pages that each begin with the row that the one before
// ends with.
func overlapping(n int) int { return max(1, (n-1+pageSize-2)/(pageSize-1)) }

// walked is the number of pages in two walks, or one if one page has all.
func walked(n int) int {
	if pages(n) == 1 {
		return 1
	}
	return 2 * pages(n)
}

// pages is the number of pages of pageSize employees.
func pages(people int) int { return max(1, (people+pageSize-1)/pageSize) }

// departments counts those that people are in.
func departments(people int) int {
	all := map[any]bool{}
	for _, p := range personiotest.People(people) {
		all[p.Values["department"]] = true
	}
	return len(all)
}

func contract(api personio.API, fields []employee.Field) conntest.Connector {
	client := func(secret string) conntest.Maker {
		return func(baseURL string, hc *http.Client, logger *slog.Logger) (conntest.Client, error) {
			return personio.New(personio.Config{
				Tenant: "acme", ClientID: clientID, ClientSecret: secret, API: api,
				Fields: fields, BaseURL: baseURL, HTTPClient: hc, Logger: logger,
			})
		}
	}
	return conntest.Connector{
		New:      client(clientSecret),
		NewWrong: client("wrong-" + clientSecret),
		Secrets:  []string{clientID, clientSecret},
		Token:    true,
		Fake: func(people int) http.Handler {
			fake := personiotest.New(clientID, clientSecret, personiotest.People(people)...)
			fake.Configure(personiotest.Config{PageSize: pageSize})
			return fake
		},
		IDs: func(people int) []string {
			ids := make([]string, people)
			for i := range ids {
				ids[i] = strconv.Itoa(1001 + i)
			}
			return ids
		},
		Lists:    func(r *http.Request) bool { return !strings.Contains(r.URL.Path, "/auth") },
		PageSize: pageSize,
		Resize: func(fake http.Handler, people, from, to int) {
			fake.(*personiotest.Fake).SetPeople(personiotest.People(people)[from:to]...)
		},
	}
}
