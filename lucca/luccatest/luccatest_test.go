package luccatest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

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

// TestManyPeople is about time: each page must not cost as much as all of them.
func TestManyPeople(t *testing.T) {
	t.Parallel()
	const n = 100_000
	fake := luccatest.New(credentials(), luccatest.People(n)...)
	start := time.Now()
	for offset := 0; offset < n; offset += 10_000 {
		if w := v3(fake,
			fmt.Sprintf("/api/v3/users?fields=id,firstName,manager[id,name],"+
				"collection.count&formerEmployees=true&orderBy=id,asc&paging=%d,1000", offset)); w.Code != 200 {
			t.Fatalf("status %d", w.Code)
		}
	}
	token := bearer(t, fake, "")
	for page := 1; page <= n/100; page += 10 {
		if w := v5(fake, token,
			fmt.Sprintf("/employees?include=links,totalCount&limit=100&status=active,upcoming,deactivated&page=%d",
				page)); w.Code != 200 {
			t.Fatalf("status %d", w.Code)
		}
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("it took %v", took)
	}
}

// Lucca serves its paths with and without a slash at the end.
func TestSlashAtTheEnd(t *testing.T) {
	fake := luccatest.New(credentials(), luccatest.Person{ID: "101", FirstName: "Ana"})
	for _, paths := range [][2]string{
		{"/api/v3/users?fields=id,firstName", "/api/v3/users/?fields=id,firstName"},
		{"/api/v3/users/101?fields=id,firstName", "/api/v3/users/101/?fields=id,firstName"},
	} {
		without, with := v3(fake, paths[0]), v3(fake, paths[1])
		if with.Code != http.StatusOK || with.Body.String() != without.Body.String() {
			t.Errorf("%s: %d %s, want %s", paths[1], with.Code, with.Body, without.Body)
		}
	}
}
