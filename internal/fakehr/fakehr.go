// Package fakehr is what the fakes of the HR systems have in common: a state that
// is replaced as a whole, faults in front of the answers, the log of requests,
// access tokens, limits of the rate, and the writing of JSON. What is left in a
// fake is its vendor: paths, fields, forms of answers and of errors.
//
// The packages bamboohrtest, personiotest, hibobtest, humaanstest and luccatest
// offer the same faults and the same methods under the same names.
package fakehr

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
)

// A Fake is a tenant of an HR system: employees of the type P, a configuration
// C, and the state V that follows from both. It is safe for concurrent use; each
// request sees one state from its first byte to its last.
type Fake[P, C, V any] struct {
	// RequestID is the header that numbers the answers; "" is none.
	RequestID string

	see func([]P, C) V

	mu       sync.Mutex
	people   []P
	config   C
	state    V
	next     []Fault
	always   Fault
	requests []Request
	arrived  int
}

// New returns a fake of these employees with the zero configuration. See makes
// the state; it must not change what it is given.
func New[P, C, V any](see func([]P, C) V, people []P) *Fake[P, C, V] {
	var zero C
	return &Fake[P, C, V]{see: see, people: people, config: zero, state: see(people, zero)}
}

// SetPeople replaces all employees.
func (f *Fake[P, C, V]) SetPeople(people []P) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.people, f.state = people, f.see(people, f.config)
}

// Configure replaces the configuration.
func (f *Fake[P, C, V]) Configure(c C) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.config, f.state = c, f.see(f.people, c)
}

// State is what the next request will see.
func (f *Fake[P, C, V]) State() V {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.state
}

// Next queues faults, each for one of the next requests, in order. A nil among
// them lets its request pass.
func (f *Fake[P, C, V]) Next(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next = append(f.next, faults...)
}

// Always puts a fault in front of every request from now on; nil takes it away.
// For a request that has one from Next, that one is in front of it.
func (f *Fake[P, C, V]) Always(fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.always = fault
}

// Requests returns a copy of the log.
func (f *Fake[P, C, V]) Requests() []Request {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.requests)
}

// ResetRequests empties the log.
func (f *Fake[P, C, V]) ResetRequests() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests = nil
}

// Serve logs a request, puts the faults that are due in front of it, and lets
// answer write what the state has. The body of the request can be read again.
func (f *Fake[P, C, V]) Serve(w http.ResponseWriter, r *http.Request, answer func(http.ResponseWriter, *http.Request, V)) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			http.Error(w, "the request body cannot be read", http.StatusBadRequest)
			return
		}
	}
	number, faults := f.arrive(newRequest(r, body))
	r = r.WithContext(context.WithValue(r.Context(), numberKey{}, number)) // a copy: r may be the client's own
	r.Body = io.NopCloser(bytes.NewReader(body))
	if f.RequestID != "" {
		w.Header().Set(f.RequestID, fmt.Sprintf("fake-%06d", number))
	}
	var h http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer(w, r, f.State()) })
	for _, fault := range faults { // outside the lock: a fault may call the fake
		h = fault(h)
	}
	h.ServeHTTP(w, r)
}

// arrive logs a request and takes the faults that are due, the innermost first.
func (f *Fake[P, C, V]) arrive(r Request) (number int, faults []Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.arrived++
	f.requests = append(f.requests, r)
	if f.always != nil {
		faults = append(faults, f.always)
	}
	if len(f.next) > 0 {
		if f.next[0] != nil {
			faults = append(faults, f.next[0])
		}
		f.next = f.next[1:]
	}
	return f.arrived, faults
}

type numberKey struct{}

// Number is the place of a request among all that the fake received, from 1.
func Number(r *http.Request) int {
	n, _ := r.Context().Value(numberKey{}).(int)
	return n
}
