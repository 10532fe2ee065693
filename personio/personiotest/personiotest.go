// Package personiotest is a fake Personio, in the manner of [net/http/httptest]:
// an [http.Handler] that answers as the vendor's API does, about invented employees.
//
//	fake := personiotest.New("id", "secret", personiotest.People(300)...)
//	httpClient := fake.Client() // or a server: httptest.NewServer(fake)
//
// A new [Fake] is a healthy tenant whose credentials see everything.
// [Fake.Configure] takes permissions away and switches the vendor's quirks on,
// [Fake.SetPeople] changes the company while a listing runs, [Fake.ExpireTokens]
// ends its session, [Fake.Next] and [Fake.Always] put faults in front, and
// [Fake.Requests] tells what was asked.
//
// # What it serves
//
//	POST /v1/auth                                   by JSON and by form
//	GET  /v1/company/employees                      limit, offset, email, attributes[]
//	GET  /v1/company/employees/{id}
//	GET  /v1/company/employees/attributes           and its alias custom-attributes
//
//	POST /v2/auth/token, /v2/auth/revoke            by form only
//	GET  /v2/persons                                limit, cursor, id, email, status
//	GET  /v2/persons/{id}
//	GET  /v2/persons/{id}/employments               limit, cursor
//	GET  /v2/persons/{id}/employments/{id}
//	GET  /v2/org-units/{id}                         type
//
// Everything else is answered with 404, and a query of v2 that is not listed
// here with 400. A token of one generation is not accepted by the other.
//
// # What it simplifies
//
// Its clock is for tokens only: no status changes by itself. The rights of the
// credentials are [Config.Hidden] and [Config.Refuse]. No rate is limited.
package personiotest

import (
	"net/http"
	"strings"
	"sync"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A Fake is a Personio tenant. It is safe for concurrent use; each request sees
// one state of the employees and of the configuration from its first byte to its last.
type Fake struct {
	core       *fakehr.Fake[Person, Config, view]
	id, secret string
	tokens     fakehr.Tokens[string] // by generation, "v1" and "v2"

	mu      sync.Mutex
	current map[string]string // the token of each generation that is given out
	lists   int               // answers of the v1 list, which Config.Unsorted counts by
}

// New returns a fake tenant of these employees that accepts the credentials.
func New(clientID, clientSecret string, people ...Person) *Fake {
	return &Fake{
		core: fakehr.New(newView, people), id: clientID, secret: clientSecret,
		current: make(map[string]string),
	}
}

// SetPeople replaces all employees, also between two pages of a running listing. The
// pages of v1 are cut by position, so others move with them; a cursor of v2 goes
// on behind the last employee of its page, and is 400 when that employee is gone.
//
// The fake keeps the slice and the maps in it: do not change them afterwards.
func (f *Fake) SetPeople(people ...Person) { f.core.SetPeople(people) }

// Configure replaces the configuration. Configure(Config{}) makes the tenant
// healthy again. Tokens that were given out stay good.
func (f *Fake) Configure(c Config) { f.core.Configure(c) }

// ExpireTokens makes every token that was given out one that is refused.
func (f *Fake) ExpireTokens() { f.tokens.Expire() }

// Client returns a client whose requests the fake answers in memory, whatever
// their host, also in a bubble of [testing/synctest].
func (f *Fake) Client() *http.Client { return fakehr.Client(f) }

// ServeHTTP answers one request.
func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.core.Serve(w, r, f.serve) }

func (f *Fake) serve(w http.ResponseWriter, r *http.Request, v view) {
	switch call := r.Method + " " + r.URL.Path; call {
	case "POST /v1/auth":
		f.serveAuth(w, r, v)
		return
	case "POST /v2/auth/token":
		f.serveToken(w, r, v)
		return
	}
	admitted := f.admit(w, r, &v)
	switch status := v.Refuse[r.URL.Path]; {
	case !admitted:
		fail(w, r, http.StatusUnauthorized, "Unauthorized")
	case status != 0:
		fail(w, r, status, "Restricted: "+http.StatusText(status))
	case r.Method == http.MethodPost && r.URL.Path == "/v2/auth/revoke":
		f.revoke(r)
	case r.Method != http.MethodGet:
		fail(w, r, http.StatusNotFound, "No such endpoint")
	case strings.HasPrefix(r.URL.Path, "/v2/"):
		v.serveV2(w, r)
	default:
		v.serveV1(w, r)
	}
}

// A view is what one request sees.
type view struct {
	*company
	*settings
	turn int // how far the order of v1 has moved
}

func newView(people []Person, c Config) view {
	return view{company: newCompany(people), settings: newSettings(c)}
}

func (v view) serveV1(w http.ResponseWriter, r *http.Request) {
	switch id, under := strings.CutPrefix(r.URL.Path, "/v1/company/employees/"); {
	case r.URL.Path == "/v1/company/employees":
		v.serveEmployees(w, r)
	case id == "attributes", id == "custom-attributes":
		v.serveAttributes(w)
	case under && id != "" && !strings.Contains(id, "/"):
		v.serveEmployee(w, r, id)
	default:
		fail(w, r, http.StatusNotFound, "No such endpoint")
	}
}

func (v view) serveV2(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/v2/"), "/")
	switch n := len(parts); {
	case n == 1 && parts[0] == "persons":
		v.servePersons(w, r)
	case n == 2 && parts[0] == "persons":
		v.servePerson(w, r, parts[1])
	case n == 3 && parts[0] == "persons" && parts[2] == "employments":
		v.serveEmployments(w, r, parts[1])
	case n == 4 && parts[0] == "persons" && parts[2] == "employments":
		v.serveEmployment(w, r, parts[1], parts[3])
	case n == 2 && parts[0] == "org-units":
		v.serveOrgUnit(w, r, parts[1])
	default:
		fail(w, r, http.StatusNotFound, "No such endpoint")
	}
}
