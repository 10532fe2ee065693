package personiotest

import (
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

const (
	defaultLimit = 50
	maxLimit     = 100
	notFound     = "Der Mitarbeiter wurde nicht gefunden"
)

// serveEmployees answers GET /v1/company/employees: all employees, whatever their
// status, in an order of its own.
func (v view) serveEmployees(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	limit, limited := fakehr.Int(query, "limit", defaultLimit, 1, math.MaxInt)
	offset, placed := fakehr.Int(query, "offset", 0, 0, math.MaxInt)
	switch {
	case !limited || v.RejectLimit && limit > maxLimit:
		failV1(w, http.StatusBadRequest, 0, "The limit must be between 1 and 100")
		return
	case !placed:
		failV1(w, http.StatusBadRequest, 0, "The offset must not be negative")
		return
	}
	limit = min(limit, v.pageSize(maxLimit))
	columns, unknown := v.selected(query["attributes[]"])
	if unknown != "" && v.RefuseHidden != 0 {
		failV1(w, v.RefuseHidden, v.RefuseHidden, "The attribute "+unknown+" is not allowed")
		return
	}
	people := v.people
	if email := query.Get("email"); email != "" {
		people = slices.DeleteFunc(slices.Clone(people), func(p Person) bool { return p.text("email") != email })
	}
	v.writePage(fakehr.NewStream(w), people, columns, offset, limit)
}

// selected returns the columns that a projection names, all for none, and a name
// in it that is hidden or no attribute's.
func (s *settings) selected(keys []string) (columns []column, unknown string) {
	if len(keys) == 0 {
		return s.columns, ""
	}
	for _, col := range s.columns {
		if col.key == "id" || slices.Contains(keys, col.key) {
			columns = append(columns, col)
		}
	}
	for _, key := range keys {
		if !slices.ContainsFunc(columns, func(col column) bool { return col.key == key }) {
			unknown = key
		}
	}
	return columns, unknown
}

func (v view) writePage(s fakehr.Stream, people []Person, columns []column, offset, limit int) {
	defer s.Flush()
	s.Raw(`{"success":true,`)
	if !v.NoMetadata {
		s.Raw(`"metadata":`)
		s.Value(fakehr.Object{
			"total_elements", len(people), "current_page", offset / limit, "total_pages", (len(people) + limit - 1) / limit,
		})
		s.Raw(",")
	}
	s.Raw(`"offset":` + strconv.Itoa(offset) + `,"limit":` + strconv.Itoa(limit) + `,"data":[`)
	start, end := fakehr.Window(offset, limit, len(people))
	for i := start; i < end; i++ {
		s.Separate(i - start)
		at := i
		if v.Unsorted {
			at = (i + v.turn) % len(people)
		}
		v.writePerson(s, &people[at], columns)
	}
	s.Raw(`]}`)
}

// serveEmployee answers GET /v1/company/employees/{id}.
func (v view) serveEmployee(w http.ResponseWriter, _ *http.Request, id string) {
	at, ok := v.byID[id]
	if !ok {
		failV1(w, http.StatusNotFound, 0, notFound)
		return
	}
	s := fakehr.NewStream(w)
	defer s.Flush()
	s.Raw(`{"success":true,"data":`)
	v.writePerson(s, &v.people[at], v.columns)
	s.Raw(`}`)
}

// serveAttributes answers GET /v1/company/employees/attributes: what these
// credentials may read. Options are those of lists and tags.
func (v view) serveAttributes(w http.ResponseWriter) {
	entries := []fakehr.Object{}
	for _, col := range v.columns {
		options := []string{}
		if col.kind == "list" || col.kind == "tags" {
			options = append(options, col.options...)
		}
		entries = append(entries, fakehr.Object{
			"key", col.key, "label", col.label, "type", col.kind, "universal_id", fakehr.OrNil(col.universalID), "options", options,
		})
	}
	writeJSON(w, http.StatusOK, fakehr.Object{"success", true, "data", entries})
}

func (v view) writePerson(s fakehr.Stream, p *Person, columns []column) {
	s.Raw(`{"type":"Employee","attributes":{`)
	n := 0
	for i := range columns {
		col := &columns[i]
		if p.lacks(col.key) || col.key == "id" && p.ID == "" {
			continue
		}
		s.Separate(n)
		n++
		s.Raw(col.before)
		v.writeValue(s, p, col)
		s.Raw(col.after)
	}
	s.Raw(`}}`)
}

// stub is the supervisor, who is not described in full.
func (v view) stub(id string) fakehr.Object {
	attribute := func(key, label, kind string, value any) []any {
		return []any{key, fakehr.Object{"label", label, "value", value, "type", kind, "universal_id", key}}
	}
	attributes := attribute("id", "ID", "integer", fakehr.ID(id))
	if at, ok := v.byID[id]; ok && v.FullSupervisor {
		for _, key := range []string{"first_name", "last_name", "email"} {
			attributes = append(attributes, attribute(key, key, "standard", fakehr.OrNil(v.people[at].text(key)))...)
		}
	}
	return typed("Employee", attributes...)
}

// writeTags writes tags in one of the two ways in which they are one text.
func (v view) writeTags(s fakehr.Stream, tags []string) {
	if !v.TagsAsJSON {
		s.Text(strings.Join(tags, ","))
		return
	}
	encoded, _ := json.Marshal(tags) // texts always have JSON
	s.Text(string(encoded))
}
