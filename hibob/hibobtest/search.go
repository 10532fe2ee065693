package hibobtest

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

const maxFields = 400

// A query is the body of a search, or of a request for one employee, which has only
// fields and humanReadable.
type query struct {
	Fields        []string        `json:"fields"`
	Filters       *[]filter       `json:"filters"`
	ShowInactive  bool            `json:"showInactive"`
	HumanReadable json.RawMessage `json:"humanReadable"`
}

type filter struct {
	FieldPath string   `json:"fieldPath"`
	Operator  string   `json:"operator"`
	Values    []string `json:"values"`
}

// A mode says which values an answer has: machine values, labels beside them, or
// labels in their place.
type mode int

const (
	machine mode = iota
	appended
	replaced
)

// mode reads humanReadable. A value that the vendor does not know is none.
func (q query) mode() mode {
	switch string(q.HumanReadable) {
	case `"APPEND"`:
		return appended
	case `"REPLACE"`:
		return replaced
	}
	return machine
}

// readQuery reads a body; problem is why it is 400.
func readQuery(r *http.Request) (q query, problem string) {
	body, err := io.ReadAll(r.Body)
	switch {
	case err != nil || json.Unmarshal(body, &q) != nil:
		return q, "the body is not the JSON of a search"
	case len(q.Fields) > maxFields:
		return q, "at most 400 fields may be requested"
	}
	return q, ""
}

// serveSearch answers POST /people/search: all employees, in one body.
func (v view) serveSearch(w http.ResponseWriter, r *http.Request) {
	q, problem := readQuery(r)
	if problem == "" {
		problem = v.checkFilters(q)
	}
	if problem != "" {
		fail(w, http.StatusBadRequest, "validation.error", problem)
		return
	}
	a := v.renderer(q)
	w.Header().Set("Content-Type", "application/json")
	out := bufio.NewWriterSize(w, 32<<10)
	defer out.Flush()
	out.WriteString(`{"employees":[`)
	var b []byte
	first := true
	for i := range v.people {
		p := &v.people[i]
		if !v.matches(p, q) {
			continue
		}
		b = b[:0]
		if !first {
			b = append(b, ',')
		}
		first = false
		if _, err := out.Write(a.append(b, p)); err != nil {
			return // the client has stopped reading
		}
	}
	out.WriteString(`]}`)
}

// checkFilters allows at most one filter, on two fields, with one operator.
func (v view) checkFilters(q query) string {
	if q.Filters == nil {
		return ""
	}
	switch filters := *q.Filters; {
	case len(filters) == 0 && v.EmptyFilters:
		return ""
	case len(filters) == 0:
		return "filters is empty"
	case len(filters) > 1:
		return "only one filter is supported"
	case filters[0].FieldPath != "root.id" && filters[0].FieldPath != "root.email":
		return "this field cannot be filtered by"
	case filters[0].Operator != "equals":
		return "this operator is not supported"
	case len(filters[0].Values) == 0:
		return "the filter has no values"
	}
	return ""
}

// matches reports whether an employee is in the answer.
func (v view) matches(p *Person, q query) bool {
	if v.unseen[p.ID] || !q.ShowInactive && !p.active() {
		return false
	}
	if q.Filters == nil || len(*q.Filters) == 0 {
		return true
	}
	f := (*q.Filters)[0]
	return slices.Contains(f.Values, fakehr.Text(v.value(p, f.FieldPath)))
}

// serveOne answers POST /people/{identifier}, the identifier being the id or the
// e-mail address.
func (v view) serveOne(w http.ResponseWriter, r *http.Request, identifier string) {
	q, problem := readQuery(r)
	if problem != "" {
		fail(w, http.StatusBadRequest, "validation.error", problem)
		return
	}
	p := v.company.byID[identifier]
	if p == nil {
		i := slices.IndexFunc(v.people, func(p Person) bool { return v.value(&p, "root.email") == identifier })
		if i < 0 {
			fail(w, http.StatusNotFound, "employee.not.found", "there is no such employee")
			return
		}
		p = &v.people[i]
	}
	if v.unseen[p.ID] {
		fail(w, http.StatusForbidden, "insufficient.permissions", "the service user may not see this employee")
		return
	}
	b := v.renderer(q).append(nil, p)
	if v.Enveloped {
		b = slices.Concat([]byte(`{"employees":[`), b, []byte(`]}`))
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(b)
}

// selected are the fields of an answer: those asked for that exist and that the
// service user may see, in that order. The answer does not tell what was left out.
// Without a request it is the default selection.
func (v view) selected(ids []string) []Field {
	if ids == nil {
		for _, f := range standardFields() {
			if slices.Contains([]string{"root", "about", "work", "employment"}, f.Category) {
				ids = append(ids, f.ID)
			}
		}
	}
	var fields []Field
	seen := make(map[string]bool)
	for _, id := range ids {
		f, ok := v.settings.byID[id]
		if part, sub := strings.CutPrefix(id, "work.reportsTo."); sub && !ok {
			f, ok = complete(Field{ID: id}), slices.Contains([]string{"id", "email", "firstName", "surname", "displayName"}, part)
		}
		if ok && !seen[id] && !v.hides(id) {
			seen[id] = true
			fields = append(fields, f)
		}
	}
	return fields
}

// hides reports whether the service user has no right to a field.
func (v view) hides(id string) bool {
	for {
		if v.hidden[id] {
			return true
		}
		i := strings.LastIndexByte(id, '.')
		if i < 0 {
			return false
		}
		id = id[:i]
	}
}
