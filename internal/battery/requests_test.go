package battery

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/conntest"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/race"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/personio"
)

// A bill is what a listing costs in requests, by the number of people.
type bill struct {
	subject
	page int    // the most people that the vendor puts on a page; 0: everybody
	want [5]int // for nobody, one person, a page of people, one more, and a hundred thousand
	// beside and people add up to the least that the vendor allows: each list that
	// the fields need, in its largest pages, and a token where there are tokens.
	beside func(n int) int
	people func(n int) int
	more   [5]int // what want has beyond that
	ahead  int    // the most that is asked for ahead of the people who were listed
}

// bills is the table of what is documented. Everybody has one job role, one
// contract, one employment, and is active.
func bills() []bill {
	mail := []employee.Field{employee.FieldWorkEmail}
	narrow := luccaSubject(lucca.Config{ClientID: luccaClient, ClientSecret: luccaSecret, Fields: mail})
	narrow.name += ", mail alone"
	by := func(size int) func(int) int { return func(n int) int { return pages(n, size) } }
	always := func(requests int) func(int) int { return func(int) int { return requests } }
	return []bill{
		{subject: bamboohrSubject(mail), page: 2500, want: [5]int{1, 1, 1, 2, 40},
			beside: always(0), people: by(2500)},
		{subject: personioSubject(personio.APIV1, nil), page: 100, want: [5]int{2, 2, 2, 3, 1001},
			beside: always(1), people: by(100), ahead: 3},
		// There is no list of employments across people. Those of seven people are
		// read ahead, which may begin another page of people.
		{subject: personioSubject(personio.APIV2, nil), page: 50, want: [5]int{2, 3, 52, 54, 102_001},
			beside: always(1), people: func(n int) int { return pages(n, 50) + n }, ahead: 8},
		{subject: hibobSubject(nil), want: [5]int{1, 1, 1, 1, 1},
			beside: always(0), people: always(1)},
		// What the token may see, job roles, locations, people. Where all are active,
		// two more see to it that the others were not left out, and where there is
		// nobody the company's name is asked for.
		{subject: humaansSubject(nil), page: 250, want: [5]int{7, 6, 6, 8, 804},
			beside: func(n int) int { return 1 + pages(n, 250) + 1 }, people: by(250), more: [5]int{3, 2, 2, 2, 2}},
		// Contracts and employees. Each page has the last row of the one before, or nothing
		// would show that a row was passed over.
		{subject: luccaSubject(lucca.Config{APIKey: luccaKey}), page: 1000, want: [5]int{2, 2, 2, 4, 205},
			beside: byNumber(1000), people: func(n int) int { return max(1, (n-2)/999+1) }},
		// Departments, establishments, legal entities, employments, people. A hundred
		// thousand take longer than a token lives.
		{subject: luccaSubject(lucca.Config{ClientID: luccaClient, ClientSecret: luccaSecret}), page: 100, want: [5]int{6, 6, 6, 8, 2291},
			beside: func(n int) int { return 1 + 3 + byNumber(100)(n) }, people: byNumber(100), more: [5]int{4: 1}},
		{subject: narrow, page: 100, want: [5]int{3, 3, 3, 5, 2288},
			beside: func(n int) int { return 1 + byNumber(100)(n) }, people: byNumber(100), more: [5]int{4: 1}},
	}
}

// pages is how many requests a list of so many rows takes; an empty one takes one.
func pages(rows, size int) int { return max(1, (rows+size-1)/size) }

// byNumber is how many requests a list takes whose pages have numbers, and each the last
// row of the page before.
func byNumber(size int) func(rows int) int {
	return func(rows int) int {
		requests := 1
		for last := size - 1; last < rows-1; requests++ {
			_, limit, start := listing.PageWith(last, size)
			last = start + limit - 1
		}
		return requests
	}
}

// connect makes a client of a large company.
func (b bill) connect(t *testing.T, server *large) conntest.Client {
	t.Helper()
	client, err := b.New(baseURL, &http.Client{Transport: server}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return client
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
					server := &large{people: n}
					listed := 0
					for _, err := range b.connect(t, server).Employees(t.Context()) {
						if err != nil {
							t.Fatal(err)
						}
						listed++
					}
					if got := server.requests(); listed != n || got != b.want[i] {
						t.Errorf("%d people in %d requests, want %d in %d", listed, got, n, b.want[i])
					}
					if least := b.beside(n) + b.people(n) + b.more[i]; b.want[i] != least {
						t.Errorf("want %d requests, the least and what is more are %d", b.want[i], least)
					}
				})
			})
		}
	}
}
