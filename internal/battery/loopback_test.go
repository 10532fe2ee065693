package battery

import (
	"context"
	"errors"
	"math"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// onTCP are the faults of which pipes are no proof: those that the kernel has a
// part in.
func onTCP() []row {
	broken := want{class: employee.ErrUnavailable}
	return []row{
		{name: "closed before the headers", fault: spoken(""), lasting: broken},
		{name: "reset before the headers", fault: brokenOff(0, 0), lasting: broken},
		{name: "reset in the headers", fault: brokenOff(20, 0), lasting: broken},
		{name: "no HTTP", fault: spoken("SSH-2.0-OpenSSH_9.7\r\n\r\n"), lasting: broken},
		{name: "reset after the headers", fault: brokenOff(math.MaxInt, 0)}, // either: a reset may overtake them
		{name: "reset in the body", fault: brokenOff(math.MaxInt, 0.5)},
		{name: "cut with a length", fault: bodied(`{"data":[{`, "Connection", "close"), lasting: incomplete()},
		{name: "corrupt gzip", fault: coded(func(b []byte) []byte { b[10] ^= 0xff; return b }), lasting: incomplete()},
	}
}

// soon is a deadline shorter than any back-off, so that a call ends after its
// first attempt and nothing sleeps.
const soon = 900 * time.Millisecond

// TestLoopback: the same over TCP, by the HTTP client that the library makes for
// itself.
func TestLoopback(t *testing.T) {
	t.Parallel()
	for _, s := range subjects() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for _, r := range onTCP() {
				t.Run(r.name, func(t *testing.T) { testLoopback(t, s, r) })
			}
			t.Run("connection refused", func(t *testing.T) {
				l := listenTCP(t)
				l.Close()
				overTCP(t, s, "http://"+l.Addr().String(), employee.ErrUnavailable)
			})
		})
	}
}

func testLoopback(t *testing.T, s subject, r row) {
	l := listenTCP(t)
	w := &wire{handler: s.Fake(3), untold: func(req *http.Request) *fault {
		if s.kind(req) == kindToken {
			return nil
		}
		return &r.fault
	}}
	w.lines.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			w.lines.Go(func() { w.serve(&line{Conn: c}) })
		}
	})
	overTCP(t, s, "http://"+l.Addr().String(), r.lasting.class)
	l.Close()
}

func listenTCP(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// overTCP wants an error of a class; nil: that the connection failed.
func overTCP(t *testing.T, s subject, base string, class error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	client, err := s.New(base, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	g := newRig(t, base, s, 3, nil)
	g.client = client
	got := g.read(ctx, ways()[1])
	switch {
	case class != nil && !errors.Is(got.err, class),
		class == nil && !errors.Is(got.err, employee.ErrUnavailable) && !errors.Is(got.err, employee.ErrIncomplete):
		t.Errorf("got %v, want %v", got.err, class)
	case got.took >= soon:
		t.Errorf("it took %v", got.took)
	}
}
