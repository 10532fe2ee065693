package humaanstest

import (
	"fmt"
	"strconv"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// People invents n employees, always the same ones: ids of 24 characters, employee
// ids from "1", mail at example.com, teams, titles, departments, and a tree of
// managers. The first is the only one without a manager. They work at the two
// places of the default configuration or remotely.
//
// They are mostly active. Of those without reports, some are offboarded, some
// are new hires who start in 2099, some of them without an email yet, and some
// are active with an end date in 2099. Every third employee has an earlier job
// role as well, every tenth a planned one of 2099.
func People(n int) []Person { return fakehr.Invent(n, invent) }

func personID(i int) string { return fmt.Sprintf("person%018d", i+1) }

// invent describes the i-th employee.
func invent(i int, manages bool) Person {
	first, last := firstName(i), lastName(i/20+i)
	mail := fakehr.Mailbox(first, last) + "." + strconv.Itoa(i+1)
	start := fakehr.Day(2012+i%13, i)
	v := make(map[string]any, 24)
	v["firstName"], v["lastName"] = first, last
	v["email"] = mail + "@example.com"
	v["employeeId"] = strconv.Itoa(i + 1)
	v["phoneNumber"] = fmt.Sprintf("+3512000%05d", i%100000)
	v["formattedPhoneNumber"] = fmt.Sprintf("+351 2000 %05d", i%100000)
	v["birthday"] = fakehr.Day(1960+i%45, i/2)
	v["employmentStartDate"] = start
	v["contractType"] = [...]string{"Full time", "Full time", "Part time", "Contractor"}[i%4]
	if i%9 == 4 {
		v["preferredName"] = string([]rune(first)[:2])
	}
	if i%40 == 9 {
		v["lastWorkingDay"] = fakehr.Day(2030, i) // without an end date: no sign of leaving
	}
	v["teams"] = teams(i)
	place(i, v)
	p := Person{ID: personID(i), Values: v, Roles: history(i, start, manages)}
	if !manages && i > 0 {
		unsettle(i, &p, mail)
	}
	return p
}

func teams(i int) []Team {
	names := [...]string{"Growth", "Platform", "Île-de-France", "Brand"}
	return [][]Team{{{names[i%4]}}, {{names[i%4]}, {names[(i+1)%4]}}, {}}[i%3]
}

// place sets where the i-th employee works.
func place(i int, v map[string]any) {
	locations := defaultLocations()
	if i%5 == 4 {
		v["locationId"], v["remoteCity"], v["remoteCountryCode"] = "remote", "Porto", "PT"
		v["remoteTimezone"], v["timezone"] = "Europe/Lisbon", "Europe/Lisbon"
		return
	}
	l := locations[i%2]
	v["locationId"], v["timezone"] = l.ID, l.TimeZone
}

// history is the job roles of the i-th employee.
func history(i int, start string, manages bool) []Role {
	role := Role{JobTitle: fakehr.Title(manages), Department: department(i), EffectiveDate: start}
	if i > 0 {
		role.ReportingTo = personID(fakehr.Manager(i))
	}
	roles := []Role{role}
	if i%3 == 1 {
		earlier := role
		earlier.JobTitle = "Trainee"
		earlier.EffectiveDate, earlier.EndDate = "2011-01-01", start
		roles = []Role{role, earlier}
	}
	if i%10 == 5 {
		planned := role
		planned.JobTitle, planned.EffectiveDate = "Director", "2099-01-01"
		roles = append(roles, planned)
	}
	return roles
}

// unsettle turns some into leavers, joiners and employees with notice.
func unsettle(i int, p *Person, mail string) {
	switch i % 40 {
	case 17, 37:
		p.Values["status"] = "offboarded"
		p.Values["employmentEndDate"] = fakehr.Day(2025, i)
		p.Values["lastWorkingDay"] = fakehr.Day(2025, i)
		p.Values["leavingReason"] = "resigned"
		p.Roles[0].EndDate = fakehr.Day(2025, i)
	case 25:
		p.Values["status"] = "newHire"
		p.Values["employmentStartDate"] = fakehr.Day(2099, i)
		p.Roles = p.Roles[:1]
		p.Roles[0].EffectiveDate = fakehr.Day(2099, i)
		if i%80 == 25 {
			p.Values["email"] = nil
			p.Values["personalEmail"] = mail + "@home.example.com"
			p.Roles = nil
		}
	case 33:
		p.Values["employmentEndDate"] = fakehr.Day(2099, i)
	}
}

func firstName(i int) string {
	return fakehr.Pick(i, "Amara", "Benoît", "Clara", "Darius", "Elif", "Fiona", "Gustav", "Helga", "Idris", "Jūlija",
		"Kofi", "Lena", "Miguel", "Noor", "Olga", "Pavel", "Ruth", "Søren", "Tomás", "Yara")
}

func lastName(i int) string {
	return fakehr.Pick(i, "Abel", "Bäcker", "Costa", "Dubois", "Evans", "Farouk", "Gómez", "Hansen", "Ito", "Jónsson", "Kaya", "Lund",
		"Mbeki", "Nowak", "O'Brien", "Park", "Romano", "Sørensen", "Tanaka", "Vargas", "de la Cruz", "Wójcik", "Young")
}

func department(i int) string {
	return fakehr.Pick(i, "Engineering", "Sales", "Support", "R&D", "Finance", "People & Culture")
}
