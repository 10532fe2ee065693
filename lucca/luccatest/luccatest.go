// Package luccatest is a fake Lucca, in the manner of [net/http/httptest]: an
// [http.Handler] that answers as the vendor's API does, about invented people.
//
//	fake := luccatest.New(luccatest.Credentials{APIKey: "key"}, luccatest.People(300)...)
//	server := httptest.NewServer(fake)
//
// A new [Fake] is a healthy account whose credentials see everything.
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
//	GET /directory/api/4.0/work-contracts        all contracts of everybody
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
// in the fake time of [testing/synctest], with an [http.RoundTripper] that calls
// the fake, since real connections have no fake time.
//
// Its day is [Config.Today], and 2026-01-01 if that is blank: which contract
// applies, and who has left, changes by configuration and not by itself. Only
// the life of tokens and [Config.RateLimit] follow the clock. One person has one
// job position. The current API's ids are those of the legacy one.
//
// Where the vendor's own texts leave a behaviour open, the comments here say what
// was chosen.
package luccatest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Credentials are what a Fake accepts. What is blank is refused.
type Credentials struct {
	APIKey                 string // for the legacy API
	ClientID, ClientSecret string // for tokens of the current one
}

// A Fake is a Lucca account. It is safe for concurrent use; each request sees
// one state of the people and of the configuration from its first byte to its
// last.
type Fake struct {
	credentials Credentials

	mu       sync.Mutex
	people   []Person
	config   Config
	company  *company
	tokens   map[string]token
	arrivals []time.Time // of the last requests that the limit counts
	next     []Fault
	always   Fault
	requests []Request
	served   int
}

// New returns a fake account of these people.
func New(credentials Credentials, people ...Person) *Fake {
	f := &Fake{credentials: credentials, people: people, tokens: make(map[string]token)}
	f.company = newCompany(people, Config{})
	return f
}

// SetPeople replaces everybody, also between two pages of a running listing:
// pages are places in the list, so people shift. The fake keeps what the slice
// holds: do not change it afterwards.
func (f *Fake) SetPeople(people ...Person) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.people = people
	f.company = newCompany(people, f.config)
}

// Configure replaces the configuration. Configure(Config{}) makes the account
// healthy again.
func (f *Fake) Configure(c Config) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.config = c
	f.company = newCompany(f.people, c)
}

// RevokeTokens makes every token stale, as if it had expired.
func (f *Fake) RevokeTokens() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.tokens)
}

// ServeHTTP answers one request.
func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = r.WithContext(r.Context()) // a copy: a transport in memory may hand in its client's own
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			http.Error(w, "the request body cannot be read", http.StatusBadRequest)
			return
		}
	}
	r.Body = io.NopCloser(bytes.NewReader(body))

	number, faults := f.record(r, body)
	w.Header().Set("X-Request-Id", fmt.Sprintf("fake-%06d", number))
	var h http.Handler = http.HandlerFunc(f.serve)
	for _, fault := range faults { // outside the lock: a fault may call the fake
		h = fault(h)
	}
	h.ServeHTTP(w, r)
}

func (f *Fake) serve(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	c, wait := f.company, time.Duration(0)
	if r.URL.Path != tokenPath {
		wait = f.limit(c.RateLimit)
	}
	f.mu.Unlock()
	if wait > 0 {
		RateLimited(fmt.Sprint(int((wait+time.Second-1)/time.Second)))(nil).ServeHTTP(w, r)
		return
	}
	if path, ok := strings.CutPrefix(r.URL.Path, "/lucca-api/"); ok {
		f.serveCurrent(w, r, c, path)
		return
	}
	if r.URL.Path == tokenPath {
		f.serveToken(w, r, c)
		return
	}
	f.serveLegacy(w, r, c)
}

// window is the period of Lucca's limit.
const window = time.Minute

// limit counts a request and returns how long to wait if it is one too many.
func (f *Fake) limit(most int) time.Duration {
	if most <= 0 {
		return 0
	}
	now := time.Now()
	f.arrivals = slices.DeleteFunc(f.arrivals, func(t time.Time) bool { return now.Sub(t) >= window })
	if len(f.arrivals) >= most {
		return f.arrivals[0].Add(window).Sub(now)
	}
	f.arrivals = append(f.arrivals, now)
	return 0
}
