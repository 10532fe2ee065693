package lucca_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

// The tests in this file are what other connectors of Lucca stumbled over.

// Leavers or pre-hires absent: the role may not see former or future employees.
func TestPitfallRoleLacksLeaversAndStarters(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		employees := []luccatest.Person{
			{ID: "1", Contracts: []luccatest.Contract{spell("2020-01-06", "")}},
			{ID: "2", Contracts: []luccatest.Contract{spell("2020-01-06", "2025-06-30")}},
			{ID: "3", Contracts: []luccatest.Contract{spell("2027-01-04", "")}},
		}
		r := rosterOf(t, byKey(), luccatest.Config{NoLeavers: true, NoStarters: true}, employees...)
		if o := r.Origin(); r.Len() != 1 || o.Leavers == employee.VisibilityYes || o.Starters == employee.VisibilityYes {
			t.Errorf("%v, origin %+v; want one employee and no other seen", r, o)
		}
		fake := luccatest.New(credentials(), employees...)
		for _, hidden := range []bool{false, true} {
			fake.Configure(luccatest.Config{NoLeavers: hidden})
			access, err := connect(t, fake, byKey()).Check(t.Context())
			warned := slices.ContainsFunc(access.Warnings, func(w employee.Warning) bool {
				return w.Code == employee.WarningCodeNoLeavers
			})
			if err != nil || warned != hidden {
				t.Errorf("leavers hidden %v: Check gives %+v, error %v", hidden, access, err)
			}
		}
	})
}

// Without fields there is only an id, a name and a URL: what is missing is
// withheld, and never empty.
func TestPitfallDefaultProjection(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		fake := luccatest.New(credentials(), full())
		fake.Always(func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				q := r.URL.Query()
				q.Del("fields")
				r.URL.RawQuery = q.Encode()
				h.ServeHTTP(w, r)
			})
		})
		r, err := connect(t, fake, everything(byKey())).Roster(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for f, v := range present(only(t, r)) {
			if v == "(empty)" {
				t.Errorf("%s is empty though it was not given", f)
			}
		}
	})
}

// legalEntity in v3 is an establishment, and the office is no employee's home.
func TestPitfallLegalEntityIsAnEstablishment(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		p := full()
		p.Address = ""
		e := only(t, rosterOf(t, everything(cfg), luccatest.Config{}, p))
		want := map[employee.Field]string{
			"location": "Nantes", "legal_entity": "(absent)", "address.line1": "(empty)", "address.city": "(absent)",
		}
		if cfg.APIKey == "" {
			want["legal_entity"], want["address.line1"] = "Exemple SAS", "(absent)"
		}
		if diff := cmp.Diff(want, shown(e, "location", "legal_entity", "address.line1", "address.city")); diff != "" {
			t.Errorf("fields (-want +got):\n%s", diff)
		}
	})
}

// Technical accounts live in the list; dropping them is for the settings.
func TestPitfallTechnicalAccounts(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		employees := []luccatest.Person{{ID: "1", Number: "000"}, {ID: "2"}}
		r := rosterOf(t, cfg, luccatest.Config{}, employees...)
		var numbers []string
		for e := range r.All() {
			numbers = append(numbers, show(e.Value(employee.FieldNumber)))
		}
		if diff := cmp.Diff([]string{"000", "(empty)"}, numbers); diff != "" {
			t.Errorf("numbers (-want +got):\n%s", diff)
		}
	})
}

// Customers exclude employees by a custom check-box.
func TestPitfallCheckBoxToSkipPeople(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		cfg.Fields = []employee.Field{"custom.e_skip_sync"}
		p := luccatest.Person{
			ID: "1", Extended: object{"e_skip_sync": object{"id": 1, "value": true}}, Attributes: object{"e_skip_sync": true},
		}
		e := only(t, rosterOf(t, cfg, luccatest.Config{}, p))
		if skip, ok := e.Custom["e_skip_sync"].Bool(); !ok || !skip {
			t.Errorf("e_skip_sync is %s", show(e.Custom["e_skip_sync"]))
		}
	})
}

// The employee number is unique per establishment only, and mail may be null: the
// id is the key.
func TestPitfallNumbersAndMailsAreNoKeys(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		r := rosterOf(t, cfg, luccatest.Config{}, luccatest.Person{ID: "1", Number: "00001", Establishment: "Nantes"},
			luccatest.Person{ID: "2", Number: "00001", Establishment: "Paris"}, luccatest.Person{ID: "10", Number: "00001"})
		if got := r.Coverage(employee.FieldWorkEmail); r.Len() != 3 || got.Empty != 3 {
			t.Errorf("%v, work_email %+v", r, got)
		}
	})
}

// The manager of a page may come on a later page, may have left, may be the
// employee.
func TestPitfallManagers(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		open := []luccatest.Contract{spell("2020-01-06", "")}
		r := rosterOf(t, cfg, luccatest.Config{PageSize: 3},
			luccatest.Person{ID: "1", Manager: "3", Contracts: open},
			luccatest.Person{ID: "2", Manager: "2", Mail: "two@example.com", FirstName: "Own", Contracts: open},
			luccatest.Person{
				ID: "3", Manager: "404", Mail: "three@example.com",
				Contracts: []luccatest.Contract{spell("2020-01-06", "2024-12-31")},
			},
			luccatest.Person{ID: "4", Contracts: open})
		want := map[string][2]string{
			"1": {"3", "three@example.com"}, "2": {"(empty)", "(empty)"}, "3": {"404", "(withheld)"},
			"4": {"(empty)", "(empty)"},
		}
		got := make(map[string][2]string)
		for e := range r.All() {
			got[e.ID] = [2]string{show(e.Value(employee.FieldManagerID)), show(e.Value(employee.FieldManagerEmail))}
			if name := e.Value(employee.FieldManagerName); e.ID == "2" && name.Known() {
				t.Errorf("an employee who is their own manager has one of the name %s", name)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("managers (-want +got):\n%s", diff)
		}
	})
}

// links, or links.next, may be null. Where there is a total, they do not count; without
// one, null for the next link is the end, and null for all of them is an error and not a
// smaller company.
func TestPitfallNullLinks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		fake      luccatest.Config
		employees int
		class     error
	}{
		{name: "one page", fake: luccatest.Config{NullLinks: true}, employees: 100},
		{name: "more than one page", fake: luccatest.Config{NullLinks: true}, employees: 101},
		{
			name: "neither links nor total", fake: luccatest.Config{NullLinks: true, NoCount: true}, employees: 1,
			class: employee.ErrMalformed,
		},
		{name: "no total", fake: luccatest.Config{NoCount: true}, employees: 201},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				fake := luccatest.New(credentials(), plain(tt.employees)...)
				fake.Configure(tt.fake)
				r, err := connect(t, fake, byOAuth()).Roster(t.Context())
				if !errors.Is(err, tt.class) || err == nil && r.Len() != tt.employees {
					t.Errorf("%v, error %v; want %d employees or %v", r, err, tt.employees, tt.class)
				}
			})
		})
	}
}

// The link to the next page may have lost what is to be included, and may lead to
// another host: it is not followed.
func TestPitfallLinkWithoutInclude(t *testing.T) {
	t.Parallel()
	for _, fake := range []luccatest.Config{{}, {KeepInclude: true}, {LinksHost: "elsewhere.example.com"}} {
		bubble(t, func(t *testing.T) {
			r := rosterOf(t, byOAuth(), fake, luccatest.People(250)...)
			if r.Len() != 250 || r.Coverage(employee.FieldHireDate).Known != 250 {
				t.Errorf("%+v: %v, hire_date %+v", fake, r, r.Coverage(employee.FieldHireDate))
			}
		})
	}
}

// The contract type needs a table of its own: none of the three fields is there.
func TestPitfallContractType(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		e := only(t, rosterOf(t, everything(cfg), luccatest.Config{}, full()))
		for _, f := range []employee.Field{
			employee.FieldEmploymentStatus, employee.FieldEmploymentType, employee.FieldEmploymentExtent,
		} {
			if s := e.Value(f).State(); s != employee.StateAbsent {
				t.Errorf("%s is %s, want absent", f, s)
			}
		}
	})
}

// A department's position overflows an int64 and its parentId is a path.
func TestPitfallDepartmentNumbers(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		p := luccatest.Person{ID: "1", Values: object{"department": object{
			"id": 2, "name": "Administration", "position": jsonNumber("10000000000000000000"),
			"parentId": "/1/", "hierarchy": "/1.0/",
		}}}
		e := only(t, rosterOf(t, byKey(), luccatest.Config{}, p))
		if e.Department != "Administration" || len(e.Problems) > 0 {
			t.Errorf("department %q, problems %v", e.Department, e.Problems)
		}
	})
}

// Pages shift under a listing: employees who come or go while it runs neither double
// one nor take others with them.
func TestPitfallPagesUnderChange(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		cfg.Fields = []employee.Field{}
		before := plain(9)
		tests := []struct {
			name  string
			after []luccatest.Person
			want  int // employees of the roster
		}{
			{name: "one joins", after: plain(10), want: 10},
			{name: "the first goes", after: before[1:], want: 8},
			{name: "one goes and one joins, which no count shows", after: plain(10)[1:], want: 9},
			{name: "the last goes", after: before[:8], want: 8},
		}
		for _, tt := range tests {
			fake := luccatest.New(credentials(), before...)
			fake.Configure(luccatest.Config{PageSize: 4})
			n, users := 0, func(r *http.Request) bool {
				return strings.HasSuffix(r.URL.Path, "/users") || strings.HasSuffix(r.URL.Path, "/employees")
			}
			fake.Always(func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if users(r) {
						if n++; n == 2 {
							fake.SetPeople(tt.after...)
						}
					}
					h.ServeHTTP(w, r)
				})
			})
			c := connect(t, fake, cfg)
			r, err := c.Roster(t.Context())
			if err != nil || r.Len() != tt.want {
				t.Errorf("%s: %v, error %v; want %d employees", tt.name, r, err, tt.want)
				continue
			}
			for _, p := range tt.after {
				if _, ok := r.Employee(p.ID); !ok {
					t.Errorf("%s: %s was passed over", tt.name, p.ID)
				}
			}
			fake.SetPeople(before...)
			n = 0
			seen := make(map[string]bool)
			err = nil
			for e, failed := range c.Employees(t.Context()) {
				if err = failed; err == nil && seen[e.ID] {
					t.Errorf("%s: %s is there twice", tt.name, e.ID)
				}
				seen[e.ID] = true
			}
			// An employee who was handed out and is gone makes a stream unsound.
			gone := tt.after[0].ID != before[0].ID
			switch {
			case gone && !errors.Is(err, employee.ErrIncomplete):
				t.Errorf("%s: the stream ends with %v after %d employees, want %v", tt.name, err, len(seen), employee.ErrIncomplete)
			case !gone && (err != nil || len(seen) != tt.want):
				t.Errorf("%s: the stream ends with %v after %d employees, want %d", tt.name, err, len(seen), tt.want)
			}
		}
	})
}

// Pages are places in a list. Wherever one employee goes and another joins while pages
// are read, which leaves the count as it was, all who stay are listed, or there is an
// error.
func TestPitfallSwaps(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		const rows = 250
		cfg.Fields = []employee.Field{employee.FieldWorkEmail}
		before := plain(rows)
		for leaver := 0; leaver < rows; leaver += 12 {
			for request := 2; request <= 3; request++ {
				after := append(slices.Delete(slices.Clone(before), leaver, leaver+1), plain(rows + 1)[rows])
				fake := luccatest.New(credentials(), before...)
				fake.Configure(luccatest.Config{PageSize: 100})
				n := 0
				fake.Always(func(h http.Handler) http.Handler {
					return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
						if strings.HasSuffix(r.URL.Path, "/users") || strings.HasSuffix(r.URL.Path, "/employees") {
							if n++; n == request {
								fake.SetPeople(after...)
							}
						}
						h.ServeHTTP(w, r)
					})
				})
				r, err := connect(t, fake, cfg).Roster(t.Context())
				if err != nil {
					t.Errorf("employee %d goes before request %d: %v", leaver, request, err)
					continue
				}
				for i, p := range before {
					if _, ok := r.Employee(p.ID); !ok && i != leaver {
						t.Errorf("employee %d goes before request %d: %s was passed over", leaver, request, p.ID)
					}
				}
			}
		}
	})
}

// Fewer employees than Lucca counts, however often one asks, are not a company.
func TestPitfallFewerThanCounted(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		cfg.Fields = []employee.Field{}
		fake := luccatest.New(credentials(), plain(3)...)
		more := edited(fake, func(r *http.Request, body string) string {
			if !strings.HasSuffix(r.URL.Path, "/users") && !strings.HasSuffix(r.URL.Path, "/employees") {
				return body
			}
			return strings.NewReplacer(`"count":3`, `"count":4`, `"totalCount":3`, `"totalCount":4`).Replace(body)
		})
		c := connect(t, more, cfg)
		if r, err := c.Roster(t.Context()); r != nil || !errors.Is(err, employee.ErrIncomplete) {
			t.Errorf("%v, error %v; want %v", r, err, employee.ErrIncomplete)
		}
		var last error
		for _, last = range c.Employees(t.Context()) {
		}
		if !errors.Is(last, employee.ErrIncomplete) {
			t.Errorf("the stream ends with %v, want %v", last, employee.ErrIncomplete)
		}
	})
}

// An employee who is always there twice, or a record without an id, ends the listing.
func TestPitfallIDs(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		tests := []struct {
			name      string
			employees []luccatest.Person
			class     error
		}{
			{name: "twice", employees: []luccatest.Person{{ID: "1"}, {ID: "2"}, {ID: "1"}}, class: employee.ErrIncomplete},
			{name: "blank", employees: []luccatest.Person{{ID: "1"}, {ID: ""}}, class: employee.ErrMalformed},
			{
				name: "an object", employees: []luccatest.Person{{ID: "1", Values: object{"id": object{"id": 1}}}},
				class: employee.ErrMalformed,
			},
			{name: "no key", employees: []luccatest.Person{{ID: "1", Hidden: []string{"id"}}}, class: employee.ErrMalformed},
		}
		for _, tt := range tests {
			fake := luccatest.New(credentials(), tt.employees...)
			r, err := connect(t, fake, cfg).Roster(t.Context())
			if r != nil || !errors.Is(err, tt.class) {
				t.Errorf("%s: %v, error %v; want %v", tt.name, r, err, tt.class)
			}
		}
	})
}

// Upper-case last names stay as they are.
func TestPitfallUpperCaseNames(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		e := only(t,
			rosterOf(t, cfg, luccatest.Config{}, luccatest.Person{ID: "1", FirstName: "Zoë", LastName: "LEFÈVRE-d'AMICO"}))
		if e.FirstName != "Zoë" || e.LastName != "LEFÈVRE-d'AMICO" {
			t.Errorf("%q %q", e.FirstName, e.LastName)
		}
	})
}

// Errors come in many forms; the status and the words survive, a page of HTML or
// a trace does not.
func TestPitfallErrorBodies(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, message, code string }{
		{name: "v3", body: `{"Status":400,"Message":"Unknown property 'x'"}`, message: "Unknown property 'x'"},
		{
			name: "v3 in lower case, with a trace", body: `{"status":400,"message":"no","stackTrace":"at Lucca"}`,
			message: "no",
		},
		{name: "detail", body: `{"detail":"no such field"}`, message: "no such field"},
		{
			name: "a problem document",
			body: `{"type":"about:blank","title":"Bad Request","status":400,"detail":"limit is out of range",` +
				`"errors":{"limit":["x"]}}`,
			message: "limit is out of range",
		},
		{name: "a title alone", body: `{"title":"Bad Request"}`, message: "Bad Request"},
		{name: "plain text labelled JSON", body: `Unknown property 'x'`, message: "Unknown property 'x'"},
		{name: "a JSON text", body: `"Unknown property"`, message: "Unknown property"},
		{name: "OAuth", body: `{"error":"slow_down","error_description":"later"}`, message: "later", code: "slow_down"},
		{name: "HTML", body: `<html>oops</html>`},
		{name: "broken JSON", body: `{"Message":`},
		{name: "an array", body: `[1]`, message: "[1]"},
		{name: "objects", body: `{"Message":{"a":1},"error":[2]}`},
		{name: "nothing"},
		{name: "an address", body: `user ana@example.com not found`, message: "user … not found"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", "application/json")
					w.WriteHeader(400)
					w.Write([]byte(tt.body))
				})
				_, err := connect(t, h, byKey()).Roster(t.Context())
				fe, ok := errors.AsType[*employee.FetchError](err)
				if !ok {
					t.Fatalf("error %v", err)
				}
				if fe.Said.String() != tt.message || fe.Code != tt.code || fe.StatusCode != 400 {
					t.Errorf("message %q, code %q, status %d; want %q, %q, 400", fe.Said, fe.Code, fe.StatusCode, tt.message,
						tt.code)
				}
			})
		})
	}
}
