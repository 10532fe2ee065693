package luccatest

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// serveContracts answers GET /directory/api/4.0/work-contracts: all of them, in
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
	start, end := fakehr.Window((page-1)*limit, limit, len(contracts))
	items := []fakehr.Object{}
	for _, x := range contracts[start:end] {
		items = append(items, fakehr.Object{
			"id", x.number, "ownerId", fakehr.ID(x.owner.ID), "externalId", nil, "startsOn", fakehr.OrNil(x.Start), "endsOn", fakehr.OrNil(x.End),
			"isApplicable", x.number == x.owner.number, "establishmentId", x.owner.establishment, "typeId", 1,
		})
	}
	answer := fakehr.Object{"items", items}
	if query.Get("fields.root") == "count" && !c.NoCount {
		answer = append(answer, "count", len(contracts))
	}
	fakehr.WriteJSON(w, http.StatusOK, "application/json", answer)
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
	items := []fakehr.Object{}
	for _, f := range c.Fields {
		if format != "" && f.Format != format {
			continue
		}
		var item fakehr.Object
		for _, sel := range q.selection {
			switch strings.ToLower(sel.name) {
			case "id":
				item = append(item, "id", f.ID)
			case "name":
				item = append(item, "name", fakehr.OrNil(f.Name))
			case "url":
				item = append(item, "url", href(r, "extensionuserdefinitions", f.ID))
			case "formatkey":
				item = append(item, "formatKey", fakehr.OrNil(f.Format))
			case "extensionuserpropertylistentries":
				entries := []fakehr.Object{}
				for i, name := range f.Options {
					entries = append(entries, fakehr.Object{"id", i + 1, "name", name})
				}
				item = append(item, "extensionUserPropertyListEntries", entries)
			default:
				fail(http.StatusBadRequest, "Unknown property '"+sel.name+"'")
				return
			}
		}
		items = append(items, item)
	}
	start, end := c.window(q, len(items))
	data := fakehr.Object{"items", items[start:end]}
	if q.count && !c.NoCount {
		data = append(data, "count", len(items))
	}
	fakehr.WriteJSON(w, http.StatusOK, "application/json", fakehr.Object{"data", data})
}
