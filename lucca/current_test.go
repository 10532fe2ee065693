package lucca_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

func jsonNumber(s string) json.Number { return json.Number(s) }

func TestV5Fields(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		boss := luccatest.Person{
			ID: "88", FirstName: "Luc", LastName: "Roy", Mail: "luc@example.com",
			Contracts: []luccatest.Contract{spell("2010-01-04", "")},
		}
		r := rosterOf(t, everything(byOAuth()), luccatest.Config{}, boss, full())
		e, ok := r.Employee("9007199254740993")
		if !ok {
			t.Fatal("no employee with that id")
		}
		want := map[employee.Field]string{
			"id": "9007199254740993", "number": "00057", "first_name": "Ana", "last_name": "MOREL",
			"work_email": "ana@example.com", "personal_email": "ana@home.example.com",
			"work_phone": "+33 1 99 00 00 01", "mobile_phone": "+33 6 99 00 00 02", "birth_date": "--05-01",
			"job_title": "Développeuse", "department": "R&D", "location": "Nantes", "legal_entity": "Exemple SAS",
			"time_zone": "Europe/Paris", "manager.id": "88", "manager.email": "luc@example.com",
			"status": "active", "status_text": "active",
			"hire_date": "2024-09-02", "original_hire_date": "2019-01-07", "termination_date": "2026-08-31",
		}
		if diff := cmp.Diff(want, present(e)); diff != "" {
			t.Errorf("fields (-want +got):\n%s", diff)
		}
		if at := time.Date(2025, 11, 7, 10, 20, 6, 583e6, time.UTC); !e.UpdatedAt.Equal(at) {
			t.Errorf("UpdatedAt %v, want %v", e.UpdatedAt, at)
		}
		if len(r.Problems()) > 0 {
			t.Errorf("problems %v", r.Problems())
		}
	})
}

// TestV5Status: the word is Lucca's, normalised, and not weighed with the dates.
func TestV5Status(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name         string
		contracts    []luccatest.Contract
		values       map[string]any
		status, text string
		problems     int
	}{
		{name: "active", contracts: []luccatest.Contract{spell("2020-01-06", "")}, status: "active", text: "active"},
		{name: "upcoming", contracts: []luccatest.Contract{spell("2027-01-06", "")}, status: "pending", text: "upcoming"},
		{
			name: "deactivated", contracts: []luccatest.Contract{spell("2020-01-06", "2025-12-31")}, status: "inactive",
			text: "deactivated",
		},
		{
			name: "the word against the dates", contracts: []luccatest.Contract{spell("2020-01-06", "2025-12-31")},
			values: object{"status": "active"}, status: "active", text: "active",
		},
		{
			name: "a new word", contracts: []luccatest.Contract{spell("2020-01-06", "")},
			values: object{"status": "suspended"}, status: "(withheld)", text: "suspended", problems: 1,
		},
		{
			name: "null", contracts: []luccatest.Contract{spell("2020-01-06", "")}, values: object{"status": nil},
			status: "(empty)", text: "(empty)",
		},
		{
			name: "no word", contracts: []luccatest.Contract{spell("2020-01-06", "")}, values: object{"status": []int{1}},
			status: "(withheld)", text: "(withheld)", problems: 2,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				e := only(t,
					rosterOf(t, byOAuth(), luccatest.Config{},
						luccatest.Person{ID: "1", Contracts: tt.contracts, Values: tt.values}))
				want := map[employee.Field]string{"status": tt.status, "status_text": tt.text, "employment_status": "(absent)"}
				if diff := cmp.Diff(want,
					shown(e, "status", "status_text", "employment_status")); diff != "" || len(e.Problems) != tt.problems {
					t.Errorf("problems %v, fields (-want +got):\n%s", e.Problems, diff)
				}
			})
		})
	}
}

// TestV5Spells: the dates are those of the spell of employments on the day of the
// listing, which is 2026-01-01.
func TestV5Spells(t *testing.T) {
	t.Parallel()
	type contracts = []luccatest.Contract
	for _, tt := range []struct {
		name                string
		contracts           contracts
		hire, ended, status string
	}{
		{
			name: "V3: the next employment starts tomorrow", hire: "2010-01-04", ended: "(empty)", status: "active",
			contracts: contracts{spell("2010-01-04", "2026-01-01"), spell("2026-01-02", "")},
		},
		{
			name: "V3, listed after midnight", hire: "2010-01-04", ended: "2026-06-30", status: "active",
			contracts: contracts{spell("2010-01-04", "2025-12-31"), spell("2026-01-01", "2026-06-30")},
		},
		{
			name: "a weekend between", hire: "2010-01-04", ended: "(empty)", status: "pending",
			contracts: contracts{spell("2010-01-04", "2025-12-31"), spell("2026-01-03", "")},
		},
		{
			name: "between two spells", hire: "2026-02-02", ended: "2025-11-30", status: "pending",
			contracts: contracts{spell("2010-01-04", "2025-11-30"), spell("2026-02-02", "")},
		},
		{
			name: "an employment inside another", hire: "2010-01-04", ended: "(empty)", status: "active",
			contracts: contracts{spell("2010-01-04", ""), spell("2025-06-01", "2025-12-31")},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				e := only(t, rosterOf(t, byOAuth(), luccatest.Config{}, luccatest.Person{ID: "1", Contracts: tt.contracts}))
				want := map[employee.Field]string{
					"hire_date": tt.hire, "original_hire_date": "2010-01-04", "termination_date": tt.ended, "status": tt.status,
				}
				got := shown(e, "hire_date", "original_hire_date", "termination_date", "status")
				if diff := cmp.Diff(want, got); diff != "" || len(e.Problems) > 0 {
					t.Errorf("problems %v, fields (-want +got):\n%s", e.Problems, diff)
				}
			})
		})
	}
}

// TestEndWithoutContracts: where the contracts are refused, one that begins tomorrow is
// not seen, so an end today is withheld; one that has passed is not. Nor is one seen that
// ended before another begins, so the end of an employee who has not begun, or may not
// have begun, is withheld.
func TestEndWithoutContracts(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		for _, tt := range []struct {
			start, end, want string
			hidden           []string
		}{
			{start: "2020-01-06", end: "2025-12-31", want: "2025-12-31"},
			{start: "2020-01-06", end: "2026-01-01", want: "(withheld)"},
			{start: "2020-01-06", end: "2026-01-02", want: "2026-01-02"},
			{start: "2020-01-06", want: "(empty)"},
			{start: "2026-01-01", want: "(empty)"},
			{start: "2026-01-02", want: "(withheld)"},
			{start: "2026-06-01", end: "2026-12-31", want: "(withheld)"},
			{start: "2026-06-01", want: "(withheld)", hidden: []string{"dtContractStart", "employment.start"}},
		} {
			e := only(t, rosterOf(t, cfg, luccatest.Config{Refuse: map[string]int{
				"/directory/api/4.0/work-contracts": 403, "/lucca-api/employments": 403,
			}}, luccatest.Person{ID: "1", Contracts: []luccatest.Contract{spell(tt.start, tt.end)}, Hidden: tt.hidden}))
			if got := shown(e, "termination_date")["termination_date"]; got != tt.want {
				t.Errorf("from %s to %q without %q: the end is %s, want %s", tt.start, tt.end, tt.hidden, got, tt.want)
			}
		}
	})
}

// TestV5MissingPermission: what is not embedded, or refused, withholds the fields
// that depend on it.
func TestV5MissingPermission(t *testing.T) {
	t.Parallel()
	without := func(lists ...string) []string {
		var scopes []string
		for _, list := range []string{
			"employees", "employments", "job-positions", "departments", "business-establishments", "legal-entities",
			"employee-personal-records", "employee-attributes",
		} {
			if !cmp.Equal(lists, []string{list}) {
				scopes = append(scopes, list+".readonly")
			}
		}
		return scopes
	}
	tests := []struct {
		name     string
		fake     luccatest.Config
		withheld []employee.Field
	}{
		{name: "nothing", fake: luccatest.Config{}},
		{
			name: "no employment embedded", fake: luccatest.Config{Hidden: []string{"employment"}},
			withheld: []employee.Field{"legal_entity", "hire_date", "termination_date"},
		},
		{
			name: "no job position embedded", fake: luccatest.Config{Hidden: []string{"job-position"}},
			withheld: []employee.Field{"job_title", "department", "location", "time_zone",
				"manager.id", "manager.email"},
		},
		{
			name: "no scope for employments", fake: luccatest.Config{Scopes: without("employments")},
			withheld: []employee.Field{"legal_entity", "hire_date", "original_hire_date", "termination_date"},
		},
		{
			name: "no scope for job positions", fake: luccatest.Config{Scopes: without("job-positions")},
			withheld: []employee.Field{"job_title", "department", "location", "time_zone",
				"manager.id", "manager.email"},
		},
		{
			name: "no scope for departments", fake: luccatest.Config{Scopes: without("departments")},
			withheld: []employee.Field{"department"},
		},
		{
			name: "no scope for establishments", fake: luccatest.Config{Scopes: without("business-establishments")},
			withheld: []employee.Field{"location", "time_zone"},
		},
		{
			name: "no scope for legal entities", fake: luccatest.Config{Scopes: without("legal-entities")},
			withheld: []employee.Field{"legal_entity"},
		},
		{
			name: "no scope for personal records", fake: luccatest.Config{Scopes: without("employee-personal-records")},
			withheld: []employee.Field{"personal_email", "mobile_phone"},
		},
		{
			name: "no scope for custom fields", fake: luccatest.Config{Scopes: without("employee-attributes")},
			withheld: []employee.Field{"custom.e_github"},
		},
		{
			name: "departments not found", fake: luccatest.Config{Refuse: map[string]int{"/lucca-api/departments": 404}},
			withheld: []employee.Field{"department"},
		},
		{
			name: "keys missing",
			fake: luccatest.Config{
				Hidden: []string{"email", "employment.end", "job-position.manager", "birthDay", "job-position.department"},
			},
			withheld: []employee.Field{"work_email", "birth_date", "department", "manager.id", "manager.email",
				"termination_date"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				cfg := everything(byOAuth())
				cfg.Fields = append(cfg.Fields, "custom.e_github")
				p := full()
				p.Manager, p.Attributes = "", object{"e_github": "ana"}
				e := only(t, rosterOf(t, cfg, tt.fake, p))
				var withheld []employee.Field
				for _, f := range cfg.Fields {
					if e.Value(f).State() == employee.StateWithheld {
						withheld = append(withheld, f)
					}
				}
				if diff := cmp.Diff(tt.withheld, withheld); diff != "" || len(e.Problems) > 0 {
					t.Errorf("problems %v, withheld (-want +got):\n%s", e.Problems, diff)
				}
			})
		})
	}
}

// TestV5ScopeOfEmployees: without the one scope that everything needs, there is no
// listing.
func TestV5ScopeOfEmployees(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		fake := luccatest.New(credentials(), plain(3)...)
		fake.Configure(luccatest.Config{Scopes: []string{"departments.readonly"}})
		_, err := connect(t, fake, byOAuth()).Roster(t.Context())
		if fe, ok := errors.AsType[*employee.FetchError](err); !ok || !errors.Is(err, employee.ErrPermission) ||
			fe.StatusCode != 403 {
			t.Errorf("error %v, want a 403", err)
		}
	})
}

func TestV5Unreadable(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		p := full()
		p.Values = object{
			"birthDay": object{"day": 30, "month": 2}, "lastUpdatedAt": 7, "phoneNumber": object{},
			"employment.start": object{"date": "hunter2"}, "employment.end": "2026-08-31",
			"job-position.manager": "88", "job-position.department": object{"id": "99"},
		}
		e := only(t, rosterOf(t, everything(byOAuth()), luccatest.Config{}, p))
		want := map[employee.Field]string{
			"birth_date": "(withheld)", "hire_date": "(withheld)", "original_hire_date": "(withheld)",
			"termination_date": "2026-08-31", "manager.id": "(withheld)", "department": "(withheld)",
			"work_phone": "(withheld)", "first_name": "Ana",
		}
		if diff := cmp.Diff(want,
			shown(e, "birth_date", "hire_date", "original_hire_date", "termination_date", "manager.id", "department",
				"work_phone", "first_name")); diff != "" {
			t.Errorf("fields (-want +got):\n%s", diff)
		}
		var problems []employee.Field
		for _, p := range e.Problems {
			problems = append(problems, p.Field)
		}
		// A department that the list has not is withheld, which is no problem.
		if diff := cmp.Diff([]employee.Field{
			"work_phone", "birth_date", "manager.id", "hire_date", "original_hire_date", "",
		}, problems); diff != "" {
			t.Errorf("problems (-want +got):\n%s", diff)
		}
	})
}

// TestV5BirthdayWithoutYear covers 29 February, which some years have not.
func TestV5BirthdayWithoutYear(t *testing.T) {
	t.Parallel()
	for born, want := range map[string]string{"1977-07-04": "--07-04", "1992-02-29": "--02-29", "": "(empty)"} {
		bubble(t, func(t *testing.T) {
			e := only(t, rosterOf(t, everything(byOAuth()), luccatest.Config{}, luccatest.Person{ID: "1", BirthDate: born}))
			if got := show(e.Value(employee.FieldBirthDate)); got != want {
				t.Errorf("born %q: %s, want %s", born, got, want)
			}
		})
	}
}

func TestV5Token(t *testing.T) {
	t.Parallel()
	roster := func(t *testing.T, fake *luccatest.Fake) error {
		_, err := connect(t, fake, byOAuth()).Roster(t.Context())
		return err
	}
	t.Run("is kept", func(t *testing.T) {
		t.Parallel()
		bubble(t, func(t *testing.T) {
			fake := luccatest.New(credentials(), plain(3)...)
			c := connect(t, fake, byOAuth())
			for i, wait := range []time.Duration{0, 20 * time.Minute, 9*time.Minute + 30*time.Second} {
				time.Sleep(wait)
				if _, err := c.Check(t.Context()); err != nil {
					t.Fatal(err)
				}
				// Lucca's tokens live 30 minutes; the third is asked for a minute before.
				if got, want := tokens(fake), 1+i/2; got != want {
					t.Errorf("%d tokens at call %d, want %d", got, i+1, want)
				}
			}
		})
	})
	t.Run("is renewed once when it is stale", func(t *testing.T) {
		t.Parallel()
		bubble(t, func(t *testing.T) {
			fake := luccatest.New(credentials(), plain(3)...)
			c := connect(t, fake, byOAuth())
			for range 2 {
				if _, err := c.Roster(t.Context()); err != nil {
					t.Fatal(err)
				}
				fake.ExpireTokens()
			}
			if got := tokens(fake); got != 2 {
				t.Errorf("%d tokens, want 2", got)
			}
		})
	})
	t.Run("is kept for a day at most, however long it lives", func(t *testing.T) {
		t.Parallel()
		bubble(t, func(t *testing.T) {
			fake := luccatest.New(credentials(), plain(3)...)
			h := edited(fake, func(r *http.Request, body string) string {
				return strings.Replace(body, `"expires_in":1800`, `"expires_in":10000000000`, 1)
			})
			c := connect(t, h, byOAuth())
			for i := range 3 {
				if _, err := c.Check(t.Context()); err != nil || tokens(fake) != 1+i/2 {
					t.Errorf("call %d: %d tokens, error %v", i+1, tokens(fake), err)
				}
				time.Sleep(time.Duration(i) * 24 * time.Hour)
			}
		})
	})
	t.Run("with scopes where they are required", func(t *testing.T) {
		t.Parallel()
		bubble(t, func(t *testing.T) {
			fake := luccatest.New(credentials(), plain(3)...)
			fake.Configure(luccatest.Config{ScopeRequired: true})
			if err := roster(t, fake); err != nil {
				t.Fatal(err)
			}
			want := "client_id=" + clientID +
				"&grant_type=client_credentials&scope=employees.readonly+employments.readonly+job-positions.readonly" +
				"+departments.readonly+business-establishments.readonly+legal-entities.readonly"
			if got := string(fake.Requests()[1].Body); got != want {
				t.Errorf("the second form is\n%s, want\n%s", got, want)
			}
		})
	})
	t.Run("refused scopes are a missing permission", func(t *testing.T) {
		t.Parallel()
		bubble(t, func(t *testing.T) {
			fake := luccatest.New(credentials(), plain(3)...)
			fake.Configure(luccatest.Config{ScopeRequired: true, Scopes: []string{"employees.readonly"}})
			if err := roster(t, fake); !errors.Is(err, employee.ErrPermission) {
				t.Errorf("error %v, want %v", err, employee.ErrPermission)
			}
		})
	})
	for body, class := range map[string]error{
		`{}`:                                  employee.ErrMalformed,
		`{"access_token":null}`:               employee.ErrMalformed,
		`{"access_token":"","expires_in":60}`: employee.ErrMalformed,
	} {
		t.Run("answer "+body, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				fake := luccatest.New(credentials(), plain(3)...)
				fake.Always(func(http.Handler) http.Handler {
					return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) })
				})
				if err := roster(t, fake); !errors.Is(err, class) {
					t.Errorf("error %v, want %v", err, class)
				}
			})
		})
	}
}

func tokens(fake *luccatest.Fake) (n int) {
	for _, r := range fake.Requests() {
		if r.Path == "/connect/token" {
			n++
		}
	}
	return n
}
