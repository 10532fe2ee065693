package luccatest

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A userQuery is a query of v3's language, understood.
type userQuery struct {
	selection     []selected
	count         bool
	offset, limit int
	former        bool
	filters       []filter
	order         []func(a, b *member) int
	found         string // the query without fields and paging: what decides on the employees
}

// A selected is a field that a query names, with the parts of it.
type selected struct {
	name string
	sub  []string
}

const maxLegacy = 1000

// parseUserQuery reads a query. What is wrong with it comes back as the message
// of a 400: v3 takes any parameter that it does not reserve for a filter.
func parseUserQuery(values url.Values) (*userQuery, string) {
	q := &userQuery{limit: maxLegacy}
	deciding := maps.Clone(values)
	maps.DeleteFunc(deciding, func(name string, _ []string) bool {
		return strings.EqualFold(name, "fields") || strings.EqualFold(name, "paging")
	})
	q.found = deciding.Encode()
	for name := range values {
		value := values.Get(name)
		fault := ""
		switch strings.ToLower(name) {
		case "fields":
			q.selection, q.count, fault = parseFields(value)
		case "paging":
			fault = q.parsePaging(value)
		case "orderby":
			fault = q.parseOrder(value)
		case "formeremployees":
			q.former = q.former || value == "true"
		case "groupby", "callback", "authtoken", "longtoken", "httpmethod", "metadata", "notify", "accept", "template", "randomnumber", "_":
		default:
			var f filter
			f, fault = parseFilter(name, value)
			q.filters = append(q.filters, f)
			q.former = q.former || f.name == "dtcontractend" // the older recipe for leavers
		}
		if fault != "" {
			return nil, fault
		}
	}
	if len(q.selection) == 0 {
		q.selection = []selected{{name: "id"}, {name: "name"}, {name: "url"}}
	}
	return q, ""
}

// parseFields reads "id,manager[id,name],department.name,collection.count".
func parseFields(text string) (fields []selected, count bool, fault string) {
	depth, start := 0, 0
	var parts []string
	for i, r := range text {
		switch {
		case r == '[':
			depth++
		case r == ']':
			depth--
		case r == ',' && depth == 0:
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	if depth != 0 {
		return nil, false, "Unbalanced brackets in fields"
	}
	for _, part := range append(parts, text[start:]) {
		name, sub, nested := strings.Cut(strings.TrimSpace(part), "[")
		sub = strings.TrimSuffix(sub, "]")
		if !nested {
			name, sub, _ = strings.Cut(name, ".")
		}
		switch {
		case name == "":
			continue
		case strings.EqualFold(name, "collection"):
			count = count || strings.EqualFold(sub, "count")
			continue
		}
		i := slices.IndexFunc(fields, func(f selected) bool { return strings.EqualFold(f.name, name) })
		if i < 0 {
			i = len(fields)
			fields = append(fields, selected{name: name})
		}
		for item := range strings.SplitSeq(sub, ",") {
			if item = strings.TrimSpace(item); item != "" && !slices.Contains(fields[i].sub, item) {
				fields[i].sub = append(fields[i].sub, item)
			}
		}
	}
	return fields, count, ""
}

func (q *userQuery) parsePaging(value string) string {
	offset, limit, ok := strings.Cut(value, ",")
	o, err1 := strconv.Atoi(offset)
	l, err2 := strconv.Atoi(limit)
	if !ok || err1 != nil || err2 != nil || o < 0 || l < 1 || l > maxLegacy {
		return "Invalid paging"
	}
	q.offset, q.limit = o, l
	return ""
}

// window is the part of n items that a page shows.
func (c *company) window(q *userQuery, n int) (start, end int) {
	return fakehr.Window(q.offset, c.pageSize(q.limit), n)
}

// pageSize is how many items a page holds at most.
func (c *company) pageSize(limit int) int {
	if c.PageSize > 0 {
		return min(limit, c.PageSize)
	}
	return limit
}

func (q *userQuery) parseOrder(value string) string {
	parts := strings.Split(value, ",")
	if len(parts)%2 != 0 {
		return "Invalid orderBy"
	}
	for i := 0; i < len(parts); i += 2 {
		get := propertyOf(strings.ToLower(parts[i]))
		if get == nil || parts[i+1] != "asc" && parts[i+1] != "desc" {
			return "Invalid orderBy"
		}
		compare := func(a, b *member) int { return fakehr.CompareIDs(get(a), get(b)) }
		if parts[i+1] == "desc" {
			q.order = append(q.order, func(a, b *member) int { return compare(b, a) })
		} else {
			q.order = append(q.order, compare)
		}
	}
	return ""
}

// propertyOf returns what filters and orders compare; nil for an unknown
// property. A missing value is "".
func propertyOf(name string) func(*member) string {
	switch name {
	case "id":
		return func(m *member) string { return m.ID }
	case "mail":
		return func(m *member) string { return m.Mail }
	case "login":
		return func(m *member) string { return m.Login }
	case "lastname":
		return func(m *member) string { return m.LastName }
	case "employeenumber":
		return func(m *member) string { return m.Number }
	case "dtcontractstart":
		return (*member).start
	case "dtcontractend":
		return (*member).end
	case "modifiedat":
		return (*member).stamp
	}
	return nil
}

// A filter is property=comparator,value,...; values are alternatives.
type filter struct {
	name, comparator string
	values           []string
	get              func(*member) string
}

func parseFilter(name, value string) (filter, string) {
	f := filter{name: strings.ToLower(name), comparator: "equals", values: strings.Split(value, ",")}
	if f.get = propertyOf(f.name); f.get == nil {
		return f, "Unknown property '" + name + "'"
	}
	known := []string{"equals", "notequal", "like", "starts", "since", "until", "between",
		"greaterthan", "greaterthanorequal", "lessthan", "lessthanorequal"}
	if first := strings.ToLower(f.values[0]); len(f.values) > 1 && slices.Contains(known, first) {
		f.comparator, f.values = first, f.values[1:]
	}
	if f.comparator == "between" && len(f.values) != 2 {
		return f, "Invalid filter on '" + name + "'"
	}
	return f, ""
}

// holds compares as texts, which is right for dates. A date is its midnight.
func (f filter) holds(m *member) bool {
	have := f.get(m)
	if f.comparator == "between" {
		return have != "" && have >= f.values[0] && midnight(have) <= midnight(f.values[1])
	}
	one := func(want string) bool {
		if want == "null" {
			return have == ""
		}
		if f.comparator == "equals" || f.comparator == "notequal" {
			return strings.EqualFold(midnight(have), midnight(want))
		}
		if have == "" {
			return false
		}
		switch f.comparator {
		case "like":
			return strings.Contains(strings.ToLower(have), strings.ToLower(want))
		case "starts":
			return strings.HasPrefix(strings.ToLower(have), strings.ToLower(want))
		case "since", "greaterthanorequal":
			return midnight(have) >= midnight(want)
		case "greaterthan":
			return midnight(have) > midnight(want)
		case "lessthan":
			return midnight(have) < midnight(want)
		}
		return midnight(have) <= midnight(want)
	}
	return slices.ContainsFunc(f.values, one) != (f.comparator == "notequal")
}

func midnight(text string) string {
	if len(text) == len("2006-01-02") && text[4] == '-' {
		return text + "T00:00:00"
	}
	return text
}
