package main

import (
	"io"
	"net/http"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee/hris"
	"github.com/rosterkit/rosterkit/personio/personiotest"
	"github.com/rosterkit/rosterkit/syncplan/runner"
)

type fault = func(http.Handler) http.Handler

// A vendor is a customer on one HR system, with the faults of its fake.
type vendor struct {
	name, credentials, settings string
	fake                        func() fake
	faults                      map[string]fault
}

type fake interface {
	Next(...fault)
	Always(fault)
	Client() *http.Client
}

func vendors() []vendor {
	return []vendor{
		{
			name: "acme", credentials: onBambooHR, settings: globexSettings,
			fake: func() fake { return bamboohrtest.New("not-a-secret", bamboohrtest.People(9)...) },
			faults: map[string]fault{
				"rate limited": bamboohrtest.RateLimited(time.Minute), "proxy": bamboohrtest.BadGateway(),
				"down": bamboohrtest.Unavailable(), "revoked": bamboohrtest.Unauthorized(), "forbidden": bamboohrtest.Forbidden(),
				"login page": bamboohrtest.HTML(), "cut off": bamboohrtest.Truncated(),
			},
		},
		{
			name: "globex", credentials: onPersonio, settings: globexSettings,
			fake: func() fake { return personiotest.New("id", "not-a-secret", personiotest.People(9)...) },
			faults: map[string]fault{
				"rate limited": personiotest.RateLimited(time.Minute), "proxy": personiotest.BadGateway(),
				"down": personiotest.Unavailable(), "revoked": personiotest.Unauthorized(),
				"forbidden":  afterLogin(personiotest.Forbidden()),
				"login page": personiotest.HTML(), "cut off": personiotest.Truncated(),
			},
		},
	}
}

// afterLogin lets the request for a token pass: Personio answers 403 to wrong credentials.
func afterLogin(f fault) fault {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h := f(next)
			if r.URL.Path == "/v1/auth" {
				h = next
			}
			h.ServeHTTP(w, r)
		})
	}
}

// TestFaults: a night with a fault takes no access away, and the settings page says what
// is wrong. A bubble of testing/synctest has a clock of its own: waits of minutes take
// no time, and nothing listens on a port.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		fault string
		once  bool
		state runner.HealthState
	}{
		{fault: "rate limited", once: true, state: runner.HealthStateHealthy},
		{fault: "proxy", once: true, state: runner.HealthStateHealthy},
		{fault: "down", state: runner.HealthStateFailing},
		{fault: "revoked", state: runner.HealthStateNeedsCredentials},
		{fault: "forbidden", state: runner.HealthStateNeedsPermission},
		{fault: "login page", state: runner.HealthStateFailing},
		{fault: "cut off", state: runner.HealthStateFailing},
	} {
		for _, v := range vendors() {
			t.Run(tt.fault+"/"+v.name, func(t *testing.T) {
				t.Parallel()
				path := filepath.Join(t.TempDir(), "product.db")
				synctest.Test(t, func(t *testing.T) {
					time.Sleep(time.Until(evening())) // the clock starts in 2000, when no employee was hired
					hr := v.fake()
					b := newBackend(t, path, hr.Client())
					if err := b.connect(t.Context(), v.name, v.credentials, v.settings); err != nil {
						t.Fatal(err)
					}
					users := b.night(t, v.name, runner.HealthStateHealthy)
					if tt.once {
						hr.Next(v.faults[tt.fault])
					} else {
						hr.Always(v.faults[tt.fault])
					}
					if after := b.night(t, v.name, tt.state); users < 7 || after != users {
						t.Errorf("%d active users, and %d after the fault", users, after)
					}
				})
			})
		}
	}
}

func newBackend(t *testing.T, path string, client *http.Client) *backend {
	t.Helper()
	connector, err := hris.New(hris.Options{HTTPClient: client})
	if err != nil {
		t.Fatal(err)
	}
	db, err := openDatabase(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &backend{db: db, connector: connector, out: io.Discard}
}

// night runs a night, checks its health, and returns how many users are active.
func (b *backend) night(t *testing.T, customer string, want runner.HealthState) (active int) {
	t.Helper()
	time.Sleep(24 * time.Hour)
	b.now = time.Now()
	if err := b.nightly(t.Context(), customer); err != nil {
		t.Error(err)
	}
	s := store{b.db, customer}
	var health runner.Health
	if err := s.Load(t.Context(), "health", &health); err != nil || health.State != want {
		t.Errorf("health %v %q, want %q, error %v", health.State, health.Text, want, err)
	}
	x, err := s.Existing(t.Context())
	if err != nil {
		t.Error(err)
	}
	for _, u := range x.Users {
		if u.Active {
			active++
		}
	}
	return active
}
