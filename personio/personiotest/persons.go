package personiotest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

const (
	defaultLimitV2 = 10
	maxLimitV2     = 50
)

// servePersons answers GET /v2/persons.
func (v view) servePersons(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	for name := range query {
		if !slices.Contains([]string{"limit", "cursor", "id", "email", "status"}, name) {
			failV2(w, http.StatusBadRequest, "Bad request", "The filter is not known")
			return
		}
	}
	limit, ok := v.limitV2(w, query)
	if !ok {
		return
	}
	start := 0
	if cursor := query.Get("cursor"); cursor != "" {
		id, found := strings.CutPrefix(cursor, "cur_")
		at, there := v.byID[id]
		if !found || !there {
			failV2(w, http.StatusBadRequest, "Bad request", "The cursor is not valid")
			return
		}
		start = at + 1
	}
	data := []any{}
	last, more := -1, false
	for i := start; i < len(v.people); i++ {
		if !v.matches(&v.people[i], query) {
			continue
		}
		if len(data) == limit {
			more = true
			break
		}
		data, last = append(data, v.person(&v.people[i])), i
	}
	links := map[string]any{"self": href("https://api.personio.de/v2/persons")}
	if more {
		links["next"] = v.nextPersons(query.Get("cursor"), v.people[last].ID)
	}
	writeJSON(w, http.StatusOK, map[string]any{"_data": data, "_meta": map[string]any{"links": links}})
}

func href(to string) map[string]string { return map[string]string{"href": to} }

func (v view) nextPersons(cursor, last string) map[string]string {
	next := "cur_" + last
	if v.CursorLoop && cursor != "" {
		next = cursor
	}
	path := "https://api.personio.de/v2/persons"
	if v.OddLinks {
		path = "https://elsewhere.example.com/persons/v9/list"
	}
	return href(path + "?cursor=" + url.QueryEscape(next))
}

// limitV2 reads the limit, which is refused when it is out of range.
func (v view) limitV2(w http.ResponseWriter, query url.Values) (int, bool) {
	limit, ok := fakehr.Int(query, "limit", defaultLimitV2, 1, maxLimitV2)
	if !ok {
		failV2(w, http.StatusBadRequest, "Bad request", "The limit must be between 1 and 50")
		return 0, false
	}
	return min(limit, v.pageSize(maxLimitV2)), true
}

// matches applies the filters.
func (v view) matches(p *Person, query url.Values) bool {
	for name, value := range map[string]string{"id": p.ID, "email": p.text("email"), "status": personStatus(p)} {
		if want := query.Get(name); want != "" && !slices.Contains(strings.Split(want, ","), value) {
			return false
		}
	}
	return true
}

// personStatus is INACTIVE for leavers, and ACTIVE for all other employees.
func personStatus(p *Person) string {
	if p.text("status") == "inactive" {
		return "INACTIVE"
	}
	return "ACTIVE"
}

// servePerson answers GET /v2/persons/{id} with the bare person.
func (v view) servePerson(w http.ResponseWriter, _ *http.Request, id string) {
	at, ok := v.byID[id]
	if !ok {
		noResource(w)
		return
	}
	writeJSON(w, http.StatusOK, v.person(&v.people[at]))
}

func noResource(w http.ResponseWriter) {
	failV2(w, http.StatusNotFound, "Resource not found", "There is nothing with this id")
}

// person is an employee as v2 has one. What the credentials may not read is left
// out, but not the id, the custom attributes and the employments.
func (v view) person(p *Person) map[string]any {
	m := map[string]any{
		"custom_attributes": v.customAttributes(p),
		"employments":       []any{},
		"_meta":             map[string]any{"links": map[string]any{"employments": href("https://api.personio.de/v2/persons/" + p.ID + "/employments")}},
	}
	if p.ID != "" {
		m["id"] = p.ID
	}
	var employments []any
	for _, e := range v.employments(p) {
		employments = append(employments, map[string]any{"id": e["id"]})
	}
	if employments != nil {
		m["employments"] = employments
	}
	put := func(key string, value any) {
		if !v.hidden[key] && !p.lacks(key) {
			m[key] = value
		}
	}
	for _, key := range []string{"first_name", "last_name", "preferred_name", "email"} {
		put(key, p.plain(key))
	}
	put("status", personStatus(p))
	put("gender", cmp.Or(strings.ToUpper(p.text("gender")), "UNSPECIFIED"))
	m["created_at"], m["updated_at"] = "2024-01-01T08:00:00Z", "2025-01-01T08:00:00Z"
	if at := p.text("last_modified_at"); at != "" {
		m["updated_at"] = at
	}
	return m
}

// plain is a value for v2, null for none.
func (p *Person) plain(key string) any {
	if raw, ok := p.Values[key].(json.RawMessage); ok {
		return raw
	}
	return fakehr.OrNil(p.text(key))
}

func (v view) customAttributes(p *Person) []any {
	all := []any{}
	for _, col := range v.columns {
		if !col.own || p.lacks(col.key) {
			continue
		}
		m := map[string]any{"id": col.key, "type": v.typeV2(col.kind), "global_id": nil, "value": v.customValue(p, col)}
		if col.universalID != "" {
			m["global_id"] = col.universalID
		}
		if !v.NoLabels {
			m["label"] = col.label
		}
		all = append(all, m)
	}
	return all
}

func (v view) typeV2(kind string) string {
	word := "STRING"
	switch kind {
	case "integer":
		word = "INT"
	case "decimal":
		word = "DOUBLE"
	case "date":
		word = "DATE"
	case "boolean":
		word = "BOOLEAN"
	case "tags":
		word = "STRING_LIST"
	}
	if v.LowerCaseTypes {
		return strings.ToLower(word)
	}
	return word
}

func (v view) customValue(p *Person, col column) any {
	switch value := p.Values[col.key].(type) {
	case nil, string, json.RawMessage, []string:
		return value
	default:
		if v.TextValues {
			return fmt.Sprint(value)
		}
		return value
	}
}

// serveOrgUnit answers GET /v2/org-units/{id}, which needs the type.
func (v view) serveOrgUnit(w http.ResponseWriter, r *http.Request, id string) {
	kind := r.URL.Query().Get("type")
	name, ok := v.names[kind+" "+id]
	switch {
	case kind != "department" && kind != "team":
		failV2(w, http.StatusBadRequest, "Bad request", "The type must be department or team")
	case !ok:
		noResource(w)
	default:
		writeJSON(w, http.StatusOK, map[string]any{"id": id, "name": name, "description": nil, "abbreviation": nil, "parent_id": nil})
	}
}

// idV2 is the id of a unit of the company, as v2 has it.
func (c *company) idV2(kind, name string) string { return strconv.Itoa(c.unit(kind, name)) }
