package lucca_test

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

// refusal answers with a status that no missing right explains.
func refusal(http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadRequest) })
}

// TestEveryRequestCounts: an error of any request is the error of the call, and
// comes alone.
func TestEveryRequestCounts(t *testing.T) {
	t.Parallel()
	calls := map[string]func(context.Context, *lucca.Client) (nothing bool, err error){
		"Check": func(ctx context.Context, c *lucca.Client) (bool, error) {
			a, err := c.Check(ctx)
			return cmp.Equal(a, employee.Access{}), err
		},
		"Roster": func(ctx context.Context, c *lucca.Client) (bool, error) {
			r, err := c.Roster(ctx)
			return r == nil, err
		},
		"Catalog": func(ctx context.Context, c *lucca.Client) (bool, error) {
			infos, err := c.Catalog(ctx)
			return infos == nil, err
		},
	}
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		cfg.Fields = append(employee.Fields(), "custom.e_github")
		for name, call := range calls {
			for request, most := 0, 1; request < most; request++ {
				fake := luccatest.New(credentials(), luccatest.People(5)...)
				fake.Configure(luccatest.Config{PageSize: 4})
				if request == 0 {
					if _, err := call(t.Context(), connect(t, fake, cfg)); err != nil {
						t.Fatal(err)
					}
					most = len(fake.Requests())
					fake.ResetRequests()
				}
				fake.Next(append(make([]luccatest.Fault, request), refusal)...)
				nothing, err := call(t.Context(), connect(t, fake, cfg))
				fe, ok := errors.AsType[*employee.FetchError](err)
				if !ok || fe.StatusCode != 400 || !nothing || len(fake.Requests()) != request+1 {
					t.Errorf("%s: 400 for request %d of %d: error %v; nothing beside it: %v; %d requests", name, request+1, most,
						err, nothing, len(fake.Requests()))
				}
			}
		}
	})
}

// TestWaitOutTheWindow: the wait for a 429 that names no time respects the
// caller's context.
func TestWaitOutTheWindow(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		for _, tt := range []struct {
			name  string
			end   func(context.Context) (context.Context, context.CancelFunc)
			class error
			most  time.Duration
		}{
			{
				name: "a deadline within the wait",
				end: func(ctx context.Context) (context.Context, context.CancelFunc) {
					return context.WithTimeout(ctx, 70*time.Second)
				},
				class: employee.ErrRateLimited, most: 40 * time.Second,
			},
			{
				name: "cancelled in the wait",
				end: func(ctx context.Context) (context.Context, context.CancelFunc) {
					ctx, cancel := context.WithCancel(ctx)
					time.AfterFunc(50*time.Second, cancel)
					return ctx, cancel
				},
				class: context.Canceled, most: 50 * time.Second,
			},
		} {
			fake := luccatest.New(credentials(), luccatest.People(3)...)
			fake.Always(luccatest.RateLimited(0))
			ctx, cancel := tt.end(t.Context())
			start := time.Now()
			_, err := connect(t, fake, cfg).Roster(ctx)
			if took := time.Since(start); !errors.Is(err, tt.class) || took > tt.most {
				t.Errorf("%s: error %v after %v, want %v within %v", tt.name, err, took, tt.class, tt.most)
			}
			cancel()
		}
	})
}

// TestStrangePages: what goes with a list, and is not understood, is an error.
func TestStrangePages(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, from, to string
		cfg            lucca.Config
	}{
		{name: "a count in words", from: `"count":3`, to: `"count":"three"`, cfg: byKey()},
		{name: "a negative count", from: `"count":3`, to: `"count":-3`, cfg: byKey()},
		{name: "a total in words", from: `"totalCount":3`, to: `"totalCount":"three"`, cfg: byOAuth()},
		{
			name: "a link that is none, and no total", from: `"next":null},"embedded"`,
			to: `"next":"://%zz"},"totalCount":null,"embedded"`, cfg: byOAuth(),
		},
		{name: "items that are no array", from: `"items":[`, to: `"items":7,"x":[`, cfg: byOAuth()},
		{name: "null for items", from: `"items":[`, to: `"items":null,"x":[`, cfg: byKey()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				fake := luccatest.New(credentials(), plain(3)...)
				found := false
				h := edited(fake, func(_ *http.Request, body string) string {
					found = found || strings.Contains(body, tt.from)
					return strings.ReplaceAll(body, tt.from, tt.to)
				})
				r, err := connect(t, h, tt.cfg).Roster(t.Context())
				if !errors.Is(err, employee.ErrMalformed) || r != nil || !found {
					t.Errorf("%v, error %v; want %v", r, err, employee.ErrMalformed)
				}
			})
		})
	}
}

// TestRefusalAfterTheFirstPage: of a list that is refused in the middle nothing
// is taken: the half that came may lack the earliest start, or the second of two
// values.
func TestRefusalAfterTheFirstPage(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		cfg.Fields = append(employee.Fields(), "custom.e_github")
		lists := map[string][]employee.Field{
			"departments": {"department"}, "business-establishments": {"location", "time_zone"},
			"legal-entities": {"legal_entity"},
			"employments":    {"original_hire_date"}, "employee-personal-records": {
				"personal_email", "mobile_phone",
			}, "employee-attributes": {"custom.e_github"},
		}
		if cfg.APIKey != "" {
			lists = map[string][]employee.Field{"work-contracts": {"original_hire_date"}}
		}
		for list, fields := range lists {
			var employees []luccatest.Person
			for i := range 5 {
				n := strconv.Itoa(i + 1)
				p := full()
				p.ID, p.Department, p.Establishment, p.LegalEntity = n, "Ventes "+n, "Paris "+n, "Exemple "+n
				p.Attributes = object{"e_github": "ana" + n}
				employees = append(employees, p)
			}
			fake := luccatest.New(credentials(), employees...)
			fake.Configure(luccatest.Config{PageSize: 4})
			pages := 0
			fake.Always(func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if strings.HasSuffix(r.URL.Path, "/"+list) {
						if pages++; pages > 1 {
							h = luccatest.Forbidden()(h)
						}
					}
					h.ServeHTTP(w, r)
				})
			})
			r, err := connect(t, fake, cfg).Roster(t.Context())
			if err != nil || r.Len() != 5 || pages != 2 {
				t.Errorf("%s: %v, error %v, %d pages", list, r, err, pages)
				continue
			}
			for _, f := range fields {
				if got := r.Coverage(f); got.Withheld != 5 {
					t.Errorf("403 for the second page of %s: %s %+v, want it withheld for all", list, f, got)
				}
			}
		}
	})
}

// TestNothingEmbedded: what was asked for beside the employees may be null; no employee
// is lost by it, and nothing is taken for empty.
func TestNothingEmbedded(t *testing.T) {
	t.Parallel()
	for _, embedded := range []string{
		`null`, `{}`, `{"employment":null}`, `{"employment":{},"job-position":{"70":null}}`,
	} {
		bubble(t, func(t *testing.T) {
			fake := luccatest.New(credentials(), full())
			h := edited(fake, func(_ *http.Request, body string) string {
				before, _, found := strings.Cut(body, `"embedded":`)
				if !found {
					return body
				}
				return before + `"embedded":` + embedded + "}"
			})
			r, err := connect(t, h, everything(byOAuth())).Roster(t.Context())
			if err != nil {
				t.Fatalf("%s: %v", embedded, err)
			}
			e := only(t, r)
			for _, f := range []employee.Field{
				"job_title", "department", "location", "legal_entity", "manager.id", "hire_date", "termination_date",
			} {
				if got := e.Value(f).State(); got != employee.StateWithheld {
					t.Errorf("%s: %s is %s", embedded, f, got)
				}
			}
			if e.Status != employee.StatusActive || len(e.Problems) > 0 {
				t.Errorf("%s: status %q, problems %v", embedded, e.Status, e.Problems)
			}
		})
	}
}
