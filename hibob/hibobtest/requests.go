package hibobtest

import (
	"net/http"
	"net/url"
	"slices"
)

// A Request is a request that the fake received, whatever it answered.
type Request struct {
	Method string
	Path   string // decoded, as in /v1/people/search
	Query  url.Values
	Header http.Header // without Authorization
	Body   []byte
}

// Requests returns what was received since the start or the last
// [Fake.ResetRequests], in order of arrival. Do not change what its items hold.
func (f *Fake) Requests() []Request {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.requests)
}

// ResetRequests forgets the requests received so far.
func (f *Fake) ResetRequests() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests = nil
}

// record notes a request and takes the faults that are due, the innermost first.
func (f *Fake) record(r *http.Request, body []byte) (faults []Fault) {
	header := r.Header.Clone()
	header.Del("Authorization")

	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests = append(f.requests, Request{r.Method, r.URL.Path, r.URL.Query(), header, body})
	if f.always != nil {
		faults = append(faults, f.always)
	}
	if len(f.next) > 0 {
		if f.next[0] != nil {
			faults = append(faults, f.next[0])
		}
		f.next = f.next[1:]
	}
	return faults
}
