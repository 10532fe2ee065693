package hibob_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

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
