package bamboohrtest

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A listQuery selects and orders the employees of GET /employees.
type listQuery struct {
	limit         int
	after, before string
	ids           map[string]bool // nil is all employees
	filters       []filter
	sort          []sortKey
}

type filter struct {
	field listField
	match match
	value string
}

type sortKey struct {
	field      listField
	descending bool
}

type listFailure struct {
	status        int
	code, message string
}

func badRequest(message string) *listFailure {
	return &listFailure{http.StatusBadRequest, "BadRequest", message}
}

// parseListQuery reads the query. Above 2500, page[limit] is refused: the vendor
// names the maximum and not what happens above it.
func (v view) parseListQuery(query url.Values) (*listQuery, *listFailure) {
	q := &listQuery{after: query.Get("page[after]"), before: query.Get("page[before]")}
	if q.after != "" && q.before != "" {
		return nil, badRequest("page[after] and page[before] exclude each other.")
	}
	var ok bool
	if q.limit, ok = fakehr.Int(query, "page[limit]", defaultPage, 1, maxPage); !ok {
		return nil, badRequest("page[limit] must be a number from 1 to 2500.")
	}
	for _, key := range slices.Sorted(maps.Keys(query)) {
		name, ok := strings.CutPrefix(key, "filter[")
		if !ok {
			continue
		}
		name, _, _ = strings.Cut(name, "]")
		if failed := v.addFilter(q, name, query[key]); failed != nil {
			return nil, failed
		}
	}
	return q, v.addSort(q, query.Get("sort"))
}

// addFilter reads filter[name]. For a key that is unknown or cannot be filtered by,
// the vendor's description of filters says 422 and its list of answers only 400;
// this is the description.
func (v view) addFilter(q *listQuery, name string, values []string) *listFailure {
	last := values[len(values)-1]
	switch how := listMatch(name); {
	case name == "ids":
		q.ids = fakehr.Set(strings.Split(strings.Join(values, ","), ","))
	case name == "status" && last != "active" && last != "inactive":
		return badRequest("filter[status] must be active or inactive.")
	case how == matchText, how == matchExact:
		q.filters = append(q.filters, filter{v.newListField(name), how, strings.ToLower(last)})
	default:
		return &listFailure{http.StatusUnprocessableEntity, "BadRequest", "filter[" + name + "] is not supported."}
	}
	return nil
}

func (v view) addSort(q *listQuery, sort string) *listFailure {
	if sort == "" {
		return nil
	}
	for key := range strings.SplitSeq(sort, ",") {
		name, descending := strings.CutPrefix(strings.TrimSpace(key), "-")
		switch name {
		case "employeeId", "firstName", "lastName", "preferredName", "jobTitleName", "status":
			q.sort = append(q.sort, sortKey{v.newListField(name), descending})
		default:
			return badRequest("Invalid sort field: " + name)
		}
	}
	return nil
}

// match is all employees the query selects, in its order. An employee
// with a filtered or sorted field that the key may not read is left out, so that the result gives
// nothing away. Without a sort, the vendor promises no order; here it is the order
// in which the employees were given. Ids are compared as numbers and text without
// case; nulls come first ascending and last descending; equals are by id.
func (v view) match(q *listQuery) []*Person {
	plainOrder := len(q.sort) == 0 || len(q.sort) == 1 && q.sort[0].field.name == "employeeId" && !q.sort[0].descending
	source := v.order
	if len(q.sort) > 0 {
		source = v.sorted
	}
	if plainOrder && q.ids == nil && len(q.filters) == 0 && len(v.unseen) == 0 {
		return source
	}
	var people []*Person
	for _, p := range source {
		if v.selects(q, p) {
			people = append(people, p)
		}
	}
	if !plainOrder {
		slices.SortStableFunc(people, func(a, b *Person) int { return v.compare(q, a, b) })
	}
	return people
}

func (v view) selects(q *listQuery, p *Person) bool {
	if v.unseen[p.ID] || q.ids != nil && !q.ids[p.ID] {
		return false
	}
	unreadable := func(f listField) bool {
		return f.name != "employeeId" && (f.hidden || p.restricts(f.names))
	}
	for i := range q.sort {
		if unreadable(q.sort[i].field) {
			return false
		}
	}
	for i := range q.filters {
		f := &q.filters[i]
		value := v.value(p, f.field.name, false)
		if unreadable(f.field) || value == nil {
			return false
		}
		have := strings.ToLower(fakehr.Text(value))
		if f.match == matchText && !strings.Contains(have, f.value) || f.match == matchExact && have != f.value {
			return false
		}
	}
	return true
}

func (v view) compare(q *listQuery, a, b *Person) int {
	for _, key := range q.sort {
		order := v.compareBy(key.field.name, a, b)
		if key.descending {
			order = -order
		}
		if order != 0 {
			return order
		}
	}
	return 0
}

func (v view) compareBy(name string, a, b *Person) int {
	if name == "employeeId" {
		return fakehr.CompareIDs(a.ID, b.ID)
	}
	// A null becomes empty text, which is before every other.
	return cmp.Compare(
		strings.ToLower(fakehr.Text(v.value(a, name, false))),
		strings.ToLower(fakehr.Text(v.value(b, name, false))))
}
