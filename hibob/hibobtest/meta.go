package hibobtest

import (
	"net/http"
	"strconv"
	"strings"
)

// serveFields answers GET /company/people/fields, which needs no right to any data.
func (v view) serveFields(w http.ResponseWriter, _ *http.Request) {
	names := categoryNames()
	b := []byte{'['}
	for i, f := range v.fields {
		if i > 0 {
			b = append(b, ',')
		}
		name := names[f.Category]
		if name == "" {
			name = f.Category
		}
		b = appendString(append(b, `{"id":`...), f.ID)
		b = appendString(append(b, `,"categoryId":`...), f.Category)
		b = appendString(append(b, `,"categoryDisplayName":`...), name)
		b = appendString(append(b, `,"category":`...), f.Category)
		b = appendString(append(b, `,"name":`...), f.Name)
		b = appendString(append(b, `,"description":null,"jsonPath":`...), f.JSONPath)
		b = appendString(append(b, `,"type":`...), f.Type)
		b = append(b, `,"typeData":{`...)
		if f.List != "" {
			b = appendString(append(b, `"listId":`...), f.List)
		}
		b = append(b, `},"historical":false}`...)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(append(b, ']'))
}

// serveLists answers GET /company/named-lists.
func (v view) serveLists(w http.ResponseWriter, r *http.Request) {
	archived := r.URL.Query().Get("includeArchived") == "true"
	open, end := byte('{'), byte('}')
	if v.ListsAsItems {
		open, end = '[', ']'
	}
	b := []byte{open}
	for i, l := range v.lists {
		if i > 0 {
			b = append(b, ',')
		}
		if !v.ListsAsItems {
			b = append(appendString(b, l.Name), ':')
		}
		b = v.appendList(b, l, archived)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(append(b, end))
}

// serveList answers GET /company/named-lists/{name}.
func (v view) serveList(w http.ResponseWriter, name string) {
	for _, l := range v.lists {
		if l.Name == name {
			w.Header().Set("Content-Type", "application/json")
			w.Write(v.appendList(nil, l, true))
			return
		}
	}
	fail(w, http.StatusNotFound, "list.not.found", "there is no such list")
}

func (v view) appendList(b []byte, l List, archived bool) []byte {
	b = appendString(append(b, `{"name":`...), l.Name)
	if v.ListsAsItems {
		b = append(b, `,"items":`...)
	} else {
		b = append(b, `,"values":`...)
	}
	return append(appendItems(b, l.Items, archived), '}')
}

func appendItems(b []byte, items []Item, archived bool) []byte {
	b = append(b, '[')
	start := len(b)
	for _, item := range items {
		if item.Archived && !archived {
			continue
		}
		b = append(separate(b, start), `{"id":`...)
		if _, err := strconv.ParseInt(item.ID, 10, 64); err == nil {
			b = append(b, strings.TrimPrefix(item.ID, "+")...)
		} else {
			b = appendString(b, item.ID)
		}
		b = appendString(append(b, `,"value":`...), item.Name)
		b = appendString(append(b, `,"name":`...), item.Name)
		b = strconv.AppendBool(append(b, `,"archived":`...), item.Archived)
		b = append(appendItems(append(b, `,"children":`...), item.Children, archived), '}')
	}
	return append(b, ']')
}
