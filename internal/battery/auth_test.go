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
)

// withTokens are the subjects that exchange their credentials for a token.
func withTokens(t *testing.T, test func(*testing.T, subject, way)) {
	t.Helper()
	each(t, func(t *testing.T, s subject, w way) {
		if s.Token {
			test(t, s, w)
		}
	})
}

// TestTokenExpiresInMidListing: it is fetched again, once, and the listing is whole.
func TestTokenExpiresInMidListing(t *testing.T) {
	t.Parallel()
	withTokens(t, func(t *testing.T, s subject, w way) {
		const n = 8
		for page := range lastPage(t, s, n) + 1 {
			var g *rig
			g = overPipes(t, w.name, s, n, func(x exchange) *fault {
				if x.kind == kindEmployees && x.page == page && x.again == 0 {
					s.tokens(g.fake)
				}
				return nil
			})
			if got := g.read(t.Context(), w); got.err != nil || g.count(kindToken) != 2 {
				t.Errorf("%s, before page %d: %v, %d tokens", w.name, page, got.err, g.count(kindToken))
			}
		}
	})
}

// TestTokenOutlivesItsTime: a client that is idle for two days fetches a new
// token before it is told to.
func TestTokenOutlivesItsTime(t *testing.T) {
	t.Parallel()
	withTokens(t, func(t *testing.T, s subject, w way) {
		g := overPipes(t, w.name, s, 3, nil)
		g.read(t.Context(), w)
		time.Sleep(48 * time.Hour)
		if got := g.read(t.Context(), w); got.err != nil || g.count(kindToken) != 2 {
			t.Errorf("%s: %v, %d tokens", w.name, got.err, g.count(kindToken))
		}
	})
}

// TestOneRefreshForAHundred: a hundred callers whose token is revoked together
// fetch one other.
func TestOneRefreshForAHundred(t *testing.T) {
	t.Parallel()
	withTokens(t, func(t *testing.T, s subject, w way) {
		g := overPipes(t, w.name, s, 1, nil)
		g.read(t.Context(), w)
		s.tokens(g.fake)
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				if got := w.read(g, t.Context()); got.err != nil {
					t.Error(got.err)
				}
			})
		}
		wg.Wait()
		g.settle()
		if n := g.count(kindToken); n != 2 {
			t.Errorf("%s: %d tokens, want 2", w.name, n)
		}
	})
}

// TestRefusedForEver: a credential that is no token is never tried twice, which could
// lock the account. Where there are tokens, each listing ends after one other token.
func TestRefusedForEver(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s subject, w way) {
		most, tokens := 1, 0
		if s.Token {
			most, tokens = 6, 2
		}
		g := overPipes(t, w.name, s, 5, on(status(401), func(x exchange) bool { return x.kind != kindToken }))
		got := g.read(t.Context(), w)
		if n := len(g.exchanges()); !errors.Is(got.err, employee.ErrCredentials) || g.count(kindToken) > tokens || n > most {
			g.errorf("%v after %d requests, %d for tokens", got.err, n, g.count(kindToken))
		}
	})
}

// TestRotatedToken: tokens of OAuth that the caller fetches, each good until the
// next one: BambooHR's.
func TestRotatedToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := bamboohrSubject(nil, nil)
		g := overPipes(t, "rotated", s, 8, nil)
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
		if got := g.read(t.Context(), ways()[0]); got.err != nil || len(issued) != 2 {
			t.Errorf("got %v and %d tokens, want every employee and 2", got.err, len(issued))
		}
	})
}
