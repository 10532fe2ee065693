package bamboohrtest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
)

func Example() {
	fake := bamboohrtest.New("key",
		bamboohrtest.Person{ID: "41", Values: map[string]any{"firstName": "Ada", "workEmail": "ada@example.com"}},
		bamboohrtest.Person{ID: "42", Values: map[string]any{"firstName": "Grace"}, Restricted: []string{"workEmail"}},
	)
	server := httptest.NewServer(fake)
	defer server.Close()

	req, err := http.NewRequest(http.MethodGet, server.URL+"/api/v1/employees?fields=workEmail", nil)
	if err != nil {
		panic(err)
	}
	req.SetBasicAuth("key", "x")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		panic(err)
	}
	defer resp.Body.Close()

	var page struct {
		Data []struct {
			EmployeeID string   `json:"employeeId"`
			WorkEmail  *string  `json:"workEmail"`
			Restricted []string `json:"_restrictedFields"`
		} `json:"data"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&page); err != nil {
		panic(err)
	}
	for _, e := range page.Data {
		fmt.Println(e.EmployeeID, e.WorkEmail != nil, e.Restricted)
	}
	// Output:
	// 41 true []
	// 42 false [workEmail]
}

// A call is a request to a fake; what it leaves out is as a good client has it.
type call struct {
	method, path, body string
	header             map[string]string // "" takes a header away
}

// do answers a call in memory.
func do(t *testing.T, fake http.Handler, c call) *http.Response {
	t.Helper()
	if c.method == "" {
		c.method = http.MethodGet
	}
	if !strings.HasPrefix(c.path, "/api/") {
		c.path = "/api/v1" + c.path
	}
	req := httptest.NewRequestWithContext(t.Context(), c.method, c.path, strings.NewReader(c.body))
	header := map[string]string{"Accept": "application/json"}
	if c.body != "" {
		header["Content-Type"] = "application/json"
	}
	maps.Copy(header, c.header)
	req.SetBasicAuth("key", "x")
	for name, value := range header {
		req.Header.Set(name, value)
		if value == "" {
			req.Header.Del(name)
		}
	}
	w := httptest.NewRecorder()
	fake.ServeHTTP(w, req)
	return w.Result()
}

// get answers a GET that must succeed and decodes it.
func get[T any](t *testing.T, fake http.Handler, path string) T {
	t.Helper()
	return decode[T](t, do(t, fake, call{path: path}))
}

func decode[T any](t *testing.T, resp *http.Response) T {
	t.Helper()
	var v T
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("status %d, body %q, error %v; want 200", resp.StatusCode, body, err)
	}
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("body %q: %v", body, err)
	}
	return v
}

func person(id string, values ...any) bamboohrtest.Person {
	p := bamboohrtest.Person{ID: id, Values: map[string]any{}}
	for i := 0; i < len(values); i += 2 {
		p.Values[values[i].(string)] = values[i+1]
	}
	return p
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key")
	fake.SetTokens("token-1", "token-2")
	tests := []struct {
		name, authorization string
		want                int
	}{
		{name: "key with any password", authorization: "Basic a2V5OmFueXRoaW5n", want: 200}, // key:anything
		{name: "wrong key", authorization: "Basic d3Jvbmc6eA==", want: 401},                 // wrong:x
		{name: "no credentials", want: 401},
		{name: "token", authorization: "Bearer token-2", want: 200},
		{name: "wrong token", authorization: "Bearer token-3", want: 401},
		{name: "key as token", authorization: "Bearer key", want: 401},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			resp := do(t, fake, call{path: "/employees", header: map[string]string{"Authorization": tt.authorization}})
			if resp.StatusCode != tt.want {
				t.Fatalf("status %d, want %d", resp.StatusCode, tt.want)
			}
			if tt.want != 401 {
				return
			}
			body, _ := io.ReadAll(resp.Body)
			if len(body) != 0 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") ||
				!strings.HasPrefix(resp.Header.Get("WWW-Authenticate"), `Basic realm="`) ||
				resp.Header.Get("X-BambooHR-Error-Message") == "" {
				t.Errorf("body %q, header %v; want an empty page with both headers", body, resp.Header)
			}
		})
	}
}

func TestTokenRevoked(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key")
	fake.SetTokens("token")
	bearer := call{path: "/employees", header: map[string]string{"Authorization": "Bearer token"}}
	before := do(t, fake, bearer).StatusCode
	fake.SetTokens()
	if after := do(t, fake, bearer).StatusCode; before != 200 || after != 401 {
		t.Errorf("status %d before and %d after SetTokens(), want 200 and 401", before, after)
	}
}

func TestPaths(t *testing.T) {
	t.Parallel()
	tests := map[string]int{
		"/api/v1/employees":                        200,
		"/api/gateway.php/acme/v1/employees":       200,
		"/api/gateway.php/acme/v1/meta/fields":     200,
		"/api/v1/employees/":                       200,
		"/api/v1/employees/directory/":             404, // empty
		"/api/v1/meta/fields/":                     200,
		"/api/gateway.php/acme/v1/meta/users/":     200,
		"/api/gateway.php/v1/employees":            404,
		"/api/v2/employees":                        404,
		"/api/v1/employees/1/tables/jobInfo":       404,
		"/api/v1/nothing":                          404,
		"/api/gateway.php/acme/v1/reports/custom":  404, // not with GET
		"/api/gateway.php/acme/sub/v1/employees/1": 404,
	}
	fake := bamboohrtest.New("key")
	for path, want := range tests {
		resp := do(t, fake, call{path: path})
		if resp.StatusCode != want || resp.Header.Get("X-Request-Id") == "" {
			t.Errorf("GET %s: status %d, header %v; want %d and a request id", path, resp.StatusCode, resp.Header, want)
		}
	}
}

func TestRefuse(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key", person("1", "status", "Active"))
	fake.Configure(bamboohrtest.Config{Refuse: map[string]int{"/employees": 404, "/employees/directory": 403}})
	for path, want := range map[string]int{"/employees": 404, "/employees/directory": 403, "/employees/1": 200} {
		if got := do(t, fake, call{path: path}).StatusCode; got != want {
			t.Errorf("GET %s: status %d, want %d", path, got, want)
		}
	}
	fake.Configure(bamboohrtest.Config{})
	if got := do(t, fake, call{path: "/employees"}).StatusCode; got != 200 {
		t.Errorf("after Configure(Config{}): status %d, want 200", got)
	}
}

func TestXMLWithoutAccept(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key", person("1", "status", "Active"))
	tests := map[string]string{ // path to root
		"/employees/directory":                "directory",
		"/employees/1":                        "employee",
		"/employees/changed?since=2026-01-01": "employees",
		"/meta/fields":                        "fields",
		"/meta/lists":                         "lists",
		"/meta/users":                         "users",
	}
	for path, root := range tests {
		for _, accept := range []string{"", "*/*", "application/xml"} {
			resp := do(t, fake, call{path: path, header: map[string]string{"Accept": accept}})
			body, _ := io.ReadAll(resp.Body)
			if resp.StatusCode != 200 || !strings.Contains(string(body), "<"+root+"/>") {
				t.Errorf("GET %s, Accept %q: %d %q, want 200 and <%s/>", path, accept, resp.StatusCode, body, root)
			}
		}
	}
	get[any](t, fake, "/meta/lists?format=json")
	resp := do(t, fake, call{path: "/employees", header: map[string]string{"Accept": ""}})
	decode[any](t, resp) // always JSON
}
