// Package hibobtest is a fake HiBob, in the manner of [net/http/httptest]: an
// [http.Handler] that answers as the vendor's API does, about invented employees.
//
//	fake := hibobtest.New("id", "token", hibobtest.People(300)...)
//	httpClient := fake.Client() // or a server: httptest.NewServer(fake)
//
// A new [Fake] is a healthy company whose service user sees everything.
// [Fake.Configure] takes rights away and chooses between forms of answers on
// which the sources about the vendor differ, [Fake.SetPeople] changes the company,
// [Fake.Next] and [Fake.Always] put faults in front, and [Fake.Requests] tells what
// was asked.
//
// # What it serves
//
// Below /v1, with the service user's id and token as Basic credentials:
//
//	POST /people/search             all employees, in one answer
//	POST /people/{id or e-mail}     one employee
//	GET  /company/people/fields     the fields of the company
//	GET  /company/named-lists       all lists of choices
//	GET  /company/named-lists/{name}
//	GET  /bulk/people/lifecycle     the lifecycle table, paged
//
// Other tables, profiles, avatars, webhooks, every write, and the retired
// GET /people are answered with 404.
//
// # What it simplifies
//
// It has no clock, save for [Config.PerMinute] and the faults that tell when a
// limit ends: nothing takes effect by itself. A default selection, for a search
// that names no fields, is the standard fields of the vendor's default categories.
//
// Where the vendor's own texts leave a behaviour open, the comments here say what
// was chosen.
package hibobtest

import (
	"net/http"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A Fake is a company at HiBob. It is safe for concurrent use; each request sees
// one state of the employees and of the configuration from its first byte to its last.
type Fake struct {
	core      *fakehr.Fake[Person, Config, view]
	id, token string
	limit     fakehr.Limit
}

// New returns a fake company of these employees. It accepts the service user with
// this id and token.
func New(serviceUserID, token string, people ...Person) *Fake {
	return &Fake{core: fakehr.New(newView, people), id: serviceUserID, token: token}
}

// SetPeople replaces all employees. The fake keeps the slice and the maps in it: do not
// change them afterwards.
func (f *Fake) SetPeople(people ...Person) { f.core.SetPeople(people) }

// Configure replaces the configuration. Configure(Config{}) makes the company
// healthy again.
func (f *Fake) Configure(c Config) { f.core.Configure(c) }

// Client returns a client whose requests the fake answers in memory, whatever
// their host, also in a bubble of [testing/synctest].
func (f *Fake) Client() *http.Client { return fakehr.Client(f) }

// ServeHTTP answers one request.
func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.core.Serve(w, r, f.serve) }

func (f *Fake) serve(w http.ResponseWriter, r *http.Request, v view) {
	if id, token, ok := r.BasicAuth(); !ok || id != f.id || token != f.token || id == "" {
		refuse(w, r, http.StatusUnauthorized)
		return
	}
	if wait := f.limit.Take(v.PerMinute); wait > 0 {
		limited(w, r, v.PerMinute, wait)
		return
	}
	path, ok := strings.CutPrefix(r.URL.Path, "/v1/")
	if path = "/" + path; !ok {
		fail(w, http.StatusNotFound, "not.found", "no such path")
		return
	}
	if status := v.Refuse[path]; status != 0 {
		fail(w, status, "refused", http.StatusText(status))
		return
	}
	v.route(w, r, path)
}

func (v view) route(w http.ResponseWriter, r *http.Request, path string) {
	person, isPerson := strings.CutPrefix(path, "/people/")
	list, isList := strings.CutPrefix(path, "/company/named-lists/")
	method := http.MethodGet
	var serve func(http.ResponseWriter, *http.Request)
	switch {
	case path == "/people/search":
		method, serve = http.MethodPost, v.serveSearch
	case isPerson && !strings.Contains(person, "/"):
		method, serve = http.MethodPost, func(w http.ResponseWriter, r *http.Request) { v.serveOne(w, r, person) }
	case path == "/company/people/fields":
		serve = v.serveFields
	case path == "/company/named-lists":
		serve = v.serveLists
	case isList:
		serve = func(w http.ResponseWriter, _ *http.Request) { v.serveList(w, list) }
	case path == "/bulk/people/lifecycle":
		serve = v.serveLifecycle
	default:
		fail(w, http.StatusNotFound, "not.found", "hibobtest does not serve "+path)
		return
	}
	if r.Method != method {
		w.Header().Set("Allow", method)
		fail(w, http.StatusMethodNotAllowed, "method.not.allowed", "use "+method)
		return
	}
	serve(w, r)
}

// A view is what one request sees.
type view struct {
	*company
	*settings
}

func newView(people []Person, c Config) view { return view{newCompany(people), newSettings(c)} }
