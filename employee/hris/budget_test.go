package hris_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/employee/hris"
	"github.com/rosterkit/rosterkit/internal/race"
)

// A clock notes when requests are sent, but for those for tokens.
type clock struct {
	http.RoundTripper
	mu sync.Mutex
	at []time.Time
}

func (c *clock) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.Contains(r.URL.Path, "token") && !strings.Contains(r.URL.Path, "auth") {
		c.mu.Lock()
		c.at = append(c.at, time.Now())
		c.mu.Unlock()
	}
	return c.RoundTripper.RoundTrip(r)
}

// busiest is the most requests within any minute.
func (c *clock) busiest() (most int) {
	slices.SortFunc(c.at, time.Time.Compare)
	first := 0
	for i := range c.at {
		for c.at[i].Sub(c.at[first]) > time.Minute {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

// TestSharedBudget: however many Clients of an account there are, and however they came
// to be, they keep to the vendor's limit together; other accounts do not wait for them.
func TestSharedBudget(t *testing.T) {
	t.Parallel()
	bob := `{"system": "hibob", "tenant": "acme", "service_user_id": "service", "token": "zq7canary-token"}`
	lucca := func(rest string) string { return `{"system": "lucca", "instance": ` + rest + `}` }
	personio := func(tenant string) string {
		return fmt.Sprintf(
			`{"system": "personio", "tenant": %q, "client_id": "personio-id", "client_secret": "zq7canary-secret"}`,
			tenant,
		)
	}
	tests := []struct {
		name   string
		fake   func() fake
		stored []string
		limit  int
		shared bool
	}{
		{"the same credentials", func() fake { return newHiBob() }, []string{bob, bob, bob, bob}, 50, true},
		{"new credentials of the same tenant", func() fake { return newHiBob() },
			[]string{bob, `{"system": "hibob", "tenant": "acme", "grant": "7"}`}, 50, true},
		{
			"two tenants with the same credentials",
			func() fake { return newPersonio() },
			[]string{personio("a"), personio("b")},
			300,
			true,
		},
		{"a key and an OAuth client of one address", func() fake { return newLucca() }, []string{
			lucca(`"acme.ilucca.net", "api_key": "zq7canary-key", "tenant": "a"`),
			lucca(
				`"https://ACME.ilucca.net/home", "client_id": "lucca-id", "client_secret": "zq7canary-secret", "tenant": "b"`,
			)}, 50, true},
		{"two addresses with the same credentials", func() fake { return newLucca() }, []string{
			lucca(
				`"acme.ilucca.net", "api_key": "zq7canary-key"`,
			), lucca(`"acme.ilucca.ch", "api_key": "zq7canary-key"`)}, 50, false},
		{"two tenants", func() fake { return newHiBob() }, []string{bob,
			`{"system": "hibob", "tenant": "other", "grant": "7"}`}, 50, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				http := tt.fake().Client()
				noted := &clock{RoundTripper: http.Transport}
				http.Transport = noted
				connector := connect(t, hris.Options{HTTPClient: http})
				start := time.Now()
				var all sync.WaitGroup
				for _, stored := range tt.stored {
					all.Go(func() {
						var client hris.Client
						for i := range race.Pick(3*tt.limit/2, 3*tt.limit/5) {
							if i%20 == 0 { // opened anew now and then, as for a web request
								client = open(t, connector, stored)
							}
							if _, err := client.Roster(t.Context()); err != nil {
								t.Error(err)
								return
							}
						}
					})
				}
				all.Wait()
				busiest, took := noted.busiest(), time.Since(start)
				t.Logf("%d requests in %v, %d in the busiest minute", len(noted.at), took, busiest)
				if tt.shared != (busiest <= tt.limit) {
					t.Errorf("%d requests in a minute, the limit is %d", busiest, tt.limit)
				}
				if fair := time.Duration(len(noted.at)) * time.Minute / time.Duration(tt.limit); took > fair*11/10+time.Minute {
					t.Errorf("%d requests took %v: they waited for more than the limit", len(noted.at), took)
				}
			})
		})
	}
}

// TestBudgetSurvivesOthers: an account keeps its budget from one Client to the next
// while many others come and are forgotten.
func TestBudgetSurvivesOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		http := newHiBob().Client()
		noted := &clock{RoundTripper: http.Transport}
		connector := connect(t, hris.Options{HTTPClient: http})
		for i := range race.Pick(120, 60) {
			http.Transport = noted
			client := open(t, connector, `{"system": "hibob", "tenant": "acme", "grant": "7"}`)
			if _, err := client.Roster(t.Context()); err != nil {
				t.Fatal(err)
			}
			http.Transport = noted.RoundTripper
			other := open(
				t,
				connector,
				fmt.Sprintf(`{"system": "hibob", "tenant": "other %d", "service_user_id": "user-%d", "token": "x"}`, i, i),
			)
			if _, err := other.Roster(t.Context()); err == nil {
				t.Fatal("the fake takes any token")
			}
		}
		if busiest := noted.busiest(); len(noted.at) < 60 || busiest > 50 {
			t.Errorf("%d requests, %d in a minute", len(noted.at), busiest)
		}
	})
}

// TestWaitIsCut: a call whose context ends does not wait for the others of its account,
// and gives its place back.
func TestWaitIsCut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		connector := connect(t, hris.Options{HTTPClient: newHiBob().Client()})
		client := open(t, connector, `{"system": "hibob", "tenant": "acme", "grant": "7"}`)
		for range 25 {
			if _, err := client.Roster(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		start := time.Now()
		_, err := client.Roster(deadline(t, time.Second))
		advice, _ := hris.Advise(err)
		if err == nil || advice.Code != hris.AdviceCodeRateLimited || advice.Role != hris.RoleDeveloper ||
			time.Since(start) != 0 {
			t.Errorf("after %v: error %v, advice %+v", time.Since(start), err, advice)
		}
	})
}
