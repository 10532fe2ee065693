package battery_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/personio"
)

// A bill is what a listing costs in requests, by the number of people.
type bill struct {
	name string
	subject
	page int    // the most people that the vendor puts on a page; 0: everybody
	want [5]int // for nobody, one person, a page of people, one more, and a hundred thousand
	// least is the least that the vendor allows: each list that the fields need, in
	// its largest pages, and a token where there are tokens.
	least func(n int) int
	// more is what want has beyond that.
	more [5]int
}

// bills is the table of what is documented. Everybody has one job role, one
// contract, one employment, and is active.
func bills() []bill {
	mail := []employee.Field{employee.FieldWorkEmail}
	key, client := lucca.Config{APIKey: luccaKey}, lucca.Config{ClientID: luccaClient, ClientSecret: luccaSecret}
	narrow := client
	narrow.Fields = mail
	return []bill{
		{name: "bamboohr", subject: bamboohrSubject(mail), page: 2500, want: [5]int{1, 1, 1, 2, 40},
			least: func(n int) int { return pages(n, 2500) }},
		{name: "personio v1", subject: personioSubject(personio.V1, nil), page: 100, want: [5]int{2, 2, 2, 3, 1001},
			least: func(n int) int { return 1 + pages(n, 100) }},
		// There is no list of employments across people.
		{name: "personio v2", subject: personioSubject(personio.V2, nil), page: 50, want: [5]int{2, 3, 52, 54, 102_001},
			least: func(n int) int { return 1 + pages(n, 50) + n }},
		{name: "hibob", subject: hibobSubject(nil), want: [5]int{1, 1, 1, 1, 1},
			least: func(int) int { return 1 }},
		// What the token may see, job roles, locations, people. Where all are active,
		// two more see to it that the others were not left out, and where there is
		// nobody the company's name is asked for.
		{name: "humaans", subject: humaansSubject(nil), page: 250, want: [5]int{7, 6, 6, 8, 804},
			least: func(n int) int { return 1 + pages(n, 250) + 1 + pages(n, 250) }, more: [5]int{3, 2, 2, 2, 2}},
		// People and contracts. Each page of people begins with the last person of the
		// one before, or nothing would tell that somebody was jumped over.
		{name: "lucca by key", subject: luccaSubject(key), page: 1000, want: [5]int{2, 2, 2, 4, 201},
			least: func(n int) int { return pages(n, 1000) + pages(n, 1000) }, more: [5]int{4: 1}},
		// Departments, establishments, legal entities, employments, people. A hundred
		// thousand take longer than a token lives.
		{name: "lucca by OAuth", subject: luccaSubject(client), page: 100, want: [5]int{6, 6, 6, 8, 2005},
			least: func(n int) int { return 1 + 3 + pages(n, 100) + pages(n, 100) }, more: [5]int{4: 1}},
		{name: "lucca by OAuth, mail alone", subject: luccaSubject(narrow), page: 100, want: [5]int{2, 2, 2, 3, 1001},
			least: func(n int) int { return 1 + pages(n, 100) }},
	}
}

// pages is how many requests a list of so many rows takes; an empty one takes one.
func pages(rows, size int) int { return max(1, (rows+size-1)/size) }

// TestRequests: a listing costs the documented number of requests, to the one,
// and that is the least or what is more has a reason.
func TestRequests(t *testing.T) {
	t.Parallel()
	const many = 100_000
	for _, b := range bills() {
		for i, n := range [5]int{0, 1, b.page, b.page + 1, many} {
			if n == many && underRace {
				continue // nothing is done there that is not done for fewer
			}
			t.Run(fmt.Sprint(b.name, " ", n), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					server := &large{people: n}
					client, err := b.New(baseURL, &http.Client{Transport: server}, nil)
					if err != nil {
						t.Fatal(err)
					}
					listed := 0
					for _, err := range client.Employees(t.Context()) {
						if err != nil {
							t.Fatal(err)
						}
						listed++
					}
					if got := int(server.requests.Load()); listed != n || got != b.want[i] {
						t.Errorf("%d people in %d requests, want %d in %d", listed, got, n, b.want[i])
					}
					if least := b.least(n) + b.more[i]; b.want[i] != least {
						t.Errorf("want %d requests, the least and what is more are %d", b.want[i], least)
					}
				})
			})
		}
	}
}
