package hibobtest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/hibob/hibobtest"
	"github.com/rosterkit/rosterkit/internal/fakehr"
	"github.com/rosterkit/rosterkit/internal/fakehr/fakehrtest"
)

func TestFake(t *testing.T) {
	t.Parallel()
	const user, token = "SERVICE-77", "5f2b1c9d04"
	fakehrtest.Run(t, fakehrtest.Subject{
		New:       func(n int) fakehrtest.Fake { return hibobtest.New(user, token, hibobtest.People(n)...) },
		SetPeople: func(f fakehrtest.Fake, n int) { f.(*hibobtest.Fake).SetPeople(hibobtest.People(n)...) },
		Change: func(f fakehrtest.Fake) {
			f.(*hibobtest.Fake).Configure(hibobtest.Config{Hidden: []string{"root.email"}, PerMinute: 1000})
		},
		Ask: func(fakehrtest.Fake) *http.Request {
			body := strings.NewReader(`{"fields":["root.id","root.email"],"showInactive":true}`)
			r, _ := http.NewRequest(http.MethodPost, "https://acme.example.com/v1/people/search?a=b", body)
			r.SetBasicAuth(user, token)
			return r
		},
		Count: func(body []byte) int {
			var answer struct{ Employees []json.RawMessage }
			if err := json.Unmarshal(body, &answer); err != nil {
				return -1
			}
			return len(answer.Employees)
		},
		Secrets: []string{user, token},
		Constructors: fakehrtest.Constructors{
			RateLimited: hibobtest.RateLimited, Unavailable: hibobtest.Unavailable, ServerError: hibobtest.ServerError,
			Unauthorized: hibobtest.Unauthorized, Forbidden: hibobtest.Forbidden, NotFound: hibobtest.NotFound,
			BadGateway: hibobtest.BadGateway, HTML: hibobtest.HTML, Truncated: hibobtest.Truncated, Status: hibobtest.Status,
			TruncatedAt: hibobtest.TruncatedAt, WithHeader: hibobtest.WithHeader,
		},
		Faults:   map[string]fakehr.Fault{"Blocked": hibobtest.Blocked()},
		Statuses: map[string]int{"Blocked": 403},
		Bodies: map[string]string{
			"RateLimited": `{"key":"too.many.requests"`, "Forbidden": `{"key":"insufficient.permissions"`,
			"ServerError": `{"key":"internal.error"`, "Unavailable": "<!DOCTYPE html>", "Blocked": "<!DOCTYPE html>",
			"NotFound": `{"key":`, "Status 408": `{"key":`, "Status 598": `{"key":`,
		},
	})
}
