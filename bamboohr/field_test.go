package bamboohr_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
)

// TestStatesOfTheList reads one field of one row of the list.
func TestStatesOfTheList(t *testing.T) {
	t.Parallel()
	const none = `,"_restrictedFields":[]`
	for _, tt := range []struct {
		name  string
		field employee.Field
		cells string
		state employee.State
		text  string
	}{
		{name: "a text", field: employee.FieldDepartment, cells: `"departmentName":"R&D"` + none,
			state: employee.StateKnown, text: "R&D"},
		{name: "a text with blanks", field: employee.FieldDepartment, cells: `"departmentName":" Sales\u00a0"` + none,
			state: employee.StateKnown, text: "Sales"},
		{name: "a number for a text", field: employee.FieldNumber, cells: `"employeeNumber":17` + none,
			state: employee.StateKnown, text: "17"},
		{name: "null", field: employee.FieldDepartment, cells: `"departmentName":null` + none,
			state: employee.StateEmpty},
		{name: "blank", field: employee.FieldDepartment, cells: `"departmentName":"  "` + none,
			state: employee.StateEmpty},
		{name: "null, another field restricted", field: employee.FieldDepartment,
			cells: `"departmentName":null,"_restrictedFields":["workEmail"]`, state: employee.StateEmpty},
		{name: "restricted", field: employee.FieldDepartment,
			cells: `"departmentName":null,"_restrictedFields":["departmentName"]`, state: employee.StateWithheld},
		{name: "restricted and blank", field: employee.FieldDepartment,
			cells: `"departmentName":"","_restrictedFields":["departmentName"]`, state: employee.StateWithheld},
		{name: "restricted and there", field: employee.FieldDepartment,
			cells: `"departmentName":"***","_restrictedFields":["departmentName"]`, state: employee.StateWithheld},
		{name: "a missing key", field: employee.FieldDepartment, cells: `"departmentId":"5"` + none,
			state: employee.StateWithheld},
		{name: "an object", field: employee.FieldDepartment, cells: `"departmentName":{"name":"Sales"}` + none,
			state: employee.StateWithheld},
		{name: "null and nothing about restrictions", field: employee.FieldDepartment, cells: `"departmentName":null`,
			state: employee.StateWithheld},
		{name: "null and null restrictions", field: employee.FieldDepartment,
			cells: `"departmentName":null,"_restrictedFields":null`, state: employee.StateWithheld},
		{name: "null and restrictions as text", field: employee.FieldDepartment,
			cells: `"departmentName":null,"_restrictedFields":"departmentName,workEmail"`,
			state: employee.StateWithheld},
		{name: "null and restrictions as an object", field: employee.FieldDepartment,
			cells: `"departmentName":null,"_restrictedFields":{"1":"departmentName"}`, state: employee.StateWithheld},
		{name: "a value and nothing about restrictions", field: employee.FieldDepartment,
			cells: `"departmentName":"Sales"`, state: employee.StateKnown, text: "Sales"},
		{name: "a date", field: employee.FieldHireDate, cells: `"hireDate":"2024-02-29"` + none,
			state: employee.StateKnown, text: "2024-02-29"},
		{name: "a date with a time", field: employee.FieldHireDate,
			cells: `"hireDate":"2024-02-29T00:00:00+00:00"` + none, state: employee.StateKnown, text: "2024-02-29"},
		{name: "no date as zeros", field: employee.FieldTerminationDate, cells: `"terminationDate":"0000-00-00"` + none,
			state: employee.StateEmpty},
		{name: "no date as null", field: employee.FieldTerminationDate, cells: `"terminationDate":null` + none,
			state: employee.StateEmpty},
		{name: "no date as blank", field: employee.FieldTerminationDate, cells: `"terminationDate":""` + none,
			state: employee.StateEmpty},
		{name: "a restricted date as zeros", field: employee.FieldTerminationDate,
			cells: `"terminationDate":"0000-00-00","_restrictedFields":["terminationDate"]`,
			state: employee.StateWithheld},
		{name: "a day that is none", field: employee.FieldHireDate, cells: `"hireDate":"2023-02-29"` + none,
			state: employee.StateWithheld},
		{name: "a day of another form", field: employee.FieldHireDate, cells: `"hireDate":"02/01/2023"` + none,
			state: employee.StateWithheld},
		{name: "teams", field: employee.FieldTeams,
			cells: `"teams":[{"id":1,"label":"Blue"},{"id":2,"label":"Red"}]` + none, state: employee.StateKnown,
			text: "Blue, Red"},
		{name: "no teams", field: employee.FieldTeams, cells: `"teams":[]` + none, state: employee.StateEmpty},
		{name: "no teams and nothing about restrictions", field: employee.FieldTeams, cells: `"teams":[]`,
			state: employee.StateWithheld},
		{name: "restricted teams", field: employee.FieldTeams, cells: `"teams":[],"_restrictedFields":["teams"]`,
			state: employee.StateWithheld},
		{name: "no manager", field: employee.FieldManagerID, cells: `"reportsToId":null` + none,
			state: employee.StateEmpty},
		{name: "no employee as manager", field: employee.FieldManagerID, cells: `"reportsToId":"0"` + none,
			state: employee.StateEmpty},
		{name: "a manager by a number", field: employee.FieldManagerID, cells: `"reportsToId":12` + none,
			state: employee.StateKnown, text: "12"},
		{name: "a field that BambooHR has not", field: employee.FieldCostCenter, cells: `"costCenter":"17"` + none,
			state: employee.StateAbsent},
		{name: "a field that no employee asked for", field: employee.FieldBirthDate,
			cells: `"birthDate":"1990-01-01"` + none, state: employee.StateAbsent},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := only(t, newClient(t, answers{list: listOf(`{"employeeId":"7",` + tt.cells + `}`)}))
			v := e.Value(tt.field)
			if v.State() != tt.state || v.String() != tt.text {
				t.Errorf("%s is %v %q, want %v %q", tt.field, v.State(), v.String(), tt.state, tt.text)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, cells string
		status      employee.Value
		text        employee.Value
		problems    string
	}{
		{name: "active", cells: `"status":"Active","_restrictedFields":[]`, status: employee.Text("active"),
			text: employee.Text("Active")},
		{name: "inactive", cells: `"status":"Inactive","_restrictedFields":[]`, status: employee.Text("inactive"),
			text: employee.Text("Inactive")},
		{name: "other case", cells: `"status":"ACTIVE","_restrictedFields":[]`, status: employee.Text("active"),
			text: employee.Text("ACTIVE")},
		{name: "an unknown word", cells: `"status":"Suspended","_restrictedFields":[]`, status: employee.Withheld(),
			text:     employee.Text("Suspended"),
			problems: "employee 7: status: a status that BambooHR does not document"},
		{name: "null", cells: `"status":null,"_restrictedFields":[]`, status: employee.Empty(), text: employee.Empty()},
		{name: "restricted", cells: `"status":null,"_restrictedFields":["status"]`, status: employee.Withheld(),
			text: employee.Withheld()},
		{name: "restrictions untold", cells: `"status":null`, status: employee.Withheld(), text: employee.Withheld()},
		{name: "missing", cells: `"_restrictedFields":[]`, status: employee.Withheld(), text: employee.Withheld()},
		{name: "unreadable", cells: `"status":["Active"],"_restrictedFields":[]`, status: employee.Withheld(),
			text:     employee.Withheld(),
			problems: "employee 7: status_text: not a single value; employee 7: status: not a single value"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := only(t, newClient(t, answers{list: listOf(`{"employeeId":"7",` + tt.cells + `}`)}))
			if got := e.Value(employee.FieldStatus); got != tt.status {
				t.Errorf("status is %v %q, want %v %q", got.State(), got, tt.status.State(), tt.status)
			}
			if got := e.Value(employee.FieldStatusText); got != tt.text {
				t.Errorf("status_text is %v %q, want %v %q", got.State(), got, tt.text.State(), tt.text)
			}
			if got := problems(e); got != tt.problems {
				t.Errorf("problems %q, want %q", got, tt.problems)
			}
		})
	}
}

// TestProblemsQuoteNothing reads what cannot be read.
func TestProblemsQuoteNothing(t *testing.T) {
	t.Parallel()
	row := `{"employeeId":"7","hireDate":"31 Dec 1999","departmentName":["Secret"],"firstName":"Ad\ufffd",` +
		`"_restrictedFields":[]}`
	e := only(t, newClient(t, answers{list: listOf(row)}))
	want := "employee 7: first_name: not valid UTF-8; employee 7: department: not a single value; " +
		"employee 7: hire_date: not a date of the form 2006-01-02 or --01-02"
	if got := problems(e); got != want {
		t.Errorf("problems:\n%s\nwant:\n%s", got, want)
	}
	for _, f := range []employee.Field{employee.FieldHireDate, employee.FieldDepartment, employee.FieldFirstName} {
		if e.Value(f) != employee.Withheld() {
			t.Errorf("%s is %v, want withheld", f, e.Value(f).State())
		}
	}
}

// TestEveryField lists an employee with every field of BambooHR.
func TestEveryField(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, bamboohrtest.Person{ID: "7", Values: map[string]any{
		"employeeNumber": "A-1", "firstName": "Ada", "middleName": "Maria", "lastName": "Byron",
		"preferredName": "Addie", "displayName": "Ada Byron",
		"workEmail": "ada@example.com", "homeEmail": "ada@home.example.com", "workPhone": "+1 555 0100",
		"mobilePhone": "+1 555 0101",
		"birthDate":   "1990-12-10", "jobTitleName": "Analyst", "departmentName": "R&D", "divisionName": "Europe",
		"locationName": "Lisbon",
		"teams":        []string{"Blue", "Red"}, "addressLine1": "1 High Street", "addressLine2": "Flat 2",
		"zipcode": "12345", "city": "Utrecht",
		"state": "Utrecht", "country": "Netherlands", "reportsToId": "12", "reportsToName": "Grace Holm",
		"status":               "Active",
		"employmentStatusName": "Full-Time", "employmentType": "Employee", "hireDate": "2020-01-02",
		"originalHireDate": "2012-03-04",
		"terminationDate":  "2030-05-06", "contractEndDate": "2029-07-08",
	}})
	got := only(t, newClient(t, fake, employee.Fields()...))
	want := &employee.Employee{
		ID: "7", Number: "A-1", FirstName: "Ada", MiddleName: "Maria", LastName: "Byron", PreferredName: "Addie",
		DisplayName: "Ada Byron",
		WorkEmail:   "ada@example.com", PersonalEmail: "ada@home.example.com", WorkPhone: "+1 555 0100",
		MobilePhone: "+1 555 0101",
		BirthDate:   employee.NewDate(1990, 12, 10), JobTitle: "Analyst", Department: "R&D", Division: "Europe",
		Location: "Lisbon",
		Teams:    []string{"Blue", "Red"},
		Address: employee.Address{Line1: "1 High Street", Line2: "Flat 2", PostalCode: "12345", City: "Utrecht",
			Region: "Utrecht", Country: "Netherlands"},
		Manager: employee.Manager{ID: "12", Name: "Grace Holm"}, Status: employee.StatusActive, StatusText: "Active",
		EmploymentStatus: "Full-Time", EmploymentType: "Employee",
		HireDate: employee.NewDate(2020, 1, 2), OriginalHireDate: employee.NewDate(2012, 3, 4),
		TerminationDate: employee.NewDate(2030, 5, 6), ContractEndDate: employee.NewDate(2029, 7, 8),
	}
	if err := want.Set(employee.FieldManagerEmail, employee.Withheld()); err != nil { // the manager is not listed
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("employee (-want +got):\n%s", diff)
	}
}

// TestManager has employees whose numbers are other employees' ids.
func TestManager(t *testing.T) {
	t.Parallel()
	employees := []bamboohrtest.Person{
		{ID: "1", Values: map[string]any{"employeeNumber": "2", "firstName": "Grace", "lastName": "Holm",
			"workEmail": "grace@example.com"}},
		{ID: "2", Values: map[string]any{"employeeNumber": "3", "firstName": "Grace", "lastName": "Holm",
			"workEmail": "other@example.com"}},
		{ID: "3", Values: map[string]any{"employeeNumber": "1", "firstName": "Ada", "lastName": "Byron",
			"reportsToId": "1"}},
		{ID: "4", Values: map[string]any{"firstName": "Ivo", "lastName": "Moreau", "reportsToId": "99"}},
	}
	for name, refuse := range map[string]map[string]int{"list": nil, "report": {"/employees": 404}} {
		fake := bamboohrtest.New(apiKey, employees...)
		fake.Configure(bamboohrtest.Config{Refuse: refuse})
		r, err := newClient(t, fake, employee.FieldWorkEmail).Roster(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]employee.Manager{
			"1": {}, "2": {}, "3": {ID: "1", Email: "grace@example.com"}, "4": {ID: "99"},
		} {
			if e, _ := r.Employee(id); e.Manager != want {
				t.Errorf("%s: the manager of %s is %+v, want %+v", name, id, e.Manager, want)
			}
		}
	}
}

// TestRestrictedHireDateOfLeaver: the date is withheld, the employee is there.
func TestRestrictedHireDateOfLeaver(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, bamboohrtest.Person{ID: "7", Restricted: []string{"hireDate"},
		Values: map[string]any{"status": "Inactive", "hireDate": "2099-01-01", "terminationDate": nil}})
	e := only(t, newClient(t, fake))
	if e.Value(employee.FieldHireDate) != employee.Withheld() || e.Status != employee.StatusInactive ||
		e.Value(employee.FieldTerminationDate) != employee.Empty() || problems(e) != "" {
		t.Errorf("hire date %v, status %s, termination date %v, problems %s", e.Value(employee.FieldHireDate).State(),
			e.Status, e.Value(employee.FieldTerminationDate).State(), problems(e))
	}
}

// TestUnreadableCells: what cannot be read of an employee is withheld, with a problem,
// and the employee is there. Without an id, the listing fails.
func TestUnreadableCells(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, row, problems string }{
		{name: "a key twice", row: `{"employeeId":"7","lastName":"Byron","lastName":"Lovelace"}`,
			problems: "last_name: the key is there twice"},
		{name: "wrong UTF-8", row: "{\"employeeId\":\"7\",\"lastName\":\"Zo\xeb\"}",
			problems: "last_name: the text is not valid UTF-8"},
		{name: "half a character", row: `{"employeeId":"7","lastName":"Zo\ud83d"}`,
			problems: "last_name: the text is not valid UTF-8"},
		{name: "a status twice", row: `{"employeeId":"7","status":"Inactive","status":"Active"}`,
			problems: "status: the key is there twice"},
		{name: "a key that is not read, twice", row: `{"employeeId":"7","shoeSize":1,"shoeSize":2}`, problems: ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			e := only(t, newClient(t, answers{list: listOf(tt.row)}))
			field, _, _ := strings.Cut(tt.problems, ":")
			if !strings.Contains(problems(e), tt.problems) || (problems(e) == "") != (tt.problems == "") {
				t.Errorf("%s: problems %s", tt.name, problems(e))
			}
			if tt.problems != "" && e.Value(employee.Field(field)) != employee.Withheld() {
				t.Errorf("%s: %s is %v", tt.name, field, e.Value(employee.Field(field)).State())
			}
		})
	}
	for name, row := range map[string]string{
		"an id twice": `{"employeeId":"7","employeeId":"8"}`, "wrong UTF-8 in an id": "{\"employeeId\":\"\xff\"}",
		"a lost character in an id": `{"employeeId":"\ufffd7"}`, "an id that is an object": `{"employeeId":{"id":7}}`,
	} {
		synctest.Test(t, func(t *testing.T) {
			r, err := newClient(t, answers{list: listOf(row)}).Roster(t.Context())
			if r != nil || !errors.Is(err, employee.ErrMalformed) || !strings.Contains(text(err), "without an id") {
				t.Errorf("%s: roster %v, error %v", name, r, err)
			}
		})
	}
}
