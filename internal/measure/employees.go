package main

import (
	"fmt"
	"math/rand/v2"

	"github.com/rosterkit/rosterkit/employee"
)

// employees are invented, with every field of the conditions and rules known, so
// that two-valued languages say the same as three-valued conditions.
func employees(n int) []employee.Employee {
	rng := rand.New(rand.NewPCG(1, 2))
	pick := func(words ...string) string { return words[rng.IntN(len(words))] }
	all := make([]employee.Employee, n)
	for i := range all {
		e := &all[i]
		e.ID = fmt.Sprint(i)
		e.FirstName, e.LastName = pick("Anna", "Boris", "Chloé", "Dmitri"), pick("Holm", "Petrov", "Öz", "Martin")
		e.PreferredName = pick("", "Ani", "Bo")
		e.WorkEmail = fmt.Sprintf("person%d@example.com", i)
		e.EmploymentStatus = pick("full-time", "Part-Time", "PART-TIME", "Contractor", "Intern")
		e.Department = pick("Engineering", "contractors", "Sales", "Geschäftsführung")
		e.Location = pick("Paris 9e", "Berlin Mitte", "Rome")
		e.HireDate = today().AddDays(rng.IntN(60) - 40)
		_ = e.Set("custom.sync", employee.Text(pick("yes", "ja", "no")))
	}
	return all
}

func today() employee.Date { return employee.NewDate(2026, 3, 10) }
