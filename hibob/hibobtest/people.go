package hibobtest

import (
	"strconv"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// People invents n employees, always the same ones: ids of 19 digits from
// "3332880000000001001", company numbers from 1, mail at example.com, and a tree of
// managers. The first is the only one without a manager.
//
// They are mostly employed. Of those without reports, some have left
// (terminated), some are yet to come (hired, with a work.startDate in 2099 and no
// e-mail), and some are to leave in 2099. Others are on parental leave, with and
// without access, on garden leave until 2099, on a leave of the company's own
// ("sabbatical leave"), back after an earlier employment, or have a manager that
// the service user cannot see.
func People(n int) []Person { return fakehr.Invent(n, invent) }

func personID(i int) string { return fakehr.Padded("333288", 1001+i, 13) }

// invent describes the i-th employee.
func invent(i int, manages bool) Person {
	first, last := fakehr.FirstName(i), fakehr.LastName(i)
	v := make(map[string]any, 20)
	v["root.firstName"] = first
	v["root.surname"] = last
	v["root.email"] = fakehr.Mailbox(first, last) + "." + strconv.Itoa(i+1) + "@example.com"
	v["work.employeeIdInCompany"] = i + 1
	v["work.title"] = [...]string{"253271802", "253271801"}[choose(manages)]
	v["work.department"] = [...]string{"209192101", "209192102", "209192103", "209192104", "Finance", "209192105", "209192107"}[i%7]
	v["work.site"] = [...]string{"Lisbon", "Utrecht", "Denver"}[i%3]
	v["work.siteId"] = 2510061 + i%3
	v["work.startDate"] = fakehr.Day(2012+i%13, i)
	v["work.originalStartDate"] = v["work.startDate"]
	v["work.workPhone"] = fakehr.Padded("+1 555 01", i%100, 2)
	v["work.isManager"] = manages
	v["internal.lifecycleStatus"] = "employed"
	v["payroll.employment.type"] = [...]string{"permanent", "244000103"}[choose(i%10 == 9)]
	v["payroll.employment.contract"] = "244000201"
	v["personal.birthDate"] = fakehr.Day(1962+i%40, i/2)
	v["home.privateEmail"] = fakehr.Mailbox(first, last) + "@home.example.com"
	p := Person{ID: personID(i), Values: v}
	switch {
	case i == 0:
		v["work.title"] = "253271803"
	default:
		v["work.manager"] = personID(fakehr.Manager(i))
		if !manages {
			p.unsettle(i)
		}
	}
	return p
}

// unsettle gives some a lifecycle status other than employed.
func (p *Person) unsettle(i int) {
	v := p.Values
	switch i % 40 {
	case 3, 27:
		v["internal.lifecycleStatus"] = "terminated"
		v["internal.terminationDate"] = fakehr.Day(2025, i)
		v["employee.lastDayOfWork"] = v["internal.terminationDate"]
	case 5:
		v["internal.lifecycleStatus"] = "hired"
		v["work.startDate"] = fakehr.Day(2099, i)
		v["work.originalStartDate"] = v["work.startDate"]
		v["root.email"] = nil
	case 6:
		v["internal.terminationDate"] = fakehr.Day(2099, i)
	case 11:
		v["internal.lifecycleStatus"] = "parental leave"
	case 15:
		v["internal.lifecycleStatus"] = "parental leave"
		v["internal.status"] = "Inactive"
	case 19:
		v["internal.lifecycleStatus"] = "sabbatical leave"
		p.Labels = map[string]string{"internal.lifecycleStatus": "Sabbatical"}
	case 22:
		v["internal.lifecycleStatus"] = "garden leave"
		v["employee.lastDayOfWork"] = fakehr.Day(2025, i)
		v["internal.terminationDate"] = fakehr.Day(2099, i)
	case 31:
		v["work.originalStartDate"] = fakehr.Day(2009, i)
	case 35:
		v["work.manager"] = "3332889999999999999"
	}
}

func choose(second bool) int {
	if second {
		return 1
	}
	return 0
}
