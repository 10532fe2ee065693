package lucca_test

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

// sizeOf is how many items a request asks for.
func sizeOf(r *http.Request) int {
	_, size, _ := strings.Cut(r.URL.Query().Get("paging"), ",")
	if size == "" {
		size = r.URL.Query().Get("limit")
	}
	n, _ := strconv.Atoi(size)
	return n
}

// slow is a server that makes pages of so many items in time, and no larger ones.
func slow(most int) luccatest.Fault {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if sizeOf(r) > most {
				luccatest.Status(http.StatusRequestTimeout)(h).ServeHTTP(w, r)
				return
			}
			h.ServeHTTP(w, r)
		})
	}
}

// TestTimedOut: Lucca gives itself five seconds, after which it says 408; a
// smaller page may do, of every list. Once a page had to be smaller, so are those
// after it.
func TestTimedOut(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		cfg       lucca.Config
		employees int
		most      int
		sizes     map[string][]int // of what is asked for, by path, without repetitions
		err       error
	}{
		{
			name: "API key", cfg: byKey(), employees: 700, most: 250,
			sizes: map[string][]int{"users": {1000, 500, 250}, "work-contracts": {1000, 500, 250, 249, 248}},
		},
		{
			name: "API key, too slow for all", cfg: byKey(), employees: 700, most: 124,
			sizes: map[string][]int{"work-contracts": {1000, 500, 250, 125}}, err: employee.ErrUnavailable,
		},
		{
			name: "OAuth", cfg: byOAuth(), employees: 120, most: 50,
			sizes: map[string][]int{
				"employees": {100, 50, 49, 48}, "employments": {100, 50, 49, 48}, "departments": {100, 50},
				"business-establishments": {100, 50}, "legal-entities": {100, 50},
			},
		},
		{
			name: "OAuth, too slow for all", cfg: byOAuth(), employees: 120, most: 24,
			sizes: map[string][]int{"departments": {100, 50, 25}}, err: employee.ErrUnavailable,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				employees := plain(tt.employees)
				fake := luccatest.New(credentials(), employees...)
				fake.Always(slow(tt.most))
				sizes := make(map[string][]int)
				watch := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					path := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
					if n := sizeOf(r); n > 0 && (len(sizes[path]) == 0 || sizes[path][len(sizes[path])-1] != n) {
						sizes[path] = append(sizes[path], n)
					}
					fake.ServeHTTP(w, r)
				})
				r, err := connect(t, watch, tt.cfg).Roster(t.Context())
				if !errors.Is(err, tt.err) || err == nil && r.Len() != tt.employees {
					t.Errorf("%v, error %v; want %d employees or %v", r, err, tt.employees, tt.err)
				}
				if diff := cmp.Diff(tt.sizes, sizes); diff != "" {
					t.Errorf("sizes of pages (-want +got):\n%s", diff)
				}
				if err == nil && r.Coverage(employee.FieldOriginalHireDate).Known != tt.employees {
					t.Errorf("original_hire_date %+v: a contract was passed over", r.Coverage(employee.FieldOriginalHireDate))
				}
			})
		})
	}
}

// TestTimedOutLater: a page shrinks in the middle of a list without a gap.
func TestTimedOutLater(t *testing.T) {
	t.Parallel()
	for name, cfg := range both() {
		most := 250
		if cfg.APIKey == "" {
			most = 50
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				employees := plain(2500)
				fake := luccatest.New(credentials(), employees...)
				met := make(map[string]bool)
				fake.Always(func(h http.Handler) http.Handler {
					return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
						q := r.URL.Query()
						if page := q.Get("page"); page != "" && page != "1" || strings.HasPrefix(q.Get("paging"), "999,") {
							met[r.URL.Path] = true
							h = slow(most)(h)
						}
						h.ServeHTTP(w, r)
					})
				})
				r, err := connect(t, fake, cfg).Roster(t.Context())
				if err != nil || r.Len() != len(employees) || len(met) != 2 {
					t.Fatalf("%v, error %v after 408 in %v; want %d employees", r, err, met, len(employees))
				}
				if got := r.Coverage(employee.FieldOriginalHireDate); got.Known != len(employees) {
					t.Errorf("original_hire_date %+v", got)
				}
			})
		})
	}
}
