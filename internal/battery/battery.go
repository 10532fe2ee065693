// Package battery puts every provider, through its fake, behind a connection that
// goes wrong in all the ways that we know of, and looks for the one thing that
// must never come of it: a roster that is shorter than the company, without an
// error that says what to do.
//
// The tables are the documentation: a row is what goes wrong, what must come of
// it if it lasts, and what if it passes. Connections are pipes inside a bubble
// of testing/synctest, with net/http's own transport on the client's side, so
// that what happens below HTTP happens for real and no wait takes time.
// loopback_test.go repeats on TCP what pipes cannot do.
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
// of people, the last of which has that number, from 0. Wait returns when the
// server's ends of all connections are closed.
func (t Trial) Client(handler http.Handler, last int) (client *http.Client, wait func()) {
	w := &wire{handler: handler, fault: func(x exchange) *fault {
		if t.hits != nil && t.hits(x, last) {
			return &t.fault
		}
		return nil
	}}
	everything := func(*http.Request) kind { return people }
	return &http.Client{Timeout: patience, Transport: newTransport(w, everything, w.overPipes)}, w.lines.Wait
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
	return []place{
		{"every request", func(x exchange, _ int) bool { return x.kind != token }, lasting},
		{"the last page", func(x exchange, last int) bool { return x.kind == people && x.page >= last }, lasting},
		{"the last page, once", func(x exchange, last int) bool { return x.kind == people && x.page == last && x.again == 0 },
			func(r row) want { return r.passing }},
	}
}
