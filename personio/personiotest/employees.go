package personiotest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const (
	defaultLimit = 50
	maxLimit     = 100
	notFound     = "Der Mitarbeiter wurde nicht gefunden"
)

// serveEmployees answers GET /v1/company/employees: everybody, whatever their
// status, in an order of its own.
func (v view) serveEmployees(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	limit, err := number(query.Get("limit"), defaultLimit)
	offset, offsetErr := number(query.Get("offset"), 0)
	switch {
	case err != nil || limit < 1 || v.RejectLimit && limit > maxLimit:
		failV1(w, http.StatusBadRequest, 0, "The limit must be between 1 and 100")
		return
	case offsetErr != nil || offset < 0:
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
	v.writePage(newStream(w), people, columns, offset, limit)
}

func number(text string, other int) (int, error) {
	if text == "" {
		return other, nil
	}
	return strconv.Atoi(text)
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

func (v view) writePage(s stream, people []Person, columns []column, offset, limit int) {
	defer s.Flush()
	s.raw(`{"success":true,`)
	if !v.NoMetadata {
		s.raw(`"metadata":{"total_elements":`)
		s.number(len(people))
		s.raw(`,"current_page":`)
		s.number(offset / limit)
		s.raw(`,"total_pages":`)
		s.number((len(people) + limit - 1) / limit)
		s.raw(`},`)
	}
	s.raw(`"offset":`)
	s.number(offset)
	s.raw(`,"limit":`)
	s.number(limit)
	s.raw(`,"data":[`)
	end := len(people)
	if limit < end-offset {
		end = offset + limit
	}
	for i := offset; i < end; i++ {
		s.separate(i - offset)
		at := i
		if v.Unsorted {
			at = (i + v.turn) % len(people)
		}
		v.writePerson(s, &people[at], columns)
	}
	s.raw(`]}`)
}

// serveEmployee answers GET /v1/company/employees/{id}.
func (v view) serveEmployee(w http.ResponseWriter, _ *http.Request, id string) {
	at, ok := v.byID[id]
	if !ok {
		failV1(w, http.StatusNotFound, 0, notFound)
		return
	}
	s := newStream(w)
	defer s.Flush()
	s.raw(`{"success":true,"data":`)
	v.writePerson(s, &v.people[at], v.columns)
	s.raw(`}`)
}

// serveAttributes answers GET /v1/company/employees/attributes: what these
// credentials may read. Options are those of lists and tags.
func (v view) serveAttributes(w http.ResponseWriter) {
	type entry struct {
		Key         string   `json:"key"`
		Label       string   `json:"label"`
		Type        string   `json:"type"`
		UniversalID *string  `json:"universal_id"`
		Options     []string `json:"options"`
	}
	entries := []entry{}
	for _, col := range v.columns {
		e := entry{Key: col.key, Label: col.label, Type: col.kind, Options: []string{}}
		if col.universalID != "" {
			e.UniversalID = &col.universalID
		}
		if col.kind == "list" || col.kind == "tags" {
			e.Options = append(e.Options, col.options...)
		}
		entries = append(entries, e)
	}
	writeJSON(w, http.StatusOK, map[string]any{"success": true, "data": entries})
}

func (v view) writePerson(s stream, p *Person, columns []column) {
	s.raw(`{"type":"Employee","attributes":{`)
	n := 0
	for i := range columns {
		col := &columns[i]
		if len(p.Missing) > 0 && p.lacks(col.key) || col.key == "id" && p.ID == "" {
			continue
		}
		s.separate(n)
		n++
		s.raw(col.before)
		v.writeValue(s, p, col)
		s.raw(col.after)
	}
	s.raw(`}}`)
}

// writeID writes an id as v1 does.
func (s stream) writeID(id string) {
	if isNumber(id) {
		s.raw(id)
		return
	}
	s.text(id)
}

// writeStub writes the supervisor, who is not described in full.
func (v view) writeStub(s stream, id string) {
	s.raw(`{"type":"Employee","attributes":{"id":{"label":"ID","value":`)
	s.writeID(id)
	s.raw(`,"type":"integer","universal_id":"id"}`)
	if at, ok := v.byID[id]; ok && v.FullSupervisor {
		for _, key := range []string{"first_name", "last_name", "email"} {
			s.raw(`,"` + key + `":{"label":"` + key + `","value":`)
			s.orNull(v.people[at].text(key))
			s.raw(`,"type":"standard","universal_id":"` + key + `"}`)
		}
	}
	s.raw(`}}`)
}

// writeTags writes tags in one of the two ways in which they are one text.
func (v view) writeTags(s stream, tags []string) {
	if !v.TagsAsJSON {
		s.text(strings.Join(tags, ","))
		return
	}
	b := []byte{'['}
	for i, tag := range tags {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, tag)
	}
	s.text(string(append(b, ']')))
}
