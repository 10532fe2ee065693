package bamboohr_test

import (
	"log/slog"
	"net/http"
	"strconv"
	"testing"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/conntest"
)

// TestContract runs the suite that every connector passes: on the list, on the
// list with a report, and on the report alone.
func TestContract(t *testing.T) {
	budget := employee.CustomField("customBudget")
	for _, tt := range []struct {
		name   string
		fields []employee.Field
		refuse map[string]int
		pages  func(people int) int // requests of the list
		report int                  // requests of the report
	}{
		{"list", nil, nil, tens, 0},
		{"list and report", append(employee.DefaultFields(), budget), nil, tens, 1},
		{"report", nil, map[string]int{"/employees": 404}, func(int) int { return 1 }, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := contract(tt.fields, tt.refuse)
			c.Requests = func(people int) int { return tt.pages(people) + tt.report }
			if tt.refuse != nil {
				// Everybody comes in one answer, which Check has to read, too.
				c.PageSize, c.Resize = 0, nil
			}
			conntest.Run(t, c)
		})
	}
}

func tens(people int) int { return max(1, (people+9)/10) }

func contract(fields []employee.Field, refuse map[string]int) conntest.Connector {
	const key = "0123456789abcdef0123456789abcdef01234567"
	client := func(key string) conntest.Maker {
		return func(baseURL string, hc *http.Client, logger *slog.Logger) (conntest.Client, error) {
			return bamboohr.New(bamboohr.Config{
				Company: "acme", APIKey: key, Fields: fields, BaseURL: baseURL, HTTPClient: hc, Logger: logger,
				OneAccessLevel: true,
			})
		}
	}
	return conntest.Connector{
		New:      client(key),
		NewWrong: client("wrong-" + key),
		Secrets:  []string{key},
		Fake: func(people int) http.Handler {
			fake := bamboohrtest.New(key, bamboohrtest.People(people)...)
			fake.Configure(bamboohrtest.Config{
				Fields: []bamboohrtest.Field{{ID: "4567", Alias: "customBudget", Type: "currency"}},
				Refuse: refuse,
			})
			return tenant{fake}
		},
		IDs: func(people int) []string {
			ids := make([]string, people)
			for i := range ids {
				ids[i] = strconv.Itoa(1001 + i)
			}
			return ids
		},
		PageSize: 10,
		Resize: func(fake http.Handler, people, from, to int) {
			fake.(tenant).SetPeople(bamboohrtest.People(people)[from:to]...)
		},
	}
}
