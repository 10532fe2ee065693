package lucca_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jarcoal/httpmock"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

func Example() {
	fake := luccatest.New(luccatest.Credentials{ClientID: "id", ClientSecret: "secret"},
		luccatest.Person{
			ID: "101", FirstName: "Ana", LastName: "MOREL", Mail: "ana@example.com", JobTitle: "Développeuse", Manager: "101",
			Contracts: []luccatest.Contract{{Start: "2024-09-02"}},
		},
		luccatest.Person{
			ID: "102", FirstName: "Luc", LastName: "ROY", Mail: "luc@example.com", JobTitle: "Vendeur", Manager: "101",
			Contracts: []luccatest.Contract{{Start: "2019-03-04", End: "2025-10-31"}},
		},
	)
	server := httptest.NewServer(fake) // in place of https://acme.ilucca.net
	defer server.Close()

	client, err := lucca.New(lucca.Config{
		Instance: "acme.ilucca.net",
		ClientID: "id", ClientSecret: "secret", // or APIKey: "key"
		Fields:  []employee.Field{employee.FieldWorkEmail, employee.FieldJobTitle}, // or those of the settings
		BaseURL: server.URL,
	})
	if err != nil {
		log.Fatal(err)
	}
	roster, err := client.Roster(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(roster)
	for e := range roster.All() {
		end, manager := show(e.Value(employee.FieldTerminationDate)), show(e.Value(employee.FieldManagerEmail))
		fmt.Println(e.ID, e.LastName, e.Status, e.JobTitle, "from", e.HireDate, "to", end, "under", manager)
	}
	// Output:
	// roster of lucca/acme.ilucca.net/lucca-api: 2 employees
	// 101 MOREL active Développeuse from 2024-09-02 to (empty) under (empty)
	// 102 ROY inactive Vendeur from 2019-03-04 to 2025-10-31 under ana@example.com
}

// inMemory is a client of h that no network is behind.
func inMemory(h http.Handler) *http.Client {
	mt := httpmock.NewMockTransport()
	mt.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
		if err := r.Context().Err(); err != nil {
			return nil, err
		}
		sent := r.Clone(r.Context())
		sent.Host = r.URL.Host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, sent)
		return w.Result(), nil
	})
	return &http.Client{Transport: mt}
}

// connect returns a client of a fake.
func connect(t *testing.T, h http.Handler, cfg lucca.Config) *lucca.Client {
	t.Helper()
	cfg.Instance, cfg.HTTPClient = "acme.ilucca.net", inMemory(h)
	c, err := lucca.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// edited changes the bodies of a handler's answers.
func edited(h http.Handler, edit func(r *http.Request, body string) string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		whole := httptest.NewRecorder()
		h.ServeHTTP(whole, r)
		w.WriteHeader(whole.Code)
		io.WriteString(w, edit(r, whole.Body.String()))
	})
}

// bubble runs test in fake time that begins in 2026, when the fakes live.
func bubble(t *testing.T, test func(*testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)))
		test(t)
	})
}

// rosterOf lists a company of these employees.
func rosterOf(t *testing.T, cfg lucca.Config, fake luccatest.Config, employees ...luccatest.Person) *employee.Roster {
	t.Helper()
	f := luccatest.New(credentials(), employees...)
	f.Configure(fake)
	r, err := connect(t, f, cfg).Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// only is the one employee of a roster.
func only(t *testing.T, r *employee.Roster) *employee.Employee {
	t.Helper()
	for e := range r.All() {
		if r.Len() == 1 {
			return e
		}
	}
	t.Fatalf("%v, want one employee", r)
	return nil
}

// show is a value in a word: its text, or its state in brackets.
func show(v employee.Value) string {
	if v.Known() {
		return v.String()
	}
	return "(" + v.State().String() + ")"
}

// shown are fields of e, by name.
func shown(e *employee.Employee, fields ...employee.Field) map[employee.Field]string {
	m := make(map[employee.Field]string)
	for _, f := range fields {
		m[f] = show(e.Value(f))
	}
	return m
}

// both are the two readers.
func both() map[string]lucca.Config {
	return map[string]lucca.Config{"API key": byKey(), "OAuth": byOAuth()}
}

// eachReader runs a test with both readers.
func eachReader(t *testing.T, test func(*testing.T, lucca.Config)) {
	t.Helper()
	for name, cfg := range both() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) { test(t, cfg) })
		})
	}
}

func TestInstance(t *testing.T) {
	t.Parallel()
	tests := []struct{ pasted, tenant string }{
		{pasted: "acme.ilucca.net", tenant: "acme.ilucca.net"},
		{pasted: "ACME.iLucca.net", tenant: "acme.ilucca.net"},
		{pasted: " acme.ilucca.net\n", tenant: "acme.ilucca.net"},
		{pasted: "acme.ilucca.net/home", tenant: "acme.ilucca.net"},
		{pasted: "https://acme.ilucca.net/home?x=1#y", tenant: "acme.ilucca.net"},
		{pasted: "http://acme.ilucca.net", tenant: "acme.ilucca.net"},
		{pasted: "https://acme.ilucca.ch/", tenant: "acme.ilucca.ch"},
		{pasted: "acme.ilucca-test.net", tenant: "acme.ilucca-test.net"},
		{pasted: "acme.ilucca-demo.net", tenant: "acme.ilucca-demo.net"},
		{pasted: "acme.ilucca-test.ch", tenant: "acme.ilucca-test.ch"},
		{pasted: "https://acme.ilucca-demo.ch/home", tenant: "acme.ilucca-demo.ch"},
		{pasted: "acme-trial.sandbox.eu2.luccasoftware.com", tenant: "acme-trial.sandbox.eu2.luccasoftware.com"},
		{pasted: "acme-trial.sandbox.eu1.luccasoftware.com", tenant: "acme-trial.sandbox.eu1.luccasoftware.com"},
		{pasted: "https://acme-trial.sandbox.ch1.luccasoftware.com/", tenant: "acme-trial.sandbox.ch1.luccasoftware.com"},
		{},
		{pasted: "acme"},
		{pasted: "ilucca.net"},
		{pasted: ".ilucca.net"},
		{pasted: "acme.ilucca.com"},
		{pasted: "acme.ilucca-prod.net"},
		{pasted: "ilucca-test.net"},
		{pasted: "acme.ilucca.net."},
		{pasted: "acme.ilucca.net.example.com"},
		{pasted: "acme.example.com/.ilucca.net"},
		{pasted: "https://example.com#acme.ilucca.net"},
		{pasted: "https://user:pass@acme.ilucca.net"},
		{pasted: "user@acme.ilucca.net"},
		{pasted: "acme.ilucca.net:8443"},
		{pasted: "ftp://acme.ilucca.net"},
		{pasted: "a.b.ilucca.net"},
		{pasted: "-acme.ilucca.net"},
		{pasted: "acmé.ilucca.net"},
		{pasted: "acme.ilucca.net\\.example.com"},
		{pasted: "acme.sandbox.evil.eu1.luccasoftware.com"},
		{pasted: "accounts.world.luccasoftware.com"},
	}
	for _, tt := range tests {
		c, err := lucca.New(lucca.Config{Instance: tt.pasted, APIKey: "key"})
		if tt.tenant == "" {
			if err == nil || !strings.Contains(err.Error(), "Instance") {
				t.Errorf("New with Instance %q: %v, error %v; want an error about Instance", tt.pasted, c, err)
			}
			continue
		}
		if err != nil || c.String() != "lucca client of "+tt.tenant {
			t.Errorf("New with Instance %q: %v, error %v; want %q", tt.pasted, c, err, tt.tenant)
		}
	}
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	const (
		vendor = "https://acme.ilucca.net"
		tokens = "https://accounts.world.luccasoftware.com"
	)
	tests := []struct{ base, api, token string }{ // "": refused
		{api: vendor, token: tokens},
		{base: "https://acme.ilucca.net/", api: vendor, token: tokens},
		{base: "http://ACME.ilucca.net/api/v3", api: vendor, token: tokens},
		{
			base: "https://proxy.example.com/lucca/", api: "https://proxy.example.com/lucca",
			token: "https://proxy.example.com/lucca",
		},
		{base: "http://127.0.0.1:8080", api: "http://127.0.0.1:8080", token: "http://127.0.0.1:8080"},
		{base: "https://other.ilucca.net"},
		{base: "https://accounts.world.luccasoftware.com"},
		{base: "http://proxy.example.com"},
		{base: "https://user:hunter2@proxy.example.com"},
		{base: "https://proxy.example.com?key=hunter2"},
		{base: "://hunter2"},
	}
	for _, tt := range tests {
		t.Run(tt.base, func(t *testing.T) {
			t.Parallel()
			for name, cfg := range both() {
				var urls []string
				mt := httpmock.NewMockTransport()
				mt.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
					urls = append(urls, r.URL.Scheme+"://"+r.URL.Host+r.URL.Path)
					return httpmock.NewStringResponse(400, ""), nil
				})
				cfg.Instance, cfg.BaseURL, cfg.HTTPClient = "acme.ilucca.net", tt.base, &http.Client{Transport: mt}
				c, err := lucca.New(cfg)
				if tt.api == "" {
					if err == nil || strings.Contains(err.Error(), "hunter2") {
						t.Errorf("%s: error %v, want one without the URL", name, err)
					}
					continue
				}
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				want := tt.api + "/directory/api/4.0/work-contracts"
				if cfg.APIKey == "" {
					want = tt.token + "/connect/token"
				}
				if _, err := c.Roster(t.Context()); err == nil || len(urls) != 1 || urls[0] != want {
					t.Errorf("%s: error %v, requests to %q, want one to %q", name, err, urls, want)
				}
			}
		})
	}
}

func TestNewReportsEveryFault(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		cfg  lucca.Config
		want []string
	}{
		{name: "nothing", cfg: lucca.Config{}, want: []string{"Instance", "want an APIKey"}},
		{
			name: "everything",
			cfg: lucca.Config{
				Instance: "example.com", APIKey: "a b", ClientID: "id", BaseURL: "https://other.ilucca.net",
				Fields: []employee.Field{"departmnt", "custom.", "custom.e_a,e_b", "custom.nonsense"},
			},
			want: []string{
				"Instance", "BaseURL", "want an APIKey, or", "want both", "APIKey has a character", `"departmnt"`, `"custom."`,
				`"custom.e_a,e_b"`, `"custom.nonsense"`,
			},
		},
		{
			name: "half an OAuth client", cfg: lucca.Config{Instance: "acme.ilucca.net", ClientSecret: "hunter2hunter2"},
			want: []string{"want both"},
		},
		{
			name: "a secret with a line break",
			cfg:  lucca.Config{Instance: "acme.ilucca.net", ClientID: "id", ClientSecret: "hunter2\n"},
			want: []string{"ClientSecret has a character"},
		},
	}
	for _, tt := range tests {
		c, err := lucca.New(tt.cfg)
		if c != nil || err == nil {
			t.Errorf("%s: %v, error %v; want an error", tt.name, c, err)
			continue
		}
		for _, want := range tt.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: the error lacks %q: %v", tt.name, want, err)
			}
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the error shows a secret: %v", tt.name, err)
		}
	}
}

func TestConfigShowsNoSecret(t *testing.T) {
	t.Parallel()
	cfg := lucca.Config{
		Instance: "https://acme.ilucca.net/home", APIKey: "hunter2", ClientID: "hunter2", ClientSecret: "hunter2",
		BaseURL: "https://hunter2",
	}
	encoded, err := json.Marshal(struct{ C lucca.Config }{cfg})
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{string(encoded), cfg.LogValue().String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		texts = append(texts, fmt.Sprintf(verb, cfg), fmt.Sprintf(verb, []any{&cfg}))
	}
	for _, text := range texts {
		if strings.Contains(text, "hunter2") ||
			!strings.Contains(text, "acme.ilucca.net") && !strings.HasPrefix(text, "[0x") {
			t.Errorf("printed as %s", text)
		}
	}
	cfg.Instance = "https://user:hunter2@acme.ilucca.net"
	if text := fmt.Sprint(cfg); strings.Contains(text, "hunter2") {
		t.Errorf("printed as %s", text)
	}
}
