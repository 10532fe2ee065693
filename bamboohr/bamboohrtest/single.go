package bamboohrtest

import (
	"net/http"
	"strings"
)

// serveEmployee answers GET /employees/{id}, with the names of reports. Only the
// comma form of fields works here; without fields there is only the id. What is
// unknown or may not be seen has no key.
func (v view) serveEmployee(w http.ResponseWriter, r *http.Request, id string) {
	if id == "0" {
		id = v.Owner
	}
	p := v.byID[id]
	switch {
	case id == "0" && p == nil: // see Config.Owner
		p = &Person{ID: "0", Values: map[string]any{}}
		r = r.Clone(r.Context())
		r.URL.RawQuery = ""
	case p == nil:
		noEmployee(w)
		return
	case v.unseen[id]:
		plainError(w, http.StatusForbidden, "You do not have access to this employee")
		return
	}
	fields := strings.Split(r.URL.Query().Get("fields"), ",")
	if len(fields) > maxFields {
		plainError(w, http.StatusBadRequest, "Too many fields requested: the maximum is 400")
		return
	}
	if !wantsJSON(r) {
		emptyXML(w, "employee")
		return
	}
	v.writeEmployee(newStream(w), p, fields, showsPlanned(r))
}

func (v view) writeEmployee(s stream, p *Person, fields []string, planned bool) {
	defer s.Flush()
	s.Raw("{")
	s.pair(0, "id", p.ID)
	seen := map[string]bool{"id": true}
	for _, name := range fields {
		name = strings.TrimSpace(name)
		col, ok := v.singleColumn(p, name)
		if !ok || seen[name] || v.concealed(col.names()) || p.restricts(col.names()) {
			continue
		}
		seen[name] = true
		s.Raw(",")
		s.Text(name)
		s.Raw(":")
		v.writeCell(s, p, &col, planned)
	}
	s.Raw("}")
}
