package specs_test

import (
	"bytes"
	"context"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

// A client is that of any of our connectors.
type client interface {
	Roster(context.Context) (*employee.Roster, error)
	Employees(context.Context) iter.Seq2[employee.Employee, error]
	Check(context.Context) (employee.Access, error)
	Catalog(context.Context) ([]employee.FieldInfo, error)
}

// A fault stands in front of a fake.
type fault = func(http.Handler) http.Handler

// A play is a client at work.
type play struct {
	start func() (client, error)
	fail  func(...fault) // puts faults in front of the next requests
	fault fault          // nil: nothing may go wrong
	after int            // how many requests of each call go well before the fault
}

// run makes every call of the client, each of them with the fault in its way, in
// fake time, so that no test waits for retries and rate limits.
func (p play) run(t *testing.T) {
	t.Helper()
	bubble(t, func(t *testing.T) {
		c, err := p.start()
		if err != nil {
			t.Fatal(err)
		}
		calls := []func() error{
			func() error { _, err := c.Roster(t.Context()); return err },
			func() error { _, err := people(t, c); return err },
			func() error { _, err := c.Check(t.Context()); return err },
			func() error { _, err := c.Catalog(t.Context()); return err },
		}
		for i, call := range calls {
			if p.fault != nil {
				p.fail(append(make([]fault, p.after), p.fault)...)
			}
			if err := call(); err != nil && p.fault == nil {
				t.Errorf("call %d: %v", i, err)
			}
		}
	})
}

// bubble runs test in fake time that begins in 2026, when the fakes live.
func bubble(t *testing.T, test func(*testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)))
		test(t)
	})
}

// people are those who come before the end or an error.
func people(t *testing.T, c client) (all []employee.Employee, err error) {
	t.Helper()
	for e, err := range c.Employees(t.Context()) {
		if err != nil {
			return all, err
		}
		all = append(all, e)
	}
	return all, nil
}

// show is a person in a line: the id and these fields, or their state if they are
// not known.
func show(e *employee.Employee, fields ...employee.Field) string {
	parts := []string{e.ID}
	for _, f := range fields {
		v := e.Value(f)
		if part := v.String(); v.Known() {
			parts = append(parts, part)
		} else {
			parts = append(parts, "("+v.State().String()+")")
		}
	}
	return strings.Join(parts, " | ")
}

// readsExample fails the test unless a client lists exactly these employees out of
// an example, and fails if and only if the example does not hold every employee
// that it counts.
func readsExample(t *testing.T, whole bool, start func() (client, error), fields []employee.Field, want ...string) {
	t.Helper()
	bubble(t, func(t *testing.T) {
		c, err := start()
		if err != nil {
			t.Fatal(err)
		}
		all, err := people(t, c)
		if (err == nil) != whole {
			t.Errorf("error %v; the example is whole: %t", err, whole)
		}
		var got []string
		for i := range all {
			got = append(got, show(&all[i], fields...))
			for _, p := range all[i].Problems {
				got = append(got, p.String())
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("people out of the example (-want +got):\n%s", diff)
		}
	})
}

// inMemory returns an HTTP client whose requests h answers. It tells note about
// each exchange, if it is not nil.
func inMemory(h http.Handler, note func(exchange)) *http.Client {
	return &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		if err := r.Context().Err(); err != nil {
			return nil, err
		}
		x := exchange{request: r.Clone(context.Background())}
		if r.Body != nil {
			var err error
			if x.sent, err = io.ReadAll(r.Body); err != nil {
				return nil, err
			}
		}
		asked := r.Clone(r.Context())
		asked.Host, asked.Body = r.URL.Host, io.NopCloser(bytes.NewReader(x.sent))
		w := httptest.NewRecorder()
		h.ServeHTTP(w, asked)
		x.answer, x.got = w.Result(), w.Body.Bytes()
		answer, body := *x.answer, io.Reader(bytes.NewReader(x.got))
		if n, err := strconv.Atoi(answer.Header.Get("Content-Length")); err == nil && n > len(x.got) {
			x.broken, body = true, io.MultiReader(body, cutOff{})
		}
		if note != nil {
			note(x)
		}
		answer.Request, answer.Body = r, io.NopCloser(body)
		return &answer, nil
	})}
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// cutOff is the end of a connection before that of the body.
type cutOff struct{}

func (cutOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// answers serves JSON by path, and 404 for what is not in it.
type answers map[string][]byte

func (a answers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, ok := a[r.URL.Path]
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(body)
}
