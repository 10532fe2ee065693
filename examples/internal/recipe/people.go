package recipe

import (
	"maps"
	"strings"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// Values are fields by the vendor's names.
type Values = map[string]any

// BambooHR returns an invented employee, changed by other.
func BambooHR(id, first, last string, other Values) bamboohrtest.Person {
	v := Values{
		"firstName": first, "lastName": last, "employeeNumber": "E-" + id, "workEmail": address(first, last),
		"status": "Active", "employmentStatusName": "Full Time", "hireDate": "2021-05-03",
		"departmentName": "Sales", "jobTitleName": "Specialist",
	}
	maps.Copy(v, other)
	if v["originalHireDate"] == nil {
		v["originalHireDate"] = v["hireDate"]
	}
	return bamboohrtest.Person{ID: id, Values: v}
}

// Personio returns an invented employee, changed by other.
func Personio(id, first, last string, other Values) personiotest.Person {
	v := Values{
		"first_name": first, "last_name": last, "email": address(first, last), "status": "active",
		"hire_date": "2021-05-03", "department": "Sales", "position": "Specialist", "employment_type": "internal",
	}
	maps.Copy(v, other)
	return personiotest.Person{ID: id, Values: v}
}

func address(first, last string) string {
	return strings.ToLower(first+"."+last) + "@example.com"
}
