package hibobtest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// write answers 200 with a value.
func write(w http.ResponseWriter, value any) {
	fakehr.WriteJSON(w, http.StatusOK, "application/json", value)
}

// serveFields answers GET /company/people/fields, which needs no right to any data.
func (v view) serveFields(w http.ResponseWriter, _ *http.Request) {
	names := categoryNames()
	fields := []fakehr.Object{}
	for _, f := range v.fields {
		data := fakehr.Object{}
		if f.List != "" {
			data = fakehr.Object{"listId", f.List}
		}
		fields = append(fields, fakehr.Object{
			"id", f.ID, "categoryId", f.Category, "categoryDisplayName", cmp.Or(names[f.Category], f.Category), "category", f.Category,
			"name", f.Name, "description", nil, "jsonPath", f.JSONPath, "type", f.Type, "typeData", data, "historical", false,
		})
	}
	write(w, fields)
}

// serveLists answers GET /company/named-lists.
func (v view) serveLists(w http.ResponseWriter, r *http.Request) {
	archived := r.URL.Query().Get("includeArchived") == "true"
	items, byName := []fakehr.Object{}, fakehr.Object{}
	for _, l := range v.lists {
		list := v.list(l, archived)
		items, byName = append(items, list), append(byName, l.Name, list)
	}
	if v.ListsAsItems {
		write(w, items)
		return
	}
	write(w, byName)
}

// serveList answers GET /company/named-lists/{name}.
func (v view) serveList(w http.ResponseWriter, name string) {
	i := slices.IndexFunc(v.lists, func(l List) bool { return l.Name == name })
	if i < 0 {
		fail(w, http.StatusNotFound, "list.not.found", "there is no such list")
		return
	}
	write(w, v.list(v.lists[i], true))
}

func (v view) list(l List, archived bool) fakehr.Object {
	key := "values"
	if v.ListsAsItems {
		key = "items"
	}
	return fakehr.Object{"name", l.Name, key, choices(l.Items, archived)}
}

func choices(items []Item, archived bool) []fakehr.Object {
	all := []fakehr.Object{}
	for _, item := range items {
		if item.Archived && !archived {
			continue
		}
		id := any(item.ID)
		if n, err := strconv.ParseInt(item.ID, 10, 64); err == nil {
			id = json.Number(strconv.FormatInt(n, 10))
		}
		all = append(all, fakehr.Object{
			"id", id, "value", item.Name, "name", item.Name, "archived", item.Archived, "children", choices(item.Children, archived),
		})
	}
	return all
}
