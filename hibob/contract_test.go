package hibob_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
	"github.com/rosterkit/rosterkit/internal/conntest"
)

// TestContract runs the suite that every connector passes: on the search alone,
// and on the search with the field catalogue before it.
func TestContract(t *testing.T) {
	shirt := employee.CustomField("work.custom.field_1711886937296")
	for _, tt := range []struct {
		name     string
		fields   []employee.Field
		requests int
	}{
		{"standard fields", nil, 1},
		{"custom fields", append(employee.DefaultFields(), shirt), 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client := func(token string) conntest.Maker {
				return func(baseURL string, hc *http.Client, logger *slog.Logger) (conntest.Client, error) {
					return hibob.New(hibob.Config{
						Tenant: "acme", ServiceUserID: serviceUser, Token: token, Fields: tt.fields,
						BaseURL: baseURL, HTTPClient: hc, Logger: logger,
					})
				}
			}
			conntest.Run(t, conntest.Connector{
				New:      client(token),
				NewWrong: client("wrong-" + token),
				Secrets:  []string{serviceUser, token},
				Fake: func(people int) http.Handler {
					fake := hibobtest.New(serviceUser, token, hibobtest.People(people)...)
					fake.Configure(hibobtest.Config{Fields: []hibobtest.Field{{ID: "work.custom.field_1711886937296", Type: "list"}}})
					return fake
				},
				IDs: func(people int) []string {
					ids := make([]string, people)
					for i := range ids {
						ids[i] = fmt.Sprintf("333288%013d", 1001+i)
					}
					return ids
				},
				Requests: func(int) int { return tt.requests },
			})
		})
	}
}
