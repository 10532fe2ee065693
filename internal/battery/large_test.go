package battery

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A large is the HR system of a company of so many employees, each with little more
// than an id, in the vendor's pages: the fakes have more to say about each
// employee than a hundred thousand have time for. It answers after a while.
type large struct {
	employees int
	latency   time.Duration
}

func (l large) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	select {
	case <-time.After(l.latency):
	case <-r.Context().Done():
	}
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, l.answer(r))
}

// connect returns a rig with a client of a large company.
func (b bill) connect(t *testing.T, l large) *rig {
	s := b.subject
	s.Fake = func(int) http.Handler { return l }
	return inMemory(t, s.name, s, l.employees, nil)
}

// instants are when the requests were sent, those for tokens aside.
func (g *rig) instants() (at []time.Time) {
	for _, x := range g.exchanges() {
		if x.kind != kindToken { // tokens have limits of their own
			at = append(at, x.at)
		}
	}
	return at
}

// answer tells the vendors apart by the paths.
func (l large) answer(r *http.Request) string {
	query := r.URL.Query()
	number := func(name string) int {
		n, _ := strconv.Atoi(query.Get(name)) // 0 on the first page
		return n
	}
	switch path := r.URL.Path; path {
	case "/api/v1/employees": // BambooHR
		columns := "firstName,lastName,preferredName,photoUrl,jobTitleName,status," + query.Get("fields")
		row := `{"employeeId":"#","` + strings.ReplaceAll(columns, ",", `":null,"`) + `":null}`
		rows, next := rows(l.employees, number("page[after]"), 2500, row)
		return fmt.Sprintf(`{"data":[%s],"meta":{"total":%d,"page":{"nextCursor":%s}}}`, rows, l.employees, quoted(next))

	case "/v1/auth": // Personio
		return `{"success":true,"data":{"token":"t"}}`
	case "/v1/company/employees":
		rows, _ := rows(l.employees, number("offset"), 100, `{"type":"Employee","attributes":{"id":{"value":#}}}`)
		return fmt.Sprintf(`{"success":true,"metadata":{"total_elements":%d},"data":[%s]}`, l.employees, rows)
	case "/v2/auth/token":
		return `{"access_token":"t","expires_in":86400}`
	case "/v2/persons":
		rows, next := rows(l.employees, number("cursor"), 50, `{"id":"#"}`)
		links := linked(next, `"next":{"href":"/v2/persons?cursor=%d"}`)
		return fmt.Sprintf(`{"_data":[%s],"_meta":{"links":{%s}}}`, rows, links)

	case "/v1/people/search": // HiBob
		rows, _ := rows(l.employees, 0, l.employees, `{"id":"#","/root/id":{"value":"#"}}`)
		return `{"employees":[` + rows + `]}`

	case "/api/token-info": // Humaans
		return `{"id":"t","scopes":["public:read","private:read"]}`
	case "/api/locations":
		return `{"total":0,"limit":250,"skip":0,"data":[]}`
	case "/api/companies":
		return `{"total":1,"limit":250,"skip":0,"data":[{"id":"c"}]}`
	case "/api/job-roles", "/api/people":
		some := l.employees
		if status := query.Get("status"); status == "newHire" || status == "offboarded" {
			some = 0 // all are active
		}
		row := `{"id":"#","personId":"#","companyId":"c","status":"active","effectiveDate":"2020-01-01"}`
		rows, _ := rows(some, number("$skip"), 250, row)
		return fmt.Sprintf(`{"total":%d,"limit":250,"skip":%d,"data":[%s]}`, some, number("$skip"), rows)

	case "/directory/api/4.0/work-contracts": // Lucca
		row := `{"id":#,"ownerId":#,"startsOn":"2020-01-06","endsOn":null}`
		rows, _ := rows(l.employees, (number("page")-1)*number("limit"), number("limit"), row)
		return fmt.Sprintf(`{"items":[%s],"count":%d}`, rows, l.employees)
	case "/api/v3/users":
		var offset, limit int
		fmt.Sscanf(query.Get("paging"), "%d,%d", &offset, &limit)
		rows, _ := rows(l.employees, offset, limit, `{"id":#}`)
		return fmt.Sprintf(`{"data":{"count":%d,"items":[%s]}}`, l.employees, rows)
	case "/connect/token":
		return `{"access_token":"t","expires_in":1800}`
	case "/lucca-api/employees", "/lucca-api/employments":
		row := `{"id":"#","employee":{"id":"#"}}`
		rows, _ := rows(l.employees, (number("page")-1)*number("limit"), number("limit"), row)
		return fmt.Sprintf(`{"items":[%s],"totalCount":%d,"links":{}}`, rows, l.employees)
	case "/lucca-api/departments", "/lucca-api/business-establishments", "/lucca-api/legal-entities":
		return `{"items":[],"totalCount":0,"links":{"next":null}}`

	default: // the employments of one of Personio's persons
		return `{"_data":[],"_meta":{"links":{}}}`
	}
}

// rows are those of one page of so many employees, each with the number of its employee
// for every "#", and where the next page begins; 0: there is none.
func rows(employees, offset, size int, row string) (page string, next int) {
	var b strings.Builder
	end := min(offset+size, employees)
	for i := offset; i < end; i++ {
		if i > offset {
			b.WriteByte(',')
		}
		b.WriteString(strings.ReplaceAll(row, "#", strconv.Itoa(i+1)))
	}
	if end == employees {
		end = 0
	}
	return b.String(), end
}

func quoted(next int) string {
	if next == 0 {
		return "null"
	}
	return strconv.Quote(strconv.Itoa(next))
}

func linked(next int, format string) string {
	if next == 0 {
		return ""
	}
	return fmt.Sprintf(format, next)
}
