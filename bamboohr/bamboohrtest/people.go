package bamboohrtest

import (
	"strconv"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// People invents n employees, always the same ones: ids from "1001", employee
// numbers from "E-000001", mail at example.com, departments and titles, and a tree
// of managers. The first is the only one without a manager.
//
// They are mostly Active. Of those without reports, some are gone (Inactive with
// a terminationDate), some are yet to come (Inactive with a hireDate in 2099 and
// neither manager nor department but in Planned), and some are to leave in 2099, in
// Planned alone. Some have a homeEmail and no workEmail. No employee has custom fields:
// put them into Values before you hand the employees to New.
func People(n int) []Person { return fakehr.Invent(n, invent) }

// invent describes the i-th employee.
func invent(i int, manages bool) Person {
	id := strconv.Itoa(1001 + i)
	first, last, department := fakehr.FirstName(i), fakehr.LastName(i), fakehr.Department(i)
	mail := fakehr.Mailbox(first, last) + "." + strconv.Itoa(i+1)
	v := make(map[string]any, 24)
	v["firstName"] = first
	v["lastName"] = last
	v["preferredName"] = nil
	v["employeeNumber"] = fakehr.Padded("E-", i+1, 6)
	v["workEmail"] = mail + "@example.com"
	v["homeEmail"] = nil
	v["status"] = "Active"
	v["employmentStatusName"] = "Full-Time"
	v["departmentName"] = department
	v["divisionName"] = [...]string{"Europe", "Americas"}[i%2]
	v["locationName"] = [...]string{"Lisbon", "Utrecht", "Denver"}[i%3]
	v["jobTitleName"] = fakehr.Title(manages) + ", " + department
	v["hireDate"] = fakehr.Day(2012+i%13, i)
	v["originalHireDate"] = v["hireDate"]
	v["terminationDate"] = nil
	v["birthDate"] = fakehr.Day(1962+i%40, i/2)
	v["workPhone"] = fakehr.Padded("+1 555 01", i%100, 2)
	v["lastChanged"] = fakehr.Day(2025, i) + "T08:00:00+00:00"
	if i > 0 {
		v["reportsToId"] = strconv.Itoa(1001 + fakehr.Manager(i))
	}
	if i%9 == 4 {
		v["preferredName"] = string([]rune(first)[:2])
	}
	if i%11 == 8 {
		v["homeEmail"] = mail + "@home.example.com"
		v["workEmail"] = nil
	}
	p := Person{ID: id, Values: v}
	if !manages && i > 0 {
		p.Planned = unsettle(i, v)
	}
	return p
}

// unsettle makes a leaver, a starter or a planned leaver of some, and returns what
// is planned.
func unsettle(i int, v map[string]any) map[string]any {
	switch i % 40 {
	case 7, 27:
		v["status"] = "Inactive"
		v["employmentStatusName"] = "Terminated"
		v["terminationDate"] = fakehr.Day(2025, i)
	case 15:
		planned := map[string]any{"status": "Active"}
		for _, name := range []string{"departmentName", "divisionName", "locationName", "jobTitleName", "employmentStatusName", "reportsToId"} {
			planned[name] = v[name]
			v[name] = nil
		}
		v["status"] = "Inactive"
		v["hireDate"] = fakehr.Day(2099, i)
		v["originalHireDate"] = v["hireDate"]
		return planned
	case 33:
		return map[string]any{
			"status":               "Inactive",
			"employmentStatusName": "Terminated",
			"terminationDate":      fakehr.Day(2099, i),
		}
	}
	return nil
}
