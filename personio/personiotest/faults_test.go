package personiotest_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/personio/personiotest"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	fake := personiotest.New("id", "secret", personiotest.People(3)...)
	token := login(t, fake, "v1")
	send := func(path string) (int, string, string) {
		res := do(fake, "GET", path, "", "Authorization", "Bearer "+token)
		body, err := io.ReadAll(res.Body)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Error(err)
		}
		return res.StatusCode, res.Header.Get("Retry-After"), string(body)
	}
	for _, tt := range []struct {
		name     string
		fault    personiotest.Fault
		path     string
		status   int
		wait     string
		contains string
	}{
		{"none", nil, "/v1/company/employees", 200, "", `"success":true`},
		{"RateLimited", personiotest.RateLimited(0), "/v1/company/employees", 429, "", `"code":429`},
		{"RateLimited with a hint", personiotest.RateLimited(7 * time.Second), "/v2/persons", 429, "7", `"type":null`},
		{"Unavailable", personiotest.Unavailable(), "/v1/company/employees", 503, "", "success"},
		{"ServerError", personiotest.ServerError(), "/v1/company/employees", 500, "", "Something went wrong"},
		{"Unauthorized", personiotest.Unauthorized(), "/v2/persons", 401, "", "personio_trace_id"},
		{"Forbidden", personiotest.Forbidden(), "/v1/company/employees", 403, "", `"code":403`},
		{"NotFound", personiotest.NotFound(), "/v1/company/employees", 404, "", "Mitarbeiter"},
		{"EmbeddedError", personiotest.EmbeddedError(500, "Nein"), "/v1/company/employees", 200, "", `"success":false`},
		{"HTML", personiotest.HTML(), "/v1/company/employees", 200, "", "<!DOCTYPE"},
	} {
		fake.Next(tt.fault)
		status, wait, body := send(tt.path)
		if status != tt.status || wait != tt.wait || !strings.Contains(body, tt.contains) {
			t.Errorf("%s: %d, Retry-After %q, %s", tt.name, status, wait, body)
		}
	}
	_, _, whole := send("/v1/company/employees")
	fake.Always(personiotest.Truncated())
	if _, _, part := send("/v1/company/employees"); len(part) != len(whole)/2 {
		t.Errorf("%d bytes of %d", len(part), len(whole))
	}
	fake.Always(nil)
	if _, _, again := send("/v1/company/employees"); again != whole {
		t.Error("a fault stays after Always(nil)")
	}
	fake.Configure(personiotest.Config{Refuse: map[string]int{"/v1/company/employees": 418}})
	if status, _, _ := send("/v1/company/employees"); status != 418 {
		t.Errorf("status %d, want that of Refuse", status)
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	fake := personiotest.New("id", "secret", personiotest.People(3)...)
	getPage(t, fake, "limit=7")
	all := fake.Requests()
	if len(all) != 2 || all[0].Method != "POST" || !strings.Contains(string(all[0].Body), "client_id") ||
		all[1].Path != "/v1/company/employees" || all[1].Query.Get("limit") != "7" || all[1].Header.Get("Authorization") != "" {
		t.Errorf("requests %+v", all)
	}
	fake.ResetRequests()
	if n := len(fake.Requests()); n != 0 {
		t.Errorf("%d requests after ResetRequests", n)
	}
}

func TestUnknownPaths(t *testing.T) {
	t.Parallel()
	fake := personiotest.New("id", "secret", personiotest.People(3)...)
	for _, path := range []string{"/v1/company", "/v1/company/employees/1001/absences", "/v2/employments", "/v2/", "/v2/persons/1001/x", "/v2/persons/7", "/v2/persons/7/employments", "/v2/org-units/7?type=team"} {
		if res := get(t, fake, path); res.StatusCode != 404 {
			t.Errorf("%s: status %d, want 404", path, res.StatusCode)
		}
	}
	res := do(fake, "DELETE", "/v1/company/employees", "", "Authorization", "Bearer "+login(t, fake, "v1"))
	if res.StatusCode != 404 {
		t.Errorf("status %d, want 404", res.StatusCode)
	}
}

// TestConcurrency is for the race detector.
func TestConcurrency(t *testing.T) {
	t.Parallel()
	fake := personiotest.New("id", "secret", personiotest.People(30)...)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 20 {
				switch i {
				case 0:
					fake.SetPeople(personiotest.People(20)...)
				case 1:
					fake.Configure(personiotest.Config{Unsorted: true})
				case 2:
					fake.Next(personiotest.ServerError())
				case 3:
					fake.Requests()
				default:
					token := tryLogin(fake)
					do(fake, "GET", "/v1/company/employees", "", "Authorization", "Bearer "+token)
				}
			}
		})
	}
	wg.Wait()
}

// tryLogin gets a token, or whatever a fault leaves of one.
func tryLogin(fake http.Handler) string {
	var answer struct{ Data struct{ Token string } }
	res := do(fake, "POST", "/v1/auth", "client_id=id&client_secret=secret", "Content-Type", form)
	_ = json.NewDecoder(res.Body).Decode(&answer)
	return answer.Data.Token
}
