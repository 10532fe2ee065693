package luccatest

import (
	"net/http"
	"slices"
	"strings"
)

// serveLegacy answers what the API key opens.
func (f *Fake) serveLegacy(w http.ResponseWriter, r *http.Request, c *company) {
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if f.credentials.APIKey == "" || !strings.EqualFold(scheme, "lucca") || key != "application="+f.credentials.APIKey {
		failAs(w, r, http.StatusUnauthorized, "Unauthorized", c.PlainErrors)
		return
	}
	fail := func(status int, message string) { failAs(w, r, status, message, c.PlainErrors) }
	if status := c.Refuse[r.URL.Path]; status != 0 {
		fail(status, http.StatusText(status))
		return
	}
	path := strings.TrimSuffix(r.URL.Path, "/") // both forms are served
	id, single := strings.CutPrefix(path, "/api/v3/users/")
	switch {
	case r.Method != http.MethodGet:
		fail(http.StatusNotFound, "luccatest does not serve "+r.Method)
	case path == "/api/v3/users":
		c.serveUsers(w, r, fail)
	case single:
		c.serveUser(w, r, id, fail)
	case path == "/api/v3/extensionuserdefinitions":
		c.serveDefinitions(w, r, fail)
	case path == "/directory/api/4.0/work-contracts":
		c.serveContracts(w, r, fail)
	default:
		fail(http.StatusNotFound, "Resource "+path+" not found")
	}
}

// serveUsers answers GET /api/v3/users: by default without former employees, and
// without fields with an id, a name and a URL of each.
func (c *company) serveUsers(w http.ResponseWriter, r *http.Request, fail func(int, string)) {
	q, fault := parseUserQuery(r.URL.Query())
	if fault != "" {
		fail(http.StatusBadRequest, fault)
		return
	}
	fields, fault := c.userFields(q.selection)
	if fault != "" {
		fail(http.StatusBadRequest, fault)
		return
	}
	people := cached(c, "users?"+q.found, func() []*member { return c.match(q) })
	start, end := c.window(q, len(people))
	s := newStream(w)
	defer s.Flush()
	s.Raw(`{"header":{"generated":"` + c.Today + `T09:00:00.12","principal":"sync key"},"data":{`)
	if q.count && !c.NoCount {
		s.Raw(`"count":`)
		s.Number(len(people))
		s.Raw(",")
	}
	s.Raw(`"items":[`)
	for i, m := range people[start:end] {
		if s.Broken() {
			return
		}
		s.Separate(i)
		c.writeUser(s, r, m, fields)
	}
	s.Raw("]}}")
}

// serveUser answers GET /api/v3/users/{id}, with all fields of the fake if none
// are named.
func (c *company) serveUser(w http.ResponseWriter, r *http.Request, id string, fail func(int, string)) {
	m := c.byID[id]
	if m == nil || !c.visible(m) {
		fail(http.StatusNotFound, "Resource User with ID "+id+" not found")
		return
	}
	selection, _, fault := parseFields(r.URL.Query().Get("fields"))
	if len(selection) == 0 {
		for _, f := range userFields() {
			if f.write != nil {
				selection = append(selection, selected{name: f.key})
			}
		}
	}
	fields, unknown := c.userFields(selection)
	if fault+unknown != "" {
		fail(http.StatusBadRequest, fault+unknown)
		return
	}
	s := newStream(w)
	defer s.Flush()
	s.Raw(`{"header":{"principal":"sync key"},"data":`)
	c.writeUser(s, r, m, fields)
	s.Raw("}")
}

// visible reports whether the role of the key may see an employee at all.
func (c *company) visible(m *member) bool {
	return !(c.NoLeavers && m.word == "deactivated" && m.applicable != nil || c.NoStarters && m.word == "upcoming")
}

// match returns the employees that a query asks for, in its order.
func (c *company) match(q *userQuery) []*member {
	people := make([]*member, 0, len(c.people))
	for _, m := range c.people {
		left := m.word == "deactivated" && m.applicable != nil
		if c.visible(m) && (q.former || !left) && !slices.ContainsFunc(q.filters, func(f filter) bool { return !f.holds(m) }) {
			people = append(people, m)
		}
	}
	for _, o := range slices.Backward(q.order) {
		slices.SortStableFunc(people, o)
	}
	return people
}
