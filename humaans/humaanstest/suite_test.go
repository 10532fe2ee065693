package humaanstest_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/rosterkit/rosterkit/humaans/humaanstest"
	"github.com/rosterkit/rosterkit/internal/fakehr/fakehrtest"
)

func TestFake(t *testing.T) {
	t.Parallel()
	const token = "5f2b1c9d04"
	fakehrtest.Run(t, fakehrtest.Subject{
		New:       func(n int) fakehrtest.Fake { return humaanstest.New(token, humaanstest.People(n)...) },
		SetPeople: func(f fakehrtest.Fake, n int) { f.(*humaanstest.Fake).SetPeople(humaanstest.People(n)...) },
		Change: func(f fakehrtest.Fake) {
			f.(*humaanstest.Fake).Configure(humaanstest.Config{Hidden: []string{"email"}})
		},
		Ask: func(fakehrtest.Fake) *http.Request {
			r, _ := http.NewRequest(http.MethodGet, "https://acme.example.com/api/people?%24limit=250&status=all", nil)
			r.Header.Set("Authorization", "Bearer "+token)
			return r
		},
		Count: func(body []byte) int {
			var p page
			if err := json.Unmarshal(body, &p); err != nil || len(p.Data) != p.Total {
				return -1
			}
			return len(p.Data)
		},
		Secrets: []string{token},
		Constructors: fakehrtest.Constructors{
			RateLimited: humaanstest.RateLimited, Unavailable: humaanstest.Unavailable,
			ServerError: humaanstest.ServerError, Unauthorized: humaanstest.Unauthorized,
			Forbidden: humaanstest.Forbidden, NotFound: humaanstest.NotFound, BadGateway: humaanstest.BadGateway,
			HTML: humaanstest.HTML, Truncated: humaanstest.Truncated, Status: humaanstest.Status,
			TruncatedAt: humaanstest.TruncatedAt, WithHeader: humaanstest.WithHeader,
		},
		Bodies: map[string]string{
			"RateLimited": `{"id":`, "Unavailable": `{"id":`, "ServerError": `{"id":`, "Unauthorized": `{"id":`,
			"Forbidden": `{"id":`, "NotFound": `{"id":`, "Status 408": `{"id":`, "Status 598": `{"id":`,
		},
	})
}
