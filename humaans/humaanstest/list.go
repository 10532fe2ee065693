package humaanstest

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

const (
	defaultLimit = 100
	maxLimit     = 250
)

// servePeople answers GET /people. The status is a filter of its own: the
// active alone unless it says otherwise, all employees for "all".
func (a *answer) servePeople() {
	query := a.r.URL.Query()
	status := query.Get("status")
	query.Del("status")
	var people []*Person
	switch {
	case status == "", status == "all" && a.All == "ignored":
		people = a.byStatus["active"]
	case status == "all" && a.All != "refused":
		people = a.visible
	case slices.Contains([]string{"active", "offboarded", "newHire"}, status):
		people = a.byStatus[status]
	default:
		a.fail(http.StatusBadRequest, "Invalid query", issue{"status", "is not one of the allowed values"})
		return
	}
	a.serveQuery(list{len(people), func(i int) row { return personRow{a.view, people[i]} }}, query)
}

func (a *answer) serveRoles() {
	query := a.r.URL.Query()
	all := a.roles
	if day := query.Get("$asOf"); day != "" {
		all = a.inForce(day)
	}
	query.Del("$asOf")
	a.serveQuery(rows(all), query)
}

func (a *answer) serveList(l list) { a.serveQuery(l, a.r.URL.Query()) }

// serveQuery answers with a page of what the query leaves.
func (a *answer) serveQuery(l list, query url.Values) {
	limit, ok1 := fakehr.Int(query, "$limit", defaultLimit, 0, math.MaxInt)
	skip, ok2 := fakehr.Int(query, "$skip", 0, 0, math.MaxInt)
	if !ok1 || !ok2 {
		a.fail(http.StatusBadRequest, "Invalid query", issue{"$limit", "is not a number"})
		return
	}
	most := maxLimit
	if a.PageSize > 0 {
		most = min(most, a.PageSize)
	}
	limit = min(limit, most)
	l, err := narrow(l, query)
	if err != nil {
		a.fail(http.StatusBadRequest, err.Error())
		return
	}
	if a.Shuffle && l.length > 0 {
		at, n, turn := l.at, l.length, fakehr.Number(a.r)*7919
		l.at = func(i int) row { return at((i + turn) % n) }
	}
	a.writePage(l, limit, skip)
}

// narrow filters and sorts. A name that no row has matches nothing.
func narrow(l list, query url.Values) (list, error) {
	var tests []func(row) bool
	var order func(a, b row) int
	for name, values := range query {
		field, op, _ := strings.Cut(strings.TrimSuffix(name, "[]"), "[")
		op = strings.TrimSuffix(op, "]")
		switch {
		case field == "$limit", field == "$skip":
		case field == "$sort" && (values[0] == "1" || values[0] == "-1"):
			sign, _ := strconv.Atoi(values[0])
			order = func(a, b row) int { return sign * strings.Compare(fakehr.Text(a.value(op)), fakehr.Text(b.value(op))) }
		case strings.HasPrefix(field, "$"):
			return list{}, fmt.Errorf("invalid query parameter %s", name)
		default:
			test, ok := filter(op, values)
			if !ok {
				return list{}, fmt.Errorf("invalid query parameter %s", op)
			}
			tests = append(tests, func(r row) bool { return test(r.value(field)) })
		}
	}
	if len(tests) == 0 && order == nil {
		return l, nil
	}
	var left []row
	for i := range l.length {
		r := l.at(i)
		if !slices.ContainsFunc(tests, func(test func(row) bool) bool { return !test(r) }) {
			left = append(left, r)
		}
	}
	if order != nil {
		slices.SortStableFunc(left, order)
	}
	return rows(left), nil
}

// filter returns the test of an operator; "" is equality. Nothing but equality
// and $in matches a list, by one of its items.
func filter(op string, wanted []string) (test func(any) bool, ok bool) {
	within := func(v any) bool {
		if teams, ok := v.([]Team); ok {
			return slices.ContainsFunc(teams, func(t Team) bool { return slices.Contains(wanted, t.Name) })
		}
		return v != nil && slices.Contains(wanted, fakehr.Text(v))
	}
	compare := func(holds func(int) bool) func(any) bool {
		return func(v any) bool { return v != nil && holds(strings.Compare(fakehr.Text(v), wanted[0])) }
	}
	switch op {
	case "", "$in":
		return within, true
	case "$nin":
		return func(v any) bool { return !within(v) }, true
	case "$gt":
		return compare(func(c int) bool { return c > 0 }), true
	case "$gte":
		return compare(func(c int) bool { return c >= 0 }), true
	case "$lt":
		return compare(func(c int) bool { return c < 0 }), true
	case "$lte":
		return compare(func(c int) bool { return c <= 0 }), true
	}
	return nil, false
}

// writePage writes the envelope as it goes, so that a page needs little memory.
func (a *answer) writePage(l list, limit, skip int) {
	a.Header().Set("Content-Type", "application/json; charset=utf-8")
	b := fmt.Appendf(make([]byte, 0, 4<<10), `{"total":%d,"limit":%d,"skip":%d,"data":[`, l.length, limit, skip)
	start, end := fakehr.Window(skip, limit, l.length)
	for i := start; i < end; i++ {
		if i > start {
			b = append(b, ',')
		}
		b = l.at(i).append(b)
		if len(b) > 16<<10 {
			if _, err := a.Write(b); err != nil {
				return // the client has stopped reading
			}
			b = b[:0]
		}
	}
	a.Write(append(b, "]}\n"...))
}
