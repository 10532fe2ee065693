package personiotest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/personio/personiotest"
)

func Example() {
	fake := personiotest.New("id", "secret",
		personiotest.Person{
			ID: "41", Values: map[string]any{"first_name": "Ada", "hire_date": "2020-02-01", "office": "Munich"},
		},
	)
	server := httptest.NewServer(fake)
	defer server.Close()

	resp, err := http.Post(server.URL+"/v1/auth", "application/json",
		strings.NewReader(`{"client_id":"id","client_secret":"secret"}`))
	if err != nil {
		panic(err)
	}
	defer resp.Body.Close()
	var auth struct{ Data struct{ Token string } }
	if err := json.NewDecoder(resp.Body).Decode(&auth); err != nil {
		panic(err)
	}
	req, err := http.NewRequest(http.MethodGet, server.URL+"/v1/company/employees?limit=100&attributes[]=hire_date", nil)
	if err != nil {
		panic(err)
	}
	req.Header.Set("Authorization", "Bearer "+auth.Data.Token)
	if resp, err = http.DefaultClient.Do(req); err != nil {
		panic(err)
	}
	defer resp.Body.Close()
	var page struct {
		Data []struct {
			Attributes map[string]struct{ Value any }
		}
	}
	if err := json.NewDecoder(resp.Body).Decode(&page); err != nil {
		panic(err)
	}
	for _, e := range page.Data {
		fmt.Println(len(e.Attributes), e.Attributes["id"].Value, e.Attributes["hire_date"].Value)
	}
	// Output:
	// 2 41 2020-02-01T00:00:00+01:00
}

// do sends a request with the given headers, which come in pairs.
func do(fake http.Handler, method, path, body string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	fake.ServeHTTP(w, r)
	return w.Result()
}

const form = "application/x-www-form-urlencoded"

// login gets a token of a generation.
func login(t testing.TB, fake http.Handler, generation string) string {
	t.Helper()
	res := do(fake, "POST", "/v1/auth", `{"client_id":"id","client_secret":"secret"}`, "Content-Type", "application/json")
	if generation == "v2" {
		res = do(fake, "POST", "/v2/auth/token", "grant_type=client_credentials&client_id=id&client_secret=secret",
			"Content-Type", form)
	}
	var answer struct {
		Token string `json:"access_token"`
		Data  struct{ Token string }
	}
	decode(t, res, &answer)
	return answer.Token + answer.Data.Token
}

func decode(t testing.TB, res *http.Response, v any) {
	t.Helper()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("status %d, body %q, error %v; want 200", res.StatusCode, body, err)
	}
	if err := json.Unmarshal(body, v); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
}

// get logs in and answers a GET.
func get(t *testing.T, fake http.Handler, path string) *http.Response {
	t.Helper()
	return do(fake, "GET", path, "", "Authorization", "Bearer "+login(t, fake, path[1:3]))
}

// A page is an answer of the list of v1.
type page struct {
	Success  bool
	Metadata *struct {
		Total int `json:"total_elements"`
		Pages int `json:"total_pages"`
	}
	Data []struct {
		Attributes map[string]struct {
			Value       json.RawMessage
			Type        string
			UniversalID *string `json:"universal_id"`
		}
	}
}

func (p page) ids() (all []string) {
	for _, e := range p.Data {
		all = append(all, string(e.Attributes["id"].Value))
	}
	return all
}

func getPage(t *testing.T, fake http.Handler, query string) (p page) {
	t.Helper()
	decode(t, get(t, fake, "/v1/company/employees?"+query), &p)
	return p
}

func TestAuth(t *testing.T) {
	t.Parallel()
	good := url.Values{"client_id": {"id"}, "client_secret": {"secret"}}.Encode()
	full := good + "&grant_type=client_credentials"
	for _, tt := range []struct {
		name, path, kind, body string
		cfg                    personiotest.Config
		status                 int
		contains               string
	}{
		{
			name: "v1 by JSON", path: "/v1/auth", kind: "application/json",
			body: `{"client_id":"id","client_secret":"secret"}`, status: 200,
			contains: `"expires_in":86`,
		},
		{
			name: "v1 by form", path: "/v1/auth", kind: form, body: good, status: 200,
			contains: `"token":"papi-`,
		},
		{
			name: "v1 without expires_in", path: "/v1/auth", kind: form, body: good,
			cfg: personiotest.Config{NoExpiresIn: true}, status: 200, contains: `{"data":{"token"`,
		},
		{
			name: "v1 in the query", path: "/v1/auth?" + good, status: 403,
			contains: `"success":false`,
		},
		{
			name: "v1 in body and query", path: "/v1/auth?" + good, kind: form, body: good,
			status: 403, contains: `"success":false`,
		},
		{
			name: "v1 wrong", path: "/v1/auth", kind: form, body: "client_id=id&client_secret=x",
			status: 403, contains: `"message":"Wrong credentials"`,
		},
		{
			name: "v1 wrong, otherwise", path: "/v1/auth", kind: form, body: "client_id=id&client_secret=x",
			cfg: personiotest.Config{WrongCredentials: 401}, status: 401, contains: `"code":0`,
		},
		{name: "v1 nothing", path: "/v1/auth", status: 400, contains: `"success":false`},
		{
			name: "v2 by form", path: "/v2/auth/token", kind: form, body: full, status: 200,
			contains: `"token_type":"Bearer"`,
		},
		{
			name: "v2 by JSON", path: "/v2/auth/token", kind: "application/json",
			body:   `{"client_id":"id","client_secret":"secret","grant_type":"client_credentials"}`,
			status: 400, contains: "invalid_request",
		},
		{
			name: "v2 wrong", path: "/v2/auth/token", kind: form, body: strings.Replace(full, "secret=secret", "secret=x", 1),
			cfg: personiotest.Config{}, status: 400, contains: "unauthorized_client",
		},
		{
			name: "v2 without a grant", path: "/v2/auth/token", kind: form, body: good,
			status: 400, contains: "invalid_request",
		},
		{
			name: "v2 with another grant", path: "/v2/auth/token", kind: form, body: good + "&grant_type=password",
			cfg: personiotest.Config{}, status: 400, contains: "unsupported_grant_type",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake := personiotest.New("id", "secret")
			fake.Configure(tt.cfg)
			res := do(fake, "POST", tt.path, tt.body, "Content-Type", tt.kind)
			body, err := io.ReadAll(res.Body)
			if err != nil || res.StatusCode != tt.status || !strings.Contains(string(body), tt.contains) {
				t.Errorf("status %d, body %s; want %d with %s", res.StatusCode, body, tt.status, tt.contains)
			}
		})
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	fake := personiotest.New("id", "secret", personiotest.People(1)...)
	status := func(path, token string) int {
		return do(fake, "GET", path, "", "Authorization", "Bearer "+token).StatusCode
	}
	const list1, list2 = "/v1/company/employees", "/v2/persons"
	one, two := login(t, fake, "v1"), login(t, fake, "v2")
	if one != login(t, fake, "v1") {
		t.Error("another token within 24 hours")
	}
	got := []int{status(list1, one), status(list2, two), status(list1, two), status(list2, one), status(list1, "")}
	if diff := cmp.Diff([]int{200, 200, 401, 401, 401}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	do(fake, "POST", "/v2/auth/revoke", "token="+url.QueryEscape(two), "Content-Type", form,
		"Authorization", "Bearer "+two)
	if status(list2, two) != 401 || status(list1, one) != 200 {
		t.Error("a token of v2 was revoked, and it, or not it alone, is refused")
	}
	fake.ExpireTokens()
	if status(list1, one) != 401 || status(list1, login(t, fake, "v1")) != 200 {
		t.Error("an expired token is accepted, or a new one is refused")
	}
	fake.Configure(personiotest.Config{TokenLife: -1})
	fake.ExpireTokens()
	if status(list1, login(t, fake, "v1")) != 401 {
		t.Error("a token is accepted after its life")
	}
	fake.Configure(personiotest.Config{OneUseTokens: true})
	res := get(t, fake, list1)
	next := res.Header.Get("Authorization")
	if res.StatusCode != 200 || next == "" || do(fake, "GET", list1, "", "Authorization", next).StatusCode != 200 ||
		do(fake, "GET", list1, "", "Authorization", next).StatusCode != 401 {
		t.Errorf("a token is not good once, with its successor in the header: %q", next)
	}
}

func TestPaging(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		query string
		cfg   personiotest.Config
		want  int // employees
		first string
	}{
		{query: "", want: 50, first: "1001"},
		{query: "limit=100", want: 100, first: "1001"},
		{query: "limit=200", want: 100, first: "1001"},
		{query: "limit=100&offset=100", want: 20, first: "1101"},
		{query: "limit=100&offset=7", want: 100, first: "1008"},
		{query: "limit=100&offset=120"},
		{query: "limit=100&offset=9223372036854775807"},
		{query: "limit=100", cfg: personiotest.Config{PageSize: 7}, want: 7, first: "1001"},
		{query: "email=ada.abara.1%40example.com", want: 1, first: "1001"},
	} {
		fake := personiotest.New("id", "secret", personiotest.People(120)...)
		fake.Configure(tt.cfg)
		p := getPage(t, fake, tt.query)
		if len(p.Data) != tt.want || tt.want > 0 && p.ids()[0] != tt.first || !p.Success {
			t.Errorf("%q: %v, want %d from %s", tt.query, p.ids(), tt.want, tt.first)
		}
		if total := p.Metadata.Total; total != 120 && tt.want != 1 {
			t.Errorf("%q: total %d", tt.query, total)
		}
	}
	fake := personiotest.New("id", "secret", personiotest.People(120)...)
	fake.Configure(personiotest.Config{RejectLimit: true, NoMetadata: true})
	for query, status := range map[string]int{
		"limit=200": 400, "limit=0": 400, "limit=x": 400, "offset=-1": 400, "limit=100": 200,
	} {
		if res := get(t, fake, "/v1/company/employees?"+query); res.StatusCode != status {
			t.Errorf("%s: status %d, want %d", query, res.StatusCode, status)
		}
	}
	if p := getPage(t, fake, ""); p.Metadata != nil {
		t.Errorf("metadata %+v, want none", p.Metadata)
	}
	fake.Configure(personiotest.Config{Unsorted: true, PageSize: 60})
	seen := map[string]int{}
	for _, offset := range []string{"0", "60"} {
		for _, id := range getPage(t, fake, "limit=100&offset="+offset).ids() {
			seen[id]++
		}
	}
	if len(seen) != 119 {
		t.Errorf("%d employees on two unsorted pages, want 119 of 120", len(seen))
	}
}

func TestAttributes(t *testing.T) {
	t.Parallel()
	people := []personiotest.Person{{ID: "9007199254740993", Values: map[string]any{
		"hire_date": "2020-07-01", "department": "IT", "dynamic_1": "1977-07-04", "dynamic_2": []string{"Go", "SQL"},
		"dynamic_3":    json.RawMessage(`[1]`),
		"cost_centers": []string{"A", "B"}, "dynamic_4": 500.5,
	}, Hidden: []string{"email"}}}
	own := []personiotest.Field{
		{ID: "dynamic_1", Name: "Birthday", UniversalID: "date_of_birth", Type: "date"},
		{ID: "dynamic_2", Type: "tags"},
		{ID: "dynamic_3"},
		{ID: "dynamic_4", Type: "decimal"},
		{ID: "dynamic_5", Type: "list"},
		{ID: "dynamic_6", Type: "integer"},
	}
	for _, tt := range []struct {
		name string
		cfg  personiotest.Config
		want map[string]string
	}{
		{
			name: "usual",
			want: map[string]string{
				"id": "9007199254740993", "hire_date": `"2020-07-01T00:00:00+02:00"`,
				"department": `{"type":"Department","attributes":{"id":11001,"name":"IT"}}`,
				"office":     "null", "supervisor": "null", "dynamic_1": `"1977-07-04T00:00:00+02:00"`,
				"dynamic_2": `"Go,SQL"`, "dynamic_3": "[1]",
				"dynamic_4": "500.5", "dynamic_5": `""`, "dynamic_6": "null", "email": "",
				"cost_centers": `[{"type":"CostCenter","attributes":{"id":13001,"name":"A","percentage":50}},` +
					`{"type":"CostCenter","attributes":{"id":13002,"name":"B","percentage":50}}]`,
			},
		},
		{
			name: "quirks", cfg: personiotest.Config{Blank: `""`, TagsAsJSON: true, BareDates: true},
			want: map[string]string{
				"office": `""`, "dynamic_1": `"1977-07-04"`, "dynamic_2": `"[\"Go\",\"SQL\"]"`,
				"hire_date": `"2020-07-01T00:00:00+02:00"`,
			},
		},
		{
			name: "hidden", cfg: personiotest.Config{Hidden: []string{"department", "dynamic_1", "id"}},
			want: map[string]string{"department": "", "dynamic_1": "", "id": "9007199254740993"},
		},
	} {
		fake := personiotest.New("id", "secret", people...)
		tt.cfg.Fields = own
		fake.Configure(tt.cfg)
		got := map[string]string{}
		for key := range tt.want {
			got[key] = string(getPage(t, fake, "").Data[0].Attributes[key].Value)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestProjection(t *testing.T) {
	t.Parallel()
	fake := personiotest.New("id", "secret", personiotest.People(1)...)
	const query = "attributes[]=first_name&attributes[]=gone"
	if a := getPage(t, fake, query).Data[0].Attributes; len(a) != 2 {
		t.Errorf("attributes %v, want id and first_name", a)
	}
	for _, status := range []int{200, 400, 403, 422} {
		fake.Configure(personiotest.Config{RefuseHidden: status})
		res := get(t, fake, "/v1/company/employees?"+query)
		body, _ := io.ReadAll(res.Body)
		if res.StatusCode != status || !strings.Contains(string(body), `"success":false`) ||
			!strings.Contains(string(body), "gone") {
			t.Errorf("status %d, body %s", res.StatusCode, body)
		}
	}
}

func TestSingleEmployee(t *testing.T) {
	t.Parallel()
	fake := personiotest.New("id", "secret", personiotest.People(2)...)
	var answer struct {
		Data struct {
			Attributes map[string]struct{ Value any }
		}
	}
	decode(t, get(t, fake, "/v1/company/employees/1002"), &answer)
	if answer.Data.Attributes["id"].Value != 1002.0 {
		t.Errorf("got %v", answer)
	}
	res := get(t, fake, "/v1/company/employees/7")
	if body, _ := io.ReadAll(res.Body); res.StatusCode != 404 || !strings.Contains(string(body), "Mitarbeiter") {
		t.Errorf("status %d, body %s; want 404 in German", res.StatusCode, body)
	}
}

func TestListOfAttributes(t *testing.T) {
	t.Parallel()
	fake := personiotest.New("id", "secret")
	fake.Configure(personiotest.Config{Hidden: []string{"email"}, Fields: []personiotest.Field{
		{ID: "dynamic_2", Name: "Alleo", Type: "list", Options: []string{"Yes", "No"}},
		{ID: "dynamic_3", Options: []string{"no list"}},
	}})
	for _, path := range []string{"attributes", "custom-attributes"} {
		var answer struct {
			Data []struct {
				Key, Label, Type string
				UniversalID      *string `json:"universal_id"`
				Options          []string
			}
		}
		decode(t, get(t, fake, "/v1/company/employees/"+path), &answer)
		n := len(answer.Data)
		list, standard := answer.Data[n-2], answer.Data[n-1]
		if list.Key != "dynamic_2" || list.UniversalID != nil || len(list.Options) != 2 || standard.Type != "standard" ||
			len(standard.Options) != 0 {
			t.Errorf("the last two are %+v and %+v", list, standard)
		}
		for _, a := range answer.Data {
			if a.Key == "email" {
				t.Error("a hidden attribute is listed")
			}
		}
	}
}
