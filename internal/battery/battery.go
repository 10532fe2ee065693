// Package battery judges every provider, through its fake: by the contract that all
// providers keep, and behind a connection that goes wrong in all the ways that we know
// of. One law is above the others: a listing ends with an error that says what to do,
// or it is whole. It is never shorter than the company without an error.
//
// The tables are the documentation: a row is what goes wrong, what must come of
// it if it lasts, and what if it passes. A property is a clause of the contract, and
// each row is one: TestProviders tries them on each interface of each provider, with
// the fault on each request of a listing in turn, and TestBrokenProvidersFail shows
// that they find what they are for. A new provider is a subject in subject_test.go.
//
// A wire carries the requests in one of two ways, inside a bubble of testing/synctest,
// so that no wait takes time: in memory, or over pipes with net/http's own transport on
// the client's side, so that what happens below HTTP happens for real. loopback_test.go
// repeats on TCP what pipes cannot do.
//
// All of it is for tests. What is exported lets a module of its own put other
// clients to the same test: see internal/peer.
package battery

import (
	"net/http"
	"time"
)

// patience is how long the HTTP client waits for one answer: as long as that of
// the library's own clients.
const patience = 5 * time.Minute

// BaseURL is where the server of a [Trial] answers.
const BaseURL = baseURL

// A Trial is one fault at one place of a listing.
type Trial struct {
	Fault, Place string
	Endless      bool // the answer has no end, on the wire or once it is decompressed

	fault fault
	hits  func(x exchange, last int) bool
}

// Trials are all faults at all places.
func Trials() []Trial {
	var all []Trial
	for _, r := range faults() {
		for _, p := range places() {
			all = append(all, Trial{r.name, p.name, r.heavy, r.fault, p.hits})
		}
	}
	return all
}

// Client returns a client of a server that answers as handler does, but for the
// requests that the trial takes: to the client each different request is a page
// of employees, the last of which has that number, from 0. Wait returns when the
// server's ends of all connections are closed.
func (t Trial) Client(handler http.Handler, last int) (client *http.Client, wait func()) {
	w := &wire{handler: handler, fault: func(x exchange) *fault {
		if t.hits != nil && t.hits(x, last) {
			return &t.fault
		}
		return nil
	}}
	w.kind = func(*http.Request) kind { return kindEmployees }
	return &http.Client{Timeout: patience, Transport: w.overPipes()}, w.lines.Wait
}

// A place is which requests meet a fault.
type place struct {
	name  string
	hits  func(x exchange, last int) bool
	wants func(row) want
}

// places are where the faults strike. Tokens have a test of their own.
func places() []place {
	lasting := func(r row) want { return r.lasting }
	passing := func(r row) want { return r.passing }
	every := func(x exchange, _ int) bool { return x.kind != kindToken }
	last := func(x exchange, last int) bool { return x.kind == kindEmployees && x.page >= last }
	once := func(x exchange, n int) bool { return last(x, n) && x.page == n && x.again == 0 }
	return []place{
		{name: "every request", hits: every, wants: lasting},
		{name: "the last page", hits: last, wants: lasting},
		{name: "the last page, once", hits: once, wants: passing},
	}
}
