package bamboohrtest

import (
	"net/http"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
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
	}
	latest, changes := since, fakehr.Object{}
	for _, c := range v.Changes {
		if c.At.Before(since) || v.unseen[c.ID] || kind != "" && kind != "all" && !strings.EqualFold(kind, c.Action) {
			continue
		}
		if c.At.After(latest) {
			latest = c.At
		}
		change := fakehr.Object{"action", c.Action, "lastChanged", stamp(c.At)}
		if !c.NoID {
			change = append(change, "id", c.ID)
		}
		changes = append(changes, c.ID, change)
	}
	serveMeta(w, wantsJSON(r), "employees", fakehr.Object{"latest", stamp(latest), "employees", orEmptyArray(changes)})
}
