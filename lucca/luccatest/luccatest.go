// Package luccatest is a fake Lucca, in the manner of [net/http/httptest]: an
// [http.Handler] that answers as the vendor's API does, about invented employees.
//
//	fake := luccatest.New(luccatest.Credentials{APIKey: "key"}, luccatest.People(300)...)
//	httpClient := fake.Client() // or a server: httptest.NewServer(fake)
//
// A new [Fake] is a healthy tenant whose credentials see everything.
// [Fake.Configure] takes permissions and features away, [Fake.SetPeople] changes
// the company while a listing runs, [Fake.Next] and [Fake.Always] put faults in
// front, and [Fake.Requests] tells what was asked.
//
// # What it serves
//
// With the API key:
//
//	GET /api/v3/users, /api/v3/users/{id}        fields, filters, paging, order
//	GET /api/v3/extensionuserdefinitions         the custom fields
//	GET /directory/api/4.0/work-contracts        all contracts of all employees
//
// With a token from POST /connect/token, below /lucca-api: employees,
// employments, job-positions, departments, business-establishments,
// legal-entities, employee-personal-records, employee-attributes and
// employee-attribute-definitions, as lists alone.
//
// Everything else, and every write, is answered with 404.
//
// # What it simplifies
//
// It answers at once, but a client of package lucca keeps to Lucca's limit here
// too: after 25 requests it waits 2.4 seconds for each. Tests of more are best run
// in the fake time of [testing/synctest], with [Fake.Client], since real
// connections have no fake time.
//
// Its day is [Config.Today], and 2026-01-01 if that is blank: which contract
// applies, and who has left, changes by configuration and not by itself. Only
// the life of tokens and [Config.PerMinute] follow the clock. One employee has one
// job position. The current API's ids are those of the legacy one.
//
// Where the vendor's own texts leave a behaviour open, the comments here say what
// was chosen.
package luccatest

import (
	"net/http"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// Credentials are what a Fake accepts. What is blank is refused.
type Credentials struct {
	APIKey                 string // for the legacy API
	ClientID, ClientSecret string // for tokens of the current one
}

// A Fake is a Lucca tenant. It is safe for concurrent use; each request sees
// one state of the employees and of the configuration from its first byte to its
// last.
type Fake struct {
	core        *fakehr.Fake[Person, Config, *company]
	credentials Credentials
	tokens      fakehr.Tokens[[]string] // with their scopes; nil: all that were granted
	limit       fakehr.Limit
}

// New returns a fake tenant of these employees.
func New(credentials Credentials, people ...Person) *Fake {
	f := &Fake{core: fakehr.New(newCompany, people), credentials: credentials}
	f.core.RequestID = "X-Request-Id"
	return f
}

// SetPeople replaces all employees, also between two pages of a running listing:
// pages are places in the list, so employees shift. The fake keeps what the slice
// holds: do not change it afterwards.
func (f *Fake) SetPeople(people ...Person) { f.core.SetPeople(people) }

// Configure replaces the configuration. Configure(Config{}) makes the tenant
// healthy again.
func (f *Fake) Configure(c Config) { f.core.Configure(c) }

// ExpireTokens makes every token that was given out one that is refused.
func (f *Fake) ExpireTokens() { f.tokens.Expire() }

// Client returns a client whose requests the fake answers in memory, whatever
// their host, also in a bubble of [testing/synctest].
func (f *Fake) Client() *http.Client { return fakehr.Client(f) }

// ServeHTTP answers one request.
func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.core.Serve(w, r, f.serve) }

func (f *Fake) serve(w http.ResponseWriter, r *http.Request, c *company) {
	if r.URL.Path == tokenPath {
		f.serveToken(w, r, c)
		return
	}
	if wait := f.limit.Take(c.PerMinute); wait > 0 {
		RateLimited(wait)(nil).ServeHTTP(w, r)
		return
	}
	if path, ok := strings.CutPrefix(r.URL.Path, "/lucca-api/"); ok {
		f.serveCurrent(w, r, c, path)
		return
	}
	f.serveLegacy(w, r, c)
}
