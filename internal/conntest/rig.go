package conntest

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"sync"
	"time"
)

const (
	host   = "api.example.com"
	origin = "https://" + host
	// elsewhere is a server that nobody may send a request to.
	elsewhere = "elsewhere.example.com"
)

// A fault decides what answers a request instead of the fake, which is next;
// nil: the fake does.
type fault func(x *exchange, next http.Handler) http.Handler

// An exchange is a request that the server got, and what it answered.
type exchange struct {
	at     time.Time
	method string
	url    url.URL
	header http.Header
	key    string // tells requests apart: method, URL and body
	page   int    // which of the different requests of the listing, from 0; -1: none of them
	again  int    // how many times the same request came before
	status int    // 0: no answer
	size   int    // of the answer's body
}

// A rig is one client and its server in memory. What goes wrong is reported
// under its label.
type rig struct {
	reporter
	label  string
	c      Connector
	people int
	fake   http.Handler
	fault  fault
	client Client
	logger *slog.Logger
	log    *record

	mu        sync.Mutex
	exchanges []*exchange
	pages     map[string]int
	seen      map[string]int
	enough    int  // requests that no honest client needs
	overrun   bool // somebody sent them
}

// newRig returns a rig with a new client and a new fake of so many people.
func newRig(t reporter, label string, c Connector, people int, f fault) *rig {
	t.Helper()
	log := new(record)
	g := &rig{
		reporter: t, label: label, c: c, people: people, fake: c.Fake(people), fault: f,
		log: log, logger: log.logger(),
		pages: map[string]int{}, seen: map[string]int{}, enough: 20*c.Requests(people) + 100,
	}
	var err error
	g.client, err = c.New(origin, &http.Client{Transport: transport(g.send)}, g.logger)
	if err != nil {
		g.errorf("New: %v", err)
		g.client = unmade{err}
	}
	return g
}

func (g *rig) errorf(format string, args ...any) {
	g.Helper()
	g.Errorf("%s, %d people: "+format, append([]any{g.label, g.people}, args...)...)
}

// A transport carries a request to the rig, of which there are many thousands:
// a mock that looks for the right one of its answers would cost more than the
// answers.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// send is the transport of a rig. As a real one it sends nothing once the context has
// ended, and no body arrives then.
func (g *rig) send(req *http.Request) (res *http.Response, err error) {
	r, body, err := received(req)
	if err != nil {
		return nil, err
	}
	x, err := g.note(req, body)
	if err != nil {
		return nil, err
	}
	defer func() {
		if p := recover(); p == http.ErrAbortHandler {
			res, err = nil, fmt.Errorf("connection reset by %s", host)
		} else if p != nil {
			panic(p)
		}
	}()
	h := g.fake
	if g.fault != nil {
		if f := g.fault(x, g.fake); f != nil {
			h = f
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	g.mu.Lock()
	x.status, x.size = w.Code, w.Body.Len()
	g.mu.Unlock()
	return framed(w, req), nil
}

// received is the request as a server sees it.
func received(req *http.Request) (*http.Request, []byte, error) {
	r := req.Clone(req.Context())
	var body []byte
	if req.Body != nil {
		var err error
		body, err = io.ReadAll(req.Body)
		if err != nil {
			return nil, nil, err
		}
		req.Body.Close()
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
	r.RequestURI = req.URL.RequestURI()
	if r.Host == "" {
		r.Host = req.URL.Host
	}
	if req.URL.Scheme == "https" {
		r.TLS = &tls.ConnectionState{}
	}
	r.URL.Scheme, r.URL.Host = "", ""
	r.RemoteAddr = "192.0.2.1:1234"
	return r, body, nil
}

// framed is what a client gets of an answer over a real connection: a body
// shorter than its Content-Length breaks off, a longer one is cut to it.
func framed(w *httptest.ResponseRecorder, req *http.Request) *http.Response {
	res := w.Result()
	res.Request = req
	res.ContentLength = -1
	length, err := strconv.Atoi(res.Header.Get("Content-Length"))
	if err != nil || length < 0 {
		return res
	}
	body := w.Body.Bytes()
	res.ContentLength = int64(length)
	if length <= len(body) {
		res.Body = io.NopCloser(bytes.NewReader(body[:length]))
		return res
	}
	res.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), brokenOff{}))
	return res
}

// brokenOff is the end of a connection that closed too early.
type brokenOff struct{}

func (brokenOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// note records a request. An error is for one whose context has ended, and for more
// requests than any honest client sends, which ends a client that would never stop.
func (g *rig) note(req *http.Request, body []byte) (*exchange, error) {
	key := req.Method + " " + req.URL.String() + " " + string(body)
	lists := g.c.Lists == nil || g.c.Lists(req)
	g.mu.Lock()
	defer g.mu.Unlock()
	// Under the lock: whoever ends the context and then asks what was sent misses none.
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	if len(g.exchanges) >= g.enough {
		g.overrun = true
		return nil, errors.New("conntest: far too many requests")
	}
	x := &exchange{
		at: time.Now(), method: req.Method, url: *req.URL, header: req.Header.Clone(),
		key: key, page: -1, again: g.seen[key],
	}
	g.seen[key]++
	if lists {
		if _, ok := g.pages[key]; !ok {
			g.pages[key] = len(g.pages)
		}
		x.page = g.pages[key]
	}
	g.exchanges = append(g.exchanges, x)
	return x, nil
}

// sent are the requests so far.
func (g *rig) sent() []exchange {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := make([]exchange, len(g.exchanges))
	for i, x := range g.exchanges {
		all[i] = *x
	}
	return all
}

// settle reports what no property may see: requests without end, and requests
// to another server.
func (g *rig) settle() {
	g.Helper()
	g.mu.Lock()
	overrun := g.overrun
	g.mu.Unlock()
	if overrun {
		g.errorf("the client sent %d requests and would not stop", g.enough)
	}
	for _, x := range g.sent() {
		if x.url.Scheme != "https" || x.url.Host != host {
			g.errorf("a request went to %s://%s instead of %s", x.url.Scheme, x.url.Host, origin)
		}
	}
}
