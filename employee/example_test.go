package employee_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
)

// employees reads a CSV file whose first line holds field names. A cell that is
// blank is Empty; one that cannot be read is Withheld, with a Problem; a column
// that is not there is Absent.
func employees(r io.Reader) iter.Seq2[employee.Employee, error] {
	return func(yield func(employee.Employee, error) bool) {
		rows := csv.NewReader(r)
		header, err := rows.Read()
		for err == nil {
			var row []string
			if row, err = rows.Read(); err != nil {
				break
			}
			var e employee.Employee
			for i, cell := range row {
				f := employee.Field(header[i])
				if err := e.Set(f, employee.Text(strings.TrimSpace(cell))); err != nil {
					_ = e.Set(f, employee.Withheld())
					e.Problems = append(e.Problems, employee.Problem{EmployeeID: row[0], Field: f, Reason: err.Error()})
				}
			}
			if !yield(e, nil) {
				return
			}
		}
		if !errors.Is(err, io.EOF) {
			yield(employee.Employee{}, err)
		}
	}
}

// A CSV file as a source of one's own.
func Example_csv() {
	file := strings.NewReader(`id,first_name,department,hire_date,termination_date,custom.budget
41,Ada,R&D,2020-02-29,,1200
42,Bob,,soon,2026-12-31,
`)
	roster, err := employee.Collect(employee.Origin{Provider: "csv", Tenant: "acme"}, employees(file))
	if err != nil {
		fmt.Println(err)
		return
	}
	for e := range roster.All() {
		leaves := e.Value(employee.FieldTerminationDate)
		fmt.Printf("%s: %q, leaves %q (%s)\n", e.FirstName, e.Department, leaves, leaves.State())
	}
	fmt.Println(roster.Problems())
	fmt.Printf("hire date: %+v\n", roster.Coverage(employee.FieldHireDate))
	// Output:
	// Ada: "R&D", leaves "" (empty)
	// Bob: "", leaves "2026-12-31" (known)
	// [employee 42: hire_date: not a date of the form 2006-01-02 or --01-02]
	// hire date: {Known:1 Empty:0 Withheld:1 Absent:0}
}

// The four states of a field.
func ExampleEmployee_Value() {
	e := employee.Employee{ID: "41", Department: "R&D"} // a literal: the rest is absent
	_ = e.Set(employee.FieldTerminationDate, employee.Empty())
	_ = e.Set(employee.FieldBirthDate, employee.Withheld())
	_ = e.Set(employee.CustomField("4567"), employee.Bool(true))
	for _, f := range []employee.Field{"department", "termination_date", "birth_date", "location", "custom.4567"} {
		v := e.Value(f)
		fmt.Printf("%s: %s %q\n", f, v.State(), v)
	}
	// Output:
	// department: known "R&D"
	// termination_date: empty ""
	// birth_date: withheld ""
	// location: absent ""
	// custom.4567: known "true"
}

// Printing an employee shows the id only; the JSON shows everything.
func ExampleEmployee_MarshalJSON() {
	e := employee.Employee{ID: "41", FirstName: "Ada", HireDate: employee.NewDate(2020, 2, 29)}
	_ = e.Set(employee.FieldTerminationDate, employee.Empty())
	_ = e.Set(employee.FieldWorkEmail, employee.Withheld())
	fmt.Printf("%+v\n", e)
	_ = json.NewEncoder(os.Stdout).Encode(e)
	// Output:
	// employee 41
	// {"id":"41","first_name":"Ada","hire_date":"2020-02-29","termination_date":null,"withheld":["work_email"]}
}

// A roster is stored beside the plan that was made of it.
func ExampleReadRoster() {
	origin := employee.Origin{Provider: "csv", Tenant: "acme"}
	roster, err := employee.NewRoster(origin, employee.Employee{ID: "41", FirstName: "Ada"})
	if err != nil {
		fmt.Println(err)
		return
	}
	var stored bytes.Buffer
	if _, err := roster.WriteTo(&stored); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(stored.String())
	_, err = employee.ReadRoster(io.LimitReader(bytes.NewReader(stored.Bytes()), 80))
	fmt.Println(err)
	again, err := employee.ReadRoster(&stored)
	fmt.Println(again, err)
	// Output:
	// {"version":1,"origin":{"provider":"csv","tenant":"acme"},"count":1,"employees":[
	// {"id":"41","first_name":"Ada"}
	// ],"sum":"e3397263739a43983da2949013211b73"}
	// employee: read roster: cut off behind employee 0: list the employees anew and store the roster again: unexpected EOF
	// roster of csv/acme: 1 employee <nil>
}

// A known number keeps all its digits; it is never a float.
func ExampleNumber() {
	a, _ := employee.Number("9007199254740993.50")
	b, _ := employee.Number("09007199254740993.5")
	_, err := employee.Number("1.234,50 €")
	fmt.Println(a, a == b, err)
	// Output: 9007199254740993.5 true not a decimal number of the form -1234.5
}
