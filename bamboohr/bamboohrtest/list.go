package bamboohrtest

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

const (
	defaultPage = 250
	maxPage     = 2500
)

// serveList answers GET /employees: a page of all employees, Active and Inactive,
// with their present values. It is JSON whatever the Accept header.
func (v view) serveList(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	q, failed := v.parseListQuery(query)
	if failed != nil {
		writeError(w, failed.status, failed.code, failed.message)
		return
	}
	people := v.match(q)
	start, end, ok := q.window(people)
	if !ok {
		writeError(w, http.StatusBadRequest, "BadPage", "The page cursor is not valid, or the employee that it names is not in the result any more.")
		return
	}

	fields := v.listFields(query)
	s := newStream(w)
	defer s.Flush()
	s.Raw(`{"data":[`)
	for i, p := range people[start:end] {
		if s.Broken() {
			return
		}
		s.Separate(i)
		v.writeListed(s, p, fields)
	}
	s.Raw(`],`)
	v.writePaging(s, r, query, q.limit, people, start, end)
	s.Raw("}")
}

// A listField is a field of the answer.
type listField struct {
	name   string
	key    string   // ,"name":
	names  []string // under which it may be restricted
	hidden bool     // from the key, for all employees
}

func (v view) newListField(name string) listField {
	names := append([]string{name}, inputs(name)...)
	for _, col := range v.columns { // and by the alias that reports use
		if col.source == name {
			names = append(names, col.alias)
		}
	}
	return listField{
		name:   name,
		key:    "," + fakehr.Quote(name) + ":",
		names:  names,
		hidden: v.concealed(names),
	}
}

// listFields are the fields that a request gets: the fixed ones and those of its
// own that the endpoint knows. The comma form and fields[] work; of the plain
// form repeated, only the last counts.
func (v view) listFields(query url.Values) []listField {
	wanted := query["fields[]"]
	if plain := query["fields"]; len(wanted) == 0 && len(plain) > 0 {
		wanted = plain[len(plain)-1:]
	}
	var fields []listField
	seen := map[string]bool{"employeeId": true}
	add := func(name string) {
		if name = strings.TrimSpace(name); !seen[name] && listMatch(name) != matchUnknown {
			seen[name] = true
			fields = append(fields, v.newListField(name))
		}
	}
	for _, name := range listDefaults() {
		add(name)
	}
	for _, name := range strings.Split(strings.Join(wanted, ","), ",") {
		if !v.without[strings.TrimSpace(name)] {
			add(name)
		}
	}
	return fields
}

func (v view) writeListed(s stream, p *Person, fields []listField) {
	s.Raw(`{"employeeId":`)
	s.Text(p.ID)
	var restricted []string
	for i := range fields {
		f := &fields[i]
		s.Raw(f.key)
		if f.hidden || len(p.Restricted) > 0 && p.restricts(f.names) {
			restricted = append(restricted, v.restrictedAs(f.name))
			s.Raw("null")
			continue
		}
		s.Value(listed(f.name, v.value(p, f.name, false)))
	}
	s.Raw(`,"_restrictedFields":[`)
	for i, name := range restricted {
		s.Separate(i)
		s.Text(name)
	}
	s.Raw("]}")
}

// listed gives the few fields that are arrays their form.
func listed(name string, value any) any {
	switch name {
	case "teams", "genderIdentityId", "veteranStatusId":
		if value == nil {
			return []int{}
		}
	}
	if teams, ok := value.([]string); ok && name == "teams" {
		return labelled(teams)
	}
	return value
}

type team struct {
	ID    int    `json:"id"`
	Label string `json:"label"`
}

func labelled(names []string) []team {
	teams := make([]team, len(names))
	for i, name := range names {
		teams[i] = team{ID: number(name), Label: name}
	}
	return teams
}

func (v view) writePaging(s stream, r *http.Request, query url.Values, limit int, people []*Person, start, end int) {
	link := func(direction, cursor string) string {
		q := make(url.Values, len(query)+1)
		for key, values := range query {
			if key != "page[after]" && key != "page[before]" {
				q[key] = values
			}
		}
		if direction != "" {
			q.Set(direction, cursor)
		}
		return v.href(r, q.Encode())
	}
	to := func(href string) fakehr.Object { return fakehr.Object{"href", href} }
	page, links := fakehr.Object{"limit", limit}, fakehr.Object{"self", to(v.href(r, r.URL.RawQuery))}
	turn := func(key, direction, rel string, there bool, c func() cursor) {
		var code any
		if there {
			text := c().String()
			code, links = text, append(links, rel, to(link(direction, text)))
		}
		page = append(page, key, code)
	}
	turn("nextCursor", "page[after]", "next", end < len(people), func() cursor { return cursor{Next: &people[end].ID} })
	turn("prevCursor", "page[before]", "prev", start > 0, func() cursor { return cursor{Prev: &people[start-1].ID} })
	s.Raw(`"meta":`)
	s.Value(fakehr.Object{"total", len(people), "page", page})
	s.Raw(`,"_links":`)
	s.Value(links)
}

func (v view) href(r *http.Request, query string) string {
	u := url.URL{Scheme: "http", Host: r.Host, Path: r.URL.Path, RawQuery: query}
	if v.LinksHost != "" {
		u.Host = v.LinksHost
	}
	if r.TLS != nil || v.LinksHost != "" {
		u.Scheme = "https"
	}
	return u.String()
}

// A cursor names the employee at the boundary of a page: the first of the next
// page, or the last of the one before.
type cursor struct {
	Next *string `json:"nextEmployee,omitempty"`
	Prev *string `json:"prevEmployee,omitempty"`
}

func (c cursor) String() string {
	b, _ := json.Marshal(c) // two strings cannot fail
	return base64.StdEncoding.EncodeToString(b)
}

func parseCursor(s string) cursor {
	var c cursor
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil || json.Unmarshal(b, &c) != nil {
		return cursor{}
	}
	return c
}

// window is the part of the result that a page shows. It fails for a cursor of the
// other direction and for one whose employee is not in the result.
func (q *listQuery) window(people []*Person) (start, end int, ok bool) {
	find := func(id *string) int {
		if id == nil {
			return -1
		}
		return slices.IndexFunc(people, func(p *Person) bool { return p.ID == *id })
	}
	switch {
	case q.after != "":
		start = find(parseCursor(q.after).Next)
		return start, min(start+q.limit, len(people)), start >= 0
	case q.before != "":
		end = find(parseCursor(q.before).Prev) + 1
		return max(0, end-q.limit), end, end > 0
	}
	return 0, min(q.limit, len(people)), true
}
