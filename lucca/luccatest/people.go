package luccatest

import (
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// People invents n employees, always the same ones: ids from "101", employee
// numbers with leading zeros, mail at example.com, last names in capitals,
// departments, establishments in two time zones, and a tree of managers. The
// first has no manager.
//
// Most have one open contract. Of those without reports, some have left in 2025,
// some start or end in 2099, some left in 2020 and return in 2099, and some are
// their own manager. A few have no mail, or the number "000" of a technical
// user. Seen from any day between 2026 and 2098 they are the same.
func People(n int) []Person { return fakehr.Invent(n, invent) }

// invent describes the i-th employee.
func invent(i int, manages bool) Person {
	id := strconv.Itoa(101 + i)
	first, last := firstName(i), lastName(i/24+i)
	login := fakehr.Mailbox(first, last) + "." + strconv.Itoa(i+1)
	department, title := department(i), "Spécialiste"
	if manages {
		title = "Responsable"
	}
	start := fakehr.Day(2012+i%13, i)
	p := Person{
		ID: id, FirstName: first, LastName: strings.ToUpper(last),
		Login: login, Mail: login + "@example.com", Number: fakehr.Padded("", i+1, 5),
		JobTitle: title + " " + department, Department: department,
		Establishment: [...]string{"Nantes", "Paris", "La Réunion"}[i%3],
		TimeZone:      [...]string{"Europe/Paris", "Europe/Paris", "Indian/Reunion"}[i%3],
		LegalEntity:   [...]string{"Exemple SAS", "Exemple Océan SARL"}[i%3/2],
		DirectLine:    fakehr.Padded("+33 1 99 00 ", i%100, 2),
		BirthDate:     fakehr.Day(1962+i%40, i/2), SeniorityDate: start,
		PersonalEmail: login + "@home.example.com",
		Address:       strconv.Itoa(i%90+1) + " rue de l'Exemple, 44000 Nantes",
		Contracts:     []Contract{{Start: start}},
		UpdatedAt:     fakehr.Day(2025, i) + "T08:00:00.583",
	}
	if i > 0 {
		p.Manager = strconv.Itoa(101 + fakehr.Manager(i))
	}
	if i%11 == 8 {
		p.Mail = ""
	}
	if i%13 == 6 {
		p.DirectLine, p.ProfessionalMobile = "", fakehr.Padded("+33 6 99 00 00 ", i%100, 2)
	}
	if !manages && i > 0 {
		unsettle(i, &p)
	}
	return p
}

// unsettle makes leavers, starters and other cases of some.
func unsettle(i int, p *Person) {
	start := p.Contracts[0].Start
	switch i % 40 {
	case 7, 27:
		p.Contracts = []Contract{{start, fakehr.Day(2025, i)}}
	case 15:
		p.Contracts = []Contract{{Start: fakehr.Day(2099, i)}}
	case 21:
		p.Contracts = []Contract{{"2010-03-01", "2020-06-30"}, {Start: fakehr.Day(2099, i)}}
	case 30:
		p.Contracts = []Contract{{"2009-01-05", "2011-12-31"}, {Start: start}}
	case 33:
		p.Contracts = []Contract{{start, fakehr.Day(2099, i)}}
	case 36:
		p.Manager = p.ID
	case 39:
		p.Number = "000"
	}
}

func firstName(i int) string {
	return fakehr.Pick(i, "Ana", "Björn", "Chloé", "Dmitri", "Esra", "Femi", "Gaëlle", "Hana", "Ivo", "Jamal", "Keiko", "Łucja",
		"Mateo", "Nia", "Oscar", "Priya", "Quentin", "Rosa", "Sven", "Tala", "Umar", "Véra", "Wei", "Zoë")
}

func lastName(i int) string {
	return fakehr.Pick(i, "Abara", "Bergström", "Castellanos", "D'Amico", "Étienne", "Fujita", "García", "Holm", "Ishikawa", "Janvier",
		"Kowalska", "Lefèvre", "Morel", "Novák", "O'Neill", "Petrov", "Quispe", "Roy", "Santos", "Takahashi",
		"Ueda", "van der Meer", "Weiss", "Yılmaz", "Zhang", "Smith-Okafor", "Lebrun", "Müller", "Silva")
}

func department(i int) string {
	return fakehr.Pick(i, "Ingénierie", "Ventes", "Support client", "R&D", "Finance", "RH", "Marketing")
}
