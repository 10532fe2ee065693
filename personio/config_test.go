package personio_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

func TestNew(t *testing.T) {
	t.Parallel()
	good := personio.Config{Tenant: "acme", ClientID: "id", ClientSecret: "secret"}
	for _, tt := range []struct {
		name   string
		edit   func(*personio.Config)
		faults []string // none: accepted
	}{
		{name: "the least", edit: func(*personio.Config) {}},
		{name: "all", edit: func(c *personio.Config) {
			c.API, c.PartnerID, c.AppID, c.BaseURL = personio.APIV2, "ACME", "ACME_SYNC", "http://127.0.0.1:8080/proxy"
			c.Fields = []employee.Field{"custom.Budget 2026", employee.FieldBirthDate}
		}},
		{name: "nothing", edit: func(c *personio.Config) { *c = personio.Config{} },
			faults: []string{"Tenant", "ClientID is empty", "ClientSecret is empty"}},
		{name: "blanks", edit: func(c *personio.Config) { c.Tenant, c.ClientID, c.ClientSecret = " ", "a b", "c\n" },
			faults: []string{"Tenant", "ClientID has", "ClientSecret has"}},
		{name: "a secret for a tenant", edit: func(c *personio.Config) { c.Tenant = c.ClientSecret },
			faults: []string{"Tenant"}},
		{name: "a header for a partner", edit: func(c *personio.Config) { c.PartnerID, c.AppID = "A\r\nB: c", "é" },
			faults: []string{"PartnerID", "AppID"}},
		{name: "another API", edit: func(c *personio.Config) { c.API = "v3" }, faults: []string{"API"}},
		{name: "no such fields", edit: func(c *personio.Config) { c.Fields = []employee.Field{"departmnt", "custom."} },
			faults: []string{`"departmnt"`, `"custom."`}},
		{name: "a version in the address", edit: func(c *personio.Config) { c.BaseURL = "https://api.personio.de/v1/" },
			faults: []string{"version"}},
		{name: "an address in the clear", edit: func(c *personio.Config) { c.BaseURL = "http://api.personio.de" },
			faults: []string{"https"}},
		{name: "an address with credentials",
			edit: func(c *personio.Config) { c.BaseURL = "https://a:b@api.personio.de" }, faults: []string{"BaseURL"}},
		{name: "all faults at once", edit: func(c *personio.Config) {
			*c = personio.Config{API: "v3", Fields: []employee.Field{"x"}, BaseURL: "ftp://x"}
		}, faults: []string{"Tenant", "ClientID", "ClientSecret", "API", `"x"`, "BaseURL"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := good
			tt.edit(&cfg)
			c, err := personio.New(cfg)
			if (c == nil) != (err != nil) || (err != nil) != (tt.faults != nil) {
				t.Fatalf("client %v, error %v", c, err)
			}
			for _, fault := range tt.faults {
				if !strings.Contains(err.Error(), fault) {
					t.Errorf("the error %q lacks %q", err, fault)
				}
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("the error %q shows the secret", err)
			}
		})
	}
}

func TestPrinting(t *testing.T) {
	t.Parallel()
	cfg := personio.Config{Tenant: "acme", ClientID: clientID, ClientSecret: clientSecret, PartnerID: "ACME"}
	c := newClient(t, cfg)
	swapped := personio.Config{Tenant: clientSecret, ClientID: clientID, ClientSecret: clientSecret}
	for _, v := range []any{cfg, &cfg, c, *c, swapped, []any{cfg, c}, map[string]any{"cfg": cfg}} {
		var log strings.Builder
		slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "v", v)
		encoded, err := json.Marshal(v)
		if err != nil {
			t.Error(err)
		}
		text := log.String() + string(encoded)
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			text += fmt.Sprintf(verb, v)
		}
		for _, secret := range []string{clientID, clientSecret} {
			if strings.Contains(text, secret) || strings.Contains(text, fmt.Sprintf("%x", secret)) {
				t.Errorf("%T shows a credential: %s", v, text)
			}
		}
	}
	want := []string{"personio client of acme", "personio config of acme", `"personio config of acme"`,
		"personio config without a tenant"}
	encoded, _ := json.Marshal(cfg)
	if diff := cmp.Diff(want,
		[]string{fmt.Sprint(c), fmt.Sprintf("%+v", cfg), string(encoded), fmt.Sprint(swapped)}); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestHeaders: the ids of partner and app go with every request, and not when
// there are none.
func TestHeaders(t *testing.T) {
	t.Parallel()
	for _, api := range []personio.API{"", personio.APIV1, personio.APIV2} {
		for _, id := range []string{"", "ACME_SYNC"} {
			fake, cfg := fakeOf(personiotest.People(1)...)
			cfg.API, cfg.PartnerID, cfg.AppID = api, id, id
			if _, err := list(newClient(t, cfg)); err != nil {
				t.Fatal(err)
			}
			if len(fake.Requests()) < 2 {
				t.Errorf("%d requests", len(fake.Requests()))
			}
			for _, r := range fake.Requests() {
				partner, app := r.Header.Get("X-Personio-Partner-ID"), r.Header.Get("X-Personio-App-ID")
				if partner != id || app != id {
					t.Errorf("%s %s has the ids %q and %q, want %q", api, r.Path, partner, app, id)
				}
			}
		}
	}
}

// TestDefaultBaseURL: without a BaseURL the requests go to the vendor's host,
// by https.
func TestDefaultBaseURL(t *testing.T) {
	t.Parallel()
	fake, cfg := fakeOf(personiotest.People(1)...)
	cfg.HTTPClient = serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Scheme != "https" || r.URL.Host != "api.personio.de" {
			t.Errorf("a request went to %s://%s", r.URL.Scheme, r.URL.Host)
		}
		fake.ServeHTTP(w, r)
	}))
	roster(t, cfg)
}
