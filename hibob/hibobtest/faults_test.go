package hibobtest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
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
		"POST /people/search": 200, "GET /people/search": 405, "GET /people": 410, "POST /people": 410, "GET /profiles": 404,
		"GET /people/1/lifecycle": 404, "GET /company/named-lists": 403, "POST /company/people/fields": 405, "GET /../people": 404,
	} {
		method, path, _ := strings.Cut(call, " ")
		if status, _, header := do(t, fake, method, path, "{}"); status != want || status == 405 && header.Get("Allow") == "" {
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

func TestFaults(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		fault      hibobtest.Fault
		status     int
		retryAfter string
		body       string // the beginning
	}{
		{"429", hibobtest.RateLimited(7 * time.Second), 429, "7", `{"key":"too.many.requests"`},
		{"429 without Retry-After", hibobtest.WithHeader(hibobtest.RateLimited(7*time.Second), "Retry-After", ""), 429, "", `{"key":"too.many.requests"`},
		{"401", hibobtest.Unauthorized(), 401, "", ""},
		{"403", hibobtest.Forbidden(), 403, "", `{"key":"insufficient.permissions"`},
		{"403 of the firewall", hibobtest.Blocked(), 403, "", "<!DOCTYPE html>"},
		{"503", hibobtest.Unavailable(), 503, "", "<!DOCTYPE html>"},
		{"500", hibobtest.ServerError(), 500, "", `{"key":"internal.error"`},
		{"HTML", hibobtest.HTML(), 200, "", "<!DOCTYPE html>"},
	} {
		fake := hibobtest.New("id", "token")
		fake.Next(tt.fault)
		status, body, header := do(t, fake, "POST", "/people/search", "{}")
		if status != tt.status || header.Get("Retry-After") != tt.retryAfter || !strings.HasPrefix(body, tt.body) || tt.body == "" && body != "" {
			t.Errorf("%s: %d %v %s", tt.name, status, header, body)
		}
		if status, _, _ := do(t, fake, "POST", "/people/search", "{}"); status != 200 {
			t.Errorf("%s: then %d, want 200", tt.name, status)
		}
	}
	fake := hibobtest.New("id", "token")
	fake.Next(nil, hibobtest.ServerError())
	fake.Always(hibobtest.Forbidden())
	var statuses []int
	for range 3 {
		status, _, _ := do(t, fake, "POST", "/people/search", "{}")
		statuses = append(statuses, status)
	}
	if diff := cmp.Diff([]int{403, 500, 403}, statuses); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
}

func TestTruncated(t *testing.T) {
	t.Parallel()
	fake := hibobtest.New("id", "token", hibobtest.People(300)...)
	fake.Always(hibobtest.Truncated())
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	req, err := http.NewRequestWithContext(t.Context(), "POST", server.URL+"/v1/people/search", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth("id", "token")
	resp, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) || int64(len(body)) != resp.ContentLength/2 {
		t.Errorf("read %d of %d bytes, error %v; want the half and an unexpected end", len(body), resp.ContentLength, err)
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
			got = append(got, fmt.Sprint(status, header["X-Ratelimit-Limit"], header["X-Ratelimit-Remaining"], header["X-Ratelimit-Reset"], header["Retry-After"]))
			time.Sleep(15 * time.Second)
		}
		for range 6 { // at 0, 15, 30, 45, 60 and 75 s
			ask()
		}
		want := []string{"200[] [] [] []", "200[] [] [] []", "200[] [] [] []", fmt.Sprintf("429[3] [0] [%d] []", 946684800+60), "200[] [] [] []", "200[] [] [] []"}
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], " [", "[")
			want[i] = strings.ReplaceAll(want[i], " [", "[")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestRequests(t *testing.T) {
	t.Parallel()
	fake := hibobtest.New("id", "token")
	fake.Next(hibobtest.ServerError())
	do(t, fake, "POST", "/people/search?a=b", `{"fields":[]}`)
	do(t, fake, "GET", "/company/people/fields", "")
	got := fake.Requests()
	if len(got) != 2 || got[0].Method != "POST" || got[0].Path != "/v1/people/search" || got[0].Query.Get("a") != "b" || string(got[0].Body) != `{"fields":[]}` {
		t.Errorf("requests %+v", got)
	}
	if strings.Contains(fmt.Sprint(got), "Authorization") {
		t.Error("the log holds credentials")
	}
	if fake.ResetRequests(); len(fake.Requests()) != 0 {
		t.Error("ResetRequests left some")
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	fake := hibobtest.New("id", "token", hibobtest.People(50)...)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			fake.SetPeople(hibobtest.People(40 + i)...)
			fake.Configure(hibobtest.Config{Hidden: []string{"root.email"}, PerMinute: 1000})
			fake.Next(nil)
			if status, answer, _ := do(t, fake, "POST", "/people/search", "{}"); status != 200 || !json.Valid([]byte(answer)) {
				t.Errorf("status %d, %d bytes", status, len(answer))
			}
			fake.Requests()
		})
	}
	wg.Wait()
}
