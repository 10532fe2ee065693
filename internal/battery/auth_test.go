package battery

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/conntest"
)

// count counts the requests of a kind.
func (r *rig) count(k kind) (n int) {
	for _, x := range r.exchanges() {
		if x.kind == k {
			n++
		}
	}
	return n
}

// withTokens are the subjects that exchange their credentials for a token.
func withTokens(t *testing.T, test func(*testing.T, subject, conntest.Way)) {
	t.Helper()
	each(t, func(t *testing.T, s subject, way conntest.Way) {
		if s.Token {
			test(t, s, way)
		}
	})
}

// TestTokenExpiresInMidListing: it is fetched again, once, and nobody notices.
func TestTokenExpiresInMidListing(t *testing.T) {
	t.Parallel()
	withTokens(t, func(t *testing.T, s subject, way conntest.Way) {
		const n = 8
		for page := range s.lastPage(n) + 1 {
			var g *rig
			g = newRig(t, s, n, nil, func(x exchange) *fault {
				if x.kind == people && x.page == page && x.again == 0 {
					s.tokens(g.fake)
				}
				return nil
			})
			if got := g.read(t.Context(), t, way); got.Err != nil || g.count(token) != 2 {
				t.Errorf("%s, before page %d: %v, %d tokens", way.Name, page, got.Err, g.count(token))
			}
		}
	})
}

// TestTokenOutlivesItsTime: a client that is idle for two days fetches a new
// token before it is told to.
func TestTokenOutlivesItsTime(t *testing.T) {
	t.Parallel()
	withTokens(t, func(t *testing.T, s subject, way conntest.Way) {
		g := newRig(t, s, 3, nil, nil)
		g.read(t.Context(), t, way)
		time.Sleep(48 * time.Hour)
		if got := g.read(t.Context(), t, way); got.Err != nil || g.count(token) != 2 {
			t.Errorf("%s: %v, %d tokens", way.Name, got.Err, g.count(token))
		}
	})
}

// TestOneRefreshForAHundred: a hundred callers whose token is revoked together
// fetch one other.
func TestOneRefreshForAHundred(t *testing.T) {
	t.Parallel()
	withTokens(t, func(t *testing.T, s subject, way conntest.Way) {
		g := newRig(t, s, 1, nil, nil)
		g.read(t.Context(), t, way)
		s.tokens(g.fake)
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				if got := way.Read(t.Context(), t, s.Connector, 1, g.client); got.Err != nil {
					t.Error(got.Err)
				}
			})
		}
		wg.Wait()
		g.settle(t)
		if n := g.count(token); n != 2 {
			t.Errorf("%s: %d tokens, want 2", way.Name, n)
		}
	})
}

// TestTokenRefusedForEver: each listing ends after one other token.
func TestTokenRefusedForEver(t *testing.T) {
	t.Parallel()
	refusal := status(401)
	withTokens(t, func(t *testing.T, s subject, way conntest.Way) {
		g := newRig(t, s, 5, nil, func(x exchange) *fault {
			if x.kind == token {
				return nil
			}
			return &refusal
		})
		got := g.read(t.Context(), t, way)
		if n := len(g.exchanges()); !errors.Is(got.Err, employee.ErrCredentials) || g.count(token) > 2 || n > 6 {
			t.Errorf("%s: %v after %d requests, %d for tokens", way.Name, got.Err, n, g.count(token))
		}
	})
}

// TestTokenFaults: whatever happens to the request for a token, the listing has
// an error of its kind, or comes through.
func TestTokenFaults(t *testing.T) {
	t.Parallel()
	for _, s := range subjects() {
		if !s.Token {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for _, r := range faults() {
				if r.heavy {
					continue
				}
				if s.name == "personio v1" && r.name == "an error with 200" {
					r.passing = refusedAccess(employee.ErrCredentials, 200) // its words for a wrong password
				}
				t.Run(r.name, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) { testTokenFault(t, s, r.fault, false, r.lasting) })
				})
				t.Run(r.name+", once", func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) { testTokenFault(t, s, r.fault, true, r.passing) })
				})
			}
		})
	}
}

func testTokenFault(t *testing.T, s subject, f fault, once bool, w want) {
	g := newRig(t, s, 3, nil, func(x exchange) *fault {
		if x.kind == token && (!once || x.again == 0) {
			return &f
		}
		return nil
	})
	got := g.read(t.Context(), t, conntest.Ways()[1])
	if (w.class == nil) != (got.Err == nil) {
		t.Errorf("got %v, want %v", got.Err, w.class)
	}
	if n := g.count(token); n > 10 { // Lucca's 429 without a time has two rounds
		t.Errorf("%d requests for tokens", n)
	}
}

// TestRefusedOnce: a credential that is no token is never tried twice, which
// could lock the account.
func TestRefusedOnce(t *testing.T) {
	t.Parallel()
	refusal := status(401)
	each(t, func(t *testing.T, s subject, way conntest.Way) {
		if s.Token {
			return
		}
		g := newRig(t, s, 5, nil, func(exchange) *fault { return &refusal })
		if got := g.read(t.Context(), t, way); !errors.Is(got.Err, employee.ErrCredentials) || len(g.exchanges()) > 1 {
			t.Errorf("%s: %v after %d requests", way.Name, got.Err, len(g.exchanges()))
		}
	})
}

// TestRotatedToken: tokens of OAuth that the caller fetches, each good until the
// next one: BambooHR's.
func TestRotatedToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := bamboohrSubject(nil)
		g := newRig(t, s, 8, nil, nil)
		fake := g.fake.(smallPages).Fake
		var issued []string
		rotate := func(context.Context) (string, time.Time, error) {
			issued = append(issued, "access-"+string(rune('a'+len(issued))))
			fake.SetTokens(issued[len(issued)-1])
			return issued[len(issued)-1], time.Time{}, nil
		}
		client, err := bamboohr.New(bamboohr.Config{Company: "acme", Token: rotate, BaseURL: baseURL, HTTPClient: g.hc})
		if err != nil {
			t.Fatal(err)
		}
		g.client = client
		g.wire.fault = func(x exchange) *fault {
			if x.page == 1 && x.again == 0 {
				fake.SetTokens() // revoked between two pages
			}
			return nil
		}
		if got := g.read(t.Context(), t, conntest.Ways()[0]); got.Err != nil || len(issued) != 2 {
			t.Errorf("got %v and %d tokens, want everybody and 2", got.Err, len(issued))
		}
	})
}
