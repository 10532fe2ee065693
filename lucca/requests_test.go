package lucca_test

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

// plain are n employees with one contract each.
func plain(n int) []luccatest.Person {
	employees := luccatest.People(n)
	for i := range employees {
		employees[i].Contracts = employees[i].Contracts[:1]
	}
	return employees
}

// bare are n employees of little content, which are fast to read.
func bare(n int) []luccatest.Person {
	employees := make([]luccatest.Person, n)
	for i := range employees {
		employees[i] = luccatest.Person{
			ID: strconv.Itoa(i + 1), Contracts: []luccatest.Contract{
				spell("2020-01-06", ""),
			}, Attributes: object{"e_github": "x"},
		}
	}
	return employees
}

// unread are the keys of an employee that no test of requests needs.
func unread() []string {
	return []string{
		"type", "url", "remoteId", "portrait", "givenName", "familyName", "employeeNumber", "birthDay", "phoneNumber",
		"createdAt", "employment.legalEntity", "employment.template", "employment.type", "job-position.type",
		"job-position.employment", "job-position.employee",
	}
}

func TestRequestsPerListing(t *testing.T) {
	t.Parallel()
	narrow := byOAuth()
	narrow.Fields = []employee.Field{employee.FieldWorkEmail, employee.FieldJobTitle}
	custom := byKey()
	custom.Fields = []employee.Field{"custom.e_github"}
	attributes := byOAuth()
	attributes.Fields = []employee.Field{"custom.e_github"}
	private := byOAuth()
	private.Fields = []employee.Field{employee.FieldPersonalEmail}
	tests := []struct {
		name string
		cfg  lucca.Config
		want map[int]int // requests by employees
	}{
		// Contracts and employees in pages of 1,000 that overlap by one or more.
		{
			name: "API key", cfg: byKey(),
			want: map[int]int{0: 2, 1: 2, 500: 2, 1000: 2, 1001: 4, 1999: 5, 2000: 6, 10_000: 22},
		},
		{name: "API key with custom fields", cfg: custom, want: map[int]int{500: 3}},
		// A token, departments, establishments, legal entities; employments and
		// employees in pages of 100.
		{name: "OAuth", cfg: byOAuth(), want: map[int]int{0: 6, 1: 6, 100: 6, 101: 8, 500: 16, 10_000: 232}},
		{
			name: "OAuth without departments and the like", cfg: narrow,
			want: map[int]int{0: 3, 1: 3, 100: 3, 101: 5, 500: 13, 10_000: 229},
		},
		{name: "OAuth with custom fields", cfg: attributes, want: map[int]int{0: 4, 100: 4, 101: 7, 500: 19}},
		{name: "OAuth with private fields", cfg: private, want: map[int]int{500: 19}},
	}
	for _, tt := range tests {
		for employees, want := range tt.want {
			t.Run(fmt.Sprintf("%s/%d", tt.name, employees), func(t *testing.T) {
				t.Parallel()
				if race.Enabled && employees == 10_000 {
					t.Skip("no other races than with fewer employees")
				}
				bubble(t, func(t *testing.T) {
					fake := luccatest.New(credentials(), bare(employees)...)
					fake.Configure(luccatest.Config{Hidden: unread()})
					r, err := connect(t, fake, tt.cfg).Roster(t.Context())
					if err != nil || r.Len() != employees {
						t.Fatalf("%v, error %v; want %d employees", r, err, employees)
					}
					if got := len(fake.Requests()); got != want {
						t.Errorf("%d requests, want %d", got, want)
					}
				})
			})
		}
	}
}

// TestRateLimit: no minute holds more than 50 requests to the account, and a
// busy one holds nearly as many. The fake refuses the 51st.
func TestRateLimit(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		fake := luccatest.New(credentials(), plain(300)...)
		fake.Configure(luccatest.Config{PageSize: 7, PerMinute: 50})
		var mu sync.Mutex
		var at []time.Time
		watch := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			if r.URL.Path != "/connect/token" {
				at = append(at, time.Now())
			}
			mu.Unlock()
			fake.ServeHTTP(w, r)
		})
		c := connect(t, watch, cfg)
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				if _, err := c.Roster(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		most, first := 0, 0
		for i := range at {
			for at[i].Sub(at[first]) > time.Minute {
				first++
			}
			most = max(most, i-first+1)
		}
		if most > 50 || most < 48 {
			t.Errorf("%d requests in some minute, want 48 to 50", most)
		}
	})
}

func TestRateLimitWithoutHint(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		fake := luccatest.New(credentials(), luccatest.People(3)...)
		until := time.Now().Add(time.Minute)
		fake.Always(func(h http.Handler) http.Handler {
			if time.Now().Before(until) {
				return luccatest.RateLimited(0)(h)
			}
			return h
		})
		if _, err := connect(t, fake, byKey()).Roster(t.Context()); err != nil {
			t.Errorf("a 429 that lasts a minute and does not say so: %v", err)
		}
	})
}

func TestV3Query(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		fields []employee.Field
		want   string
	}{
		{
			name: "standard",
			want: "id,modifiedAt,employeeNumber,firstName,lastName,displayName,mail,directLine,professionalMobile," +
				"jobTitle,department[id,name],legalEntity[id,name],manager[id,name],dtContractStart,dtContractEnd," +
				"collection.count",
		},
		{
			name: "none", fields: []employee.Field{},
			want: "id,modifiedAt,employeeNumber,firstName,lastName,manager[id,name],dtContractStart,dtContractEnd," +
				"collection.count",
		},
		{
			name: "private", fields: employee.PrivateFields(),
			want: "id,modifiedAt,employeeNumber,firstName,lastName,personalEmail,personalMobile,birthDate,address," +
				"manager[id,name],dtContractStart,dtContractEnd,collection.count",
		},
		{
			name: "custom",
			fields: []employee.Field{
				"custom.e_github", "custom.e_badge.number", "custom.login", "custom.professionalMobile", "work_phone",
			},
			want: "id,modifiedAt,employeeNumber,firstName,lastName,directLine,professionalMobile,manager[id,name]," +
				"dtContractStart,dtContractEnd,login,extendedData,collection.count",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				fake := luccatest.New(credentials(), luccatest.People(2)...)
				cfg := byKey()
				cfg.Fields = tt.fields
				if _, err := connect(t, fake, cfg).Roster(t.Context()); err != nil {
					t.Fatal(err)
				}
				sent := fake.Requests()
				last := sent[len(sent)-1]
				want := map[string][]string{
					"fields": {tt.want}, "formerEmployees": {"true"}, "orderBy": {"id,asc"}, "paging": {"0,1000"},
				}
				if diff := cmp.Diff(want, map[string][]string(last.Query)); diff != "" || last.Path != "/api/v3/users" {
					t.Errorf("GET %s (-want +got):\n%s", last.Path, diff)
				}
				if first := sent[0]; first.Path != "/directory/api/4.0/work-contracts" {
					t.Errorf("the first request is for %s", first.Path)
				}
			})
		})
	}
}

func TestV5Query(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		fake := luccatest.New(credentials(), luccatest.People(101)...)
		cfg := byOAuth()
		cfg.Fields = []employee.Field{}
		if _, err := connect(t, fake, cfg).Roster(t.Context()); err != nil {
			t.Fatal(err)
		}
		sent := fake.Requests()
		if len(sent) != 5 || sent[1].Path != "/lucca-api/employments" || sent[2].Path != sent[1].Path {
			t.Fatalf("%d requests; want a token, two pages of employments, two of employees", len(sent))
		}
		if got := string(sent[0].Body); got != "client_id="+clientID+"&grant_type=client_credentials" {
			t.Errorf("the form for a token is %q, less its secret", got)
		}
		// The second page begins with the last row of the first.
		for i, page := range []struct{ number, limit string }{{number: "1", limit: "100"}, {number: "2", limit: "99"}} {
			r := sent[i+3]
			want := map[string][]string{
				"include": {"embedded,links,totalCount"}, "page": {page.number}, "limit": {page.limit},
				"sort": {"id"}, "status": {"active,upcoming,deactivated"},
			}
			if diff := cmp.Diff(want, map[string][]string(r.Query)); diff != "" || r.Path != "/lucca-api/employees" {
				t.Errorf("GET %s (-want +got):\n%s", r.Path, diff)
			}
			if got := r.Header.Get("Api-Version"); got != "2024-11-01" {
				t.Errorf("Api-Version %q", got)
			}
		}
	})
}
