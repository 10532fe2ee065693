package hibob_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jarcoal/httpmock"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

// TestEmployeesIsLazyAndRestartable also sees to it that an answer is not read on
// for a consumer who has gone.
func TestEmployeesIsLazyAndRestartable(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const employees = 300
		whole := recordedBody(t, hibobtest.People(employees)...)
		closed, unread := 0, 0
		sent := 0
		mt := httpmock.NewMockTransport()
		mt.RegisterNoResponder(func(*http.Request) (*http.Response, error) {
			sent++
			body := strings.NewReader(whole)
			return &http.Response{StatusCode: 200, Header: http.Header{},
				Body: &watched{body, func() { closed++; unread = body.Len() }}}, nil
		})
		all := newClientOver(t, &http.Client{Transport: mt}).Employees(context.Background())
		if sent != 0 {
			t.Errorf("%d requests before the range", sent)
		}
		for range all {
			break
		}
		if sent != 1 || closed != 1 || unread < len(whole)/2 {
			t.Errorf("after the first employee: %d requests, %d bodies closed, %d of %d bytes not read", sent, closed,
				unread, len(whole))
		}
		for range 2 {
			n := 0
			for range all {
				n++
			}
			if n != employees {
				t.Errorf("%d employees, want %d", n, employees)
			}
		}
	})
}

type watched struct {
	io.Reader
	close func()
}

func (w *watched) Close() error { w.close(); return nil }

// TestCancelledByTheLoop: a consumer that cancels while an answer arrives gets the error,
// though the rest of the answer is there.
func TestCancelledByTheLoop(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	var last error
	for _, err := range newClient(t, newFake(hibobtest.People(100)...)).Employees(ctx) {
		n++
		last = err
		cancel()
	}
	if n != 2 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d steps, error %v, want one employee and the context's error", n, last)
	}
}

func TestOrigin(t *testing.T) {
	t.Parallel()
	record := func(id, status string) string {
		return fmt.Sprintf(`{"id":%q,"internal":{"lifecycleStatus":%q,"terminationDate":"2001-01-01"},`+
			`"work":{"startDate":"2999-01-01"}}`, id, status)
	}
	for _, tt := range []struct {
		name              string
		employees         []string
		leavers, starters employee.Visibility
	}{
		{name: "no employee", leavers: employee.VisibilityUnknown, starters: employee.VisibilityUnknown},
		{name: "employed", employees: []string{record("1", "employed"), record("2", "garden leave")},
			leavers: employee.VisibilityUnknown, starters: employee.VisibilityUnknown},
		{name: "a leaver", employees: []string{record("1", "terminated"), record("2", "employed")},
			leavers: employee.VisibilityYes, starters: employee.VisibilityUnknown},
		{name: "a starter", employees: []string{record("1", "hired")}, leavers: employee.VisibilityUnknown,
			starters: employee.VisibilityYes},
		{name: "no status", employees: []string{`{"id":"1"}`}, leavers: employee.VisibilityUnknown,
			starters: employee.VisibilityUnknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := newClient(t, search{employees: strings.Join(tt.employees, ",")}).Roster(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			o := r.Origin()
			want := employee.Origin{Provider: "hibob", Tenant: "acme", AsOf: o.AsOf, Leavers: tt.leavers,
				Starters: tt.starters}
			if diff := cmp.Diff(want, o); diff != "" {
				t.Errorf("origin (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRate keeps one client busy: in no minute are there more requests than HiBob
// allows, and nearly as many as that.
func TestRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := newFake()
		fake.Configure(hibobtest.Config{PerMinute: 50})
		var sent []time.Time
		fake.Always(func(h http.Handler) http.Handler { sent = append(sent, time.Now()); return h })
		c := newClient(t, fake)
		for range 200 {
			if _, err := c.Roster(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		most := 0
		for i := range sent {
			n := 0
			for _, at := range sent[i:] {
				if at.Sub(sent[i]) <= time.Minute {
					n++
				}
			}
			most = max(most, n)
		}
		if most > 50 || most < 48 {
			t.Errorf("%d requests in one minute, want 48 to 50", most)
		}
	})
}

// TestRefusalsAreFinal: HiBob blocks who is refused again and again.
func TestRefusalsAreFinal(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault hibobtest.Fault
		class error
		want  string
	}{
		{name: "401", fault: hibobtest.Unauthorized(), class: employee.ErrCredentials},
		{name: "403", fault: hibobtest.Forbidden(), class: employee.ErrPermission,
			want: "insufficient.permissions: the service user lacks a permission: "},
		{name: "403 of the firewall", fault: hibobtest.Blocked(), class: employee.ErrPermission},
	} {
		for name, call := range map[string]func(*hibob.Client) error{
			"Roster":    func(c *hibob.Client) error { _, err := c.Roster(t.Context()); return err },
			"Employees": func(c *hibob.Client) error { _, err := ids(t, c); return err },
			"Check":     func(c *hibob.Client) error { _, err := c.Check(t.Context()); return err },
			"Catalog":   func(c *hibob.Client) error { _, err := c.Catalog(t.Context()); return err },
		} {
			for _, fields := range [][]employee.Field{nil, {"custom.x"}} {
				fake := newFake(hibobtest.People(3)...)
				fake.Always(tt.fault)
				err := call(newClient(t, fake, fields...))
				fe, ok := errors.AsType[*employee.FetchError](err)
				if !ok || !errors.Is(err, tt.class) || fe.StatusCode == 0 {
					t.Errorf("%s, %s: error %v, want %v", tt.name, name, err, tt.class)
					continue
				}
				want := fmt.Sprintf("hibob: %s: HTTP %d: %s%v", fe.Op, fe.StatusCode, tt.want, tt.class)
				if err.Error() != want {
					t.Errorf("%s, %s: error %v, want %s", tt.name, name, err, want)
				}
				if n := len(fake.Requests()); n != 1 {
					t.Errorf("%s, %s: %d requests, want 1", tt.name, name, n)
				}
			}
		}
	}
}

// TestRateLimited waits as long as HiBob says, by whichever header.
func TestRateLimited(t *testing.T) {
	t.Parallel()
	reset := func(value, date string) hibobtest.Fault {
		return func(http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-RateLimit-Reset", value)
				if date != "" {
					w.Header().Set("Date", date)
				}
				w.WriteHeader(http.StatusTooManyRequests)
			})
		}
	}
	start := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // of a bubble's clock
	unix := func(d time.Duration) string { return fmt.Sprint(start.Add(d).Unix()) }
	for _, tt := range []struct {
		name        string
		fault       hibobtest.Fault
		least, most time.Duration
	}{
		{name: "Retry-After", fault: hibobtest.RateLimited(7 * time.Second), least: 7 * time.Second,
			most: 7 * time.Second},
		{name: "X-RateLimit-Reset",
			fault: hibobtest.WithHeader(hibobtest.RateLimited(42*time.Second), "Retry-After", ""),
			least: 42 * time.Second, most: 42 * time.Second},
		{name: "by the server's clock",
			fault: reset(unix(time.Hour+9*time.Second), start.Add(time.Hour).Format(http.TimeFormat)),
			least: 9 * time.Second, most: 9 * time.Second},
		{name: "a time far ahead", fault: reset(unix(time.Hour), ""), least: time.Minute, most: time.Minute},
		{name: "a time that has passed", fault: reset(unix(-time.Hour), ""), least: time.Second, most: 2 * time.Second},
		{name: "seconds", fault: reset("13", ""), least: 13 * time.Second, most: 13 * time.Second},
		{name: "many seconds", fault: reset("86400", ""), least: time.Minute, most: time.Minute},
		{name: "nonsense", fault: reset("soon", ""), least: time.Second, most: 2 * time.Second},
		{name: "a negative number", fault: reset("-5", ""), least: time.Second, most: 2 * time.Second},
		{name: "no header", fault: reset("", ""), least: time.Second, most: 2 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fake := newFake(hibobtest.People(3)...)
				fake.Next(tt.fault)
				began := time.Now()
				if got, err := ids(t, newClient(t, fake)); err != nil || len(got) != 3 {
					t.Fatalf("%d employees, error %v", len(got), err)
				}
				if waited := time.Since(began); waited < tt.least || waited > tt.most {
					t.Errorf("it waited %v, want %v to %v", waited, tt.least, tt.most)
				}
			})
		})
	}
}
