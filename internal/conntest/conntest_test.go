package conntest

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

// A variant is a way to make a client that breaks the contract: quirks within,
// a transport or a client around the honest one.
type variant struct {
	quirks
	transport func(http.RoundTripper) http.RoundTripper
	client    func(honest Client) Client
	logs      func(*slog.Logger)
}

// connector describes the vendor with pages of so many people.
func connector(size int, withToken bool, v variant) Connector {
	maker := func(secret string) Maker {
		return func(base string, hc *http.Client, logger *slog.Logger) (Client, error) {
			if v.transport != nil {
				hc = &http.Client{Transport: v.transport(hc.Transport)}
			}
			if v.logs != nil {
				v.logs(logger)
			}
			p, err := newProvider(base, hc, logger, secret, withToken, v.quirks)
			if err != nil || v.client == nil {
				return p, err
			}
			return v.client(p), nil
		}
	}
	c := Connector{
		New:      maker(key),
		NewWrong: maker("not the key"),
		Secrets:  []string{key},
		Fake: func(people int) http.Handler {
			return &vendor{size: size, token: withToken, people: invented(people)}
		},
		IDs:      ids,
		PageSize: size,
		Requests: func(people int) int { return requests(people, size, withToken) },
		Lists:    func(r *http.Request) bool { return r.URL.Path == "/people" },
		Token:    withToken,
	}
	if size > 0 {
		c.Resize = func(fake http.Handler, people, from, to int) {
			fake.(*vendor).resize(invented(people)[from:to])
		}
	}
	return c
}

func requests(people, size int, withToken bool) int {
	n := 1
	if size > 0 {
		n = max(1, (people+size-1)/size)
	}
	if withToken {
		n++
	}
	return n
}

func TestHonestConnectorsPass(t *testing.T) {
	t.Run("pages", func(t *testing.T) { Run(t, connector(5, false, variant{})) })
	t.Run("pages of one", func(t *testing.T) { Run(t, connector(1, false, variant{})) })
	t.Run("one answer", func(t *testing.T) { Run(t, connector(0, false, variant{})) })
	t.Run("token", func(t *testing.T) { Run(t, connector(3, true, variant{})) })
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
func judge(t *testing.T, p property, c Connector) []string {
	var v verdict
	synctest.Test(t, func(*testing.T) { p.test(&v, c) })
	return v.reports
}

// TestBrokenConnectorsFail holds the suite to its purpose: each broken connector
// is caught by the property that is about its fault, and each property catches
// somebody.
func TestBrokenConnectorsFail(t *testing.T) {
	catches := map[string]bool{}
	for _, tt := range broken() {
		for _, name := range strings.Fields(tt.caughtBy) {
			catches[name] = true
		}
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, name := range strings.Fields(tt.caughtBy) {
				i := slices.IndexFunc(properties(), func(p property) bool { return p.name == name })
				if i < 0 {
					t.Fatalf("no property %q", name)
				}
				reports := judge(t, properties()[i], connector(tt.size(), tt.token, tt.variant))
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
	for _, p := range properties() {
		if !catches[p.name] {
			t.Errorf("no broken connector shows that %s can fail", p.name)
		}
	}
}

func TestDescriptionsAreChecked(t *testing.T) {
	t.Parallel()
	if fault := connector(5, false, variant{}).fault(); fault != "" {
		t.Errorf("fault() = %q for a good description", fault)
	}
	for name, spoil := range map[string]func(*Connector){
		"no New":       func(c *Connector) { c.New = nil },
		"no Fake":      func(c *Connector) { c.Fake = nil },
		"no Secrets":   func(c *Connector) { c.Secrets = nil },
		"short secret": func(c *Connector) { c.Secrets = []string{"key"} },
		"PageSize":     func(c *Connector) { c.PageSize = -1 },
		"large pages":  func(c *Connector) { c.PageSize = 101 },
		"Resize":       func(c *Connector) { c.PageSize = 0 },
		"few IDs":      func(c *Connector) { c.IDs = func(int) []string { return nil } },
	} {
		c := connector(5, false, variant{})
		if spoil(&c); c.fault() == "" {
			t.Errorf("%s: no fault", name)
		}
	}
}
