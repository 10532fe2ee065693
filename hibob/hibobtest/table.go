package hibobtest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

const (
	defaultRows = 50
	maxRows     = 200 // and of employees to name
)

// A tableRow is one row of a bulk table.
type tableRow struct {
	person *Person
	row    map[string]any
}

// serveLifecycle answers GET /bulk/people/lifecycle. The limit counts rows, so that
// the rows of one employee may be on two pages.
func (v view) serveLifecycle(w http.ResponseWriter, r *http.Request) {
	params := r.URL.Query()
	limit, ok := fakehr.Int(params, "limit", defaultRows, 1, maxRows)
	if !ok {
		fail(w, http.StatusBadRequest, "validation.error", "limit is not between 1 and 200")
		return
	}
	var ids []string
	if named := params.Get("employeeIds"); named != "" {
		ids = strings.Split(named, ",")
	}
	start := 0
	if cursor := params.Get("cursor"); cursor != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(cursor, cursorPrefix))
		if err != nil || n < 0 || !strings.HasPrefix(cursor, cursorPrefix) {
			fail(w, http.StatusBadRequest, "validation.error", "the cursor is unknown")
			return
		}
		start = n
	}
	if len(ids) > maxRows {
		fail(w, http.StatusBadRequest, "validation.error", "at most 200 employees may be named")
		return
	}
	rows := v.rows(ids)
	start, end := fakehr.Window(start, limit, len(rows))
	write(w, v.table(rows[start:end], end, len(rows), v.invisible(ids)))
}

// cursorPrefix has a character that must be escaped in a query.
const cursorPrefix = "row+"

// rows are those of all employees, or of the ids.
func (v view) rows(ids []string) []tableRow {
	var rows []tableRow
	for i := range v.people {
		p := &v.people[i]
		if v.unseen[p.ID] || ids != nil && !slices.Contains(ids, p.ID) {
			continue
		}
		for _, row := range p.Lifecycle {
			rows = append(rows, tableRow{p, row})
		}
	}
	return rows
}

// invisible are the ids that were asked for and cannot be seen.
func (v view) invisible(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return v.company.byID[id] != nil && !v.unseen[id] })
}

// table is an answer: the rows of one employee are together.
func (v view) table(rows []tableRow, end, total int, invisible []string) fakehr.Object {
	results, errors := []fakehr.Object{}, []fakehr.Object{}
	for i := 0; i < len(rows); {
		person, values := rows[i].person, []any{}
		for ; i < len(rows) && rows[i].person == person; i++ {
			values = append(values, rows[i].row)
		}
		results = append(results, fakehr.Object{"employeeId", person.ID, "values", values})
	}
	for _, id := range invisible {
		errors = append(errors, fakehr.Object{id, fakehr.Object{"error", "MISSING_PERMISSION", "message", "no access to this employee"}})
	}
	key, next := "next_cursor", any(nil)
	if v.OldCursor {
		key = "cursor"
	}
	if end < total {
		next = cursorPrefix + strconv.Itoa(end)
	}
	return fakehr.Object{"results", results, "response_metadata", fakehr.Object{key, next}, "errors", errors}
}
