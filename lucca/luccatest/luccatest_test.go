package luccatest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

func Example() {
	fake := luccatest.New(luccatest.Credentials{APIKey: "key"},
		luccatest.Person{ID: "101", FirstName: "Ana", LastName: "MOREL", Mail: "ana@example.com", Manager: "101"},
		luccatest.Person{ID: "102", FirstName: "Luc", LastName: "ROY", Hidden: []string{"mail"}},
	)
	server := httptest.NewServer(fake)
	defer server.Close()

	req, err := http.NewRequest(http.MethodGet, server.URL+"/api/v3/users?fields=id,mail,manager.id", nil)
	if err != nil {
		panic(err)
	}
	req.Header.Set("Authorization", "lucca application=key")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		panic(err)
	}
	defer resp.Body.Close()
	var page struct {
		Data struct{ Items []json.RawMessage }
	}
	if err := json.NewDecoder(resp.Body).Decode(&page); err != nil {
		panic(err)
	}
	for _, item := range page.Data.Items {
		fmt.Println(string(item))
	}
	// Output:
	// {"id":101,"mail":"ana@example.com","manager":{"id":101}}
	// {"id":102,"manager":null}
}

func credentials() luccatest.Credentials {
	return luccatest.Credentials{APIKey: "key", ClientID: "id", ClientSecret: "secret"}
}

// do answers a GET in memory. The headers come in pairs.
func do(fake http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodGet, "https://acme.example.com"+path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	fake.ServeHTTP(w, req)
	return w
}

// v3 answers a GET of the legacy API.
func v3(fake http.Handler, path string) *httptest.ResponseRecorder {
	return do(fake, path, "Authorization", "lucca application=key")
}

// bearer fetches a token.
func bearer(t *testing.T, fake http.Handler, scope string) string {
	t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {"id"}, "client_secret": {"secret"}}
	if scope != "" {
		form.Set("scope", scope)
	}
	w := post(fake, "application/x-www-form-urlencoded", form.Encode())
	token := decode[struct {
		Token   string `json:"access_token"`
		Type    string `json:"token_type"`
		Expires int    `json:"expires_in"`
	}](t, w)
	if token.Type != "Bearer" || token.Expires != 1800 {
		t.Errorf("token %+v", token)
	}
	return token.Token
}

func post(fake http.Handler, contentType, body string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodPost, "https://acme.example.com/connect/token", strings.NewReader(body))
	req.Header.Set("Content-Type", contentType)
	w := httptest.NewRecorder()
	fake.ServeHTTP(w, req)
	return w
}

// v5 answers a GET of the current API.
func v5(fake http.Handler, token, path string) *httptest.ResponseRecorder {
	return do(fake, "/lucca-api"+path, "Authorization", "Bearer "+token, "Api-Version", "2024-11-01")
}

func decode[T any](t *testing.T, w *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	if w.Code != http.StatusOK {
		t.Fatalf("status %d, body %s; want 200", w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("body %s: %v", w.Body, err)
	}
	return v
}

func contract(start, end string) luccatest.Contract {
	return luccatest.Contract{Start: start, End: end}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name         string
		fault        luccatest.Fault
		status       int
		retryAfter   string
		legacy, body string // the beginning
	}{
		{"429", luccatest.RateLimited(7 * time.Second), 429, "7", `{"Status":429,"Message":`, `{"type":`},
		{"429 without a hint", luccatest.RateLimited(0), 429, "", `{"Status":429,`, `{"type":`},
		{"401", luccatest.Unauthorized(), 401, "", `{"Status":401,`, `{"type":`},
		{"403", luccatest.Forbidden(), 403, "", `{"Status":403,`, `{"type":`},
		{"408", luccatest.Status(http.StatusRequestTimeout), 408, "", `{"Status":408,`, `{"type":`},
		{"500", luccatest.ServerError(), 500, "", `{"Status":500,`, `{"type":`},
		{"503", luccatest.Unavailable(), 503, "", `{"Status":503,`, `{"type":`},
		{"HTML", luccatest.HTML(), 200, "", "<!DOCTYPE", "<!DOCTYPE"},
	}
	for _, tt := range tests {
		fake := luccatest.New(credentials())
		for path, want := range map[string]string{"/api/v3/users": tt.legacy, "/lucca-api/employees": tt.body} {
			fake.Next(tt.fault)
			w := do(fake, path)
			if w.Code != tt.status || w.Header().Get("Retry-After") != tt.retryAfter || !strings.HasPrefix(w.Body.String(), want) {
				t.Errorf("%s: GET %s: status %d, header %v, body %s", tt.name, path, w.Code, w.Header(), w.Body)
			}
			if tt.status != 200 && !json.Valid(w.Body.Bytes()) {
				t.Errorf("%s: GET %s: not JSON: %s", tt.name, path, w.Body)
			}
		}
		if w := v3(fake, "/api/v3/users"); w.Code != 200 {
			t.Errorf("%s: the next request: %d", tt.name, w.Code)
		}
	}
}

func TestFaultQueue(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials(), luccatest.People(4)...)
	var statuses []int
	ask := func() { statuses = append(statuses, v3(fake, "/api/v3/users").Code) }
	fake.Next(luccatest.RateLimited(time.Second), nil)
	fake.Next(luccatest.ServerError())
	fake.Always(luccatest.Forbidden())
	for range 4 {
		ask()
	}
	fake.Always(nil)
	ask()
	if diff := cmp.Diff([]int{429, 403, 500, 403, 200}, statuses); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
}

func TestTruncated(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials(), luccatest.People(300)...)
	fake.Always(luccatest.Truncated())
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/api/v3/users", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "lucca application=key")
	resp, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) || len(body) == 0 || int64(len(body)) >= resp.ContentLength {
		t.Errorf("read %d of %d bytes, error %v; want an unexpected end", len(body), resp.ContentLength, err)
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials())
	bearer(t, fake, "employees.readonly")
	v3(fake, "/api/v3/users?paging=0,7")
	got := fake.Requests()
	if len(got) != 2 || got[0].Method != "POST" || got[0].Path != "/connect/token" || got[1].Query.Get("paging") != "0,7" {
		t.Fatalf("requests %+v", got)
	}
	if text := fmt.Sprintf("%s %v", got[0].Body, got); strings.Contains(text, "secret=") || strings.Contains(text, "Authorization") {
		t.Errorf("the log holds credentials: %s", text)
	}
	if !strings.Contains(string(got[0].Body), "scope=employees.readonly") {
		t.Errorf("the form is %s", got[0].Body)
	}
	fake.ResetRequests()
	if n := len(fake.Requests()); n != 0 {
		t.Errorf("%d requests after ResetRequests", n)
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := luccatest.New(credentials())
		fake.Configure(luccatest.Config{PerMinute: 2})
		ask := func() (int, string) {
			w := v3(fake, "/api/v3/users")
			return w.Code, w.Header().Get("Retry-After")
		}
		for i, want := range []int{200, 200, 429, 200, 429} {
			code, after := ask()
			if code != want || (code == 429) != (after != "") {
				t.Errorf("request %d: status %d, Retry-After %q; want %d", i+1, code, after, want)
			}
			if i == 0 {
				time.Sleep(20 * time.Second)
			}
			if i == 2 {
				if after != "40" {
					t.Errorf("Retry-After %q, want 40", after)
				}
				time.Sleep(40 * time.Second)
			}
		}
	})
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials(), luccatest.People(50)...)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			fake.SetPeople(luccatest.People(40 + i)...)
			fake.Configure(luccatest.Config{PageSize: 10 + i})
			fake.Next(nil)
			v3(fake, "/api/v3/users?fields=id,collection.count&formerEmployees=true")
			v5(fake, bearer(t, fake, ""), "/employees?include=embedded,links,totalCount")
			fake.ExpireTokens()
			fake.Requests()
		})
	}
	wg.Wait()
}

// TestManyPeople is about time: each page must not cost as much as all of them.
func TestManyPeople(t *testing.T) {
	t.Parallel()
	const n = 100_000
	fake := luccatest.New(credentials(), luccatest.People(n)...)
	start := time.Now()
	for offset := 0; offset < n; offset += 10_000 {
		if w := v3(fake, fmt.Sprintf("/api/v3/users?fields=id,firstName,manager[id,name],collection.count&formerEmployees=true&orderBy=id,asc&paging=%d,1000", offset)); w.Code != 200 {
			t.Fatalf("status %d", w.Code)
		}
	}
	token := bearer(t, fake, "")
	for page := 1; page <= n/100; page += 10 {
		if w := v5(fake, token, fmt.Sprintf("/employees?include=links,totalCount&limit=100&status=active,upcoming,deactivated&page=%d", page)); w.Code != 200 {
			t.Fatalf("status %d", w.Code)
		}
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("it took %v", took)
	}
}
