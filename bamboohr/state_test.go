package bamboohr_test

import (
	"strings"
	"testing"

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
		{"a text", employee.FieldDepartment, `"departmentName":"R&D"` + none, employee.StateKnown, "R&D"},
		{"a text with blanks", employee.FieldDepartment, `"departmentName":" Sales\u00a0"` + none, employee.StateKnown, "Sales"},
		{"a number for a text", employee.FieldNumber, `"employeeNumber":17` + none, employee.StateKnown, "17"},
		{"null", employee.FieldDepartment, `"departmentName":null` + none, employee.StateEmpty, ""},
		{"blank", employee.FieldDepartment, `"departmentName":"  "` + none, employee.StateEmpty, ""},
		{"null, another field restricted", employee.FieldDepartment, `"departmentName":null,"_restrictedFields":["workEmail"]`, employee.StateEmpty, ""},
		{"restricted", employee.FieldDepartment, `"departmentName":null,"_restrictedFields":["departmentName"]`, employee.StateWithheld, ""},
		{"restricted and blank", employee.FieldDepartment, `"departmentName":"","_restrictedFields":["departmentName"]`, employee.StateWithheld, ""},
		{"restricted and there", employee.FieldDepartment, `"departmentName":"***","_restrictedFields":["departmentName"]`, employee.StateWithheld, ""},
		{"a missing key", employee.FieldDepartment, `"departmentId":"5"` + none, employee.StateWithheld, ""},
		{"an object", employee.FieldDepartment, `"departmentName":{"name":"Sales"}` + none, employee.StateWithheld, ""},
		{"null and nothing about restrictions", employee.FieldDepartment, `"departmentName":null`, employee.StateWithheld, ""},
		{"null and null restrictions", employee.FieldDepartment, `"departmentName":null,"_restrictedFields":null`, employee.StateWithheld, ""},
		{"null and restrictions as text", employee.FieldDepartment, `"departmentName":null,"_restrictedFields":"departmentName,workEmail"`, employee.StateWithheld, ""},
		{"null and restrictions as an object", employee.FieldDepartment, `"departmentName":null,"_restrictedFields":{"1":"departmentName"}`, employee.StateWithheld, ""},
		{"a value and nothing about restrictions", employee.FieldDepartment, `"departmentName":"Sales"`, employee.StateKnown, "Sales"},
		{"a date", employee.FieldHireDate, `"hireDate":"2024-02-29"` + none, employee.StateKnown, "2024-02-29"},
		{"a date with a time", employee.FieldHireDate, `"hireDate":"2024-02-29T00:00:00+00:00"` + none, employee.StateKnown, "2024-02-29"},
		{"no date as zeros", employee.FieldTerminationDate, `"terminationDate":"0000-00-00"` + none, employee.StateEmpty, ""},
		{"no date as null", employee.FieldTerminationDate, `"terminationDate":null` + none, employee.StateEmpty, ""},
		{"no date as blank", employee.FieldTerminationDate, `"terminationDate":""` + none, employee.StateEmpty, ""},
		{"a restricted date as zeros", employee.FieldTerminationDate, `"terminationDate":"0000-00-00","_restrictedFields":["terminationDate"]`, employee.StateWithheld, ""},
		{"a day that is none", employee.FieldHireDate, `"hireDate":"2023-02-29"` + none, employee.StateWithheld, ""},
		{"a day of another form", employee.FieldHireDate, `"hireDate":"02/01/2023"` + none, employee.StateWithheld, ""},
		{"teams", employee.FieldTeams, `"teams":[{"id":1,"label":"Blue"},{"id":2,"label":"Red"}]` + none, employee.StateKnown, "Blue, Red"},
		{"no teams", employee.FieldTeams, `"teams":[]` + none, employee.StateEmpty, ""},
		{"no teams and nothing about restrictions", employee.FieldTeams, `"teams":[]`, employee.StateWithheld, ""},
		{"restricted teams", employee.FieldTeams, `"teams":[],"_restrictedFields":["teams"]`, employee.StateWithheld, ""},
		{"no manager", employee.FieldManagerID, `"reportsToId":null` + none, employee.StateEmpty, ""},
		{"nobody as manager", employee.FieldManagerID, `"reportsToId":"0"` + none, employee.StateEmpty, ""},
		{"a manager by a number", employee.FieldManagerID, `"reportsToId":12` + none, employee.StateKnown, "12"},
		{"a field that BambooHR has not", employee.FieldCostCenter, `"costCenter":"17"` + none, employee.StateAbsent, ""},
		{"a field that nobody asked for", employee.FieldBirthDate, `"birthDate":"1990-01-01"` + none, employee.StateAbsent, ""},
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
		{"active", `"status":"Active","_restrictedFields":[]`, employee.Text("active"), employee.Text("Active"), ""},
		{"inactive", `"status":"Inactive","_restrictedFields":[]`, employee.Text("inactive"), employee.Text("Inactive"), ""},
		{"other case", `"status":"ACTIVE","_restrictedFields":[]`, employee.Text("active"), employee.Text("ACTIVE"), ""},
		{"an unknown word", `"status":"Suspended","_restrictedFields":[]`, employee.Withheld(), employee.Text("Suspended"),
			"employee 7: status: a status that BambooHR does not document"},
		{"null", `"status":null,"_restrictedFields":[]`, employee.Empty(), employee.Empty(), ""},
		{"restricted", `"status":null,"_restrictedFields":["status"]`, employee.Withheld(), employee.Withheld(), ""},
		{"restrictions untold", `"status":null`, employee.Withheld(), employee.Withheld(), ""},
		{"missing", `"_restrictedFields":[]`, employee.Withheld(), employee.Withheld(), ""},
		{"unreadable", `"status":["Active"],"_restrictedFields":[]`, employee.Withheld(), employee.Withheld(),
			"employee 7: status_text: not a single value; employee 7: status: not a single value"},
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

func problems(e *employee.Employee) string {
	var lines []string
	for _, p := range e.Problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "; ")
}

// TestProblemsQuoteNothing reads what cannot be read.
func TestProblemsQuoteNothing(t *testing.T) {
	t.Parallel()
	row := `{"employeeId":"7","hireDate":"31 Dec 1999","departmentName":["Secret"],"firstName":"Ad\ufffd","_restrictedFields":[]}`
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

// TestEveryField lists somebody of whom BambooHR knows everything.
func TestEveryField(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, bamboohrtest.Person{ID: "7", Values: map[string]any{
		"employeeNumber": "A-1", "firstName": "Ada", "middleName": "Maria", "lastName": "Byron", "preferredName": "Addie", "displayName": "Ada Byron",
		"workEmail": "ada@example.com", "homeEmail": "ada@home.example.com", "workPhone": "+1 555 0100", "mobilePhone": "+1 555 0101",
		"birthDate": "1990-12-10", "jobTitleName": "Analyst", "departmentName": "R&D", "divisionName": "Europe", "locationName": "Lisbon",
		"teams": []string{"Blue", "Red"}, "addressLine1": "1 High Street", "addressLine2": "Flat 2", "zipcode": "12345", "city": "Utrecht",
		"state": "Utrecht", "country": "Netherlands", "reportsToId": "12", "reportsToName": "Grace Holm", "status": "Active",
		"employmentStatusName": "Full-Time", "employmentType": "Employee", "hireDate": "2020-01-02", "originalHireDate": "2012-03-04",
		"terminationDate": "2030-05-06", "contractEndDate": "2029-07-08",
	}})
	got := only(t, newClient(t, fake, employee.Fields()...))
	want := &employee.Employee{
		ID: "7", Number: "A-1", FirstName: "Ada", MiddleName: "Maria", LastName: "Byron", PreferredName: "Addie", DisplayName: "Ada Byron",
		WorkEmail: "ada@example.com", PersonalEmail: "ada@home.example.com", WorkPhone: "+1 555 0100", MobilePhone: "+1 555 0101",
		BirthDate: employee.NewDate(1990, 12, 10), JobTitle: "Analyst", Department: "R&D", Division: "Europe", Location: "Lisbon",
		Teams:   []string{"Blue", "Red"},
		Address: employee.Address{Line1: "1 High Street", Line2: "Flat 2", PostalCode: "12345", City: "Utrecht", Region: "Utrecht", Country: "Netherlands"},
		Manager: employee.Manager{ID: "12", Name: "Grace Holm"}, Status: employee.StatusActive, StatusText: "Active",
		EmploymentStatus: "Full-Time", EmploymentType: "Employee",
		HireDate: employee.NewDate(2020, 1, 2), OriginalHireDate: employee.NewDate(2012, 3, 4),
		TerminationDate: employee.NewDate(2030, 5, 6), ContractEndDate: employee.NewDate(2029, 7, 8),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("employee (-want +got):\n%s", diff)
	}
}

// TestManager has people whose numbers are other people's ids.
func TestManager(t *testing.T) {
	t.Parallel()
	people := []bamboohrtest.Person{
		{ID: "1", Values: map[string]any{"employeeNumber": "2", "firstName": "Grace", "lastName": "Holm", "workEmail": "grace@example.com"}},
		{ID: "2", Values: map[string]any{"employeeNumber": "3", "firstName": "Grace", "lastName": "Holm", "workEmail": "other@example.com"}},
		{ID: "3", Values: map[string]any{"employeeNumber": "1", "firstName": "Ada", "lastName": "Byron", "reportsToId": "1"}},
		{ID: "4", Values: map[string]any{"firstName": "Ivo", "lastName": "Moreau", "reportsToId": "99"}},
	}
	for name, refuse := range map[string]map[string]int{"list": nil, "report": {"/employees": 404}} {
		fake := bamboohrtest.New(apiKey, people...)
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
