// Package peer has no code: its test puts a client that is not ours to the faults
// of internal/battery, and prints what becomes of the list.
//
// The peer is the Okta SDK for Go, which lists the people of a directory page by
// page and repeats requests. Its waits follow a header of that API's own, which
// the answers here do not have. This is a module of its own, so that no program that
// uses the library gets the peer with it.
package peer_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/okta/okta-sdk-golang/v5/okta"

	"github.com/rosterkit/rosterkit/internal/battery"
)

const (
	people   = 5
	pageSize = 3
	lastPage = 1 // from 0

	emptyPage = "an array" // [] is no fault in this API
)

// directory is Okta's list of users, in pages that a Link header joins.
func directory(w http.ResponseWriter, r *http.Request) {
	after, _ := strconv.Atoi(r.URL.Query().Get("after"))
	end := min(after+pageSize, people)
	var users []string
	for i := after; i < end; i++ {
		users = append(users,
			fmt.Sprintf(`{"id":"00u%d","status":"ACTIVE","profile":{"login":"person%d@example.com"}}`, i, i))
	}
	w.Header().Set("Content-Type", "application/json")
	if end < people {
		w.Header().Set("Link", fmt.Sprintf(`<%s/api/v1/users?after=%d>; rel="next"`, battery.BaseURL, end))
	}
	fmt.Fprintf(w, "[%s]", strings.Join(users, ","))
}

// A peer is a client of the SDK. It is made outside of the bubbles of synctest,
// since it starts a goroutine that never ends.
type peer struct {
	http *http.Client
	api  *okta.APIClient
}

func newPeer(t *testing.T) peer {
	t.Helper()
	hc := &http.Client{}
	cfg, err := okta.NewConfiguration(okta.WithOrgUrl(battery.BaseURL), okta.WithToken("token"),
		okta.WithHttpClientPtr(hc), okta.WithTestingDisableHttpsCheck(true), okta.WithCache(false))
	if err != nil {
		t.Fatal(err)
	}
	return peer{hc, okta.NewAPIClient(cfg)}
}

// list lists everybody as the SDK's README does.
func (p peer) list(ctx context.Context) ([]string, error) {
	users, page, err := p.api.UserAPI.ListUsers(ctx).Execute()
	if err != nil {
		return nil, err
	}
	for page.HasNextPage() {
		var more []okta.User
		if page, err = page.Next(&more); err != nil {
			return nil, err
		}
		users = append(users, more...)
	}
	var ids []string
	for _, u := range users {
		ids = append(ids, u.GetId())
	}
	return ids, nil
}

// outcome is what becomes of a list within an hour.
func (p peer) outcome(t *testing.T, trial battery.Trial) (what string) {
	t.Helper()
	hc, wait := trial.Client(http.HandlerFunc(directory), lastPage)
	g := &guard{RoundTripper: hc.Transport}
	p.http.Transport, p.http.Timeout = g, hc.Timeout
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer wait()
	defer cancel()
	defer func() {
		if r := recover(); r != nil {
			what = "PANIC"
			t.Logf("%v\n%s", r, debug.Stack())
		}
	}()
	start := time.Now()
	ids, err := p.list(ctx)
	slices.Sort(ids)
	whole := len(slices.Compact(ids)) == people && len(ids) == people
	switch {
	case g.endless != "":
		return g.endless
	case ctx.Err() != nil:
		return "HANGS"
	case err != nil:
		what = "error"
	case whole:
		what = "whole"
	default:
		return fmt.Sprintf("SHORT LIST SILENTLY: %d of %d", len(ids), people)
	}
	if took := time.Since(start).Round(time.Second); took > time.Minute {
		what += " after " + took.String()
	}
	return what
}

// A guard ends what has no end.
type guard struct {
	http.RoundTripper
	requests int
	endless  string // what had none
}

var errEndless = errors.New("too much for five people")

func (g *guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if g.requests++; g.requests > 1000 {
		g.endless = "REPEATS WITHOUT END"
		return nil, errEndless
	}
	res, err := g.RoundTripper.RoundTrip(r)
	if err == nil {
		res.Body = &guarded{ReadCloser: res.Body, guard: g}
	}
	return res, err
}

type guarded struct {
	io.ReadCloser
	guard *guard
	read  int
}

func (b *guarded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.read += n; b.read > 256<<20 {
		b.guard.endless = "READS WITHOUT END"
		return n, errEndless
	}
	return n, err
}

// TestFaults prints the table. What becomes of the list is the peer's affair; that
// it is whole when nothing goes wrong is ours.
func TestFaults(t *testing.T) {
	run := func(trial battery.Trial) (what string) {
		p := newPeer(t)
		synctest.Test(t, func(t *testing.T) { what = p.outcome(t, trial) })
		return what
	}
	if got := run(battery.Trial{}); got != "whole" {
		t.Fatalf("without a fault: %s", got)
	}
	counts := map[string]int{}
	for _, trial := range battery.Trials() {
		if trial.Fault == emptyPage {
			continue
		}
		got := run(trial)
		kind, _, _ := strings.Cut(strings.ReplaceAll(got, " after", ":"), ":")
		counts[kind]++
		fmt.Printf("| %s | %s | %s |\n", trial.Fault, trial.Place, got)
	}
	fmt.Println(counts)
}
