package personiotest

import (
	"strconv"
	"strings"
)

// People invents n employees, always the same ones: ids from 1001, mail at
// example.com, departments, teams and offices, a birthday in dynamic_1, and a tree
// of supervisors. The first is the only one without a supervisor.
//
// They are mostly active, and some on leave. Of those who supervise nobody, some
// are gone (inactive with a termination_date in 2025), some are yet to come
// (onboarding with a hire_date in 2099), and some are to leave in 2099.
func People(n int) []Person {
	words := newLexicon()
	people := make([]Person, n)
	for i := range people {
		people[i] = words.invent(i, reports*i+1 < n)
	}
	return people
}

// A lexicon is what people are made of.
type lexicon struct{ first, last, departments, sides, offices, companies, centers []string }

func newLexicon() lexicon {
	words := func(text string) []string { return strings.Split(text, "|") }
	return lexicon{
		first: words("Ada|Björn|Chloé|Dmitri|Esra|Femi|Grace|Hana|Ivo|Jamal|Keiko|Łucja|" +
			"Mateo|Nia|Oskar|Priya|Quentin|Rosa|Sven|Tala|Umar|Vera|Wei|Zoë"),
		last: words("Abara|Bergström|Castellanos|D'Amico|Eriksen|Fujita|García|Holm|Ishikawa|Jansen|" +
			"Kowalska|Lindqvist|Moreau|Novák|O'Neill|Petrov|Quispe|Rossi|Santos|Takahashi|" +
			"Ueda|van der Meer|Weiss|Yılmaz|Zhang|Smith-Okafor|Brown|Müller|Silva"),
		departments: words("Engineering|Sales|Customer Support|R&D|Finance|People & Culture|Marketing"),
		sides:       words("North|South"),
		offices:     words("Munich|Lisbon|Dublin"),
		companies:   words("Acme GmbH|Acme Ltd"),
		centers:     words("CC 10|CC 20|CC 30"),
	}
}

const reports = 8 // of each supervisor

// invent describes the i-th employee.
func (w lexicon) invent(i int, supervises bool) Person {
	first, last := pick(w.first, i), pick(w.last, i/24+i)
	department := pick(w.departments, i)
	title := "Specialist"
	if supervises {
		title = "Manager"
	}
	v := map[string]any{
		"first_name": first, "last_name": last,
		"email":           mailName(first+"."+last) + "." + strconv.Itoa(i+1) + "@example.com",
		"status":          "active",
		"position":        title + ", " + department,
		"department":      department,
		"team":            department + " " + pick(w.sides, i/7),
		"office":          pick(w.offices, i),
		"subcompany":      pick(w.companies, i),
		"cost_centers":    []string{pick(w.centers, i)},
		"employment_type": "internal", "weekly_working_hours": "40",
		"hire_date": day(2012+i%13, i),
		"dynamic_1": day(1962+i%40, i/2),
	}
	if i > 0 {
		v["supervisor"] = strconv.Itoa(1001 + (i-1)/reports)
	}
	if i%9 == 4 {
		v["preferred_name"] = string([]rune(first)[:2])
	}
	if i%17 == 16 {
		v["employment_type"] = "external"
	}
	if !supervises && i > 0 {
		unsettle(i, v)
	}
	return Person{ID: strconv.Itoa(1001 + i), Values: v}
}

// unsettle makes a leaver, a starter, a planned leaver or somebody on leave of some.
func unsettle(i int, v map[string]any) {
	switch i % 40 {
	case 7, 27:
		v["status"], v["termination_date"], v["last_working_day"] = "inactive", day(2025, i), day(2025, i)
	case 15:
		v["status"], v["hire_date"] = "onboarding", day(2099, i)
	case 21:
		v["status"] = "leave"
	case 33:
		v["termination_date"] = day(2099, i)
	}
}

// pick takes the i-th of the words, which begin again after the last.
func pick(words []string, i int) string { return words[i%len(words)] }

// mailName is a name without what addresses rarely have.
func mailName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z':
			return r - 'A' + 'a'
		case 'a' <= r && r <= 'z', r == '.', r == '-':
			return r
		}
		return -1
	}, name)
}

// day spreads i over the days of a year.
func day(year, i int) string {
	return strconv.Itoa(year) + two(i%12+1) + two(i/12%28+1)
}

func two(n int) string {
	if n < 10 {
		return "-0" + strconv.Itoa(n)
	}
	return "-" + strconv.Itoa(n)
}
