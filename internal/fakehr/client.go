package fakehr

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
)

// Client returns a client whose requests h answers, to whatever host they go, by
// http and by https. Nothing listens: each request has a connection in memory of
// its own, with net/http at both ends. So a body that is cut, a handler that
// stops half-way, a context that ends and a body that is not closed have the
// effects that they have on a network, and in a bubble of [testing/synctest]
// nothing waits in real time.
func Client(h http.Handler) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext:       dialer(h),
		DialTLSContext:    dialer(secure{h}),
		DisableKeepAlives: true,
		ReadBufferSize:    64 << 10,
	}}
}

func dialer(h http.Handler) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		plain := new(http.Protocols)
		plain.SetHTTP1(true)
		// Serve returns as soon as it has the one connection, and serves on.
		_ = (&http.Server{Handler: h, Protocols: plain}).Serve(&single{conn: server})
		return client, nil
	}
}

// secure tells its handler that requests came by https.
type secure struct{ http.Handler }

func (s secure) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.TLS = &tls.ConnectionState{HandshakeComplete: true, ServerName: r.Host}
	s.Handler.ServeHTTP(w, r)
}

// single is a listener with one connection.
type single struct{ conn net.Conn }

func (s *single) Accept() (net.Conn, error) {
	conn := s.conn
	if conn == nil {
		return nil, io.EOF
	}
	s.conn = nil
	return conn, nil
}

func (*single) Close() error   { return nil }
func (*single) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "memory"} }
