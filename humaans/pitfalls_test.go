package humaans_test

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

// Each subtest is one way in which connectors to Humaans go wrong.
func TestPitfalls(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]func(*testing.T){
		"01 too small a scope gives a short list with 200":             shortList,
		"02 the token's owner is demoted, and fields disappear":        demotedOwner,
		"02 the token's owner is offboarded":                           deadToken,
		"03 role is the permission role, not the job":                  permissionRole,
		"04 a reader of one page misses employees":                     manyPages,
		"04 a page that fails is no shorter list":                      failedPage,
		"05 remote is not in the locations":                            remoteWorker,
		"06 null photo and teams, strings or arrays, texts or objects": manyForms,
		"07 a planned role is not the current one":                     plannedRole,
		"08 rows repeat between pages":                                 repeatedRow,
		"08 the total changes while pages are read":                    changingTotal,
		"09 free text may carry anything":                              hostileText,
		"10 invented keys of other clients mean nothing":               inventedKeys,
		"11 a redirect must not carry the token away":                  redirect,
	} {
		t.Run(name, test)
	}
}

func shortList(t *testing.T) {
	employees := humaanstest.People(300)
	fake := humaanstest.New(token, employees...)
	fake.Configure(humaanstest.Config{Scopes: []string{"public:read"}})
	r := fetch(t, fake)
	if o := r.Origin(); r.Len() >= 300 || o.Leavers != employee.VisibilityNo || o.Starters != employee.VisibilityNo {
		t.Errorf("%d employees, origin %+v", r.Len(), o)
	}
	for e := range r.All() {
		for _, f := range []employee.Field{employee.FieldTerminationDate, employee.FieldLastWorkingDay,
			employee.FieldMiddleName} {
			if s := e.Value(f).State(); s != employee.StateWithheld {
				t.Fatalf("%s: %s is %v", e.ID, f, s)
			}
		}
	}
	access, err := newClient(t, fake, humaans.Config{}).Check(t.Context())
	if err != nil || !warns(access, "private:read", "leavers and future starters are not listed") {
		t.Errorf("Check: %+v, error %v", access, err)
	}
}

func demotedOwner(t *testing.T) {
	fake := humaanstest.New(token, humaanstest.People(30)...)
	for _, omit := range []bool{false, true} {
		fake.Configure(humaanstest.Config{Hidden: []string{"email", "lastName", "locationId"}, OmitHidden: omit})
		for e := range fetch(t, fake).All() {
			for _, f := range []employee.Field{employee.FieldWorkEmail, employee.FieldLastName,
				employee.FieldLocation} {
				if s := e.Value(f).State(); s != employee.StateWithheld && (omit || e.Status == employee.StatusActive) {
					t.Fatalf("%s: %s is %v", e.ID, f, s)
				}
			}
		}
	}
}

func deadToken(t *testing.T) {
	fake := humaanstest.New(token, humaanstest.People(30)...)
	fake.Always(humaanstest.Unauthorized())
	client := newClient(t, fake, humaans.Config{})
	for range 2 {
		if _, err := client.Roster(t.Context()); !errors.Is(err, employee.ErrCredentials) {
			t.Errorf("error %v", err)
		}
	}
	if n := len(fake.Requests()); n != 2 {
		t.Errorf("%d requests for two listings", n)
	}
}

func permissionRole(t *testing.T) {
	fake := humaanstest.New(token, humaanstest.Person{
		ID: "p1", Values: map[string]any{"role": "owner"},
		Roles: []humaanstest.Role{{JobTitle: "Lead", EffectiveDate: "2020-01-01"}},
	})
	if e := fetchOne(t, fake); e.JobTitle != "Lead" {
		t.Errorf("job title %q", e.JobTitle)
	}
}

// Pages are shorter than asked for, in every list.
func manyPages(t *testing.T) {
	employees := humaanstest.People(600)
	for i := range employees {
		employees[i].Custom = map[string]any{"f1": strconv.Itoa(i)}
	}
	var fields []humaanstest.Field
	var places []humaanstest.Location
	for i := range 30 {
		fields = append(fields, humaanstest.Field{ID: "f" + strconv.Itoa(i), Name: "n"})
		places = append(places, humaanstest.Location{ID: "l" + strconv.Itoa(i), Label: "L" + strconv.Itoa(i)})
	}
	employees[599].Values["locationId"] = "l29"
	fake := humaanstest.New(token, employees...)
	for _, size := range []int{2, 7, 100, 250} {
		if size == 2 {
			fake.SetPeople(employees[590:]...)
		} else {
			fake.SetPeople(employees...)
		}
		fake.Configure(humaanstest.Config{PageSize: size, Fields: fields, Locations: places})
		r := fetch(t, fake, employee.FieldLocation, employee.FieldJobTitle, "custom.f1")
		last, ok := r.Employee(employees[599].ID)
		if !ok || last.Location != "L29" || last.Value("custom.f1").String() != "599" || last.JobTitle == "" {
			t.Errorf("pages of %d: %d employees, the last at %q", size, r.Len(), last.Location)
		}
	}
}

func failedPage(t *testing.T) {
	at(t, "2026-01-01T00:00:00Z", func(t *testing.T) {
		for page := range 9 { // token-info, 4 of job roles, 1 of locations, 3 of employees
			fake := humaanstest.New(token, humaanstest.People(24)...)
			fake.Configure(humaanstest.Config{PageSize: 10})
			calls := 0
			fake.Always(func(h http.Handler) http.Handler {
				if calls++; calls > page {
					return humaanstest.BadGateway()(h)
				}
				return h
			})
			r, err := newClient(t, fake, humaans.Config{}).Roster(t.Context())
			if calls <= page {
				t.Errorf("there is no request %d", page+1)
			}
			if r != nil || !errors.Is(err, employee.ErrUnavailable) {
				t.Errorf("request %d fails for good: %v, error %v", page+1, r, err)
			}
		}
	})
}

func remoteWorker(t *testing.T) {
	e := fetchOne(t, one(map[string]any{"locationId": "remote", "remoteCity": "Porto", "remoteCountryCode": "PT"}))
	if e.Location != "Remote (Porto, PT)" || len(e.Problems) != 0 {
		t.Errorf("location %q, problems %v", e.Location, e.Problems)
	}
}

func manyForms(t *testing.T) {
	fake := humaanstest.New(token, humaanstest.Person{
		ID: "p1", Values: map[string]any{"profilePhoto": nil, "teams": nil},
		Roles:  []humaanstest.Role{{JobTitle: "Lead", Department: map[string]any{"name": "Sales"}}},
		Custom: map[string]any{"f1": "a", "f2": []string{"a", "b"}},
	})
	fake.Configure(humaanstest.Config{Fields: []humaanstest.Field{{ID: "f1", Name: "A"}, {ID: "f2", Name: "B"}}})
	e := fetchOne(t, fake, "custom.f1", "custom.f2", employee.FieldTeams, employee.FieldDepartment)
	if e.Department != "Sales" || e.Value("custom.f1").String() != "a" || e.Value("custom.f2").String() != "a, b" ||
		e.Value(employee.FieldTeams).State() != employee.StateEmpty {
		t.Errorf("%q, %v, %v", e.Department, e.Custom, e.Value(employee.FieldTeams))
	}
	for _, texts := range []bool{false, true} {
		fake.Configure(humaanstest.Config{TextCodes: texts, Refuse: map[string]int{"/people": 403}})
		_, err := newClient(t, fake, humaans.Config{}).Roster(t.Context())
		if fe, ok := errors.AsType[*employee.FetchError](err); !ok || fe.Code != "Forbidden" {
			t.Errorf("error %v", err)
		}
	}
}

func plannedRole(t *testing.T) {
	at(t, "2026-03-10T12:00:00Z", func(t *testing.T) {
		for e := range fetch(t, humaanstest.New(token, humaanstest.People(300)...)).All() {
			if e.JobTitle == "Director" || e.JobTitle == "Trainee" {
				t.Errorf("%s is %s", e.ID, e.JobTitle)
			}
		}
	})
}

func repeatedRow(t *testing.T) {
	employees := simple(300)
	fake := humaanstest.New(token, append(employees, employees[3])...)
	for _, err := range []error{listErr(t, fake), rosterErr(t, fake)} {
		if !errors.Is(err, employee.ErrIncomplete) {
			t.Errorf("an employee twice: error %v", err)
		}
	}
	// A new row before the border of two pages moves the last one over it.
	fake = humaanstest.New(token, employees[1:]...)
	fake.Next(nil, nil, nil, nil, nil, func(h http.Handler) http.Handler {
		fake.SetPeople(employees...)
		return h
	})
	if got := fetch(t, fake).Len(); got != 300 {
		t.Errorf("%d employees", got)
	}
}

func listErr(t *testing.T, fake http.Handler) (last error) {
	for _, last = range newClient(t, fake, humaans.Config{}).Employees(t.Context()) {
	}
	return last
}

func rosterErr(t *testing.T, fake http.Handler) error {
	_, err := newClient(t, fake, humaans.Config{}).Roster(t.Context())
	return err
}

// A listing is never shorter than the company. Who is gone in the end is in no
// roster, and fails a stream that has handed them out.
func changingTotal(t *testing.T) {
	employees := simple(600)
	for _, tt := range []struct {
		name   string
		before []humaanstest.Person
		after  []humaanstest.Person
		stream error
	}{
		{name: "one joins", before: employees[:599], after: employees},
		{name: "one joins in front", before: employees[1:], after: employees},
		{name: "one goes before being listed", before: employees, after: employees[:599]},
		{name: "one goes after being listed", before: employees, after: employees[1:], stream: employee.ErrIncomplete},
		{name: "one goes and one comes", before: employees[:599], after: employees[1:], stream: employee.ErrIncomplete},
		{name: "all go", before: employees, after: nil, stream: employee.ErrIncomplete},
	} {
		t.Run(tt.name, func(t *testing.T) {
			changing := func() *humaanstest.Fake {
				fake := humaanstest.New(token, tt.before...)
				fake.Next(nil, nil, nil, nil, nil, nil, func(h http.Handler) http.Handler {
					fake.SetPeople(tt.after...) // before the second page of employees
					return h
				})
				return fake
			}
			r, err := newClient(t, changing(), humaans.Config{}).Roster(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if want := employeeIDs(tt.after); !slices.Equal(ids(r), want) {
				t.Errorf("%d employees, want the %d who are there in the end", r.Len(), len(want))
			}
			if err := listErr(t, changing()); !errors.Is(err, tt.stream) {
				t.Errorf("stream: error %v, want %v", err, tt.stream)
			}
		})
	}
	t.Run("each time again", func(t *testing.T) {
		fake := humaanstest.New(token, employees...)
		n := 0
		fake.Always(func(h http.Handler) http.Handler {
			n++
			fake.SetPeople(employees[:500+n]...)
			return h
		})
		if err := rosterErr(t, fake); !errors.Is(err, employee.ErrIncomplete) {
			t.Errorf("error %v", err)
		}
		if n > 20 {
			t.Errorf("%d requests", n)
		}
	})
}

func hostileText(t *testing.T) {
	const text = `../../x?a=b&status=active#"\` + "\u2028\x00</script>%00%s{{.}}"
	fake := humaanstest.New(token, humaanstest.Person{
		ID: text, Values: map[string]any{"firstName": text, "lastName": text, "locationId": text, "timezone": text,
			"companyId": text},
		Roles:  []humaanstest.Role{{JobTitle: text, ReportingTo: text, EffectiveDate: text}},
		Custom: map[string]any{"f1": text},
	})
	fake.Configure(humaanstest.Config{Fields: []humaanstest.Field{{ID: "f1", Name: text}}})
	key := employee.CustomField(text)
	e := fetchOne(t, fake, key, employee.FieldJobTitle)
	if e.ID != text || e.FirstName != text || e.JobTitle != text || e.Value(key).String() != text {
		t.Errorf("%q %q %q %q", e.ID, e.FirstName, e.JobTitle, e.Value(key))
	}
	for _, r := range fake.Requests() {
		for name := range r.Query {
			if !slices.Contains([]string{"$limit", "$skip", "status"}, name) || strings.Contains(r.Path, "..") {
				t.Errorf("request %s %v", r.Path, r.Query)
			}
		}
	}
}

func inventedKeys(t *testing.T) {
	e := fetchOne(t, one(map[string]any{
		"managerId": "p9", "startDate": "2020-01-01", "endDate": "2020-12-31", "employmentType": "permanent",
		"jobRoleId": "r1",
	}))
	for _, f := range []employee.Field{employee.FieldManagerID, employee.FieldHireDate, employee.FieldTerminationDate,
		employee.FieldEmploymentType} {
		if e.Value(f).Known() {
			t.Errorf("%s is known", f)
		}
	}
	if e := fetchOne(t, one(map[string]any{"status": "inactive"})); e.Status != "" {
		t.Errorf("status %q", e.Status)
	}
}

func redirect(t *testing.T) {
	fake := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Host != "app.humaans.io" {
			t.Errorf("a request went to %s, with a token: %v", r.URL.Host, r.Header.Get("Authorization") != "")
		}
		http.Redirect(w, r, "https://elsewhere.example.com"+r.URL.Path, http.StatusTemporaryRedirect)
	})
	if err := rosterErr(t, fake); err == nil {
		t.Error("no error")
	}
}
