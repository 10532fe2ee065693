package hibob_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
)

func TestConfigFaults(t *testing.T) {
	t.Parallel()
	const (
		tenant = `want a Tenant: a name of your choice for the account, such as "acme"`
		again  = " has a character that no credential has: copy it again"
		both   = " holds both id and token: give each by itself, not encoded"
	)
	many := make([]employee.Field, 400)
	for i := range many {
		many[i] = employee.CustomField(fmt.Sprintf("work.custom.field_%d", i))
	}
	encoded := base64.StdEncoding.EncodeToString([]byte(serviceUser + ":" + token))
	for _, tt := range []struct {
		name string
		cfg  hibob.Config
		want []string
	}{
		{name: "nothing", cfg: hibob.Config{},
			want: []string{tenant, "the ServiceUserID is empty", "the Token is empty"}},
		{name: "good", cfg: hibob.Config{Tenant: "acme", ServiceUserID: serviceUser, Token: token}},
		{name: "a tenant with other letters",
			cfg: hibob.Config{Tenant: "Žižkov & Söhne", ServiceUserID: serviceUser, Token: token}},
		{name: "a blank tenant", cfg: hibob.Config{Tenant: " ", ServiceUserID: serviceUser, Token: token},
			want: []string{tenant}},
		{name: "a tenant with a blank behind it",
			cfg: hibob.Config{Tenant: "acme ", ServiceUserID: serviceUser, Token: token}, want: []string{tenant}},
		{name: "a tenant with a line break",
			cfg: hibob.Config{Tenant: "ac\nme", ServiceUserID: serviceUser, Token: token}, want: []string{tenant}},
		{name: "a tenant of bytes", cfg: hibob.Config{Tenant: "acme\xff", ServiceUserID: serviceUser, Token: token},
			want: []string{tenant}},
		{name: "an endless tenant",
			cfg:  hibob.Config{Tenant: strings.Repeat("a", 101), ServiceUserID: serviceUser, Token: token},
			want: []string{tenant}},
		{name: "the token in the wrong box", cfg: hibob.Config{Tenant: token, ServiceUserID: serviceUser, Token: token},
			want: []string{tenant}},
		{name: "a line break in the token",
			cfg:  hibob.Config{Tenant: "acme", ServiceUserID: serviceUser, Token: token + "\n"},
			want: []string{"the Token" + again}},
		{name: "the scheme in the token",
			cfg:  hibob.Config{Tenant: "acme", ServiceUserID: serviceUser, Token: "Basic " + encoded},
			want: []string{"the Token" + again}},
		{name: "a quotation mark from a text processor",
			cfg:  hibob.Config{Tenant: "acme", ServiceUserID: "“" + serviceUser, Token: token},
			want: []string{"the ServiceUserID" + again}},
		{name: "both in the id",
			cfg:  hibob.Config{Tenant: "acme", ServiceUserID: serviceUser + ":" + token, Token: token},
			want: []string{"the ServiceUserID" + both}},
		{name: "both in the token",
			cfg:  hibob.Config{Tenant: "acme", ServiceUserID: serviceUser, Token: serviceUser + ":" + token},
			want: []string{"the Token" + both}},
		{name: "both in the token, encoded",
			cfg:  hibob.Config{Tenant: "acme", ServiceUserID: serviceUser, Token: encoded},
			want: []string{"the Token" + both}},
		{name: "both in the id, encoded", cfg: hibob.Config{Tenant: "acme", ServiceUserID: encoded, Token: token},
			want: []string{"the ServiceUserID" + both}},
		{name: "a token with a colon", cfg: hibob.Config{Tenant: "acme", ServiceUserID: serviceUser, Token: "a:b"}},
		{name: "unknown fields",
			cfg: hibob.Config{Tenant: "acme", ServiceUserID: serviceUser, Token: token,
				Fields: []employee.Field{"departmnt", "custom.", "department", ""}},
			want: []string{`no such field in Fields: "departmnt"`, `no such field in Fields: "custom."`,
				`no such field in Fields: ""`}},
		{name: "too many fields",
			cfg:  hibob.Config{Tenant: "acme", ServiceUserID: serviceUser, Token: token, Fields: many},
			want: []string{"too many fields in Fields: 409 of HiBob's; a search has room for 400"}},
		{name: "just enough fields",
			cfg: hibob.Config{Tenant: "acme", ServiceUserID: serviceUser, Token: token, Fields: many[:391]}},
		{name: "everything at once",
			cfg: hibob.Config{Tenant: "\t", Token: "a b", Fields: []employee.Field{"x"}, BaseURL: "ftp://localhost"},
			want: []string{tenant, "the ServiceUserID is empty", "the Token" + again, `no such field in Fields: "x"`,
				"BaseURL is not https"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := hibob.New(tt.cfg)
			want := ""
			if tt.want != nil {
				want = "hibob: config: " + strings.Join(tt.want, "\n")
			}
			if diff := cmp.Diff(want, text(err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if (c == nil) != (err != nil) {
				t.Errorf("client %v with the error %v", c, err)
			}
		})
	}
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ base, want, fault string }{
		{base: "", want: "https://api.hibob.com/v1/people/search", fault: ""},
		{base: "https://api.sandbox.hibob.com", want: "https://api.sandbox.hibob.com/v1/people/search", fault: ""},
		{base: "https://api.sandbox.hibob.com/v1", want: "https://api.sandbox.hibob.com/v1/people/search", fault: ""},
		{base: "https://proxy.example.com/", want: "https://proxy.example.com/v1/people/search", fault: ""},
		{base: "https://proxy.example.com:8443/bob/v1/", want: "https://proxy.example.com:8443/bob/v1/people/search",
			fault: ""},
		{base: "http://127.0.0.1:8080", want: "http://127.0.0.1:8080/v1/people/search", fault: ""},
		{base: "http://localhost", want: "http://localhost/v1/people/search", fault: ""},
		{base: "http://api.hibob.com", want: "", fault: "BaseURL is not https"},
		{base: "http://127.0.0.1.evil.example", want: "", fault: "BaseURL is not https"},
		{base: "https://user:pw@proxy.example.com", want: "", fault: "BaseURL has more than scheme, host and path"},
		{base: "https://proxy.example.com?a=b", want: "", fault: "BaseURL has more than scheme, host and path"},
		{base: "https://proxy.example.com/v1#a", want: "", fault: "BaseURL has more than scheme, host and path"},
		{base: "api.hibob.com", want: "", fault: "BaseURL is not an absolute URL"},
		{base: "https:///v1", want: "", fault: "BaseURL is not an absolute URL"},
	} {
		var got, user, password string
		c, err := hibob.New(hibob.Config{Tenant: "acme", ServiceUserID: serviceUser, Token: token, BaseURL: tt.base,
			HTTPClient: inMemory(
				http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					got = r.URL.String()
					user, password, _ = r.BasicAuth()
					search{}.ServeHTTP(w, r)
				}))})
		if tt.fault != "" {
			if !strings.HasSuffix(text(err), tt.fault) || strings.Contains(text(err), "pw") {
				t.Errorf("%s: error %v, want %s", tt.base, err, tt.fault)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", tt.base, err)
			continue
		}
		if _, err := c.Roster(t.Context()); err != nil || got != tt.want {
			t.Errorf("%s: the request went to %s, want %s (error %v)", tt.base, got, tt.want, err)
		}
		if user != serviceUser || password != token {
			t.Errorf("%s: credentials %s, %s", tt.base, user, password)
		}
	}
}

func TestNothingPrinted(t *testing.T) {
	t.Parallel()
	cfg := hibob.Config{Tenant: "acme", ServiceUserID: serviceUser, Token: token}
	client, err := hibob.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	wrongBox := hibob.Config{Tenant: token, ServiceUserID: serviceUser, Token: token}
	var out bytes.Buffer
	all := &slog.HandlerOptions{Level: slog.LevelDebug}
	for _, v := range []any{cfg, &cfg, client, wrongBox, []hibob.Config{cfg}, struct{ V any }{cfg},
		struct{ C *hibob.Client }{client}, map[string]any{"c": cfg}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		slog.New(slog.NewJSONHandler(&out, all)).Info("a caller logs", "v", v)
		slog.New(slog.NewTextHandler(&out, all)).Info("a caller logs", "v", v)
		document, err := json.Marshal(v)
		fmt.Fprintf(&out, "%s %v\n", document, err)
	}
	for _, secret := range []string{serviceUser, token} {
		if strings.Contains(out.String(), secret) || strings.Contains(out.String(), fmt.Sprintf("%x", secret)) {
			t.Errorf("%s was printed:\n%s", secret, out.String())
		}
	}
	encoded, err := json.Marshal(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{
		fmt.Sprintf("%+v", cfg):     "hibob config of acme",
		fmt.Sprintf("%#v", client):  "hibob client of acme",
		fmt.Sprintf("%v", wrongBox): "hibob config without a tenant",
		string(encoded):             `"hibob config of acme"`,
	} {
		if got != want {
			t.Errorf("printed %s, want %s", got, want)
		}
	}
}
