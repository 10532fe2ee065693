package hibobtest

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
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
		b = fakehr.AppendText(append(b, `{"id":`...), f.ID)
		b = fakehr.AppendText(append(b, `,"categoryId":`...), f.Category)
		b = fakehr.AppendText(append(b, `,"categoryDisplayName":`...), name)
		b = fakehr.AppendText(append(b, `,"category":`...), f.Category)
		b = fakehr.AppendText(append(b, `,"name":`...), f.Name)
		b = fakehr.AppendText(append(b, `,"description":null,"jsonPath":`...), f.JSONPath)
		b = fakehr.AppendText(append(b, `,"type":`...), f.Type)
		b = append(b, `,"typeData":{`...)
		if f.List != "" {
			b = fakehr.AppendText(append(b, `"listId":`...), f.List)
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
			b = append(fakehr.AppendText(b, l.Name), ':')
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
	b = fakehr.AppendText(append(b, `{"name":`...), l.Name)
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
			b = fakehr.AppendText(b, item.ID)
		}
		b = fakehr.AppendText(append(b, `,"value":`...), item.Name)
		b = fakehr.AppendText(append(b, `,"name":`...), item.Name)
		b = strconv.AppendBool(append(b, `,"archived":`...), item.Archived)
		b = append(appendItems(append(b, `,"children":`...), item.Children, archived), '}')
	}
	return append(b, ']')
}
