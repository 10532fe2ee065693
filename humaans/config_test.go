package humaans_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
)

func TestNewReportsEveryFault(t *testing.T) {
	_, err := humaans.New(humaans.Config{
		AccessToken: "not\na token", Company: "two words",
		Fields: []employee.Field{"departmnt", "custom."}, BaseURL: "http://hr.example.com",
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"AccessToken", "Company", `"departmnt"`, `"custom."`, "https"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not mention %s: %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "a token") {
		t.Errorf("the error shows the token: %v", err)
	}
	if _, err := humaans.New(humaans.Config{}); err == nil || !strings.Contains(err.Error(), "AccessToken is empty") {
		t.Errorf("without a token: %v", err)
	}
	if _, err := humaans.New(humaans.Config{AccessToken: token}); err != nil {
		t.Errorf("a token alone: %v", err)
	}
}

func TestBaseURL(t *testing.T) {
	for _, tt := range []struct{ base, want string }{
		{base: "", want: "https://app.humaans.io/api/token-info"},
		{base: "https://hr.example.com", want: "https://hr.example.com/api/token-info"},
		{base: "https://hr.example.com/", want: "https://hr.example.com/api/token-info"},
		{base: "https://proxy.example.com/humaans/api", want: "https://proxy.example.com/humaans/api/token-info"},
		{base: "http://127.0.0.1:8080", want: "http://127.0.0.1:8080/api/token-info"},
	} {
		var got string
		fake := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = r.URL.String()
			w.WriteHeader(http.StatusUnauthorized)
		})
		_, err := newClient(t, fake, humaans.Config{BaseURL: tt.base}).Check(t.Context())
		if got != tt.want || !errors.Is(err, employee.ErrCredentials) {
			t.Errorf("%q: asked %s, error %v; want %s", tt.base, got, err, tt.want)
		}
	}
	for _, base := range []string{"http://hr.example.com", "ftp://hr.example.com", "hr.example.com",
		"https://u:p@hr.example.com", "https://hr.example.com/?x=1"} {
		if _, err := humaans.New(humaans.Config{AccessToken: token, BaseURL: base}); err == nil {
			t.Errorf("%q is taken", base)
		}
	}
}

func TestPrintingShowsNoCredential(t *testing.T) {
	cfg := humaans.Config{AccessToken: token, Company: "c1"}
	client, err := humaans.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	logger.Info("x", "cfg", cfg, "p", &cfg, "client", client, "value", *client)
	printed := log.String()
	for _, v := range []any{cfg, &cfg, client, *client, []any{cfg}, struct{ C humaans.Config }{cfg}} {
		text, err := json.Marshal(v)
		printed += fmt.Sprintf("%v %+v %#v %s %q %x", v, v, v, v, v, v) + string(text) + fmt.Sprint(err)
	}
	if strings.Contains(printed, token) || strings.Contains(printed, fmt.Sprintf("%x", token)) {
		t.Errorf("shown:\n%s", printed)
	}
	if got, want := fmt.Sprintf("%+v, %v", cfg, client),
		`humaans config of company "c1", humaans client of c1`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestTenantOfConfig: Config.Tenant names the source in place of the company.
func TestTenantOfConfig(t *testing.T) {
	t.Parallel()
	company := fetch(t, one(nil)).Origin().Tenant
	for tenant, want := range map[string]string{"": company, "acme": "acme"} {
		c := newClient(t, one(nil), humaans.Config{Tenant: tenant})
		r, err := c.Roster(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if source := strings.TrimSuffix("humaans/"+tenant, "humaans/"); c.Source() != source {
			t.Errorf("source %q, want %q", c.Source(), source)
		}
		access, err := c.Check(t.Context())
		if got := r.Origin().Tenant; got != want || access.Tenant != want || err != nil {
			t.Errorf("tenant %s, Check for %s, want %s (error %v)", got, access.Tenant, want, err)
		}
	}
	for _, tenant := range []string{" acme", "a\nb", token} {
		if _, err := humaans.New(humaans.Config{AccessToken: token, Tenant: tenant}); err == nil {
			t.Errorf("the tenant %q is accepted", tenant)
		}
	}
}
