package battery

import (
	"context"
	"flag"
	"net"
	"net/http"
	"runtime"
	"runtime/metrics"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/humaans/humaanstest"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// How many tenants, of how many employees each. The short form is for every run of
// the tests; the promise is measured by
//
//	go test ./internal/battery -run TestLoad -v -tenants 1000 -employees 500
func loadFlags() (tenants, employees *int) {
	return flag.Int("tenants", 70, "tenants of TestLoad"), flag.Int("employees", 30, "employees of each")
}

var loadTenants, loadEmployees = loadFlags()

// workers is how many tenants are listed at a time.
const workers = 32

// A pool is a listener in memory whose connections are counted.
type pool struct {
	conns      chan net.Conn
	closed     chan struct{}
	open, most atomic.Int64
}

func newPool() *pool { return &pool{conns: make(chan net.Conn), closed: make(chan struct{})} }

func (p *pool) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pool) Close() error   { close(p.closed); return nil }
func (p *pool) Addr() net.Addr { return &net.UnixAddr{Name: "pool", Net: "pipe"} }

func (p *pool) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, there := net.Pipe()
	select {
	case p.conns <- near:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	raise(&p.most, p.open.Add(1))
	return &pooled{Conn: there, open: &p.open}, nil
}

type pooled struct {
	net.Conn
	open *atomic.Int64
	once sync.Once
}

func (c *pooled) Close() error {
	c.once.Do(func() { c.open.Add(-1) })
	return c.Conn.Close()
}

func raise(most *atomic.Int64, n int64) {
	for {
		old := most.Load()
		if n <= old || most.CompareAndSwap(old, n) {
			return
		}
	}
}

// A gauge samples the process whenever a request is sent.
type gauge struct {
	http.RoundTripper
	heap, goroutines, requests *atomic.Int64
}

func (g gauge) RoundTrip(r *http.Request) (*http.Response, error) {
	g.requests.Add(1)
	raise(g.heap, heap())
	raise(g.goroutines, int64(runtime.NumGoroutine()))
	return g.RoundTripper.RoundTrip(r)
}

// heap is the bytes of live objects and of those not collected yet.
func heap() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}

// TestLoad: many tenants of all providers through one process, whose memory and
// connections do not grow with their number. The first answer to the first
// tenant comes after all the others have been listed: no other tenant waits for it.
func TestLoad(t *testing.T) {
	synctest.Test(t, testLoad)
}

func testLoad(t *testing.T) {
	all := subjects()
	p, held, reached := newPool(), make(chan struct{}), make(chan struct{})
	fakes := http.NewServeMux()
	for i, s := range all {
		fake := vendorPages(s.Fake(*loadEmployees))
		fakes.Handle(host(i)+"/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			fake.ServeHTTP(w, r)
			fake.(interface{ ResetRequests() }).ResetRequests() // else they are what grows
		}))
	}
	var met atomic.Bool
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !met.Swap(true) { // the first request of the first tenant
			close(reached)
			<-held
		}
		fakes.ServeHTTP(w, r)
	})
	server := &http.Server{Handler: slow}
	go server.Serve(p)
	real := &http.Transport{DialContext: p.dial, MaxIdleConnsPerHost: 2, MaxIdleConns: workers}
	g := gauge{real, new(atomic.Int64), new(atomic.Int64), new(atomic.Int64)}
	hc := &http.Client{Transport: g, Timeout: patience}
	runtime.GC()
	before, start := heap(), time.Now()

	queue := make(chan int)
	var rest, first sync.WaitGroup
	first.Go(func() { list(t, all[0], 0, hc) })
	<-reached
	for range workers - 1 {
		rest.Go(func() {
			for i := range queue {
				list(t, all[i%len(all)], i%len(all), hc)
			}
		})
	}
	for i := range *loadTenants - 1 {
		queue <- i + 1
	}
	close(queue)
	rest.Wait()
	close(held)
	first.Wait()
	real.CloseIdleConnections()
	server.Close()
	synctest.Wait()

	grown := g.heap.Load() - before
	t.Logf("%d tenants of %d employees: %d requests, %v by the vendors' limits; "+
		"heap grew by %.1f MiB at most; %d connections and %d goroutines at most",
		*loadTenants, *loadEmployees, g.requests.Load(), time.Since(start).Round(time.Second),
		float64(grown)/(1<<20), p.most.Load(), g.goroutines.Load())
	// Those who are being listed at one time, as answer, decoded, and as garbage of
	// the fakes in the same process. A listing of Personio v2 has eight requests
	// under way; a connection has two goroutines here and two at the server, and
	// a request one more.
	bound := int64(workers**loadEmployees*8<<10 + 32<<20)
	if grown > bound || p.most.Load() > 8*workers || g.goroutines.Load() > 5*8*workers {
		t.Error("that is more than one process should need")
	}
	if n := p.open.Load(); n != 0 {
		t.Errorf("%d connections are still open", n)
	}
}

func host(i int) string { return "127.0.0." + strconv.Itoa(i+1) }

// vendorPages gives a fake the page size of its vendor again.
func vendorPages(fake http.Handler) http.Handler {
	switch f := fake.(type) {
	case smallPages:
		return f.Fake
	case *personiotest.Fake:
		f.Configure(personiotest.Config{})
	case *humaanstest.Fake:
		f.Configure(humaanstest.Config{})
	case *luccatest.Fake:
		f.Configure(luccatest.Config{})
	}
	return fake
}

// list is one tenant: a client of its own, listed once and let go.
func list(t *testing.T, s subject, i int, hc *http.Client) {
	client, err := s.New("http://"+host(i), hc, nil)
	if err != nil {
		t.Error(err)
		return
	}
	r, err := client.Roster(t.Context())
	if err != nil {
		t.Errorf("%s: %v", s.name, err)
	} else if r.Len() != *loadEmployees {
		t.Errorf("%s: %d employees of %d", s.name, r.Len(), *loadEmployees)
	}
}
