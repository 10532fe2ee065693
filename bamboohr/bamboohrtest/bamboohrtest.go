// Package bamboohrtest is a fake BambooHR, in the manner of [net/http/httptest]:
// an [http.Handler] that answers as the vendor's API does, about invented employees.
//
//	fake := bamboohrtest.New("key", bamboohrtest.People(300)...)
//	httpClient := fake.Client() // or a server: httptest.NewServer(fake)
//
// A new [Fake] is a healthy tenant whose key sees everything. [Fake.Configure]
// takes permissions and features away, [Fake.SetPeople] changes the company while
// a listing runs, [Fake.Next] and [Fake.Always] put faults in front, and
// [Fake.Requests] tells what was asked.
//
// # What it serves
//
// Below /api/v1 (the form of https://acme.bamboohr.com) and below
// /api/gateway.php/{company}/v1 (the older form of https://api.bamboohr.com),
// with the same behaviour and for any company:
//
//	GET  /employees            the paged list
//	POST /reports/custom       the report on all employees; JSON definitions only
//	GET  /employees/{id}       one employee; 0 is the key's own
//	GET  /employees/directory  the company's own selection
//	GET  /employees/changed    the ids that changed
//	GET  /meta/fields, /meta/lists, /meta/users
//
// Below /api alone, because the older form does not have them:
//
//	GET  /v1_2/datasets/employee/fields
//	POST /v2/datasets/employee/data
//
// Tables, other datasets, saved reports, webhooks and every write are answered with 404.
//
// # What it simplifies
//
// It has no clock: what is planned for a later day is [Person.Planned], and nothing
// takes effect by itself. Most numeric ids of standard fields are invented. An XML,
// CSV, XLS or PDF answer is only an empty document of that type, enough to notice
// that a header was forgotten.
//
// Where the vendor's own texts leave a behaviour open, the comments here say what
// was chosen.
package bamboohrtest

import (
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A Fake is a BambooHR tenant. It is safe for concurrent use; each request sees
// one state of the employees and of the configuration from its first byte to its last.
type Fake struct {
	core *fakehr.Fake[Person, Config, view]
	key  string

	mu     sync.Mutex
	tokens []string
}

// New returns a fake tenant of these employees that accepts apiKey.
func New(apiKey string, people ...Person) *Fake {
	f := &Fake{core: fakehr.New(newView, people), key: apiKey}
	f.core.RequestID = "X-Request-Id" // the header that the vendor's own SDKs look for first
	return f
}

// SetPeople replaces all employees, also between two pages of a running listing. A
// page cursor names the first employee of the next page; when that employee is gone,
// the answer is 400 with the code BadPage, and the walk must start again.
//
// The fake keeps the slice and the maps in it: do not change them afterwards.
func (f *Fake) SetPeople(people ...Person) { f.core.SetPeople(people) }

// Configure replaces the configuration. Configure(Config{}) makes the tenant
// healthy again.
func (f *Fake) Configure(c Config) { f.core.Configure(c) }

// SetTokens replaces the OAuth access tokens that are accepted, as
// "Authorization: Bearer", beside the API key. Without arguments it revokes all
// of them, as if they had expired.
func (f *Fake) SetTokens(tokens ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tokens = slices.Clone(tokens)
}

// Client returns a client whose requests the fake answers in memory, whatever
// their host, also in a bubble of [testing/synctest].
func (f *Fake) Client() *http.Client { return fakehr.Client(f) }

// ServeHTTP answers one request.
func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Vary", "Authorization,User-Agent")
	f.core.Serve(w, r, f.serve)
}

func (f *Fake) serve(w http.ResponseWriter, r *http.Request, v view) {
	if !f.admits(r) {
		refuse(w, r, http.StatusUnauthorized)
		return
	}
	path, ok := endpoint(r.URL.Path)
	if !ok {
		plainError(w, http.StatusNotFound, "No such path: "+r.URL.Path)
		return
	}
	if status := v.Refuse[path]; status != 0 {
		plainError(w, status, http.StatusText(status))
		return
	}
	switch call := r.Method + " " + path; call {
	case "GET /employees":
		v.serveList(w, r)
	case "POST /reports/custom":
		v.serveReport(w, r)
	case "GET /employees/directory":
		v.serveDirectory(w, r)
	case "GET /employees/changed":
		v.serveChanged(w, r)
	case "GET /datasets/employee/fields":
		v.serveDatasetFields(w, r)
	case "POST /datasets/employee/data":
		v.serveDataset(w, r)
	case "GET /meta/fields":
		v.serveFields(w, r)
	case "GET /meta/lists":
		v.serveLists(w, r)
	case "GET /meta/users":
		v.serveUsers(w, r)
	default:
		id, found := strings.CutPrefix(call, "GET /employees/")
		if !found || strings.Contains(id, "/") {
			plainError(w, http.StatusNotFound, "bamboohrtest does not serve "+call)
			return
		}
		v.serveEmployee(w, r, id)
	}
}

// A view is what one request sees.
type view struct {
	*company
	*settings
}

func newView(people []Person, c Config) view { return view{newCompany(people), newSettings(c)} }

// admits checks the credentials: the key as the user name of Basic with any
// password, or a bearer token.
func (f *Fake) admits(r *http.Request) bool {
	if user, _, ok := r.BasicAuth(); ok {
		return user == f.key && user != ""
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Contains(f.tokens, fakehr.Bearer(r))
}

// endpoint is the part of a path that both URL forms have in common. A slash at
// the end makes no difference.
func endpoint(path string) (string, bool) {
	path = strings.TrimSuffix(path, "/")
	switch path {
	case "/api/v1_2/datasets/employee/fields", "/api/v2/datasets/employee/data":
		return path[strings.Index(path, "/datasets"):], true
	}
	if rest, ok := strings.CutPrefix(path, "/api/v1/"); ok {
		return "/" + rest, !strings.HasPrefix(rest, "datasets/")
	}
	rest, ok := strings.CutPrefix(path, "/api/gateway.php/")
	if !ok {
		return "", false
	}
	company, rest, ok := strings.Cut(rest, "/v1/")
	return "/" + rest, ok && company != "" && !strings.Contains(company, "/") && !strings.HasPrefix(rest, "datasets/")
}
