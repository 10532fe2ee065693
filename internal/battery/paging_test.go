package battery

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
)

// A paging row is one way in which pages go wrong. Whatever it is, the roster is
// whole or there is an error; where only one of the two is right, want says so.
type pagingRow struct {
	name  string
	trick trick
	want  string // "whole", "error", or "": either
}

// from makes a change to every page from the second on.
func from(change func(*turn)) trick {
	return trick{give: func(t *turn) {
		if t.n > 0 {
			change(t)
		}
	}}
}

// pagingFaults is the table for providers with pages.
func pagingFaults(s subject) []pagingRow {
	rows := []pagingRow{
		{name: "the same page again and again", trick: from(func(t *turn) { t.doc = t.book.page(0) }), want: "error"},
		{name: "a cycle of two pages", trick: trick{give: func(t *turn) {
			if t.n > 1 {
				t.doc = t.book.page(t.n % 2)
			}
		}}, want: "error"},
		{name: "an offset or cursor that is ignored", want: "error", trick: ask(func(t *turn) {
			t.param(s.paging.query, ignored(s))
		})},
		{name: "a page that has an employee of the page before, too", trick: from(func(t *turn) {
			before := t.book.page(t.n - 1).rows(s.paging)
			t.doc.set(s.paging.rows, append([]any{before[0]}, t.doc.rows(s.paging)...))
		}), want: "error"},
		{name: "an employee who moved to a page that was read", trick: trick{give: func(t *turn) {
			if t.n == 1 { // and the one before moved the other way
				before, rows := t.book.page(0).rows(s.paging), t.doc.rows(s.paging)
				rows[len(rows)-1] = before[0]
			}
		}}, want: "error"},
		{name: "a cursor that has expired", trick: trick{give: func(t *turn) {
			if t.n > 0 {
				t.doc = document{"error": document{"code": "expired", "message": "the page has expired"}}
			}
		}}, want: "error"},
	}
	return append(rows, append(countFaults(s), linkFaults(s)...)...)
}

// ignored is the value of the paging parameter that means the first page.
func ignored(s subject) string {
	if s.name == "lucca by key" {
		return fmt.Sprint("0,", luccaSize) // a place and a size in one
	}
	return ""
}

// countFaults are about how many there are. Personio v2 gives no count: there, a
// page loses its next link, which is the nearest that can be noticed, and that
// it gains an employee who comes again.
func countFaults(s subject) []pagingRow {
	if s.paging.total == "" {
		lost := from(func(t *turn) { t.relink(func(u *url.URL) { *u = url.URL{} }) })
		gained := from(func(t *turn) {
			t.doc.set(s.paging.rows, append(t.doc.rows(s.paging), t.book.page(0).rows(s.paging)[1]))
		})
		return []pagingRow{
			{name: "a next link without an address (for: a count that shrinks)", trick: lost, want: "error"},
			{name: "an employee of the first page at the end (for: a count that grows)", trick: gained, want: "error"},
			{name: "an empty page in the middle", trick: emptyPage(), want: "whole"},
			{name: "pages that are smaller than asked for", want: "whole",
				trick: ask(func(t *turn) { t.param("limit", "2") })},
		}
	}
	return []pagingRow{
		{name: "a count that shrinks",
			trick: from(func(t *turn) { t.doc.add(s.paging, -1) })}, // all have come, one too many perhaps
		{name: "a count that grows", trick: from(func(t *turn) { t.doc.add(s.paging, +1) }), want: "error"},
		{name: "a count that is too large from the start",
			trick: trick{give: func(t *turn) { t.doc.add(s.paging, +1) }}, want: "error"},
		{name: "an empty page in the middle", trick: emptied(s), want: emptiedWant(s)},
		{name: "pages that are smaller than asked for", trick: smaller(s), want: "whole"},
	}
}

// emptied is an empty page that leads on, where pages lead on by a cursor, and
// one that does not in a list that is read by places.
func emptied(s subject) trick {
	if s.paging.next != "" {
		return emptyPage()
	}
	return trick{give: func(t *turn) {
		if t.n == 1 {
			t.doc.set(t.s.paging.rows, []any{})
		}
	}}
}

func emptiedWant(s subject) string {
	if s.paging.next != "" {
		return "whole"
	}
	return "error"
}

// emptyPage puts a page without employees between the first and the second.
func emptyPage() trick {
	const mark = "~"
	return trick{ask: func(t *turn) bool {
		p := t.s.paging
		cursor := t.r.URL.Query().Get(p.query)
		if n := len(cursor) - len(mark); n > 0 && cursor[n:] == mark {
			t.param(p.query, cursor[:n])
			return false
		}
		if t.n != 1 {
			return false
		}
		t.doc = t.book.page(0)
		t.doc.set(p.rows, []any{})
		if p.link {
			t.relink(func(u *url.URL) {
				q := u.Query()
				q.Set(p.query, cursor+mark)
				u.RawQuery = q.Encode()
			})
		} else {
			t.doc.set(p.next, cursor+mark)
		}
		return true
	}}
}

// smaller asks the fake for pages that are smaller by one.
func smaller(s subject) trick {
	size := map[string]string{
		"bamboohr": "page[limit]", "personio v1": "limit", "humaans": "$limit", "lucca by OAuth": "limit",
	}
	fewer := func(limit string) string {
		n, _ := strconv.Atoi(limit) // it is a number
		return strconv.Itoa(min(n, s.pageSize-1))
	}
	return ask(func(t *turn) {
		if name, ok := size[s.name]; ok {
			t.param(name, fewer(t.r.URL.Query().Get(name)))
		} else { // Lucca's place and size
			place, limit, _ := strings.Cut(t.r.URL.Query().Get("paging"), ",")
			t.param("paging", place+","+fewer(limit))
		}
	})
}

// ask changes a request.
func ask(change func(*turn)) trick {
	return trick{ask: func(t *turn) bool { change(t); return false }}
}

// linkFaults are links to the next page that lead astray. Where pages have none,
// there is one all the same, which may not be followed.
func linkFaults(s subject) []pagingRow {
	var rows []pagingRow
	for _, to := range []struct {
		name   string
		change func(*url.URL)
	}{
		{name: "another host", change: func(u *url.URL) { u.Host = elsewhere }},
		{name: "another port", change: func(u *url.URL) { u.Host = "localhost:8443" }},
		{name: "a host that begins like ours", change: func(u *url.URL) { u.Host = "localhost." + elsewhere }},
		{name: "https", change: func(u *url.URL) { u.Scheme = "https" }},
		{name: "a file", change: func(u *url.URL) { u.Scheme, u.Host = "file", "" }},
		{name: "a relative link", change: func(u *url.URL) { u.Scheme, u.Host = "", "" }},
	} {
		rows = append(rows, pagingRow{name: "a next link to " + to.name, trick: trick{give: func(t *turn) {
			if s.paging.link {
				t.relink(to.change)
				return
			}
			u := url.URL{Scheme: "http", Host: "localhost", Path: t.r.URL.Path, RawQuery: "cursor=x"}
			to.change(&u)
			t.head.Set("Link", "<"+u.String()+`>; rel="next"`)
			t.doc.set("next", u.String())
			t.doc.set("_links", document{"next": document{"href": u.String()}})
		}}, want: "whole"})
	}
	return rows
}

// TestPaging: every fault of paging, by both ways to list.
func TestPaging(t *testing.T) {
	t.Parallel()
	for _, s := range subjects() {
		table := pagingFaults
		if s.pageSize == 0 {
			table = oneAnswerFaults
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for _, r := range table(s) {
				t.Run(r.name, func(t *testing.T) { testPaging(t, s, r) })
			}
		})
	}
}

func testPaging(t *testing.T, s subject, r pagingRow) {
	for _, w := range ways() {
		t.Run(w.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := overPipes(t, r.name, s, max(2*s.pageSize+2, 8), nil)
				g.handler = r.trick.around(s)(g.handler)
				got := g.read(t.Context(), w)
				if n := len(g.exchanges()); n > 100 {
					t.Errorf("%d requests", n)
				}
				switch {
				case r.want == "whole" && got.err != nil:
					t.Errorf("got the error %v, want every employee", got.err)
				case r.want == "error" && got.err == nil:
					t.Error("got every employee, want an error")
				}
			})
		})
	}
}
