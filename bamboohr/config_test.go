package bamboohr_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
)

func TestCompanyAsPasted(t *testing.T) {
	t.Parallel()
	longest := strings.Repeat("a", 63)
	for pasted, want := range map[string]string{
		"acme":                                  "acme",
		"  Acme\n":                              "acme",
		"\u00a0acme\u00a0":                      "acme",
		"acme-2":                                "acme-2",
		"4acme":                                 "4acme",
		longest:                                 longest,
		"acme.bamboohr.com":                     "acme",
		"ACME.BambooHR.com":                     "acme",
		"https://acme.bamboohr.com":             "acme",
		"https://acme.bamboohr.com/":            "acme",
		"https://acme.bamboohr.com/home":        "acme",
		"HTTPS://Acme.BambooHR.com/home?a=b#c":  "acme",
		"https://acme.bamboohr.com/login.php?x": "acme",
		"https://api.bamboohr.com/api/gateway.php/acme":                            "acme",
		"https://API.bamboohr.com/api/gateway.php/Acme/v1/":                        "acme",
		"https://api.bamboohr.com/api/gateway.php/acme/v1/employees/7?format=json": "acme",
		"helping": "helping",
	} {
		var host string
		c, err := bamboohr.New(bamboohr.Config{Company: pasted, APIKey: apiKey, HTTPClient: inMemory(
			http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				host = r.URL.Scheme + "://" + r.URL.Host + r.URL.Path
				answers{list: listOf()}.ServeHTTP(w, r)
			}))})
		if err != nil {
			t.Errorf("%q: %v", pasted, err)
			continue
		}
		r, err := c.Roster(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got, want := host, "https://"+want+".bamboohr.com/api/v1/employees"; got != want {
			t.Errorf("%q: the request went to %s, want %s", pasted, got, want)
		}
		if got, want := r.Origin().Source(), "bamboohr/"+want; got != want {
			t.Errorf("%q: source %s, want %s", pasted, got, want)
		}
	}
}

func TestCompanyRefused(t *testing.T) {
	t.Parallel()
	const want = `bamboohr: config: the Company is not a company domain such as "acme", "acme.bamboohr.com" or ` +
		`"https://acme.bamboohr.com/home"`
	for _, pasted := range []string{
		"", " ", ".", "-", "-acme", "acme-", "ac me", "ac_me", "acme.", ".acme", "a.b", "acme/", "acme/home",
		"acme@evil",
		"acme:443", "acme\x00", "acme\r\nHost: evil.example", "acmé", "аcme", "ａｃｍｅ", "\u212aelvin", "acme%2e",
		"acme\\", "acme?", "acme#",
		strings.Repeat("a", 64),
		"bamboohr.com", ".bamboohr.com", "acme.bamboohr.com.", "acme.bamboohr.com:443", "acme.bamboohr.com/home",
		"acme.bamboohr.com@evil.example",
		"bamboohr.com.evil.example", "acme.bamboohr.com.evil.example", "acme.evil.example", "x.acme.bamboohr.com",
		"acme.bamboohr.co", "acmebamboohr.com.",
		"https://", "https://acme", "https://bamboohr.com", "https://.bamboohr.com", "https://a.b.bamboohr.com",
		"https://evil.example/acme.bamboohr.com",
		"https://acme.bamboohr.com.evil.example/", "https://acme.bamboohr.com@evil.example/",
		"https://evil.example#.bamboohr.com", "https://evil.example?.bamboohr.com",
		`https://evil.example\.bamboohr.com`, "https://user@acme.bamboohr.com/", "https://user:pw@acme.bamboohr.com/",
		"https://acme.bamboohr.com:443/", "https://acme.bamboohr.com:/",
		"https://acme.bamboohr.com./", "https://acme%2ebamboohr.com/", "http://acme.bamboohr.com/",
		"ftp://acme.bamboohr.com/", "//acme.bamboohr.com/", "https:acme.bamboohr.com", "://acme.bamboohr.com",
		"www", "help", "app", "status", "api", "documentation", "WWW.BambooHR.com", "documentation.bamboohr.com",
		"https://documentation.bamboohr.com/docs/getting-started", "https://www.bamboohr.com/login/",
		"https://help.bamboohr.com/s/article/587874", "https://app.bamboohr.com/", "https://status.bamboohr.com",
		"https://api.bamboohr.com/", "https://api.bamboohr.com/api/gateway.php", "https://api.bamboohr.com/api/v1/acme",
		"https://api.bamboohr.com/api/gateway.php/", "https://api.bamboohr.com/api/gateway.php//v1",
		"https://api.bamboohr.com/api/gateway.php/www/v1", "https://api.bamboohr.com/api/gateway.php/evil.example/v1",
		"https://acme.bamboohr.com.evil.example/api/gateway.php/acme/v1",
		"https://api.bamboohr.com:443/api/gateway.php/acme/v1",
		"https://[::1].bamboohr.com/", "https://127.0.0.1/", "https:// acme.bamboohr.com/",
	} {
		c, err := bamboohr.New(bamboohr.Config{Company: pasted, APIKey: apiKey})
		if text(err) != want || c != nil {
			t.Errorf("%q: client %v, error %v", pasted, c, err)
		}
	}
}

// TestTenant: a company that BambooHR renames keeps its links.
func TestTenant(t *testing.T) {
	t.Parallel()
	for tenant, want := range map[string]string{"": "bamboohr/acme", "old-acme": "bamboohr/old-acme"} {
		c := configured(t, answers{list: listOf(openRow)}, bamboohr.Config{Tenant: tenant})
		r, err := c.Roster(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		access, err := c.Check(t.Context())
		if got := r.Origin().Source(); got != want || "bamboohr/"+access.Tenant != want || err != nil {
			t.Errorf("source %s, Check for %s, want %s (error %v)", got, access.Tenant, want, err)
		}
	}
}

func token(context.Context) (string, time.Time, error) {
	return "a-bearer-token", time.Time{}, nil
}

func TestConfigFaults(t *testing.T) {
	t.Parallel()
	many := make([]employee.Field, 301)
	for i := range many {
		many[i] = employee.CustomField(fmt.Sprint(4000 + i))
	}
	for _, tt := range []struct {
		name string
		cfg  bamboohr.Config
		want []string
	}{
		{name: "no credentials", cfg: bamboohr.Config{Company: "acme"},
			want: []string{"want an APIKey or a Token, and not both"}},
		{name: "both credentials", cfg: bamboohr.Config{Company: "acme", APIKey: apiKey, Token: token},
			want: []string{"want an APIKey or a Token, and not both"}},
		{name: "a line break in the key", cfg: bamboohr.Config{Company: "acme", APIKey: apiKey + "\n"},
			want: []string{"the APIKey has a character that no key has: copy it again, without blanks"}},
		{name: "a colon in the key", cfg: bamboohr.Config{Company: "acme", APIKey: apiKey + ":x"},
			want: []string{"the APIKey has a character that no key has: copy it again, without blanks"}},
		{name: "a quotation mark from a text processor", cfg: bamboohr.Config{Company: "acme", APIKey: "“" + apiKey},
			want: []string{"the APIKey has a character that no key has: copy it again, without blanks"}},
		{name: "quotation marks around the key", cfg: bamboohr.Config{Company: "acme", APIKey: `"` + apiKey + `"`},
			want: []string{"the APIKey has a character that no key has: copy it again, without blanks"}},
		{name: "quotation marks with backslashes", cfg: bamboohr.Config{Company: "acme", APIKey: `\"` + apiKey + `\"`},
			want: []string{"the APIKey has a character that no key has: copy it again, without blanks"}},
		{name: "a blank behind the tenant", cfg: bamboohr.Config{Company: "acme", APIKey: apiKey, Tenant: "acme "},
			want: []string{"the Tenant is not a name such as \"acme\""}},
		{name: "a line break in the tenant", cfg: bamboohr.Config{Company: "acme", APIKey: apiKey, Tenant: "a\nb"},
			want: []string{"the Tenant is not a name such as \"acme\""}},
		{name: "the key as the tenant", cfg: bamboohr.Config{Company: "acme", APIKey: apiKey, Tenant: apiKey},
			want: []string{"the Tenant is not a name such as \"acme\""}},
		{name: "unknown fields",
			cfg: bamboohr.Config{Company: "acme", APIKey: apiKey,
				Fields: []employee.Field{"departmnt", "custom.", "department", ""}},
			want: []string{`no such field in Fields: "departmnt"`, `no such field in Fields: "custom."`,
				`no such field in Fields: ""`}},
		{name: "too many custom fields", cfg: bamboohr.Config{Company: "acme", APIKey: apiKey, Fields: many},
			want: []string{"too many custom fields in Fields: 301; a BambooHR report has room for 300"}},
		{name: "custom fields named twice",
			cfg: bamboohr.Config{Company: "acme", APIKey: apiKey, Fields: append(many[:300:300], many[:300]...)}},
		{name: "everything at once",
			cfg: bamboohr.Config{Company: "a.b", APIKey: "a key", Token: token, Fields: []employee.Field{"x"},
				BaseURL: "ftp://localhost"}, want: []string{
				`the Company is not a company domain such as "acme", "acme.bamboohr.com" or ` +
					`"https://acme.bamboohr.com/home"`,
				"want an APIKey or a Token, and not both",
				"the APIKey has a character that no key has: copy it again, without blanks",
				`no such field in Fields: "x"`,
				"BaseURL is not https",
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := bamboohr.New(tt.cfg)
			want := ""
			if tt.want != nil {
				want = "bamboohr: config: " + strings.Join(tt.want, "\n")
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
		{base: "https://proxy.example.com", want: "https://proxy.example.com/api/v1/employees", fault: ""},
		{base: "https://proxy.example.com/", want: "https://proxy.example.com/api/v1/employees", fault: ""},
		{base: "https://proxy.example.com/api/v1", want: "https://proxy.example.com/api/v1/employees", fault: ""},
		{base: "https://proxy.example.com:8443/api/v1/", want: "https://proxy.example.com:8443/api/v1/employees",
			fault: ""},
		{base: "https://api.bamboohr.com/api/gateway.php/acme/v1",
			want: "https://api.bamboohr.com/api/gateway.php/acme/v1/employees", fault: ""},
		{base: "http://127.0.0.1:8080", want: "http://127.0.0.1:8080/api/v1/employees", fault: ""},
		{base: "http://localhost", want: "http://localhost/api/v1/employees", fault: ""},
		{base: "http://acme.bamboohr.com", want: "", fault: "BaseURL is not https"},
		{base: "http://127.0.0.1.evil.example", want: "", fault: "BaseURL is not https"},
		{base: "https://user:pw@proxy.example.com", want: "", fault: "BaseURL has more than scheme, host and path"},
		{base: "https://proxy.example.com?a=b", want: "", fault: "BaseURL has more than scheme, host and path"},
		{base: "proxy.example.com", want: "", fault: "BaseURL is not an absolute URL"},
	} {
		var got string
		c, err := bamboohr.New(bamboohr.Config{Company: "acme", APIKey: apiKey, BaseURL: tt.base, HTTPClient: inMemory(
			http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				u := *r.URL
				u.RawQuery = ""
				got = u.String()
				answers{list: listOf()}.ServeHTTP(w, r)
			}))})
		if tt.fault != "" {
			if !strings.HasSuffix(text(err), tt.fault) {
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
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, bamboohrtest.People(3)...)
	fake.SetTokens("second")
	given := []string{"first", "second"}
	c, err := bamboohr.New(bamboohr.Config{Company: "acme", HTTPClient: inMemory(fake),
		Token: func(context.Context) (string, time.Time, error) {
			next := given[0]
			given = given[1:]
			return next, time.Time{}, nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if r, err := c.Roster(t.Context()); err != nil || r.Len() != 3 {
			t.Fatalf("roster %v, error %v", r, err)
		}
	}
	if got, want := calls(fake), "GET /employees, GET /employees, GET /employees"; got != want || len(given) > 0 {
		t.Errorf("requests %s, tokens left %v", got, given)
	}
	fake.SetTokens()
	given = []string{"third"}
	if _, err := c.Roster(t.Context()); !errors.Is(err, employee.ErrCredentials) {
		t.Errorf("a token that is refused for good: %v, want ErrCredentials", err)
	}
}

// TestTokenExpiresBetweenPages: the listing goes on.
func TestTokenExpiresBetweenPages(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, bamboohrtest.People(21)...)
	fake.SetTokens("first")
	fake.Next(nil, func(h http.Handler) http.Handler { fake.SetTokens("second"); return h })
	given := []string{"first", "second"}
	c, err := bamboohr.New(bamboohr.Config{Company: "acme", HTTPClient: inMemory(tenant{fake}),
		Token: func(context.Context) (string, time.Time, error) {
			next := given[0]
			given = given[1:]
			return next, time.Time{}, nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := c.Roster(t.Context()); err != nil || r.Len() != 21 || len(fake.Requests()) != 4 {
		t.Errorf("roster %v, error %v, requests %s", r, err, calls(fake))
	}
}

func TestNothingPrinted(t *testing.T) {
	t.Parallel()
	cfg := bamboohr.Config{Company: "https://acme.bamboohr.com/home", APIKey: apiKey}
	client, err := bamboohr.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	wrongBox := bamboohr.Config{Company: "https://x:" + apiKey + "@acme.bamboohr.com"}
	var out bytes.Buffer
	all := &slog.HandlerOptions{Level: slog.LevelDebug}
	for _, v := range []any{cfg, &cfg, client, wrongBox, []bamboohr.Config{cfg}, struct{ V any }{cfg},
		struct{ C *bamboohr.Client }{client}, map[string]any{"c": cfg}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		slog.New(slog.NewJSONHandler(&out, all)).Info("a caller logs", "v", v)
		slog.New(slog.NewTextHandler(&out, all)).Info("a caller logs", "v", v)
		document, err := json.Marshal(v)
		fmt.Fprintf(&out, "%s %v\n", document, err)
	}
	if strings.Contains(out.String(), apiKey) || strings.Contains(out.String(), fmt.Sprintf("%x", apiKey)) {
		t.Errorf("the key was printed:\n%s", out.String())
	}
	for got, want := range map[string]string{
		fmt.Sprintf("%+v", cfg):         "bamboohr config of acme",
		fmt.Sprintf("%#v", client):      "bamboohr client of acme",
		fmt.Sprintf("%v", wrongBox):     "bamboohr config without a company",
		string(must(json.Marshal(cfg))): `"bamboohr config of acme"`,
	} {
		if got != want {
			t.Errorf("printed %s, want %s", got, want)
		}
	}
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}
