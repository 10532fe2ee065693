// Package hibobtest is a fake HiBob, in the manner of [net/http/httptest]: an
// [http.Handler] that answers as the vendor's API does, about invented people.
//
//	fake := hibobtest.New("id", "token", hibobtest.People(300)...)
//	server := httptest.NewServer(fake)
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
//	POST /people/search             everybody, in one answer
//	POST /people/{id or e-mail}     one person
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
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A Fake is a company at HiBob. It is safe for concurrent use; each request sees
// one state of the people and of the configuration from its first byte to its last.
type Fake struct {
	id, token string

	mu       sync.Mutex
	company  *company
	settings *settings
	next     []Fault
	always   Fault
	requests []Request
	window   []time.Time // of the requests in the last minute, if they are counted
}

// New returns a fake company of these people. It accepts the service user with
// this id and token.
func New(serviceUserID, token string, people ...Person) *Fake {
	return &Fake{
		id: serviceUserID, token: token,
		company:  newCompany(people),
		settings: newSettings(Config{}),
	}
}

// SetPeople replaces everybody. The fake keeps the slice and the maps in it: do not
// change them afterwards.
func (f *Fake) SetPeople(people ...Person) {
	c := newCompany(people)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.company = c
}

// Configure replaces the configuration. Configure(Config{}) makes the company
// healthy again.
func (f *Fake) Configure(c Config) {
	s := newSettings(c)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.settings = s
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

	var h http.Handler = http.HandlerFunc(f.serve)
	for _, fault := range f.record(r, body) { // outside the lock: a fault may call the fake
		h = fault(h)
	}
	h.ServeHTTP(w, r)
}

func (f *Fake) serve(w http.ResponseWriter, r *http.Request) {
	v, known, wait := f.admit(r)
	switch {
	case !known:
		w.WriteHeader(http.StatusUnauthorized) // without a word
		return
	case wait > 0:
		limited(w, v.PerMinute, time.Now().Add(wait), 0)
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

// admit checks the credentials and, if the requests of a minute are counted, how
// long the request comes too early.
func (f *Fake) admit(r *http.Request) (v view, known bool, wait time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	v = view{f.company, f.settings}
	id, token, ok := r.BasicAuth()
	if !ok || id != f.id || token != f.token || id == "" {
		return v, false, 0
	}
	if v.PerMinute <= 0 {
		return v, true, 0
	}
	now := time.Now()
	for len(f.window) > 0 && now.Sub(f.window[0]) >= time.Minute {
		f.window = f.window[1:]
	}
	if len(f.window) >= v.PerMinute {
		return v, true, time.Minute - now.Sub(f.window[0])
	}
	f.window = append(f.window, now)
	return v, true, 0
}

// fail is the vendor's error: {"key":"...","error":"..."}.
func fail(w http.ResponseWriter, status int, key, words string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	b := appendString([]byte(`{"key":`), key)
	b = appendString(append(b, `,"error":`...), words)
	w.Write(append(b, '}'))
}

// limited is 429 with the vendor's three headers: the limit, what is left of it,
// and when it begins anew. Retry-After, which only third parties mention, is there
// for a wait above 0.
func limited(w http.ResponseWriter, limit int, reset time.Time, wait time.Duration) {
	w.Header().Set("X-RateLimit-Limit", strconv.Itoa(limit))
	w.Header().Set("X-RateLimit-Remaining", "0")
	w.Header().Set("X-RateLimit-Reset", strconv.FormatInt(reset.Add(time.Second-1).Unix(), 10)) // not too early
	if wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
	}
	fail(w, http.StatusTooManyRequests, "too.many.requests", "the rate limit is exceeded")
}
