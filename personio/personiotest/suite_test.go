package personiotest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/internal/fakehr"
	"github.com/rosterkit/rosterkit/internal/fakehr/fakehrtest"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

const secret = "5f2b1c9d04"

// ask returns a request with a token, which tokens tells how to get.
func ask(f http.Handler, path, tokens, kind, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, tokens, strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	var answer struct {
		Token string `json:"access_token"`
		Data  struct{ Token string }
	}
	_ = json.Unmarshal(w.Body.Bytes(), &answer)
	r, _ = http.NewRequest(http.MethodGet, "https://acme.example.com"+path, nil)
	r.Header.Set("Authorization", "Bearer "+answer.Token+answer.Data.Token)
	return r
}

func subject() fakehrtest.Subject {
	return fakehrtest.Subject{
		New: func(n int) fakehrtest.Fake {
			return personiotest.New("papi-id", secret, personiotest.People(n)...)
		},
		SetPeople: func(f fakehrtest.Fake, n int) { f.(*personiotest.Fake).SetPeople(personiotest.People(n)...) },
		Change: func(f fakehrtest.Fake) {
			f.(*personiotest.Fake).Configure(personiotest.Config{Unsorted: true})
			f.(*personiotest.Fake).ExpireTokens()
		},
		Count: func(body []byte) int {
			var answer struct {
				Data  []json.RawMessage
				Data2 []json.RawMessage `json:"_data"`
			}
			if err := json.Unmarshal(body, &answer); err != nil {
				return -1
			}
			return len(answer.Data) + len(answer.Data2)
		},
		Secrets: []string{secret}, Kept: []string{"client_id", "papi-id"},
		Constructors: fakehrtest.Constructors{
			RateLimited: personiotest.RateLimited, Unavailable: personiotest.Unavailable,
			ServerError: personiotest.ServerError, Unauthorized: personiotest.Unauthorized,
			Forbidden: personiotest.Forbidden, NotFound: personiotest.NotFound, BadGateway: personiotest.BadGateway,
			HTML: personiotest.HTML, Truncated: personiotest.Truncated, Status: personiotest.Status,
			TruncatedAt: personiotest.TruncatedAt, WithHeader: personiotest.WithHeader,
		},
		Faults: map[string]fakehr.Fault{"embedded": personiotest.EmbeddedError(500, "Nein")},
	}
}

func TestFakeV1(t *testing.T) {
	t.Parallel()
	s := subject()
	s.Ask = func(f fakehrtest.Fake) *http.Request {
		return ask(f, "/v1/company/employees?limit=100", "/v1/auth", "application/json",
			`{"client_id":"papi-id","client_secret":"`+secret+`"}`)
	}
	s.Bodies = map[string]string{
		"RateLimited": `{"error":{"code":429`, "Unavailable": `{"error":{"code":503`, "Unauthorized": `{"error":{"code":401`,
		"ServerError": `{"error":{"code":500,"message":"Something went wrong"`, "Forbidden": `{"error":{"code":403`,
		"NotFound":   `{"error":{"code":404,"message":"Der Mitarbeiter wurde nicht gefunden"},"success":false`,
		"Status 408": `{"error":{"code":408`, "Status 598": `{"error":{"code":598`,
		"embedded": `{"error":{"code":500,"message":"Nein"},"success":false}`,
	}
	fakehrtest.Run(t, s)
}

func TestFakeV2(t *testing.T) {
	t.Parallel()
	s := subject()
	s.Ask = func(f fakehrtest.Fake) *http.Request {
		return ask(f, "/v2/persons?limit=50", "/v2/auth/token", form,
			"grant_type=client_credentials&client_id=papi-id&client_secret="+secret)
	}
	const problem = `{"errors":[{"_meta":{},"detail":"`
	s.Bodies = map[string]string{
		"RateLimited": problem, "Unavailable": problem, "Unauthorized": problem, "ServerError": problem,
		"Forbidden": problem, "NotFound": problem, "Status 408": problem, "Status 598": problem,
		"embedded": `{"error":{"code":500,"message":"Nein"},"success":false}`,
	}
	fakehrtest.Run(t, s)
}

// TestProblem: an error of v2 has a trace id, and null for a type.
func TestProblem(t *testing.T) {
	t.Parallel()
	fake := personiotest.New("id", "secret")
	fake.Always(personiotest.Unauthorized())
	body, err := io.ReadAll(do(fake, "GET", "/v2/persons", "").Body)
	if text := string(body); err != nil || !strings.Contains(text, "personio_trace_id") ||
		!strings.Contains(text, `"type":null`) {
		t.Errorf("%s (%v)", body, err)
	}
}
