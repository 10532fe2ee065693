package battery

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	home      = "localhost:80" // where the HR system answers
	baseURL   = "http://localhost"
	elsewhere = "elsewhere.example.com" // where no request may go
	tag       = "X-Battery-Exchange"
)

// A wire leads to the HR system. It answers as its handler does, but for the requests
// that meet a fault.
type wire struct {
	handler http.Handler
	kind    func(*http.Request) kind
	// lists reports whether requests of a kind are steps of a listing. Nil: all are but
	// those for a token.
	lists func(kind) bool
	fault func(x exchange) *fault // nil, or nil of it: the handler's answer
	// untold is fault for requests that no transport of this package has sent.
	untold func(*http.Request) *fault
	most   int // requests, after which every other one fails; 0: any number

	mu      sync.Mutex
	sent    []*exchange
	numbers map[class]map[string]int // of the different requests
	times   map[string]int
	strays  []string // addresses elsewhere that a request was sent to
	overrun bool     // there were more requests than most
	open    atomic.Int64
	lines   sync.WaitGroup // connections that are being served
}

// An exchange is one request on its way, seen from the client.
type exchange struct {
	*http.Request
	kind   kind
	page   int    // which of the different requests of its kind, from 0
	step   int    // which of the different requests of the listing, from 0; -1: it is no part of one
	again  int    // how many times the same request came before
	sent   string // its body
	key    string // tells requests apart: method, URL and body
	at     time.Time
	fault  *fault
	status int // of the answer; 0: none
	size   int // what was read of the answer's body
}

// A class is what requests are numbered in: those of a kind, and those of a listing.
type class int

const steps class = -1

// A kind is what a request is for.
type kind int

const (
	kindSide      kind = iota // a list beside the employees: roles, contracts, fields
	kindEmployees             // a page of the employees
	kindToken                 // the credentials for a token
)

// A fault is what a wire does instead of answering.
type fault struct {
	// dial is why no connection comes about. Nil: one does.
	dial error
	// speak says what it likes in place of the answer a. The connection is then
	// closed.
	speak func(c *line, a answer)
	mute  bool // it needs no answer
}

// A line is the server's end of a connection.
type line struct {
	net.Conn
	reset *atomic.Bool // the connection ends with a reset; nil on TCP
}

// breakOff ends the connection with a reset.
func (c *line) breakOff() {
	if tcp, ok := c.Conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	} else {
		c.reset.Store(true)
	}
	c.Close()
}

func (c *line) say(text string) bool {
	_, err := io.WriteString(c, text)
	return err == nil
}

// hearOut waits until the client hangs up.
func (c *line) hearOut() { io.Copy(io.Discard, c) }

// connectionReset is how a client learns of a reset.
func connectionReset() error { return &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET} }

// A far is the client's end of a pipe.
type far struct {
	net.Conn
	reset *atomic.Bool
}

func (c far) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if err != nil && c.reset.Load() {
		err = connectionReset()
	}
	return n, err
}

// A spool is both ends of a connection that carries one answer: the client reads it
// when the server has said all of it.
type spool struct {
	net.Conn // none: a spool can be written, read and closed
	said     bytes.Buffer
	client   context.Context
	reset    atomic.Bool
}

func (s *spool) Write(p []byte) (int, error) { return s.said.Write(p) }
func (s *spool) Close() error                { return nil }

// Read is the server's: the client says nothing more, and hangs up in the end.
func (s *spool) Read([]byte) (int, error) { <-s.client.Done(); return 0, io.EOF }

// response is what the client gets.
func (s *spool) response(r *http.Request) (*http.Response, error) {
	end := readerFunc(func([]byte) (int, error) {
		if s.reset.Load() {
			return 0, connectionReset()
		}
		return 0, io.EOF
	})
	return http.ReadResponse(bufio.NewReader(io.MultiReader(&s.said, end)), r)
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// An answer is the handler's, whole.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// speak says the handler's answer to a request, or what the fault does; nil: none.
func (w *wire) speak(c *line, r *http.Request, f *fault, header ...string) {
	var a answer
	if f == nil || !f.mute {
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, r)
		a = answer{rec.Code, rec.Result().Header, rec.Body.Bytes()}
	}
	if f != nil {
		f.speak(c, a)
		return
	}
	c.say(a.whole(string(a.body), header...))
}

// head is the status line and the headers, without those that frame the body.
func (a answer) head(more ...string) string {
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 " + strconv.Itoa(a.status) + " " + http.StatusText(a.status) + "\r\n")
	h := a.header.Clone()
	h.Del("Content-Length")
	h.Write(&b)
	for i := 0; i+1 < len(more); i += 2 {
		b.WriteString(more[i] + ": " + more[i+1] + "\r\n")
	}
	b.WriteString("\r\n")
	return b.String()
}

// whole is the answer as HTTP has it, with another body.
func (a answer) whole(body string, more ...string) string {
	return a.head(append(more, "Content-Length", strconv.Itoa(len(body)))...) + body
}

// serve answers the one request of a connection.
func (w *wire) serve(c *line) {
	defer c.Close()
	req, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return
	}
	f := w.meets(req)
	req.Header.Del(tag)
	req.Body = io.NopCloser(bytes.NewReader(body))
	w.speak(c, req, f, "Connection", "close")
}

// meets returns the fault that a request meets, nil for none.
func (w *wire) meets(req *http.Request) *fault {
	n, err := strconv.Atoi(req.Header.Get(tag))
	if err != nil {
		return w.untold(req)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sent[n].fault
}

// exchanges are the requests so far.
func (w *wire) exchanges() []exchange {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := make([]exchange, len(w.sent))
	for i, x := range w.sent {
		all[i] = *x
	}
	return all
}

// A transport notes every request, counts the open bodies, and sends by what carries.
type transport struct {
	w       *wire
	carries func(x *exchange, n int) (*http.Response, error)
}

func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	sent, err := copyBody(r)
	if err != nil {
		return nil, err
	}
	x, n, err := t.w.note(r, sent)
	if err != nil {
		return nil, err
	}
	res, err := t.carries(x, n)
	if err != nil {
		return nil, err
	}
	t.w.open.Add(1)
	t.w.mu.Lock()
	defer t.w.mu.Unlock()
	x.status = res.StatusCode
	res.Body = &counted{ReadCloser: res.Body, w: t.w, x: x}
	return res, nil
}

// overPipes carries by net/http's own transport over pipes, so that what happens below
// HTTP happens for real.
func (w *wire) overPipes() *transport {
	return w.over(func(context.Context) (net.Conn, error) {
		near, there := net.Pipe()
		reset := new(atomic.Bool)
		w.lines.Go(func() { w.serve(&line{near, reset}) })
		return far{there, reset}, nil
	})
}

// over carries by net/http's own transport, which has a connection of dial for each
// request, so that any of them can be refused one.
func (w *wire) over(dial func(context.Context) (net.Conn, error)) *transport {
	real := &http.Transport{
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: 8 << 10,
		DialContext: func(ctx context.Context, _, addr string) (net.Conn, error) {
			x, _ := ctx.Value(exchangeKey{}).(*exchange)
			if err := w.refuses(x, addr); err != nil {
				return nil, err
			}
			return dial(ctx)
		},
	}
	return &transport{w, func(x *exchange, n int) (*http.Response, error) {
		r := x.Clone(context.WithValue(x.Context(), exchangeKey{}, x))
		r.Header.Set(tag, strconv.Itoa(n))
		if x.sent != "" {
			r.Body = io.NopCloser(bytes.NewReader([]byte(x.sent)))
		}
		return real.RoundTrip(r)
	}}
}

type exchangeKey struct{}

// refuses is why no connection to an address comes about.
func (w *wire) refuses(x *exchange, addr string) error {
	if addr != home {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.strays = append(w.strays, addr)
		return errors.New("no request may come here")
	}
	if x != nil && x.fault != nil && x.fault.dial != nil {
		return &net.OpError{Op: "dial", Net: "tcp", Err: x.fault.dial}
	}
	return nil
}

// inMemory carries without a connection, which is some ten times faster, where nothing
// below HTTP matters. A fault that speaks without end would not end.
func (w *wire) inMemory() *transport {
	return &transport{w, func(x *exchange, _ int) (*http.Response, error) {
		addr := x.URL.Host
		if x.URL.Scheme+"://"+addr == baseURL {
			addr = home
		}
		if err := w.refuses(x, addr); err != nil {
			return nil, err
		}
		s, rec := &spool{client: x.Context()}, httptest.NewRecorder()
		if x.fault == nil {
			w.handler.ServeHTTP(rec, x.received())
		} else {
			w.speak(&line{s, &s.reset}, x.received(), x.fault)
		}
		if err := x.Context().Err(); err != nil {
			return nil, err
		}
		if x.fault == nil {
			return rec.Result(), nil
		}
		return s.response(x.Request)
	}}
}

// received is the request as a server sees it.
func (x *exchange) received() *http.Request {
	r, u := x.WithContext(x.Context()), *x.URL
	u.Scheme, u.Host, r.URL = "", "", &u
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader([]byte(x.sent))), int64(len(x.sent))
	r.RequestURI, r.Host, r.RemoteAddr = x.URL.RequestURI(), x.URL.Host, "192.0.2.1:1234"
	return r
}

func copyBody(r *http.Request) (string, error) {
	if r.Body == nil {
		return "", nil
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	return string(body), err
}

// note keeps a request. An error is for one whose context has ended, and for more
// requests than may be, which ends a client that would never stop.
func (w *wire) note(r *http.Request, body string) (*exchange, int, error) {
	x := &exchange{Request: r, kind: w.kind(r), step: -1, sent: body, key: r.Method + " " + r.URL.String() + " " + body}
	lists := x.kind != kindToken
	if w.lists != nil {
		lists = w.lists(x.kind)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	// Under the lock: a test that ends the context and then asks what was sent misses none.
	if err := r.Context().Err(); err != nil {
		return nil, 0, err
	}
	if w.most > 0 && len(w.sent) >= w.most {
		w.overrun = true
		return nil, 0, errors.New("battery: far too many requests")
	}
	if w.numbers == nil {
		w.numbers, w.times = map[class]map[string]int{}, map[string]int{}
	}
	x.page = w.number(class(x.kind), x.key)
	if lists {
		x.step = w.number(steps, x.key)
	}
	x.again, x.at = w.times[x.key], time.Now()
	w.times[x.key]++
	if w.fault != nil {
		x.fault = w.fault(*x)
	}
	w.sent = append(w.sent, x)
	return x, len(w.sent) - 1, nil
}

// number is which of the different requests of a class this one is, from 0.
func (w *wire) number(c class, key string) int {
	if w.numbers[c] == nil {
		w.numbers[c] = map[string]int{}
	}
	n, ok := w.numbers[c][key]
	if !ok {
		n = len(w.numbers[c])
		w.numbers[c][key] = n
	}
	return n
}

// steps is how many different requests the listings so far consist of.
func (w *wire) steps() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.numbers[steps])
}

// A counted body is open until it is closed, and says how much was read of it.
type counted struct {
	io.ReadCloser
	w      *wire
	x      *exchange
	closed atomic.Bool
}

func (b *counted) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.w.mu.Lock()
	defer b.w.mu.Unlock()
	b.x.size += n
	return n, err
}

func (b *counted) Close() error {
	if !b.closed.Swap(true) {
		b.w.open.Add(-1)
	}
	return b.ReadCloser.Close()
}
