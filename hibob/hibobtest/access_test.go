package hibobtest_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

func TestCredentials(t *testing.T) {
	t.Parallel()
	fake := hibobtest.New("id", "token")
	for authorization, want := range map[string]int{
		"Basic aWQ6dG9rZW4=": 200, // id:token
		"Basic dG9rZW46aWQ=": 401, // token:id
		"Basic aWQ6":         401,
		"token":              401, // the retired form
		"Bearer token":       401,
		"":                   401,
	} {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/v1/people/search", strings.NewReader("{}"))
		r.Header.Set("Authorization", authorization)
		w := httptest.NewRecorder()
		fake.ServeHTTP(w, r)
		if w.Code != want || want == 401 && w.Body.Len() > 0 {
			t.Errorf("%q: %d %s, want %d", authorization, w.Code, w.Body, want)
		}
	}
}

func TestPaths(t *testing.T) {
	t.Parallel()
	fake := hibobtest.New("id", "token", hibobtest.People(1)...)
	fake.Configure(hibobtest.Config{Refuse: map[string]int{"/people": 410, "/company/named-lists": 403}})
	for call, want := range map[string]int{
		"POST /people/search": 200, "GET /people/search": 405, "GET /people": 410, "POST /people": 410,
		"GET /profiles": 404, "GET /people/1/lifecycle": 404, "GET /company/named-lists": 403,
		"POST /company/people/fields": 405, "GET /../people": 404,
	} {
		method, path, _ := strings.Cut(call, " ")
		status, _, header := do(t, fake, method, path, "{}")
		if status != want || status == 405 && header.Get("Allow") == "" {
			t.Errorf("%s: %d, want %d", call, status, want)
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/v2/people/search", nil)
	r.SetBasicAuth("id", "token")
	w := httptest.NewRecorder()
	if fake.ServeHTTP(w, r); w.Code != 404 {
		t.Errorf("another version: %d, want 404", w.Code)
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := hibobtest.New("id", "token")
		fake.Configure(hibobtest.Config{PerMinute: 3})
		var got []string
		ask := func() {
			status, _, header := do(t, fake, "POST", "/people/search", "{}")
			got = append(got, fmt.Sprint(status, header["X-Ratelimit-Limit"], header["X-Ratelimit-Remaining"],
				header["X-Ratelimit-Reset"], header["Retry-After"]))
			time.Sleep(15 * time.Second)
		}
		for range 6 { // at 0, 15, 30, 45, 60 and 75 s
			ask()
		}
		const well = "200[] [] [] []"
		want := []string{well, well, well, fmt.Sprintf("429[3] [0] [%d] []", 946684800+60), well, well}
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], " [", "[")
			want[i] = strings.ReplaceAll(want[i], " [", "[")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
