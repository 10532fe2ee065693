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
	elsewhere = "elsewhere.example.com" // where nobody may send anything
	tag       = "X-Battery-Exchange"
)

// A wire is the HR system behind connections of its own. It speaks as its
// handler does, but for the requests that a fault takes.
type wire struct {
	handler http.Handler
	fault   func(x exchange) *fault // nil, or nil of it: the handler's answer
	// untold is fault for requests that no transport of this package has sent.
	untold func(*http.Request) *fault

	mu     sync.Mutex
	sent   []exchange
	pages  map[string]int
	times  map[string]int
	strays []string // addresses elsewhere that were dialled
	open   atomic.Int64
	lines  sync.WaitGroup // connections that are being served
}

// An exchange is one request on its way, seen from the client.
type exchange struct {
	*http.Request
	kind  kind
	page  int    // which of the different requests of its kind, from 0
	again int    // how many times the same request came before
	sent  string // its body
	at    time.Time
	fault *fault
}

// A kind is what a request is for.
type kind int

const (
	beside kind = iota // a list beside the people: roles, contracts, fields
	people             // a page of the people
	token              // the credentials for a token
)

// A fault is what a wire does instead of answering.
type fault struct {
	// dial is why no connection comes about. Nil: one does.
	dial error
	// speak says what it likes in place of the answer a. The connection is then
	// closed.
	speak func(c *line, a answer)
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

// A far is the client's end of a pipe.
type far struct {
	net.Conn
	reset *atomic.Bool
}

func (c far) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if err != nil && c.reset.Load() {
		err = &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	}
	return n, err
}

// An answer is the handler's, whole.
type answer struct {
	status int
	header http.Header
	body   []byte
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
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, req)
	a := answer{rec.Code, rec.Result().Header, rec.Body.Bytes()}
	if f != nil {
		f.speak(c, a)
		return
	}
	c.say(a.whole(string(a.body), "Connection", "close"))
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
	return append([]exchange(nil), w.sent...)
}

type exchangeKey struct{}

// A transport notes every request, counts the open bodies, and sends by a real
// transport over the wire.
type transport struct {
	w    *wire
	kind func(*http.Request) kind
	real *http.Transport
}

// newTransport dials with dial, which is handed the wire's address. There is a
// connection for each request, so that any of them can be refused one.
func newTransport(w *wire, kind func(*http.Request) kind, dial func(context.Context) (net.Conn, error)) *transport {
	t := &transport{w: w, kind: kind}
	t.real = &http.Transport{
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: 8 << 10,
		DialContext: func(ctx context.Context, _, addr string) (net.Conn, error) {
			if addr != home {
				w.mu.Lock()
				w.strays = append(w.strays, addr)
				w.mu.Unlock()
				return nil, errors.New("nobody may come here")
			}
			if x, ok := ctx.Value(exchangeKey{}).(exchange); ok && x.fault != nil && x.fault.dial != nil {
				return nil, &net.OpError{Op: "dial", Net: "tcp", Err: x.fault.dial}
			}
			return dial(ctx)
		},
	}
	return t
}

// overPipes dials connections in memory, for bubbles of testing/synctest.
func (w *wire) overPipes(context.Context) (net.Conn, error) {
	near, there := net.Pipe()
	reset := new(atomic.Bool)
	w.lines.Go(func() { w.serve(&line{near, reset}) })
	return far{there, reset}, nil
}

func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	sent, err := copyBody(r)
	if err != nil {
		return nil, err
	}
	x, n := t.w.note(r, t.kind(r), sent)
	r = r.Clone(context.WithValue(r.Context(), exchangeKey{}, x))
	r.Header.Set(tag, strconv.Itoa(n))
	if sent != "" {
		r.Body = io.NopCloser(bytes.NewReader([]byte(sent)))
	}
	res, err := t.real.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	t.w.open.Add(1)
	res.Body = &counted{ReadCloser: res.Body, open: &t.w.open}
	return res, nil
}

func copyBody(r *http.Request) (string, error) {
	if r.Body == nil {
		return "", nil
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	return string(body), err
}

func (w *wire) note(r *http.Request, k kind, body string) (exchange, int) {
	key := r.Method + " " + r.URL.String() + " " + body
	class := strconv.Itoa(int(k))
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.pages == nil {
		w.pages, w.times = map[string]int{}, map[string]int{}
	}
	if _, ok := w.pages[class+key]; !ok {
		w.pages[class+key] = w.pages[class]
		w.pages[class]++
	}
	x := exchange{Request: r, kind: k, page: w.pages[class+key], again: w.times[key], sent: body, at: time.Now()}
	w.times[key]++
	if w.fault != nil {
		x.fault = w.fault(x)
	}
	w.sent = append(w.sent, x)
	return x, len(w.sent) - 1
}

// A counted body is open until it is closed.
type counted struct {
	io.ReadCloser
	open   *atomic.Int64
	closed atomic.Bool
}

func (b *counted) Close() error {
	if !b.closed.Swap(true) {
		b.open.Add(-1)
	}
	return b.ReadCloser.Close()
}
