package battery

import (
	"net/url"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/internal/conntest"
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
		{"the same page again and again", from(func(t *turn) { t.doc = t.book.page(0) }), "error"},
		{"a cycle of two pages", trick{give: func(t *turn) {
			if t.n > 1 {
				t.doc = t.book.page(t.n % 2)
			}
		}}, "error"},
		{"an offset or cursor that is ignored", trick{ask: func(t *turn) bool { t.param(s.paging.query, ignored(s)); return false }}, "error"},
		{"a page that has somebody of the page before, too", from(func(t *turn) {
			before := t.book.page(t.n - 1).rows(s.paging)
			t.doc.set(s.paging.rows, append([]any{before[0]}, t.doc.rows(s.paging)...))
		}), "error"},
		{"somebody who moved to a page that was read", trick{give: func(t *turn) {
			if t.n == 1 { // and the one before moved the other way
				before, rows := t.book.page(0).rows(s.paging), t.doc.rows(s.paging)
				rows[len(rows)-1] = before[0]
			}
		}}, "error"},
		{"a cursor that has expired", trick{give: func(t *turn) {
			if t.n > 0 {
				t.doc = document{"error": document{"code": "expired", "message": "the page has expired"}}
			}
		}}, "error"},
	}
	return append(rows, append(countFaults(s), linkFaults(s)...)...)
}

// ignored is the value of the paging parameter that means the first page.
func ignored(s subject) string {
	if s.name == "lucca by key" {
		return "0,3" // a place and a size in one
	}
	return ""
}

// countFaults are about how many there are. Personio v2 gives no count: there, a
// page loses its next link, which is the nearest that can be noticed, and that
// it gains somebody who comes again.
func countFaults(s subject) []pagingRow {
	if s.paging.total == "" {
		lost := from(func(t *turn) { t.relink(func(u *url.URL) { *u = url.URL{} }) })
		gained := from(func(t *turn) {
			t.doc.set(s.paging.rows, append(t.doc.rows(s.paging), t.book.page(0).rows(s.paging)[1]))
		})
		return []pagingRow{
			{"a next link without an address (for: a count that shrinks)", lost, "error"},
			{"somebody of the first page at the end (for: a count that grows)", gained, "error"},
			{"an empty page in the middle", emptyPage(), "whole"},
			{"pages that are smaller than asked for", trick{ask: func(t *turn) bool { t.param("limit", "2"); return false }}, "whole"},
		}
	}
	return []pagingRow{
		{"a count that shrinks", from(func(t *turn) { t.doc.add(s.paging, -1) }), ""}, // all have come, who may be one too many
		{"a count that grows", from(func(t *turn) { t.doc.add(s.paging, +1) }), "error"},
		{"a count that is too large from the start", trick{give: func(t *turn) { t.doc.add(s.paging, +1) }}, "error"},
		{"an empty page in the middle", emptied(s), emptiedWant(s)},
		{"pages that are smaller than asked for", smaller(s), "whole"},
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

// emptyPage puts a page without anybody between the first and the second.
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

// smaller asks the fake for pages of two.
func smaller(s subject) trick {
	if s.name == "lucca by OAuth" {
		return trick{} // the fake's own pages are smaller than 100, and by pages of two nothing overlaps
	}
	size := map[string]string{"bamboohr": "page[limit]", "personio v1": "limit", "humaans": "$limit"}
	return trick{ask: func(t *turn) bool {
		if name, ok := size[s.name]; ok {
			t.param(name, "2")
		} else { // Lucca's place and size
			place := t.r.URL.Query().Get("paging")
			for i, c := range place {
				if c == ',' {
					t.param("paging", place[:i]+",2")
					break
				}
			}
		}
		return false
	}}
}

// linkFaults are links to the next page that lead astray. Where pages have none,
// there is one all the same, which nobody may follow.
func linkFaults(s subject) []pagingRow {
	var rows []pagingRow
	for _, to := range []struct {
		name   string
		change func(*url.URL)
	}{
		{"another host", func(u *url.URL) { u.Host = elsewhere }},
		{"another port", func(u *url.URL) { u.Host = "localhost:8443" }},
		{"a host that begins like ours", func(u *url.URL) { u.Host = "localhost." + elsewhere }},
		{"https", func(u *url.URL) { u.Scheme = "https" }},
		{"a file", func(u *url.URL) { u.Scheme, u.Host = "file", "" }},
		{"a relative link", func(u *url.URL) { u.Scheme, u.Host = "", "" }},
	} {
		rows = append(rows, pagingRow{"a next link to " + to.name, trick{give: func(t *turn) {
			if s.paging.link {
				t.relink(to.change)
				return
			}
			u := url.URL{Scheme: "http", Host: "localhost", Path: t.r.URL.Path, RawQuery: "cursor=x"}
			to.change(&u)
			t.head.Set("Link", "<"+u.String()+`>; rel="next"`)
			t.doc.set("next", u.String())
			t.doc.set("_links", document{"next": document{"href": u.String()}})
		}}, "whole"})
	}
	return rows
}

// TestPaging: every fault of paging, by both ways to list.
func TestPaging(t *testing.T) {
	t.Parallel()
	for _, s := range subjects() {
		table := pagingFaults
		if s.PageSize == 0 {
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
	for _, way := range conntest.Ways() {
		t.Run(way.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := newRig(t, s, 8, r.trick.around(s), nil)
				got := g.read(t.Context(), t, way)
				if n := len(g.exchanges()); n > 100 {
					t.Errorf("%d requests", n)
				}
				switch {
				case r.want == "whole" && got.Err != nil:
					t.Errorf("got the error %v, want everybody", got.Err)
				case r.want == "error" && got.Err == nil:
					t.Error("got everybody, want an error")
				}
			})
		})
	}
}
