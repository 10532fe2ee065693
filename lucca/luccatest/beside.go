package luccatest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// serveContracts answers GET /directory/api/4.0/work-contracts: everybody's, in
// the order of their ids. It takes documented parameters alone.
func (c *company) serveContracts(w http.ResponseWriter, r *http.Request, fail func(int, string)) {
	query := r.URL.Query()
	for name := range query {
		if !slices.Contains([]string{"page", "limit", "fields.root", "ownerId", "isApplicable"}, name) {
			fail(http.StatusBadRequest, "Unknown parameter '"+name+"'")
			return
		}
	}
	page, limit := 1, maxLegacy
	for name, into := range map[string]*int{"page": &page, "limit": &limit} {
		if text := query.Get(name); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil || n < 0 || name == "page" && n < 1 || n > maxLegacy && name == "limit" {
				fail(http.StatusBadRequest, "Invalid "+name)
				return
			}
			*into = n
		}
	}
	if c.PageSize > 0 {
		limit = min(limit, c.PageSize)
	}
	owners := strings.Split(query.Get("ownerId"), ",")
	contracts := cached(c, "contracts?"+query.Get("ownerId")+"?"+query.Get("isApplicable"), func() []employed {
		var contracts []employed
		for _, x := range c.contracts {
			applicable := strconv.FormatBool(x.number == x.owner.number)
			if c.visible(x.owner) && c.sees(x.owner, "contracts") &&
				(!query.Has("ownerId") || slices.Contains(owners, x.owner.ID)) &&
				(!query.Has("isApplicable") || query.Get("isApplicable") == applicable) {
				contracts = append(contracts, x)
			}
		}
		return contracts
	})
	s := newStream(w, "application/json")
	defer s.Flush()
	s.raw(`{"items":[`)
	start := min((page-1)*limit, len(contracts))
	for i, x := range contracts[start:min(start+limit, len(contracts))] {
		s.separate(i)
		s.raw(`{"id":`)
		s.number(x.number)
		s.raw(`,"ownerId":`)
		s.id(x.owner.ID)
		s.raw(`,"externalId":null,"startsOn":`)
		s.orNull(x.Start)
		s.raw(`,"endsOn":`)
		s.orNull(x.End)
		s.raw(`,"isApplicable":` + strconv.FormatBool(x.number == x.owner.number) + `,"establishmentId":`)
		s.number(x.owner.establishment)
		s.raw(`,"typeId":1}`)
	}
	s.raw("]")
	if query.Get("fields.root") == "count" && !c.NoCount {
		s.raw(`,"count":`)
		s.number(len(contracts))
	}
	s.raw("}")
}

// serveDefinitions answers GET /api/v3/extensionuserdefinitions.
func (c *company) serveDefinitions(w http.ResponseWriter, r *http.Request, fail func(int, string)) {
	query := r.URL.Query()
	format := query.Get("formatKey")
	query.Del("formatKey")
	q, fault := parseUserQuery(query)
	if fault != "" {
		fail(http.StatusBadRequest, fault)
		return
	}
	type entry struct {
		ID   int    `json:"id"`
		Name string `json:"name"`
	}
	var items []map[string]any
	for _, f := range c.Fields {
		if format != "" && f.Format != format {
			continue
		}
		item := make(map[string]any)
		for _, sel := range q.selection {
			switch strings.ToLower(sel.name) {
			case "id":
				item["id"] = f.ID
			case "name":
				item["name"] = orNil(f.Name)
			case "url":
				item["url"] = href(r, "extensionuserdefinitions", f.ID)
			case "formatkey":
				item["formatKey"] = orNil(f.Format)
			case "extensionuserpropertylistentries":
				entries := []entry{}
				for i, name := range f.Options {
					entries = append(entries, entry{i + 1, name})
				}
				item["extensionUserPropertyListEntries"] = entries
			default:
				fail(http.StatusBadRequest, "Unknown property '"+sel.name+"'")
				return
			}
		}
		items = append(items, item)
	}
	start, end := q.window(len(items), c.PageSize)
	data := map[string]any{"items": append([]map[string]any{}, items[start:end]...)}
	if q.count && !c.NoCount {
		data["count"] = len(items)
	}
	s := newStream(w, "application/json")
	defer s.Flush()
	s.any(map[string]any{"data": data})
}
