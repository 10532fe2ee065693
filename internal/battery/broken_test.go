package battery

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A variant is a way to make a client that breaks the contract: quirks within,
// a transport or a client around the honest one.
type variant struct {
	quirks
	transport func(http.RoundTripper) http.RoundTripper
	client    func(honest client) client
	logs      func(*slog.Logger)
}

// acme is the vendor with pages of so many employees.
func acme(size int, withToken bool, v variant) subject {
	with := func(secret string) maker {
		return func(base string, hc *http.Client, logger *slog.Logger) (client, error) {
			if v.transport != nil {
				hc = &http.Client{Transport: v.transport(hc.Transport)}
			}
			if v.logs != nil && logger != nil {
				v.logs(logger)
			}
			p, err := newProvider(base, hc, logger, secret, withToken, v.quirks)
			if err != nil || v.client == nil {
				return p, err
			}
			return v.client(p), nil
		}
	}
	s := subject{
		name: "acme", kind: kinds("/employees", "/token"),
		New: with(key), wrong: with("not the key"), Secrets: []string{key}, Token: withToken,
		Fake: func(n int) http.Handler { return &vendor{size: size, token: withToken, employees: invented(n)} },
		IDs:  ids, pageSize: size,
		requests: func(n int) int {
			requests := 1
			if size > 0 {
				requests = pages(n, size)
			}
			if withToken {
				requests++
			}
			return requests
		},
		lists: func(k kind) bool { return k == kindEmployees },
		steps: new(int),
	}
	if size > 0 {
		s.resize = func(fake http.Handler, n, from, to int) { fake.(*vendor).resize(invented(n)[from:to]) }
	}
	return s
}

func TestHonestProvidersPass(t *testing.T) {
	for name, s := range map[string]subject{
		"pages": acme(5, false, variant{}), "pages of one": acme(1, false, variant{}),
		"one answer": acme(0, false, variant{}), "token": acme(3, true, variant{}),
	} {
		t.Run(name, func(t *testing.T) { run(t, s) })
	}
}

// A verdict collects what a property reports instead of failing the test.
type verdict struct {
	mu      sync.Mutex
	reports []string
}

func (*verdict) Helper() {}

func (v *verdict) Errorf(format string, args ...any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.reports = append(v.reports, fmt.Sprintf(format, args...))
}

// judge runs one property and returns what it reported.
func judge(t *testing.T, p property, s subject) []string {
	var v verdict
	synctest.Test(t, func(*testing.T) { p.test(&v, s) })
	return v.reports
}

// TestBrokenProvidersFail holds the suite to its purpose: each broken provider
// is caught by the property that is about its fault, and each property catches
// one. The rows of the table of faults are judged alike.
func TestBrokenProvidersFail(t *testing.T) {
	catches := map[string]bool{}
	all := properties()
	for _, tt := range broken() {
		for _, name := range tt.caughtBy {
			catches[name] = true
		}
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, name := range tt.caughtBy {
				i := slices.IndexFunc(all, func(p property) bool { return p.name == name })
				if i < 0 {
					t.Fatalf("no property %q", name)
				}
				reports := judge(t, all[i], acme(tt.size(), tt.token, tt.variant))
				if len(reports) == 0 {
					t.Errorf("%s does not notice", name)
				} else {
					t.Logf("%s: %s", name, reports[0])
				}
				if tt.says != "" && !strings.Contains(strings.Join(reports, "\n"), tt.says) {
					t.Errorf("%s reports %q, want something about %q", name, reports, tt.says)
				}
			}
		})
	}
	for _, p := range all {
		if !p.row && !catches[p.name] {
			t.Errorf("no broken provider shows that %s can fail", p.name)
		}
	}
}

// A breach is a provider that breaks the contract in one way.
type breach struct {
	name     string
	caughtBy []string // properties, every one of which must report
	says     string   // what one of the reports of each is about; "": anything
	variant  variant
	token    bool
	whole    bool // all in one answer
}

func (b breach) size() int {
	if b.whole {
		return 0
	}
	return 5
}

func broken() []breach { return slices.Concat(brokenWithin(), brokenClients(), brokenTransports()) }

// brokenWithin read the answers wrongly.
func brokenWithin() []breach {
	within := func(q quirks) variant { return variant{quirks: q} }
	return []breach{
		{name: "takes the first page for all", caughtBy: []string{"Pages", "Laws", "Concurrency"},
			variant: within(quirks{last: true, uncounted: true})},
		{name: "ignores the cursor", caughtBy: []string{"Pages"}, variant: within(quirks{sameQuery: true})},
		{name: "does not compare the total", caughtBy: []string{"Removal"}, says: "employees without an error",
			variant: within(quirks{uncounted: true})},
		{name: "publishes a cut page", caughtBy: []string{"CutOnce", "CutForever"}, says: "employees without an error",
			variant: within(quirks{fetch: lenientPage, uncounted: true})},
		{name: "publishes a cut answer",
			caughtBy: []string{"CutOnce", "CutForever"}, says: "employees without an error", whole: true,
			variant: within(quirks{fetch: lenientPage, uncounted: true})},
		{name: "reads a cut page once", caughtBy: []string{"CutOnce"}, variant: within(quirks{fetch: impatientPage})},
		{name: "takes any JSON for an empty page",
			caughtBy: []string{"an empty object"}, says: "0 employees without an error",
			variant: within(quirks{fetch: credulousPage})},
		{name: "stops at the end of the JSON", caughtBy: []string{"garbage after the page"}, says: "without an error",
			variant: within(quirks{fetch: firstDocument})},
		{name: "stumbles over a mark", caughtBy: []string{"a byte order mark"},
			variant: within(quirks{fetch: unmarkedPage})},
		{name: "drops employees it cannot read", caughtBy: []string{"InvalidText", "ImpossibleDates"},
			variant: within(quirks{convert: droppingConvert})},
		{name: "quotes what it cannot read", caughtBy: []string{"InvalidText", "ImpossibleDates"}, says: "quotes",
			variant: within(quirks{convert: quotingConvert})},
		{name: "keeps what it cannot read", caughtBy: []string{"InvalidText"}, says: "is known",
			variant: within(quirks{convert: rawConvert})},
		{name: "says nothing of what it cannot read",
			caughtBy: []string{"InvalidText", "ImpossibleDates"}, says: "no employee has a problem",
			variant: within(quirks{convert: silentConvert})},
		{name: "has employees that JSON cannot carry", caughtBy: []string{"Laws"}, says: "survive",
			variant: within(quirks{convert: unsoundConvert})},
		{name: "gives one id to all", caughtBy: []string{"Pages", "Laws"}, variant: within(quirks{convert: sameConvert})},
		{name: "begins when it has ended", caughtBy: []string{"Origin"}, says: "7s", variant: within(quirks{late: true})},
		{name: "follows links anywhere", caughtBy: []string{"Links"}, says: "instead of", variant: linking()},
		{name: "puts the key into the query", caughtBy: []string{"Headers"}, says: "secret",
			variant: within(quirks{query: url.Values{"key": {key}}})},
	}
}

// brokenClients hand out wrongly what an honest client read.
func brokenClients() []breach {
	around := func(f func(client) client) variant { return variant{client: f} }
	return []breach{
		{name: "swallows errors", caughtBy: []string{"400", "401", "CutForever", "404", "500"}, says: "without an error",
			variant: around(swallowing)},
		{name: "gives an employee with the error", caughtBy: []string{"400"}, says: "together",
			variant: around(withEmployee)},
		{name: "goes on after the error", caughtBy: []string{"400"}, says: "goes on", variant: around(goingOn)},
		{name: "gives a roster with the error", caughtBy: []string{"400"}, says: "together", variant: around(withRoster)},
		{name: "gives a short roster", caughtBy: []string{"400", "Removal"}, says: "without an error",
			variant: around(shortRoster)},
		{name: "has errors of its own", caughtBy: []string{"400", "Secrets"}, says: "FetchError",
			variant: around(ownErrors)},
		{name: "does not say what it did", caughtBy: []string{"400"}, says: "Op", variant: around(withoutOp)},
		{name: "loses the status", caughtBy: []string{"400", "403", "404", "500"}, says: "StatusCode",
			variant: around(withoutStatus)},
		{name: "confuses the classes", caughtBy: []string{"401", "403", "WrongCredentials", "429, a day"}, says: "want",
			variant: around(oneClass)},
		{name: "begins again and lacks employees", caughtBy: []string{"Removal"}, says: "lacks",
			variant: around(forgetful)},
		{name: "begins again and doubles employees", caughtBy: []string{"Removal"}, says: "twice",
			variant: around(doubling)},
		{name: "is eager", caughtBy: []string{"Ranges"}, says: "before the range", variant: around(eager)},
		{name: "can be ranged over once", caughtBy: []string{"Ranges"}, says: "differ", variant: around(once)},
		{name: "reads all before the first", caughtBy: []string{"Break"}, says: "as many as for all",
			variant: around(hoarding)},
		{name: "reads on after the break", caughtBy: []string{"Break"}, says: "after the break", variant: around(stubborn)},
		{name: "checks before each listing", caughtBy: []string{"Requests"}, says: "want", variant: around(checking)},
		{name: "ignores the context",
			caughtBy: []string{"CancelledBefore", "CancelledByConsumer", "CancelledInRequest", "Deadline", "DeadlineInWait"},
			variant:  around(deaf)},
		{name: "mixes up its callers", caughtBy: []string{"Concurrency"}, variant: around(sharing)},
		{name: "never tires of pages", caughtBy: []string{"Loop"}, says: "would not stop", variant: around(tireless)},
		{name: "prints the key", caughtBy: []string{"Secrets"}, says: "the client", variant: around(printing)},
		{name: "quotes the key in errors", caughtBy: []string{"Secrets"}, says: "the error of", variant: around(telling)},
		{name: "checks by reading all", caughtBy: []string{"CheckIsCheap"}, variant: around(thorough)},
		{name: "counts wrongly", caughtBy: []string{"Check"}, says: "employees", variant: around(miscounting)},
		{name: "checks nothing", caughtBy: []string{"WrongCredentials", "CancelledBefore", "CheckIsCheap"},
			variant: around(trusting)},
		{name: "has a field twice", caughtBy: []string{"Catalog"}, says: "first of this name",
			variant: around(catalog(repeated))},
		{name: "has a field without a label", caughtBy: []string{"Catalog"}, says: "no label",
			variant: around(catalog(unlabelled))},
		{name: "has its fields in any order", caughtBy: []string{"Catalog"}, says: "differs", variant: around(unsteady)},
		{name: "has a field that is none", caughtBy: []string{"Catalog"}, says: "no field",
			variant: around(catalog(misnamed))},
		{name: "logs the key", caughtBy: []string{"Secrets"}, says: "the log", variant: logging()},
	}
}

// brokenTransports send wrongly what an honest client asks for.
func brokenTransports() []breach {
	again := func(most int, wait time.Duration, statuses ...int) variant {
		return through(func(next http.RoundTripper) http.RoundTripper { return &repeater{next, statuses, most, wait} })
	}
	return []breach{
		{name: "repeats 401", caughtBy: []string{"401"}, says: "attempts", variant: again(1, time.Second, 401)},
		{name: "repeats 401 with one token after another", caughtBy: []string{"401"}, says: "attempts", token: true,
			variant: again(1, time.Second, 401)},
		{name: "repeats 403", caughtBy: []string{"403"}, says: "attempts", variant: again(1, time.Second, 403)},
		{name: "repeats at once",
			caughtBy: []string{"429", "503", "429, 7 seconds", "503, a date in 45 seconds"}, says: "waited",
			variant: again(1, 0, 429, 503)},
		{name: "hammers a server that is down", caughtBy: []string{"500"}, says: "attempts",
			variant: again(20, time.Second, 500)},
		{name: "waits for hours", caughtBy: []string{"500", "429, a day"}, says: "it took",
			variant: again(1, time.Hour, 429, 500)},
		{name: "waits beyond the deadline", caughtBy: []string{"DeadlineInWait"}, says: "it took",
			variant: again(1, 30*time.Second, 429, 503)},
		{name: "overlooks Retry-After", caughtBy: []string{"429, 7 seconds", "503, a date in 45 seconds", "429, a day"},
			variant: through(withoutHint)},
		{name: "gives up at once",
			caughtBy: []string{"PassingFaults", "429, 7 seconds", "503, a date in 45 seconds", "429", "503"},
			variant:  through(impatient)},
		{name: "follows redirects", caughtBy: []string{"Redirects"}, says: "instead of", variant: through(following)},
		{name: "hides its name", caughtBy: []string{"Headers"}, says: "User-Agent", variant: through(nameless)},
	}
}
