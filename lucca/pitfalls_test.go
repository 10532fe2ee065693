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
		people := []luccatest.Person{
			{ID: "1", Contracts: []luccatest.Contract{spell("2020-01-06", "")}},
			{ID: "2", Contracts: []luccatest.Contract{spell("2020-01-06", "2025-06-30")}},
			{ID: "3", Contracts: []luccatest.Contract{spell("2027-01-04", "")}},
		}
		r := rosterOf(t, byKey(), luccatest.Config{NoLeavers: true, NoStarters: true}, people...)
		if o := r.Origin(); r.Len() != 1 || o.Leavers == employee.VisibilityYes || o.Starters == employee.VisibilityYes {
			t.Errorf("%v, origin %+v; want one person and nobody else seen", r, o)
		}
		fake := luccatest.New(credentials(), people...)
		for _, hidden := range []bool{false, true} {
			fake.Configure(luccatest.Config{NoLeavers: hidden})
			access, err := connect(t, fake, byKey()).Check(t.Context())
			warned := slices.ContainsFunc(access.Warnings, func(w string) bool { return strings.Contains(w, "former employee") })
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

// legalEntity in v3 is an establishment, and the office is nobody's home.
func TestPitfallLegalEntityIsAnEstablishment(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		p := full()
		p.Address = ""
		e := only(t, rosterOf(t, everything(cfg), luccatest.Config{}, p))
		want := map[employee.Field]string{"location": "Nantes", "legal_entity": "(absent)", "address.line1": "(empty)", "address.city": "(absent)"}
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
		people := []luccatest.Person{{ID: "1", Number: "000"}, {ID: "2"}}
		r := rosterOf(t, cfg, luccatest.Config{}, people...)
		var numbers []string
		for e := range r.All() {
			numbers = append(numbers, show(e.Value(employee.FieldNumber)))
		}
		if diff := cmp.Diff([]string{"000", "(empty)"}, numbers); diff != "" {
			t.Errorf("numbers (-want +got):\n%s", diff)
		}
	})
}

// Customers exclude people by a custom check-box.
func TestPitfallCheckBoxToSkipPeople(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		cfg.Fields = []employee.Field{"custom.e_skip_sync"}
		p := luccatest.Person{ID: "1", Extended: object{"e_skip_sync": object{"id": 1, "value": true}}, Attributes: object{"e_skip_sync": true}}
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
// person.
func TestPitfallManagers(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		open := []luccatest.Contract{spell("2020-01-06", "")}
		r := rosterOf(t, cfg, luccatest.Config{PageSize: 3},
			luccatest.Person{ID: "1", Manager: "3", Contracts: open},
			luccatest.Person{ID: "2", Manager: "2", Mail: "two@example.com", FirstName: "Own", Contracts: open},
			luccatest.Person{ID: "3", Manager: "404", Mail: "three@example.com", Contracts: []luccatest.Contract{spell("2020-01-06", "2024-12-31")}},
			luccatest.Person{ID: "4", Contracts: open})
		want := map[string][2]string{"1": {"3", "three@example.com"}, "2": {"(empty)", "(empty)"}, "3": {"404", "(absent)"}, "4": {"(empty)", "(empty)"}}
		got := make(map[string][2]string)
		for e := range r.All() {
			got[e.ID] = [2]string{show(e.Value(employee.FieldManagerID)), show(e.Value(employee.FieldManagerEmail))}
			if name := e.Value(employee.FieldManagerName); e.ID == "2" && name.Known() {
				t.Errorf("who is their own manager has one of the name %s", name)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("managers (-want +got):\n%s", diff)
		}
	})
}

// links, or links.next, may be null: with a total that is reached this is the
// end, and otherwise it is an error and not a smaller company.
func TestPitfallNullLinks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		fake   luccatest.Config
		people int
		class  error
	}{
		{"one page", luccatest.Config{NullLinks: true}, 100, nil},
		{"more than one page", luccatest.Config{NullLinks: true}, 101, nil},
		{"neither links nor total", luccatest.Config{NullLinks: true, NoCount: true}, 1, employee.ErrMalformed},
		{"no total", luccatest.Config{NoCount: true}, 201, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				fake := luccatest.New(credentials(), plain(tt.people)...)
				fake.Configure(tt.fake)
				r, err := connect(t, fake, byOAuth()).Roster(t.Context())
				if !errors.Is(err, tt.class) || err == nil && r.Len() != tt.people {
					t.Errorf("%v, error %v; want %d people or %v", r, err, tt.people, tt.class)
				}
			})
		})
	}
}

// The link to the next page may have lost what is to be included, and may lead to
// another host: only its cursor is used.
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
		for _, f := range []employee.Field{employee.FieldEmploymentStatus, employee.FieldEmploymentType, employee.FieldEmploymentExtent} {
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
			"id": 2, "name": "Administration", "position": jsonNumber("10000000000000000000"), "parentId": "/1/", "hierarchy": "/1.0/",
		}}}
		e := only(t, rosterOf(t, byKey(), luccatest.Config{}, p))
		if e.Department != "Administration" || len(e.Problems) > 0 {
			t.Errorf("department %q, problems %v", e.Department, e.Problems)
		}
	})
}

// Pages shift under a listing: people who come or go while it runs neither double
// anybody nor take others with them.
func TestPitfallPagesUnderChange(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		cfg.Fields = []employee.Field{}
		before := plain(9)
		tests := []struct {
			name  string
			after []luccatest.Person
			want  int // people of the roster
		}{
			{"one joins", plain(10), 10},
			{"the first goes", before[1:], 8},
			{"one goes and one joins, which no count shows", plain(10)[1:], 9},
			{"the last goes", before[:8], 8},
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
				t.Errorf("%s: %v, error %v; want %d people", tt.name, r, err, tt.want)
				continue
			}
			for _, p := range tt.after {
				if _, ok := r.Employee(p.ID); !ok {
					t.Errorf("%s: %s was jumped over", tt.name, p.ID)
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
			// Whoever was handed out and is gone makes a stream unsound.
			gone := tt.after[0].ID != before[0].ID
			switch {
			case gone && !errors.Is(err, employee.ErrIncomplete):
				t.Errorf("%s: the stream ends with %v after %d people, want %v", tt.name, err, len(seen), employee.ErrIncomplete)
			case !gone && (err != nil || len(seen) != tt.want):
				t.Errorf("%s: the stream ends with %v after %d people, want %d", tt.name, err, len(seen), tt.want)
			}
		}
	})
}

// Fewer people than Lucca counts, however often one asks, are not a company.
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

// Somebody who is always there twice, or an id that is nobody's, ends the listing.
func TestPitfallIDs(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		tests := []struct {
			name   string
			people []luccatest.Person
			class  error
		}{
			{"twice", []luccatest.Person{{ID: "1"}, {ID: "2"}, {ID: "1"}}, employee.ErrIncomplete},
			{"blank", []luccatest.Person{{ID: "1"}, {ID: ""}}, employee.ErrMalformed},
			{"an object", []luccatest.Person{{ID: "1", Values: object{"id": object{"id": 1}}}}, employee.ErrMalformed},
			{"no key", []luccatest.Person{{ID: "1", Hidden: []string{"id"}}}, employee.ErrMalformed},
		}
		for _, tt := range tests {
			fake := luccatest.New(credentials(), tt.people...)
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
		e := only(t, rosterOf(t, cfg, luccatest.Config{}, luccatest.Person{ID: "1", FirstName: "Zoë", LastName: "LEFÈVRE-d'AMICO"}))
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
		{"v3", `{"Status":400,"Message":"Unknown property 'x'"}`, "Unknown property 'x'", ""},
		{"v3 in lower case, with a trace", `{"status":400,"message":"no","stackTrace":"at Lucca"}`, "no", ""},
		{"detail", `{"detail":"no such field"}`, "no such field", ""},
		{"a problem document", `{"type":"about:blank","title":"Bad Request","status":400,"detail":"limit is out of range","errors":{"limit":["x"]}}`, "limit is out of range", ""},
		{"a title alone", `{"title":"Bad Request"}`, "Bad Request", ""},
		{"plain text labelled JSON", `Unknown property 'x'`, "Unknown property 'x'", ""},
		{"a JSON text", `"Unknown property"`, "Unknown property", ""},
		{"OAuth", `{"error":"slow_down","error_description":"later"}`, "later", "slow_down"},
		{"HTML", `<html>oops</html>`, "", ""},
		{"broken JSON", `{"Message":`, "", ""},
		{"an array", `[1]`, "[1]", ""},
		{"objects", `{"Message":{"a":1},"error":[2]}`, "", ""},
		{"nothing", ``, "", ""},
		{"an address", `user ana@example.com not found`, "user … not found", ""},
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
				if fe.Message != tt.message || fe.Code != tt.code || fe.StatusCode != 400 {
					t.Errorf("message %q, code %q, status %d; want %q, %q, 400", fe.Message, fe.Code, fe.StatusCode, tt.message, tt.code)
				}
			})
		})
	}
}
