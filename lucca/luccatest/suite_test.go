package luccatest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/internal/fakehr/fakehrtest"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

func subject() fakehrtest.Subject {
	const key, secret = "11fe-5f2b1c9d04", "5f2b1c9d05"
	return fakehrtest.Subject{
		New: func(n int) fakehrtest.Fake {
			credentials := luccatest.Credentials{APIKey: key, ClientID: "client", ClientSecret: secret}
			return luccatest.New(credentials, luccatest.People(n)...)
		},
		SetPeople: func(f fakehrtest.Fake, n int) { f.(*luccatest.Fake).SetPeople(luccatest.People(n)...) },
		Change: func(f fakehrtest.Fake) {
			f.(*luccatest.Fake).Configure(luccatest.Config{PageSize: 10})
			f.(*luccatest.Fake).ExpireTokens()
		},
		Ask: func(fakehrtest.Fake) *http.Request {
			r, _ := http.NewRequest(http.MethodGet, "https://acme.example.com/api/v3/users?paging=0,1000&fields=id,mail", nil)
			r.Header.Set("Authorization", "lucca application="+key)
			return r
		},
		Count: func(body []byte) int {
			var answer struct {
				Items []json.RawMessage
				Data  struct{ Items []json.RawMessage }
			}
			if err := json.Unmarshal(body, &answer); err != nil {
				return -1
			}
			return len(answer.Items) + len(answer.Data.Items)
		},
		Secrets: []string{key, secret}, RequestIDs: true,
		Constructors: fakehrtest.Constructors{
			RateLimited: luccatest.RateLimited, Unavailable: luccatest.Unavailable, ServerError: luccatest.ServerError,
			Unauthorized: luccatest.Unauthorized, Forbidden: luccatest.Forbidden, NotFound: luccatest.NotFound,
			BadGateway: luccatest.BadGateway, HTML: luccatest.HTML, Truncated: luccatest.Truncated, Status: luccatest.Status,
			TruncatedAt: luccatest.TruncatedAt, WithHeader: luccatest.WithHeader,
		},
		Bodies: map[string]string{
			"RateLimited": `{"Status":429,"Message":"`, "Unavailable": `{"Status":503,`, "ServerError": `{"Status":500,`,
			"Unauthorized": `{"Status":401,`, "Forbidden": `{"Status":403,`, "NotFound": `{"Status":404,`,
			"Status 408": `{"Status":408,`, "Status 598": `{"Status":598,`,
		},
	}
}

func TestFakeByKey(t *testing.T) {
	t.Parallel()
	fakehrtest.Run(t, subject())
}

func TestFakeByToken(t *testing.T) {
	t.Parallel()
	s := subject()
	s.Ask = func(f fakehrtest.Fake) *http.Request {
		form := "grant_type=client_credentials&client_id=client&scope=employees.readonly&client_secret=" + s.Secrets[1]
		r := httptest.NewRequest(http.MethodPost, "/connect/token", strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		f.ServeHTTP(w, r)
		var answer struct {
			Token string `json:"access_token"`
		}
		_ = json.Unmarshal(w.Body.Bytes(), &answer)
		r, _ = http.NewRequest(http.MethodGet, "https://acme.example.com/lucca-api/employees?limit=100", nil)
		r.Header.Set("Authorization", "Bearer "+answer.Token)
		r.Header.Set("Api-Version", "2024-11-01")
		return r
	}
	s.Kept = []string{"client_id=client", "scope=employees.readonly"}
	for name := range s.Bodies {
		s.Bodies[name] = `{"type":`
	}
	fakehrtest.Run(t, s)
}
