package bamboohrtest

import (
	"net/http"
	"strings"
)

// serveChanged answers GET /employees/changed: an object by employee id, with what
// changed at or after since. When nothing did, employees is an empty array, as the
// vendor's service writes every empty map.
func (v view) serveChanged(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	since, err := parseTime(query.Get("since"))
	kind := query.Get("type")
	switch {
	case err != nil:
		plainError(w, http.StatusBadRequest, "The since parameter is missing or no ISO 8601 time")
		return
	case kind != "" && kind != "all" && kind != "inserted" && kind != "updated" && kind != "deleted":
		plainError(w, http.StatusBadRequest, "The type parameter is not valid")
		return
	case !wantsJSON(r):
		emptyXML(w, "employees")
		return
	}
	var changes []Change
	latest := since
	for _, c := range v.Changes {
		if c.At.Before(since) || v.unseen[c.ID] {
			continue
		}
		if kind == "" || kind == "all" || strings.EqualFold(kind, c.Action) {
			changes = append(changes, c)
		}
	}
	for _, c := range changes {
		if c.At.After(latest) {
			latest = c.At
		}
	}
	s := newStream(w)
	defer s.Flush()
	s.Raw("{")
	s.pair(0, "latest", stamp(latest))
	s.Raw(`,"employees":`)
	s.writeChanges(changes)
	s.Raw("}")
}

func (s stream) writeChanges(changes []Change) {
	if len(changes) == 0 {
		s.Raw("[]")
		return
	}
	for i, c := range changes {
		s.open(i)
		s.Text(c.ID)
		s.Raw(":{")
		s.pair(0, "action", c.Action)
		s.pair(1, "lastChanged", stamp(c.At))
		if !c.NoID {
			s.pair(2, "id", c.ID)
		}
		s.Raw("}")
	}
	s.Raw("}")
}
