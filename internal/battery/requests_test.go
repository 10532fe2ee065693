package battery

import (
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
	"github.com/rosterkit/rosterkit/internal/race"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/personio"
)

// A bill is what a listing costs in requests, by the number of employees.
type bill struct {
	subject
	page int    // the most employees that the vendor puts on a page; 0: all
	want [5]int // for none, one, a page, one more, and a hundred thousand
	// beside and main add up to the least that the vendor allows: each list that
	// the fields need, in its largest pages, and a token where there are tokens.
	beside func(n int) int
	main   func(n int) int
	more   [5]int // what want has beyond that
	ahead  int    // the most that is asked for ahead of the employees who were listed
}

// bills is the table of what is documented. Each employee has one job role, one
// contract, one employment, and is active.
func bills() []bill {
	mail := []employee.Field{employee.FieldWorkEmail}
	narrow := luccaSubject(lucca.Config{ClientID: luccaClient, ClientSecret: luccaSecret, Fields: mail})
	narrow.name += ", mail alone"
	by := func(size int) func(int) int { return func(n int) int { return pages(n, size) } }
	overlaps := func(size int) func(int) int { return func(n int) int { return overlapping(n, size) } }
	numbers := func(size int) func(int) int { return func(n int) int { return byNumber(n, size) } }
	always := func(requests int) func(int) int { return func(int) int { return requests } }
	return []bill{
		{subject: bamboohrSubject(mail, nil), page: 2500, want: [5]int{1, 1, 1, 2, 40},
			beside: always(0), main: by(2500)},
		{subject: personioSubject(personio.APIV1, nil), page: 100, want: [5]int{2, 2, 2, 3, 1012},
			beside: always(1), main: overlaps(100), ahead: 3},
		// There is no list of employments across employees. Those of seven are
		// read ahead, which may begin another page of employees.
		{subject: personioSubject(personio.APIV2, nil), page: 50, want: [5]int{2, 3, 52, 56, 104_001},
			beside: always(1), main: func(n int) int { return walkedTwice(n, 50) + n }, ahead: 8},
		{subject: hibobSubject(nil), want: [5]int{1, 1, 1, 1, 1},
			beside: always(0), main: always(1)},
		// What the token may see, job roles, locations, employees, and what the token may
		// see at the end. Where all are active, two more see to it that the others were not
		// left out, and where there are none the company's name is asked for.
		{subject: humaansSubject(nil, humaanstest.People), page: 250, want: [5]int{8, 7, 7, 9, 809},
			beside: func(n int) int { return 1 + overlapping(n, 250) + 1 }, main: overlaps(250), more: [5]int{4, 3, 3, 3, 3}},
		// Contracts and employees. Each page of employees begins with the last of the
		// one before, or nothing would tell that an employee was skipped.
		{subject: luccaSubject(lucca.Config{APIKey: luccaKey}), page: 1000, want: [5]int{2, 2, 2, 4, 205},
			beside: numbers(1000), main: overlaps(1000)},
		// Departments, establishments, legal entities, employments, employees. A hundred
		// thousand take longer than a token lives.
		{subject: luccaSubject(lucca.Config{ClientID: luccaClient, ClientSecret: luccaSecret}),
			page: 100, want: [5]int{6, 6, 6, 8, 2291},
			beside: func(n int) int { return 1 + 3 + byNumber(n, 100) }, main: numbers(100), more: [5]int{4: 1}},
		// The employments show who comes back.
		{subject: narrow, page: 100, want: [5]int{3, 3, 3, 5, 2288},
			beside: func(n int) int { return 1 + byNumber(n, 100) }, main: numbers(100), more: [5]int{4: 1}},
	}
}

// TestRequests: a listing costs the documented number of requests, to the one,
// and that is the least or what is more has a reason.
func TestRequests(t *testing.T) {
	t.Parallel()
	const many = 100_000
	for _, b := range bills() {
		for i, n := range [5]int{0, 1, b.page, b.page + 1, many} {
			if n == many && race.Enabled {
				continue // nothing is done there that is not done for fewer
			}
			t.Run(fmt.Sprint(b.name, " ", n), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					g, listed := b.connect(t, large{employees: n}), 0
					for _, err := range g.client.Employees(t.Context()) {
						if err != nil {
							t.Fatal(err)
						}
						listed++
					}
					if got := len(g.exchanges()); listed != n || got != b.want[i] {
						t.Errorf("%d employees in %d requests, want %d in %d", listed, got, n, b.want[i])
					}
					if least := b.beside(n) + b.main(n) + b.more[i]; b.want[i] != least {
						t.Errorf("want %d requests, the least and what is more are %d", b.want[i], least)
					}
				})
			})
		}
	}
}
