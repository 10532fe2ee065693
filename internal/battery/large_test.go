package battery

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A large is the HR system of a company of so many people, of whom it has little
// more than an id, in the vendor's pages: the fakes have more to say about each
// person than a hundred thousand have time for. It answers after a while, and
// notes when requests come.
type large struct {
	people  int
	latency time.Duration

	mu     sync.Mutex
	tokens int         // requests for a token
	at     []time.Time // of the others
}

// requests is how many came so far.
func (l *large) requests() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tokens + len(l.at)
}

func (l *large) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		r.Body.Close()
	}
	l.mu.Lock()
	if strings.HasSuffix(r.URL.Path, "/auth") || strings.HasSuffix(r.URL.Path, "/token") {
		l.tokens++
	} else {
		l.at = append(l.at, time.Now())
	}
	l.mu.Unlock()
	select {
	case <-time.After(l.latency):
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	return &http.Response{StatusCode: 200, Request: r, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(l.answer(r)))}, nil
}

// answer tells the vendors apart by the paths.
func (l *large) answer(r *http.Request) string {
	query := r.URL.Query()
	number := func(name string) int {
		n, _ := strconv.Atoi(query.Get(name)) // 0 on the first page
		return n
	}
	switch path := r.URL.Path; path {
	case "/api/v1/employees": // BambooHR
		columns := "firstName,lastName,preferredName,photoUrl,jobTitleName,status," + query.Get("fields")
		row := `{"employeeId":"#","` + strings.ReplaceAll(columns, ",", `":null,"`) + `":null}`
		rows, next := rows(l.people, number("page[after]"), 2500, row)
		return fmt.Sprintf(`{"data":[%s],"meta":{"total":%d,"page":{"nextCursor":%s}}}`, rows, l.people, quoted(next))

	case "/v1/auth": // Personio
		return `{"success":true,"data":{"token":"t"}}`
	case "/v1/company/employees":
		rows, _ := rows(l.people, number("offset"), 100, `{"type":"Employee","attributes":{"id":{"value":#}}}`)
		return fmt.Sprintf(`{"success":true,"metadata":{"total_elements":%d},"data":[%s]}`, l.people, rows)
	case "/v2/auth/token":
		return `{"access_token":"t","expires_in":86400}`
	case "/v2/persons":
		rows, next := rows(l.people, number("cursor"), 50, `{"id":"#"}`)
		return fmt.Sprintf(`{"_data":[%s],"_meta":{"links":{%s}}}`, rows, linked(next, `"next":{"href":"/v2/persons?cursor=%d"}`))

	case "/v1/people/search": // HiBob
		rows, _ := rows(l.people, 0, l.people, `{"id":"#","/root/id":{"value":"#"}}`)
		return `{"employees":[` + rows + `]}`

	case "/api/token-info": // Humaans
		return `{"id":"t","scopes":["public:read","private:read"]}`
	case "/api/locations":
		return `{"total":0,"limit":250,"skip":0,"data":[]}`
	case "/api/companies":
		return `{"total":1,"limit":250,"skip":0,"data":[{"id":"c"}]}`
	case "/api/job-roles", "/api/people":
		some := l.people
		if status := query.Get("status"); status == "newHire" || status == "offboarded" {
			some = 0 // everybody is active
		}
		rows, _ := rows(some, number("$skip"), 250, `{"id":"#","personId":"#","companyId":"c","status":"active","effectiveDate":"2020-01-01"}`)
		return fmt.Sprintf(`{"total":%d,"limit":250,"skip":%d,"data":[%s]}`, some, number("$skip"), rows)

	case "/directory/api/4.0/work-contracts": // Lucca
		rows, _ := rows(l.people, (number("page")-1)*number("limit"), number("limit"), `{"id":#,"ownerId":#,"startsOn":"2020-01-06","endsOn":null}`)
		return fmt.Sprintf(`{"items":[%s],"count":%d}`, rows, l.people)
	case "/api/v3/users":
		var offset, limit int
		fmt.Sscanf(query.Get("paging"), "%d,%d", &offset, &limit)
		rows, _ := rows(l.people, offset, limit, `{"id":#}`)
		return fmt.Sprintf(`{"data":{"count":%d,"items":[%s]}}`, l.people, rows)
	case "/connect/token":
		return `{"access_token":"t","expires_in":1800}`
	case "/lucca-api/employees", "/lucca-api/employments":
		rows, _ := rows(l.people, (number("page")-1)*number("limit"), number("limit"), `{"id":"#","employee":{"id":"#"}}`)
		return fmt.Sprintf(`{"items":[%s],"totalCount":%d,"links":{}}`, rows, l.people)
	case "/lucca-api/departments", "/lucca-api/business-establishments", "/lucca-api/legal-entities":
		return `{"items":[],"totalCount":0,"links":{"next":null}}`

	default: // the employments of one of Personio's persons
		return `{"_data":[],"_meta":{"links":{}}}`
	}
}

// rows are those of one page of so many people, each with the number of its person
// for every "#", and where the next page begins; 0: there is none.
func rows(people, offset, size int, row string) (page string, next int) {
	var b strings.Builder
	end := min(offset+size, people)
	for i := offset; i < end; i++ {
		if i > offset {
			b.WriteByte(',')
		}
		b.WriteString(strings.ReplaceAll(row, "#", strconv.Itoa(i+1)))
	}
	if end == people {
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
