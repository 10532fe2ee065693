package personio_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

func isToken(path string) bool { return path == "/v1/auth" || path == "/v2/auth/token" }

// tokens counts the requests for a token.
func tokens(fake *personiotest.Fake) (n int) {
	for _, r := range fake.Requests() {
		if isToken(r.Path) {
			n++
		}
	}
	return n
}

// TestCredentialsInBody: the credentials are in the body of the token request,
// in the form that each API takes, and in no query (removed in December 2026).
func TestCredentialsInBody(t *testing.T) {
	t.Parallel()
	for api, want := range map[personio.API]string{
		personio.APIV1: "application/json",
		personio.APIV2: "application/x-www-form-urlencoded",
	} {
		fake, cfg := fakeOf(personiotest.People(2)...)
		cfg.API = api
		roster(t, cfg)
		for i, r := range fake.Requests() {
			if i == 0 && (r.Method != http.MethodPost || r.Header.Get("Content-Type") != want ||
				!strings.Contains(string(r.Body), clientID)) {
				t.Errorf("%s: the first request is %s %s with %q", api, r.Method, r.Path, r.Header.Get("Content-Type"))
			}
			if i > 0 && len(r.Body) > 0 {
				t.Errorf("%s: %s has a body", api, r.Path)
			}
			if q := r.Query.Encode(); strings.Contains(q, "client") || strings.Contains(q, "secret") {
				t.Errorf("%s: %s has the query %q", api, r.Path, q)
			}
		}
	}
}

// TestSharedToken: however many callers wait, one fetches the token, and the
// next listing uses it as well (pitfall 13, parallel calls).
func TestSharedToken(t *testing.T) {
	t.Parallel()
	for _, api := range []personio.API{personio.APIV1, personio.APIV2} {
		synctest.Test(t, func(t *testing.T) {
			fake, cfg := fakeOf(personiotest.People(3)...)
			fake.Configure(personiotest.Config{PageSize: 2})
			cfg.API = api
			c := newClient(t, cfg)
			var wg sync.WaitGroup
			for range 20 {
				wg.Go(func() {
					if employees, err := list(c); err != nil || len(employees) != 3 {
						t.Errorf("%s: %d employees, error %v", api, len(employees), err)
					}
				})
			}
			wg.Wait()
			if n := tokens(fake); n != 1 {
				t.Errorf("%s: %d requests for a token, want 1", api, n)
			}
		})
	}
}

// TestTokenLife: a token is kept for the life that its answer states, for 24
// hours where it states none, and renewed before it ends.
func TestTokenLife(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		api   personio.API
		cfg   personiotest.Config
		after time.Duration // since the first listing
		want  int
	}{
		{name: "an hour later", api: personio.APIV1, cfg: personiotest.Config{}, after: time.Hour, want: 1},
		{name: "a day later", api: personio.APIV1, cfg: personiotest.Config{}, after: 24 * time.Hour, want: 2},
		{name: "half a minute before a day is over", api: personio.APIV1, cfg: personiotest.Config{},
			after: 24*time.Hour - 30*time.Second, want: 2},
		{name: "no expires_in, an hour later", api: personio.APIV1, cfg: personiotest.Config{NoExpiresIn: true},
			after: time.Hour, want: 1},
		{name: "no expires_in, a day later", api: personio.APIV1, cfg: personiotest.Config{NoExpiresIn: true},
			after: 24 * time.Hour, want: 2},
		{name: "a short life", api: personio.APIV1, cfg: personiotest.Config{TokenLife: 10 * time.Minute},
			after: 11 * time.Minute, want: 2},
		{name: "within a short life", api: personio.APIV1, cfg: personiotest.Config{TokenLife: 10 * time.Minute},
			after: 5 * time.Minute, want: 1},
		{name: "v2, a day later", api: personio.APIV2, cfg: personiotest.Config{}, after: 24 * time.Hour, want: 2},
		{name: "v2, half a minute before a short life is over", api: personio.APIV2,
			cfg: personiotest.Config{TokenLife: 10 * time.Minute}, after: 9*time.Minute + 30*time.Second, want: 2},
		{name: "v2, within a short life", api: personio.APIV2, cfg: personiotest.Config{TokenLife: 10 * time.Minute},
			after: 5 * time.Minute, want: 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fake, cfg := fakeOf(personiotest.People(1)...)
				fake.Configure(tt.cfg)
				cfg.API, cfg.Fields = tt.api, []employee.Field{}
				c := newClient(t, cfg)
				for range 2 {
					if _, err := list(c); err != nil {
						t.Error(err)
					}
					time.Sleep(tt.after)
				}
				if n := tokens(fake); n != tt.want {
					t.Errorf("%d requests for a token, want %d", n, tt.want)
				}
				if n := len(fake.Requests()) - tokens(fake); n != 2*map[personio.API]int{personio.APIV1: 1,
					personio.APIV2: 2}[tt.api] {
					t.Errorf("%d other requests: one was refused", n)
				}
			})
		})
	}
}

// TestStatedLife: an expires_in that states no life leaves it at 24 hours.
func TestStatedLife(t *testing.T) {
	t.Parallel()
	for stated, want := range map[string]int{
		`600`: 2, `"600"`: 2, `600.5`: 2, `86400`: 1, `1e30`: 1, `0`: 1, `-5`: 1, `null`: 1, `"soon"`: 1, `[]`: 1,
		`"NaN"`: 1,
	} {
		for _, api := range []personio.API{personio.APIV1, personio.APIV2} {
			synctest.Test(t, func(t *testing.T) {
				got := 0
				cfg := config(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if isToken(r.URL.Path) {
						got++
						fmt.Fprintf(w, `{"access_token":"t","expires_in":%[1]s,"data":{"token":"t",`+
							`"expires_in":%[1]s}}`, stated)
						return
					}
					fmt.Fprint(w, `{"_data":[],"_meta":{"links":{}},"metadata":{"total_elements":0},"data":[]}`)
				}))
				cfg.API = api
				c := newClient(t, cfg)
				for range 2 {
					if _, err := list(c); err != nil {
						t.Error(err)
					}
					time.Sleep(11 * time.Minute)
				}
				if got != want {
					t.Errorf("%s, expires_in %s: %d requests for a token, want %d", api, stated, got, want)
				}
			})
		}
	}
}

// TestTokenLimit: never more than 60 requests for a token in any minute, which v1
// allows, however often the credentials are refused.
func TestTokenLimit(t *testing.T) {
	t.Parallel()
	for _, api := range []personio.API{personio.APIV1, personio.APIV2} {
		synctest.Test(t, func(t *testing.T) {
			fake, cfg := fakeOf()
			var at []time.Time
			fake.Always(func(h http.Handler) http.Handler { at = append(at, time.Now()); return h })
			cfg.API, cfg.ClientSecret = api, "another"
			c := newClient(t, cfg)
			for range 150 {
				_, err := c.Check(t.Context())
				wantClass(t, err, employee.ErrCredentials)
			}
			if n := busiest(at, time.Minute); len(at) != 150 || n > 60 || n < 54 {
				t.Errorf("%s: %d requests, %d of them in some minute; want nearly 60", api, len(at), n)
			}
		})
	}
}

// TestTokenRefused: a 401 costs one new token and one more attempt, between any
// two requests, also of a token whose stated life was too long.
func TestTokenRefused(t *testing.T) {
	t.Parallel()
	for _, api := range []personio.API{personio.APIV1, personio.APIV2} {
		synctest.Test(t, func(t *testing.T) {
			fake, cfg := fakeOf(personiotest.People(5)...)
			fake.Configure(personiotest.Config{PageSize: 2, NoExpiresIn: true})
			cfg.API = api
			expire := func(h http.Handler) http.Handler { fake.ExpireTokens(); return h }
			fake.Next(nil, nil, expire)
			if employees, err := list(newClient(t, cfg)); err != nil || len(employees) != 5 {
				t.Errorf("%s: %d employees, error %v; want 5", api, len(employees), err)
			}
			if n := tokens(fake); n != 2 {
				t.Errorf("%s: %d requests for a token, want 2", api, n)
			}
		})
	}
}

// TestMissingRightIs401: v2 answers 401 where a right is missing. It is final
// after one new token, and the error says what it may mean.
func TestMissingRightIs401(t *testing.T) {
	t.Parallel()
	for api, path := range map[personio.API]string{personio.APIV1: "/v1/company/employees",
		personio.APIV2: "/v2/persons"} {
		fake, cfg := fakeOf(personiotest.People(5)...)
		fake.Configure(personiotest.Config{Refuse: map[string]int{path: 401}})
		cfg.API = api
		_, err := list(newClient(t, cfg))
		fe := wantClass(t, err, employee.ErrCredentials)
		if fe.StatusCode != 401 || !strings.Contains(fe.Message, "missing right") {
			t.Errorf("the error is %v", fe)
		}
		if n := len(fake.Requests()); n != 4 || tokens(fake) != 2 {
			t.Errorf("requests %q, want 4 with 2 for a token", paths(fake))
		}
	}
}

// TestOneUseTokens: the scheme of before 2023, in which each answer's header had
// the next token. The header is ignored, so each page costs a new token.
func TestOneUseTokens(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake, cfg := fakeOf(personiotest.People(5)...)
		fake.Configure(personiotest.Config{PageSize: 3, OneUseTokens: true})
		if employees, err := list(newClient(t, cfg)); err != nil || len(employees) != 5 {
			t.Errorf("%d employees, error %v; want 5", len(employees), err)
		}
	})
}

// TestWrongCredentials: 400, 401 and 403 of the token endpoints all mean wrong
// credentials, as does an error with status 200; nothing is sent twice.
func TestWrongCredentials(t *testing.T) {
	t.Parallel()
	for _, status := range []int{0, 200, 400, 401, 403} {
		for _, api := range []personio.API{personio.APIV1, personio.APIV2} {
			fake, cfg := fakeOf(personiotest.People(1)...)
			fake.Configure(personiotest.Config{WrongCredentials: status})
			cfg.API, cfg.ClientSecret, cfg.Fields = api, "another", []employee.Field{"custom.Budget"}
			_, err := newClient(t, cfg).Check(t.Context())
			fe := wantClass(t, err, employee.ErrCredentials)
			if api == personio.APIV1 && !strings.Contains(fe.Message, "Wrong credentials") {
				t.Errorf("%d: the message is %q", status, fe.Message)
			}
			if api == personio.APIV2 &&
				(fe.Code != "unauthorized_client" || fe.RequestID != "fake-trace-1") {
				t.Errorf("the code is %q and the request id %q", fe.Code, fe.RequestID)
			}
			if n := len(fake.Requests()); n != 1 {
				t.Errorf("%d, %s: %d requests, want 1", status, api, n)
			}
		}
	}
}

// TestTokenErrors: what the token endpoint of v2 says with its status 400 is not
// always about the credentials.
func TestTokenErrors(t *testing.T) {
	t.Parallel()
	for code, class := range map[string]error{
		"invalid_client": employee.ErrCredentials, "unauthorized_client": employee.ErrCredentials,
		"invalid_grant": employee.ErrCredentials, "access_denied": employee.ErrCredentials, "": employee.ErrCredentials,
		"invalid_request": employee.ErrMalformed, "unsupported_grant_type": employee.ErrMalformed,
		"unsupported_response_type": employee.ErrMalformed, "invalid_scope": employee.ErrMalformed,
		"server_error": employee.ErrUnavailable, "temporarily_unavailable": employee.ErrUnavailable,
	} {
		c := newClient(t, apiV2(config(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprintf(w, `{"error":%q,"error_description":"No","trace_id":"t-1","meta":{}}`, code)
		}))))
		_, err := list(c)
		if fe := wantClass(t, err, class); fe.Code != code || fe.Said.String() != "No" || fe.RequestID != "t-1" {
			t.Errorf("%s: code %q, said %q, request id %q", code, fe.Code, fe.Said, fe.RequestID)
		}
	}
}

func apiV2(cfg personio.Config) personio.Config {
	cfg.API = personio.APIV2
	return cfg
}

// TestStrangeTokens: an answer without a token is no token.
func TestStrangeTokens(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"success":true,"data":{}}`, `{"success":true,"data":{"token":""}}`,
		`{"success":true,"data":null}`, `{"access_token":null}`} {
		for _, api := range []personio.API{personio.APIV1, personio.APIV2} {
			synctest.Test(t, func(t *testing.T) { // repeated requests wait
				cfg := config(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }))
				cfg.API = api
				_, err := list(newClient(t, cfg))
				wantClass(t, err, employee.ErrMalformed)
			})
		}
	}
}

// TestTokenErrorInAnotherForm: what stands beside the error does not hide it.
func TestTokenErrorInAnotherForm(t *testing.T) {
	t.Parallel()
	for _, data := range []string{`[]`, `null`, `"x"`, `{"token":"papi-1"}`} {
		_, err := list(newClient(t, config(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `{"success":false,"data":%s,"error":{"code":0,"message":"Wrong credentials"}}`, data)
		}))))
		if fe := wantClass(t, err, employee.ErrCredentials); !strings.Contains(fe.Message, "Wrong credentials") {
			t.Errorf("%s: the message is %q", data, fe.Message)
		}
	}
}

// busiest returns the most instants that are within any window.
func busiest(at []time.Time, window time.Duration) (most int) {
	for i, j := 0, 0; j < len(at); j++ {
		for at[j].Sub(at[i]) > window {
			i++
		}
		most = max(most, j-i+1)
	}
	return most
}
