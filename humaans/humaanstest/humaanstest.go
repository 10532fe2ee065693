// Package humaanstest is a fake Humaans, in the manner of [net/http/httptest]:
// an [http.Handler] that answers as the vendor's API does, about invented employees.
//
//	fake := humaanstest.New("token", humaanstest.People(300)...)
//	httpClient := fake.Client() // or a server: httptest.NewServer(fake)
//
// A new [Fake] is a healthy company whose token has the scopes public:read and
// private:read and an owner who sees everything. [Fake.Configure] takes rights
// and features away, [Fake.SetPeople] changes the company while a listing runs,
// [Fake.Next] and [Fake.Always] put faults in front, and [Fake.Requests] tells
// what was asked.
//
// # What it serves
//
// Below /api, for GET alone:
//
//	/people         also /people/{id}; by status, "active" unless asked for
//	/me             the token's owner
//	/token-info     the token's scopes
//	/job-roles      all histories; $asOf={day} picks one role of each
//	/locations
//	/companies
//	/custom-fields  the definitions
//	/custom-values  all values
//
// Anything else is 404, any other method 405. Lists page by $limit (100 unless
// asked for, 250 at most, clamped without a word) and $skip, filter by the
// decoded names field=value and field[$op]=value with $in, $nin, $gt, $gte, $lt
// and $lte, and sort by $sort[field]=1 or -1. An unknown operator is 400.
// $limit=0 counts.
//
// # What it simplifies
//
// It has no clock: no status and no role changes by itself, but for $asOf.
// Humaans publishes little; where its behaviour is not known, the comments here
// say what was chosen.
package humaanstest

import (
	"net/http"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A Fake is a Humaans company. It is safe for concurrent use; each request sees
// one state of the employees and of the configuration from its first byte to its last.
type Fake struct {
	core  *fakehr.Fake[Person, Config, *view]
	token string
}

// New returns a fake company of these employees that accepts accessToken.
func New(accessToken string, people ...Person) *Fake {
	return &Fake{core: fakehr.New(newView, people), token: accessToken}
}

// SetPeople replaces all employees, also between two pages of a running listing,
// whose offsets then shift, as the vendor's do.
//
// The fake keeps the slice and what it holds: do not change them afterwards.
func (f *Fake) SetPeople(people ...Person) { f.core.SetPeople(people) }

// Configure replaces the configuration. Configure(Config{}) makes the company
// healthy again. The fake keeps what c holds: do not change it afterwards.
func (f *Fake) Configure(c Config) { f.core.Configure(c) }

// Client returns a client whose requests the fake answers in memory, whatever
// their host, also in a bubble of [testing/synctest].
func (f *Fake) Client() *http.Client { return fakehr.Client(f) }

// ServeHTTP answers one request.
func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.core.Serve(w, r, f.serve) }

// An answer is one request and what answers it.
type answer struct {
	http.ResponseWriter
	*view
	r *http.Request
}

func (f *Fake) serve(w http.ResponseWriter, r *http.Request, v *view) {
	a := &answer{ResponseWriter: w, view: v, r: r}
	if token := fakehr.Bearer(r); token != f.token || token == "" {
		refuse(w, r, http.StatusUnauthorized)
		return
	}
	path, ok := strings.CutPrefix(a.r.URL.Path, "/api")
	switch {
	case !ok:
		a.fail(http.StatusNotFound, "Page not found")
	case a.r.Method != http.MethodGet:
		a.fail(http.StatusMethodNotAllowed, "Method not allowed")
	case a.Refuse[path] != 0:
		a.fail(a.Refuse[path], http.StatusText(a.Refuse[path]))
	case !a.allows(path):
		a.fail(http.StatusForbidden, "The access token lacks a scope")
	default:
		a.route(path)
	}
}

func (a *answer) route(path string) {
	switch path {
	case "/people":
		a.servePeople()
	case "/me":
		a.servePerson(a.owner)
	case "/token-info":
		a.serveTokenInfo()
	case "/job-roles":
		a.serveRoles()
	case "/locations":
		a.serveList(rows(a.locations))
	case "/companies":
		a.serveList(rows(a.companies))
	case "/custom-fields":
		a.serveList(rows(a.definitions))
	case "/custom-values":
		a.serveList(rows(a.values))
	default:
		id, ok := strings.CutPrefix(path, "/people/")
		if !ok || strings.Contains(id, "/") {
			a.fail(http.StatusNotFound, "Page not found")
			return
		}
		a.servePerson(a.byID[id])
	}
}

// servePerson answers with a person object, outside a list.
func (a *answer) servePerson(p *Person) {
	if p == nil {
		a.fail(http.StatusNotFound, "No such person")
		return
	}
	a.writeJSON(http.StatusOK, personRow{a.view, p})
}

// serveTokenInfo answers in the one form of which there is a sample.
func (a *answer) serveTokenInfo() {
	if a.TokenInfo != nil {
		a.writeJSON(http.StatusOK, a.TokenInfo)
		return
	}
	owner := any(nil)
	if a.owner != nil {
		owner = a.owner.ID
	}
	a.writeJSON(http.StatusOK, map[string]any{
		"id": "token0000000000000000001", "personId": owner, "label": "sync", "scopes": a.scopes,
	})
}
