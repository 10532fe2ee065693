package fakehr

import (
	"strconv"
	"strings"
)

// reports is how many employees each manager has.
const reports = 8

// Invent makes n employees, always the same ones, each from its number and from
// whether it manages others. Number 0 is at the top.
func Invent[P any](n int, invent func(i int, manages bool) P) []P {
	people := make([]P, n)
	for i := range people {
		people[i] = invent(i, reports*i+1 < n)
	}
	return people
}

// Manager is the number of the manager of employee i, who is not at the top.
func Manager(i int) int { return (i - 1) / reports }

// Pick takes the i-th of the words, which begin again after the last.
func Pick(i int, words ...string) string { return words[i%len(words)] }

// FirstName is that of employee i.
func FirstName(i int) string {
	return Pick(i, "Ada", "Björn", "Chloé", "Dmitri", "Esra", "Femi", "Grace", "Hana", "Ivo", "Jamal", "Keiko", "Łucja",
		"Mateo", "Nia", "Oskar", "Priya", "Quentin", "Rosa", "Sven", "Tala", "Umar", "Vera", "Wei", "Zoë")
}

// LastName is that of employee i.
func LastName(i int) string {
	return Pick(i/24+i, "Abara", "Bergström", "Castellanos", "D'Amico", "Eriksen", "Fujita", "García", "Holm", "Ishikawa",
		"Jansen", "Kowalska", "Lindqvist", "Moreau", "Novák", "O'Neill", "Petrov", "Quispe", "Rossi", "Santos", "Takahashi",
		"Ueda", "van der Meer", "Weiss", "Yılmaz", "Zhang", "Smith-Okafor", "Brown", "Müller", "Silva")
}

// Department is that of employee i.
func Department(i int) string {
	return Pick(i, "Engineering", "Sales", "Customer Support", "R&D", "Finance", "People & Culture", "Marketing")
}

// Title is the job of a manager, or of another.
func Title(manages bool) string {
	if manages {
		return "Manager"
	}
	return "Specialist"
}

// Mailbox is a name without what addresses rarely have: what is before the @.
func Mailbox(first, last string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z':
			return r - 'A' + 'a'
		case 'a' <= r && r <= 'z', r == '.', r == '-':
			return r
		}
		return -1
	}, first+"."+last)
}

// Day spreads i over the days of a year.
func Day(year, i int) string {
	return strconv.Itoa(year) + Padded("-", i%12+1, 2) + Padded("-", i/12%28+1, 2)
}

// Padded is a number with leading zeros.
func Padded(prefix string, n, width int) string {
	digits := strconv.Itoa(n)
	return prefix + strings.Repeat("0", max(0, width-len(digits))) + digits
}
