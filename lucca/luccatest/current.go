package luccatest

import (
	"cmp"
	"encoding/base32"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

const (
	defaultCurrent = 25
	maxCurrent     = 100
	version        = "2024-11-01"
)

// serveCurrent answers what a token opens, below /lucca-api.
func (f *Fake) serveCurrent(w http.ResponseWriter, r *http.Request, c *company, name string) {
	fail := func(status int, message string) { failAs(w, r, status, message, false) }
	for header, value := range map[string]string{"Sunset": c.Sunset, "Deprecation": c.Deprecation} {
		if value != "" {
			w.Header().Set(header, value)
		}
	}
	scopes, _, ok := f.tokens.Find(fakehr.Bearer(r))
	if !ok {
		fail(http.StatusUnauthorized, "The token is missing, unknown or expired")
		return
	}
	// A date without a version of its own stands for the version before it; what a
	// missing header does is not documented.
	if asked := r.Header.Get("Api-Version"); len(asked) != len(version) || asked < version {
		fail(http.StatusBadRequest, "The header Api-Version is required")
		return
	}
	if status := c.Refuse[r.URL.Path]; status != 0 {
		fail(status, http.StatusText(status))
		return
	}
	kind, ok := collections()[name]
	if !ok || r.Method != http.MethodGet {
		fail(http.StatusNotFound, "Not found")
		return
	}
	if lacks(scopes, cmp.Or(kind.scope, name)) {
		fail(http.StatusForbidden, "The scope "+cmp.Or(kind.scope, name)+".readonly is missing")
		return
	}
	q, fault := parseCurrent(r.URL.Query(), kind)
	if fault != "" {
		fail(http.StatusBadRequest, fault)
		return
	}
	q.scopes = scopes
	c.serveCollection(w, r, name, q, kind.items(c, q))
}

// A collection is a list of the current API.
type collection struct {
	scope   string   // "": its name
	filters []string // the parameters that it takes beside those of paging
	sorts   []string // beside id
	items   func(c *company, q *currentQuery) items
}

// items are what a query finds, in order.
type items struct {
	n  int
	at func(int) record
}

// list makes the items of a slice, each when it is shown.
func list[T any](all []T, make func(T) record) items {
	return items{len(all), func(i int) record { return make(all[i]) }}
}

// A record is one resource, and what is embedded with it.
type record struct {
	fakehr.Object
	embed []embedded
}

type embedded struct {
	kind, id string
	object   fakehr.Object
}

// A currentQuery is a query of the current API, understood.
type currentQuery struct {
	url.Values
	include []string
	limit   int
	number  int // of the page, from 1; 0: there is a place
	place   int // of the first item
	sort    string
	scopes  []string
}

// filtered is the query without paging: what decides on the items.
func (q *currentQuery) filtered() string {
	values := maps.Clone(q.Values)
	for _, name := range []string{"include", "limit", "page"} {
		values.Del(name)
	}
	return values.Encode()
}

func (q *currentQuery) includes(what string) bool { return slices.Contains(q.include, what) }

// among reports whether a filter lets a value pass: values are alternatives.
func (q *currentQuery) among(name, value string) bool {
	return !q.Has(name) || slices.Contains(strings.Split(q.Get(name), ","), value)
}

// parseCurrent reads a query. Only listed parameters are allowed; a limit above
// the maximum is an error, which the vendor does not say.
func parseCurrent(values url.Values, kind collection) (*currentQuery, string) {
	q := &currentQuery{Values: values, sort: "id"}
	for name := range values {
		if !slices.Contains([]string{"include", "limit", "page", "sort"}, name) && !slices.Contains(kind.filters, name) {
			return nil, "Unknown parameter " + name
		}
	}
	if include := values.Get("include"); include != "" {
		q.include = strings.Split(include, ",")
	}
	for _, what := range q.include {
		if !slices.Contains([]string{"embedded", "links", "totalCount"}, what) {
			return nil, "Unknown include " + what
		}
	}
	var ok bool
	if q.limit, ok = fakehr.Int(values, "limit", defaultCurrent, 0, maxCurrent); !ok {
		return nil, "Invalid limit"
	}
	q.sort = cmp.Or(values.Get("sort"), "id")
	if plain := strings.TrimPrefix(q.sort, "-"); plain != "id" && !slices.Contains(kind.sorts, plain) {
		return nil, "Invalid sort"
	}
	if text := values.Get("page"); text != "" {
		if q.place, q.number, ok = parseCursor(text); !ok {
			return nil, "Invalid page"
		}
	}
	return q, ""
}

// cursors are places in the list, disguised. A page that is an integer counts pages of
// the size that is given, from 1.
func cursor(place int) string {
	return "!" + strings.TrimRight(base32.StdEncoding.EncodeToString([]byte(strconv.Itoa(place))), "=")
}

func parseCursor(text string) (place, number int, ok bool) {
	if code, opaque := strings.CutPrefix(text, "!"); opaque {
		b, err1 := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(code)
		place, err2 := strconv.Atoi(string(b))
		return place, 0, err1 == nil && err2 == nil
	}
	number, err := strconv.Atoi(text)
	return 0, number, err == nil && number > 0 && number <= math.MaxInt/maxCurrent
}

func (c *company) serveCollection(w http.ResponseWriter, r *http.Request, name string, q *currentQuery, all items) {
	limit := c.pageSize(q.limit)
	place := q.place
	if q.number > 0 {
		place = (q.number - 1) * limit
	}
	start, end := fakehr.Window(place, limit, all.n)
	resources, dictionaries := []fakehr.Object{}, map[string]map[string]fakehr.Object{} // by type and then by id
	for i := start; i < end; i++ {
		item := all.at(i)
		resources = append(resources, item.Object)
		for _, e := range item.embed {
			if dictionaries[e.kind] == nil {
				dictionaries[e.kind] = make(map[string]fakehr.Object)
			}
			dictionaries[e.kind][e.id] = e.object
		}
	}
	answer := fakehr.Object{"type", name, "url", c.link(r, nil), "items", resources}
	if q.includes("totalCount") && !c.NoCount {
		answer = append(answer, "totalCount", all.n)
	}
	if q.includes("links") {
		answer = append(answer, "links", c.links(r, q, start, end, all.n, limit))
	}
	if q.includes("embedded") {
		answer = append(answer, "embedded", dictionaries)
	}
	fakehr.WriteJSON(w, http.StatusOK, "application/json", answer)
}

func (c *company) links(r *http.Request, q *currentQuery, start, end, total, limit int) any {
	if c.NullLinks {
		return nil
	}
	link := func(there bool, place int) any {
		if !there {
			return nil
		}
		values := url.Values{"limit": {strconv.Itoa(q.limit)}}
		if c.KeepInclude {
			maps.Copy(values, q.Values)
		}
		values.Set("page", cursor(place))
		return fakehr.Object{"href", c.link(r, values)}
	}
	return fakehr.Object{"prev", link(start > 0, max(0, start-limit)), "next", link(end < total && end > start, end)}
}

func (c *company) link(r *http.Request, query url.Values) string {
	u := url.URL{Scheme: "https", Host: cmp.Or(c.LinksHost, r.Host), Path: r.URL.Path, RawQuery: query.Encode()}
	return u.String()
}
