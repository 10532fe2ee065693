package bamboohrtest

import (
	"strconv"
	"strings"
)

// People invents n employees, always the same ones: ids from "1001", employee
// numbers from "E-000001", mail at example.com, departments and titles, and a tree
// of managers. The first is the only one without a manager.
//
// They are mostly Active. Of those who manage nobody, some are gone (Inactive with
// a terminationDate), some are yet to come (Inactive with a hireDate in 2099 and
// neither manager nor department but in Planned), and some are to leave in 2099, in
// Planned alone. Some have a homeEmail and no workEmail. Nobody has custom fields:
// put them into Values before you hand the people to New.
func People(n int) []Person {
	people := make([]Person, n)
	for i := range people {
		manages := reports*i+1 < n
		people[i] = invent(i, manages)
	}
	return people
}

const reports = 8 // of each manager

// invent describes the i-th employee.
func invent(i int, manages bool) Person {
	id := strconv.Itoa(1001 + i)
	first, last := firstName(i), lastName(i/24+i)
	mail := mailName(first, last) + "." + strconv.Itoa(i+1)
	department, title := department(i), "Specialist"
	if manages {
		title = "Manager"
	}
	v := make(map[string]any, 24)
	v["firstName"] = first
	v["lastName"] = last
	v["preferredName"] = nil
	v["employeeNumber"] = padded("E-", i+1, 6)
	v["workEmail"] = mail + "@example.com"
	v["homeEmail"] = nil
	v["status"] = "Active"
	v["employmentStatusName"] = "Full-Time"
	v["departmentName"] = department
	v["divisionName"] = [...]string{"Europe", "Americas"}[i%2]
	v["locationName"] = [...]string{"Lisbon", "Utrecht", "Denver"}[i%3]
	v["jobTitleName"] = title + ", " + department
	v["hireDate"] = day(2012+i%13, i)
	v["originalHireDate"] = v["hireDate"]
	v["terminationDate"] = nil
	v["birthDate"] = day(1962+i%40, i/2)
	v["workPhone"] = padded("+1 555 01", i%100, 2)
	v["lastChanged"] = day(2025, i) + "T08:00:00+00:00"
	if i > 0 {
		v["reportsToId"] = strconv.Itoa(1001 + (i-1)/reports)
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
		v["terminationDate"] = day(2025, i)
	case 15:
		planned := map[string]any{"status": "Active"}
		for _, name := range []string{"departmentName", "divisionName", "locationName", "jobTitleName", "employmentStatusName", "reportsToId"} {
			planned[name] = v[name]
			v[name] = nil
		}
		v["status"] = "Inactive"
		v["hireDate"] = day(2099, i)
		v["originalHireDate"] = v["hireDate"]
		return planned
	case 33:
		return map[string]any{
			"status":               "Inactive",
			"employmentStatusName": "Terminated",
			"terminationDate":      day(2099, i),
		}
	}
	return nil
}

func firstName(i int) string {
	names := [...]string{
		"Ada", "Björn", "Chloé", "Dmitri", "Esra", "Femi", "Grace", "Hana", "Ivo", "Jamal", "Keiko", "Łucja",
		"Mateo", "Nia", "Oskar", "Priya", "Quentin", "Rosa", "Sven", "Tala", "Umar", "Vera", "Wei", "Zoë",
	}
	return names[i%len(names)]
}

func lastName(i int) string {
	names := [...]string{
		"Abara", "Bergström", "Castellanos", "D'Amico", "Eriksen", "Fujita", "García", "Holm", "Ishikawa", "Jansen",
		"Kowalska", "Lindqvist", "Moreau", "Novák", "O'Neill", "Petrov", "Quispe", "Rossi", "Santos", "Takahashi",
		"Ueda", "van der Meer", "Weiss", "Yılmaz", "Zhang", "Smith-Okafor", "Brown", "Müller", "Silva",
	}
	return names[i%len(names)]
}

func department(i int) string {
	names := [...]string{"Engineering", "Sales", "Customer Support", "R&D", "Finance", "People & Culture", "Marketing"}
	return names[i%len(names)]
}

// mailName is a name without what addresses rarely have.
func mailName(first, last string) string {
	var b strings.Builder
	b.Grow(len(first) + len(last) + 1)
	for _, r := range first + "." + last {
		switch {
		case 'A' <= r && r <= 'Z':
			b.WriteRune(r - 'A' + 'a')
		case 'a' <= r && r <= 'z', r == '.', r == '-':
			b.WriteRune(r)
		}
	}
	return b.String()
}

// day spreads i over the days of a year.
func day(year, i int) string {
	return strconv.Itoa(year) + padded("-", i%12+1, 2) + padded("-", i/12%28+1, 2)
}

// padded is a number with leading zeros.
func padded(prefix string, n, width int) string {
	digits := strconv.Itoa(n)
	return prefix + strings.Repeat("0", max(0, width-len(digits))) + digits
}
