package lucca_test

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

// full is an employee with everything.
func full() luccatest.Person {
	return luccatest.Person{
		ID: "9007199254740993", FirstName: "Ana", LastName: "MOREL", Login: "amorel", Mail: "ana@example.com",
		Number: "00057", JobTitle: "Développeuse", DirectLine: "+33 1 99 00 00 01", ProfessionalMobile: "+33 6 99 00 00 01",
		PersonalMobile: "+33 6 99 00 00 02", PersonalEmail: "ana@home.example.com", Address: "1 rue de l'Exemple, " +
			"44000 Nantes",
		BirthDate: "1990-05-01", SeniorityDate: "2018-01-01", Manager: "88", Department: "R&D", Establishment: "Nantes",
		LegalEntity: "Exemple SAS", TimeZone: "Europe/Paris", UpdatedAt: "2025-11-07T10:20:06.583",
		Contracts: []luccatest.Contract{spell("2019-01-07", "2021-06-30"), spell("2024-09-02", "2026-08-31")},
	}
}

func spell(start, end string) luccatest.Contract { return luccatest.Contract{Start: start, End: end} }

// everything asks for all standard fields.
func everything(cfg lucca.Config) lucca.Config {
	cfg.Fields = employee.Fields()
	return cfg
}

// present are all fields of e that are not absent.
func present(e *employee.Employee) map[employee.Field]string {
	m := shown(e, employee.Fields()...)
	for f, v := range m {
		if v == "(absent)" {
			delete(m, f)
		}
	}
	return m
}

func TestV3Fields(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		boss := luccatest.Person{
			ID: "88", FirstName: "Luc", LastName: "ROY", Contracts: []luccatest.Contract{{Start: "2010-01-04"}},
		}
		r := rosterOf(t, everything(byKey()), luccatest.Config{}, boss, full())
		e, ok := r.Employee("9007199254740993")
		if !ok {
			t.Fatal("no employee with that id")
		}
		want := map[employee.Field]string{
			"id": "9007199254740993", "number": "00057", "first_name": "Ana", "last_name": "MOREL", "display_name": "MOREL Ana",
			"work_email": "ana@example.com", "personal_email": "ana@home.example.com",
			"work_phone": "+33 1 99 00 00 01", "mobile_phone": "+33 6 99 00 00 02", "birth_date": "1990-05-01",
			"job_title": "Développeuse", "department": "R&D", "location": "Nantes",
			"address.line1": "1 rue de l'Exemple, 44000 Nantes", "manager.id": "88", "manager.name": "Luc ROY",
			"manager.email": "(withheld)", // the manager has none
			"hire_date":     "2024-09-02", "original_hire_date": "2019-01-07", "termination_date": "2026-08-31",
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

func TestV3Empty(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e := only(t, rosterOf(t, everything(byKey()), luccatest.Config{}, luccatest.Person{ID: "1"}))
		want := map[employee.Field]string{"id": "1"}
		for _, f := range []employee.Field{
			"number", "first_name", "last_name", "display_name", "work_email", "personal_email", "work_phone", "mobile_phone",
			"birth_date", "job_title", "department", "location", "address.line1", "manager.id", "manager.name", "manager.email",
			"hire_date", "original_hire_date", "termination_date",
		} {
			want[f] = "(empty)"
		}
		if diff := cmp.Diff(want, present(e)); diff != "" {
			t.Errorf("an employee of nulls (-want +got):\n%s", diff)
		}
	})
}

// TestV3MissingPermission: what the role may not see has no key.
func TestV3MissingPermission(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		cfg := everything(byKey())
		cfg.Fields = append(cfg.Fields, "custom.e_github", "custom.login")
		hidden := []string{
			"employeeNumber", "firstName", "lastName", "displayName", "mail", "personalEmail", "directLine",
			"personalMobile", "birthDate", "jobTitle", "department", "legalEntity", "address", "manager",
			"dtContractStart", "dtContractEnd", "contracts", "extendedData", "login",
		}
		e := only(t, rosterOf(t, cfg, luccatest.Config{Hidden: hidden}, full()))
		for f, v := range present(e) {
			if f != "id" && v != "(withheld)" {
				t.Errorf("%s is %s", f, v)
			}
		}
		for _, key := range []string{"e_github", "login"} {
			if got := show(e.Custom[key]); got != "(withheld)" {
				t.Errorf("custom.%s is %s", key, got)
			}
		}
		if len(e.Problems) > 0 {
			t.Errorf("problems %v: nothing was unreadable", e.Problems)
		}
	})
}

// TestV3Unreadable: a value of the wrong kind harms its field alone.
func TestV3Unreadable(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		p := full()
		p.Values = map[string]any{
			"mail": map[string]any{
				"a": "hunter2",
			}, "birthDate": "hunter2", "dtContractEnd": "31/08/2026", "department": "hunter2",
			"manager": []int{88}, "legalEntity": map[string]any{"id": 1}, "jobTitle": 7, "modifiedAt": "hunter2",
			"directLine": []string{"x"},
		}
		e := only(t, rosterOf(t, everything(byKey()), luccatest.Config{}, p))
		want := map[employee.Field]string{
			"work_email": "(withheld)", "birth_date": "(withheld)", "termination_date": "(withheld)",
			"department": "(withheld)", "work_phone": "(withheld)",
			"manager.id": "(withheld)", "manager.name": "(withheld)", "location": "(withheld)", "job_title": "7",
			"first_name": "Ana", "hire_date": "2024-09-02", "original_hire_date": "2019-01-07",
		}
		fields := make([]employee.Field, 0, len(want))
		for f := range want {
			fields = append(fields, f)
		}
		if diff := cmp.Diff(want, shown(e, fields...)); diff != "" {
			t.Errorf("fields (-want +got):\n%s", diff)
		}
		var problems []employee.Field
		for _, p := range e.Problems {
			problems = append(problems, p.Field)
			if p.EmployeeID != full().ID || p.Reason == "" || cmp.Equal(p.Reason, "hunter2") {
				t.Errorf("problem %+v", p)
			}
		}
		// A reference without a name is withheld, which is no problem.
		if diff := cmp.Diff([]employee.Field{
			"work_email", "work_phone", "birth_date", "department", "manager.id", "manager.name", "termination_date", "",
		}, problems); diff != "" {
			t.Errorf("problems (-want +got):\n%s", diff)
		}
	})
}

func TestV3WorkPhone(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, landline, mobile, hidden, want string
	}{
		{name: "both", landline: "1", mobile: "2", want: "1"},
		{name: "no landline", mobile: "2", want: "2"},
		{name: "neither", want: "(empty)"},
		{name: "the landline withheld", landline: "1", mobile: "2", hidden: "directLine", want: "(withheld)"},
		{name: "no landline, the mobile withheld", mobile: "2", hidden: "professionalMobile", want: "(withheld)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				e := only(t,
					rosterOf(t, byKey(), luccatest.Config{},
						luccatest.Person{
							ID: "1", DirectLine: tt.landline, ProfessionalMobile: tt.mobile, PersonalMobile: "3",
							Hidden: []string{tt.hidden},
						}))
				if got := show(e.Value(employee.FieldWorkPhone)); got != tt.want {
					t.Errorf("work_phone %s, want %s", got, tt.want)
				}
				if got := e.Value(employee.FieldMobilePhone).State(); got != employee.StateAbsent {
					t.Errorf("mobile_phone is %s though it was not asked for", got)
				}
			})
		})
	}
}

// TestV3Contracts: the dates are those of the spell of contracts.
func TestV3Contracts(t *testing.T) {
	t.Parallel()
	type contracts = []luccatest.Contract
	tests := []struct {
		name                  string
		contracts             contracts
		values                map[string]any
		hidden                string
		hire, original, ended string
	}{
		{
			name: "open", contracts: contracts{spell("2020-01-06", "")}, hire: "2020-01-06", original: "2020-01-06",
			ended: "(empty)",
		},
		{
			name: "the last day is today", contracts: contracts{spell("2020-01-06", "2026-01-01")}, hire: "2020-01-06",
			original: "2020-01-06", ended: "2026-01-01",
		},
		{
			name: "left", contracts: contracts{spell("2020-01-06", "2025-12-31")}, hire: "2020-01-06", original: "2020-01-06",
			ended: "2025-12-31",
		},
		{
			name: "to come", contracts: contracts{spell("2026-02-02", "")}, hire: "2026-02-02", original: "2026-02-02",
			ended: "(empty)",
		},
		{
			name: "a second spell", contracts: contracts{spell("2010-01-04", "2012-12-31"), spell("2020-01-06", "")},
			hire: "2020-01-06", original: "2010-01-04", ended: "(empty)",
		},
		{
			name:      "between two spells",
			contracts: contracts{spell("2010-01-04", "2025-11-30"), spell("2026-02-02", "")}, hire: "2026-02-02",
			original: "2010-01-04", ended: "2025-11-30",
		},
		{
			name:      "V3: the next contract starts tomorrow",
			contracts: contracts{spell("2010-01-04", "2026-01-01"), spell("2026-01-02", "")}, hire: "2010-01-04",
			original: "2010-01-04", ended: "(empty)",
		},
		{
			name:      "V3, listed after midnight",
			contracts: contracts{spell("2010-01-04", "2025-12-31"), spell("2026-01-01", "2026-06-30")}, hire: "2010-01-04",
			original: "2010-01-04", ended: "2026-06-30",
		},
		{
			name:      "a weekend between two contracts",
			contracts: contracts{spell("2010-01-04", "2025-12-31"), spell("2026-01-03", "")}, hire: "2010-01-04",
			original: "2010-01-04", ended: "(empty)",
		},
		{
			name:      "the applicable contract goes on longer than the list says",
			contracts: contracts{spell("2010-01-04", "2025-12-31")},
			values:    map[string]any{"dtContractEnd": "2026-12-31T00:00:00"}, hire: "2010-01-04", original: "2010-01-04",
			ended: "2026-12-31",
		},
		{
			name: "an end withheld", contracts: contracts{spell("2010-01-04", "2025-12-31")}, hidden: "dtContractEnd",
			hire: "2010-01-04", original: "2010-01-04", ended: "(withheld)",
		},
		{
			name:      "an end before its start beside another contract",
			contracts: contracts{spell("2010-01-04", "2025-12-31"), spell("2026-06-01", "2026-05-01")}, hire: "(withheld)",
			original: "(withheld)", ended: "(withheld)",
		},
		{name: "no contract", hire: "(empty)", original: "(empty)", ended: "(empty)"},
		{
			name: "contracts withheld", contracts: contracts{spell("2010-01-04", "")}, hidden: "contracts",
			hire: "2010-01-04", original: "(withheld)", ended: "(empty)",
		},
		{
			name: "start withheld", contracts: contracts{spell("2010-01-04", "")}, hidden: "dtContractStart",
			hire: "(withheld)", original: "2010-01-04", ended: "(empty)",
		},
		{
			name: "a start before all contracts", contracts: contracts{spell("2010-01-04", "")},
			values: map[string]any{"dtContractStart": "2009-01-01T00:00:00"}, hire: "2009-01-01", original: "2009-01-01",
			ended: "(empty)",
		},
		{
			name:      "a contract without a readable start",
			contracts: contracts{spell("2010-01-04", "2011-01-01"), spell("01/02/2012", "")},
			values:    map[string]any{"dtContractStart": "2012-02-01T00:00:00"}, hire: "(withheld)", original: "(withheld)",
			ended: "(empty)",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				p := luccatest.Person{ID: "1", Contracts: tt.contracts, Values: tt.values, Hidden: []string{tt.hidden}}
				e := only(t, rosterOf(t, byKey(), luccatest.Config{}, p))
				want := map[employee.Field]string{
					"hire_date": tt.hire, "original_hire_date": tt.original, "termination_date": tt.ended,
				}
				if diff := cmp.Diff(want, shown(e, "hire_date", "original_hire_date", "termination_date")); diff != "" {
					t.Errorf("dates (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// TestV3ContractsRefused: without the right to see contracts, the listing goes
// on without the first start of all employees.
func TestV3ContractsRefused(t *testing.T) {
	t.Parallel()
	for _, status := range []int{403, 404, 400, 401} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				fake := luccatest.New(credentials(), plain(3)...)
				fake.Configure(luccatest.Config{Refuse: map[string]int{"/directory/api/4.0/work-contracts": status}})
				r, err := connect(t, fake, byKey()).Roster(t.Context())
				if status == 400 || status == 401 {
					if fe, ok := errors.AsType[*employee.FetchError](err); !ok || fe.StatusCode != status || r != nil {
						t.Errorf("%v, error %v; want %d", r, err, status)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				if got := r.Coverage(employee.FieldOriginalHireDate); got != (employee.Coverage{Withheld: 3}) {
					t.Errorf("original_hire_date %+v, want it withheld for all", got)
				}
			})
		})
	}
}

func TestOrigin(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		tenant := "acme.ilucca.net"
		if cfg.APIKey == "" {
			tenant = "acme.ilucca.net/lucca-api"
		}
		now := time.Now()
		for _, tt := range []struct {
			fake              luccatest.Config
			employees         []luccatest.Person
			leavers, starters employee.Visibility
		}{
			{
				fake: luccatest.Config{}, employees: luccatest.People(100), leavers: employee.VisibilityYes,
				starters: employee.VisibilityYes,
			},
			{
				fake: luccatest.Config{}, employees: plain(5), leavers: employee.VisibilityUnknown,
				starters: employee.VisibilityUnknown,
			},
			{
				fake:      luccatest.Config{},
				employees: []luccatest.Person{{ID: "1", Contracts: []luccatest.Contract{spell("2020-01-01", "2025-12-01")}}},
				leavers:   employee.VisibilityYes, starters: employee.VisibilityUnknown,
			},
			{
				fake:      luccatest.Config{},
				employees: []luccatest.Person{{ID: "1", Contracts: []luccatest.Contract{spell("2026-02-01", "")}}},
				leavers:   employee.VisibilityUnknown, starters: employee.VisibilityYes,
			},
			{
				fake:      luccatest.Config{},
				employees: []luccatest.Person{{ID: "1", Contracts: []luccatest.Contract{spell("2020-01-01", "2099-12-01")}}},
				leavers:   employee.VisibilityUnknown, starters: employee.VisibilityUnknown,
			},
			{fake: luccatest.Config{}, leavers: employee.VisibilityUnknown, starters: employee.VisibilityUnknown},
		} {
			got := rosterOf(t, cfg, tt.fake, tt.employees...).Origin()
			got.AsOf = got.AsOf.Truncate(time.Minute)
			want := employee.Origin{
				Provider: "lucca", Tenant: tenant, AsOf: got.AsOf, Total: len(tt.employees),
				Leavers: tt.leavers, Starters: tt.starters, NoStatus: cfg.APIKey != "",
			}
			if diff := cmp.Diff(want, got); diff != "" || got.AsOf.Before(now.Truncate(time.Minute)) {
				t.Errorf("%d employees (-want +got):\n%s", len(tt.employees), diff)
			}
		}
	})
}

// TestV3KeyCasing: the server spells keys as it likes.
func TestV3KeyCasing(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		cfg := everything(byKey())
		one := only(t, rosterOf(t, cfg, luccatest.Config{}, full()))
		two := only(t, rosterOf(t, cfg, luccatest.Config{PascalKeys: true}, full()))
		if diff := cmp.Diff(present(one), present(two)); diff != "" {
			t.Errorf("with keys in another case (-usual +other):\n%s", diff)
		}
	})
}

// TestV3WithoutCount: where Lucca gives no total, the listing ends with the first
// empty page and not with the first short one.
func TestV3WithoutCount(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		r := rosterOf(t, byKey(), luccatest.Config{NoCount: true, PageSize: 5}, plain(12)...)
		if r.Len() != 12 || r.Origin().Total != 0 || r.Coverage(employee.FieldOriginalHireDate).Known != 12 {
			t.Errorf("%v, total %d; want 12 employees and no total", r, r.Origin().Total)
		}
		for n := range 4 {
			if r := rosterOf(t, byKey(), luccatest.Config{NoCount: true}, plain(n)...); r.Len() != n {
				t.Errorf("%v, want %d employees", r, n)
			}
		}
	})
}

func TestV3OwnFields(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		cfg := byKey()
		cfg.Fields = []employee.Field{
			"custom.login", "custom.culture", "custom.professionalMobile", "custom.seniorityDate", "custom.civilTitle",
		}
		e := only(t, rosterOf(t, cfg, luccatest.Config{}, full()))
		want := map[employee.Field]string{
			"custom.login": "amorel", "custom.culture": "français (France)", "custom.professionalMobile": "+33 6 99 00 00 01",
			"custom.seniorityDate": "2018-01-01", "custom.civilTitle": "(empty)",
		}
		if diff := cmp.Diff(want, shown(e, cfg.Fields...)); diff != "" {
			t.Errorf("custom fields (-want +got):\n%s", diff)
		}
	})
}
