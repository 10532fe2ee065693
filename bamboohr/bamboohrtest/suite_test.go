package bamboohrtest_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/internal/fakehr"
	"github.com/rosterkit/rosterkit/internal/fakehr/fakehrtest"
)

func TestFake(t *testing.T) {
	t.Parallel()
	const key = "5f2b1c9d04"
	fakehrtest.Run(t, fakehrtest.Subject{
		New: func(n int) fakehrtest.Fake { return bamboohrtest.New(key, bamboohrtest.People(n)...) },
		SetPeople: func(f fakehrtest.Fake, n int) {
			f.(*bamboohrtest.Fake).SetPeople(bamboohrtest.People(n)...)
		},
		Change: func(f fakehrtest.Fake) {
			f.(*bamboohrtest.Fake).Configure(bamboohrtest.Config{Hidden: []string{"workEmail"}})
			f.(*bamboohrtest.Fake).SetTokens("token")
		},
		Ask: func(fakehrtest.Fake) *http.Request {
			r, _ := http.NewRequest(http.MethodGet, "https://acme.example.com/api/v1/employees?page[limit]=300", nil)
			r.SetBasicAuth(key, "x")
			return r
		},
		Count: func(body []byte) int {
			var page listPage
			if err := json.Unmarshal(body, &page); err != nil || len(page.Data) != page.Meta.Total {
				return -1
			}
			return len(page.Data)
		},
		Secrets: []string{key, "NWYyYjFjOWQwNDp4"}, RequestIDs: true,
		Constructors: fakehrtest.Constructors{
			RateLimited: bamboohrtest.RateLimited, Unavailable: bamboohrtest.Unavailable,
			ServerError: bamboohrtest.ServerError, Unauthorized: bamboohrtest.Unauthorized,
			Forbidden: bamboohrtest.Forbidden, NotFound: bamboohrtest.NotFound, BadGateway: bamboohrtest.BadGateway,
			HTML: bamboohrtest.HTML, Truncated: bamboohrtest.Truncated, Status: bamboohrtest.Status,
			TruncatedAt: bamboohrtest.TruncatedAt, WithHeader: bamboohrtest.WithHeader,
		},
		Faults: map[string]fakehr.Fault{"XML": bamboohrtest.XML(), "embedded": bamboohrtest.EmbeddedError(429, "Not now")},
		Bodies: map[string]string{
			"ServerError": "An internal", "XML": "<?xml", "embedded": `{"error":{"code":429,"message":"Not now"`,
		},
	})
}
