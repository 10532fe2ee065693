package rest

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// listen serves raw connections on loopback: after a request came in, speak
// writes what it likes, and the connection is closed; with a reset if speak
// returns false.
func listen(t *testing.T, speak func(net.Conn) bool) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil && !speak(conn) {
				conn.(*net.TCPConn).SetLinger(0)
			}
			conn.Close()
		}
	}()
	return "http://" + l.Addr().String()
}

func say(text string) func(net.Conn) bool {
	return func(conn net.Conn) bool { io.WriteString(conn, text); return true }
}

// realClient returns a Client with the HTTP client that users get by default.
func realClient(t *testing.T, baseURL string) *Client {
	t.Helper()
	c, err := New(Options{Provider: "acmehr", BaseURL: baseURL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.http.CloseIdleConnections)
	return c
}

// once is a request that is not repeated, so that no test waits for a backoff.
var once = Request{Method: "POST", MaxBytes: 1 << 20}

func TestFaultsOfRealConnections(t *testing.T) {
	t.Parallel()
	const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	tests := []struct {
		name   string
		speak  func(net.Conn) bool
		status int
		class  error
	}{
		{name: "closed without an answer", speak: say(""), class: employee.ErrUnavailable},
		{name: "reset without an answer", speak: func(net.Conn) bool { return false }, class: employee.ErrUnavailable},
		{name: "closed in the headers", speak: say(head), class: employee.ErrUnavailable},
		{name: "no HTTP", speak: say("Ada Lovelace\r\n\r\n"), class: employee.ErrUnavailable},
		{
			name: "Content-Length, cut", speak: say(head + "Content-Length: 99\r\n\r\n{\"Next\":\"x\"}"), status: 200,
			class: employee.ErrIncomplete,
		},
		{
			name: "chunked, cut", speak: say(head + "Transfer-Encoding: chunked\r\n\r\nc\r\n{\"Next\":\"x\"}\r\n"),
			status: 200, class: employee.ErrIncomplete,
		},
		{name: "neither, cut", speak: say(head + "\r\n{\"Next\":\"x\""), status: 200, class: employee.ErrIncomplete},
		{
			name: "corrupt gzip", speak: say(head + "Content-Encoding: gzip\r\n\r\nno gzip at all"), status: 200,
			class: employee.ErrIncomplete,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := realClient(t, listen(t, tt.speak))
			got, err := readNext(t.Context(), c, once)
			fe, ok := errors.AsType[*employee.FetchError](err)
			if !ok || fe.StatusCode != tt.status || !errors.Is(err, tt.class) || got != "" {
				t.Errorf("got %+v, %v; want status %d and %v", got, err, tt.status, tt.class)
			}
			if strings.Contains(fmt.Sprint(err), "Ada") {
				t.Errorf("%v quotes the server", err)
			}
		})
	}
	t.Run("reset in the body", func(t *testing.T) {
		reading := make(chan struct{}) // lest the reset overtake the headers
		c := realClient(t, listen(t, func(conn net.Conn) bool {
			io.WriteString(conn, head+"Content-Length: 99\r\n\r\n{\"Next\":")
			<-reading
			return false
		}))
		err := c.Do(t.Context(), once, func(res *Response) error {
			close(reading)
			return wire.Decode(res.Body, &struct{}{})
		})
		if !errors.Is(err, employee.ErrIncomplete) || !strings.Contains(err.Error(), "the answer broke off: ") {
			t.Errorf("got %v, want ErrIncomplete", err)
		}
	})
	t.Run("no listener", func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		err = realClient(t, "http://"+l.Addr().String()).Do(t.Context(), once, nil)
		if !errors.Is(err, employee.ErrUnavailable) || !strings.Contains(err.Error(), "connection refused") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("untrusted certificate", func(t *testing.T) {
		server := httptest.NewUnstartedServer(http.NotFoundHandler())
		server.Config.ErrorLog = log.New(io.Discard, "", 0)
		server.StartTLS()
		defer server.Close()
		err := realClient(t, server.URL).Do(t.Context(), Request{}, nil) // a GET: not repeated either
		if !errors.Is(err, employee.ErrUnavailable) || !strings.Contains(err.Error(), "certificate") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("cancelled while the server thinks", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		base := listen(t, func(conn net.Conn) bool { cancel(); io.Copy(io.Discard, conn); return true })
		if err := realClient(t, base).Do(ctx, Request{}, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
	})
}

func TestGzipBomb(t *testing.T) {
	t.Parallel()
	var sent atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		sent.Add(1)
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		defer z.Close()
		io.WriteString(z, `{"Next":"`)
		for part := strings.Repeat("x", 64<<10); ; {
			if _, err := io.WriteString(z, part); err != nil {
				return // the client has closed the connection
			}
			z.Flush() // or the client waits until a buffer of some kilobytes is full: of megabytes of text
			http.NewResponseController(w).Flush()
		}
	}))
	defer server.Close()
	_, err := readNext(t.Context(), realClient(t, server.URL), Request{MaxBytes: 256 << 10})
	sameError(t, err, &employee.FetchError{
		Provider: "acmehr", StatusCode: 200, Message: "the answer is larger than allowed", Err: employee.ErrMalformed,
	})
	if n := sent.Load(); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
}

func TestGzipIsDecoded(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Encoding", req.Header.Get("Accept-Encoding"))
		z := gzip.NewWriter(w)
		defer z.Close()
		io.WriteString(z, `{"Next":"c2"}`)
	}))
	defer server.Close()
	got, err := readNext(t.Context(), realClient(t, server.URL), Request{})
	if err != nil || got != "c2" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestCredentialsStayAtTheirPort(t *testing.T) {
	t.Parallel()
	var strangers atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strangers.Add(1) }))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		server := httptest.NewServer(http.RedirectHandler(other.URL+"/?k=v", status))
		c := realClient(t, server.URL)
		c.authorize = func(req *http.Request) error { req.Header.Set("X-Api-Key", "hunter2"); return nil }
		err := c.Do(t.Context(), Request{Query: url.Values{"k": {"hunter2"}}}, nil)
		sameError(t, err, &employee.FetchError{Provider: "acmehr", StatusCode: status,
			Message: "refused a redirect to another scheme, host or port", Err: employee.ErrMalformed})
		server.Close()
	}
	if n := strangers.Load(); n != 0 {
		t.Errorf("the other port got %d requests", n)
	}
}

func TestConnectionsAreReused(t *testing.T) {
	t.Parallel()
	var conns atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path == "/missing" {
			w.WriteHeader(404)
		}
		io.WriteString(w, `{"Next":"c2"}`+strings.Repeat(" ", 3000))
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			conns.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	c := realClient(t, server.URL)
	for _, path := range []string{"a", "missing", "b", "missing", "c"} {
		_, _ = readNext(t.Context(), c, Request{Path: path})
	}
	if n := conns.Load(); n != 1 {
		t.Errorf("%d connections for 5 requests in a row, want 1", n)
	}
}

// The whole of net/http in memory, so that the waits take no time: the first
// two connections break in the middle of a page.
func TestCutPageIsReadAgainOverHTTP(t *testing.T) {
	t.Parallel()
	fake(t, func(t *testing.T) {
		var n int
		pages := []string{
			"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + `{"Next":"x","People":[{"ID":"1"},`,
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"Nex",
			"HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n" + `{"Next":"2","x":[1,2] }` + "\n",
		}
		transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
			client, server := net.Pipe()
			text := pages[n]
			n++
			go func() {
				defer server.Close()
				if _, err := http.ReadRequest(bufio.NewReader(server)); err == nil {
					io.WriteString(server, text)
				}
			}()
			return client, nil
		}}
		defer transport.CloseIdleConnections()
		c, err := New(Options{Provider: "acmehr", BaseURL: "http://localhost",
			HTTPClient: &http.Client{Transport: transport, Timeout: time.Hour}})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		got, err := readNext(t.Context(), c, Request{})
		if got != "2" || err != nil || n != 3 {
			t.Errorf("%q after %d attempts, %v", got, n, err)
		}
		if took := time.Since(start); took < 3*time.Second || took >= 6*time.Second {
			t.Errorf("took %v, want 1 to 2 s and 2 to 4 s", took)
		}
	})
}
