package luccatest

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
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
	page, paged := fakehr.Int(query, "page", 1, 1, math.MaxInt/maxLegacy)
	limit, limited := fakehr.Int(query, "limit", maxLegacy, 0, maxLegacy)
	if !paged || !limited {
		fail(http.StatusBadRequest, "Invalid page or limit")
		return
	}
	limit = c.pageSize(limit)
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
	s := newStream(w)
	defer s.Flush()
	s.Raw(`{"items":[`)
	start, end := fakehr.Window((page-1)*limit, limit, len(contracts))
	for i, x := range contracts[start:end] {
		s.Separate(i)
		s.Raw(`{"id":`)
		s.Number(x.number)
		s.Raw(`,"ownerId":`)
		s.ID(x.owner.ID)
		s.Raw(`,"externalId":null,"startsOn":`)
		s.OrNull(x.Start)
		s.Raw(`,"endsOn":`)
		s.OrNull(x.End)
		s.Raw(`,"isApplicable":` + strconv.FormatBool(x.number == x.owner.number) + `,"establishmentId":`)
		s.Number(x.owner.establishment)
		s.Raw(`,"typeId":1}`)
	}
	s.Raw("]")
	if query.Get("fields.root") == "count" && !c.NoCount {
		s.Raw(`,"count":`)
		s.Number(len(contracts))
	}
	s.Raw("}")
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
				item["name"] = fakehr.OrNil(f.Name)
			case "url":
				item["url"] = href(r, "extensionuserdefinitions", f.ID)
			case "formatkey":
				item["formatKey"] = fakehr.OrNil(f.Format)
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
	start, end := c.window(q, len(items))
	data := map[string]any{"items": append([]map[string]any{}, items[start:end]...)}
	if q.count && !c.NoCount {
		data["count"] = len(items)
	}
	s := newStream(w)
	defer s.Flush()
	s.Value(map[string]any{"data": data})
}
