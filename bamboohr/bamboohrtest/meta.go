package bamboohrtest

import (
	"cmp"
	"hash/fnv"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// serveMeta answers in JSON, or with an empty document.
func serveMeta(w http.ResponseWriter, asJSON bool, root string, value any) {
	if !asJSON {
		emptyXML(w, root)
		return
	}
	fakehr.WriteJSON(w, http.StatusOK, "application/json", value)
}

// serveFields answers GET /meta/fields: an array, where only some entries have an
// alias and the id is a number, or text if it has a dot.
func (v view) serveFields(w http.ResponseWriter, r *http.Request) {
	fields := []fakehr.Object{}
	for _, col := range v.columns {
		if col.id == "" && !col.custom {
			continue
		}
		field := fakehr.Object{"id", fakehr.ID(fieldID(col)), "name", col.label, "type", col.kind}
		if col.alias != "" {
			field = append(field, "alias", col.alias)
		}
		fields = append(fields, field)
	}
	serveMeta(w, wantsJSON(r), "fields", fields)
}

// fieldID is the id of a field; one that was given none gets an invented number.
func fieldID(col column) string {
	return cmp.Or(col.id, strconv.Itoa(number(col.alias)))
}

// serveLists answers GET /meta/lists: the list fields with their options. The
// options of a standard list are what the employees have.
func (v view) serveLists(w http.ResponseWriter, r *http.Request) {
	lists := []fakehr.Object{}
	for _, col := range v.columns {
		if col.kind != "list" && col.kind != "multilist" {
			continue
		}
		options := []fakehr.Object{}
		for _, option := range v.options(col) {
			archived := yesNo(col.custom && !slices.Contains(col.options, option))
			options = append(options, fakehr.Object{"id", number(option), "name", option, "archived", archived, "createdDate", nil, "archivedDate", nil})
		}
		lists = append(lists, fakehr.Object{
			"fieldId", fakehr.ID(fieldID(col)), "name", col.label, "alias", fakehr.OrNil(col.alias), "manageable", "yes",
			"multiple", yesNo(col.kind == "multilist"), "options", options,
		})
	}
	serveMeta(w, wantsJSON(r) || strings.EqualFold(r.URL.Query().Get("format"), "json"), "lists", lists)
}

// options are those of a list and then whatever else employees have, in order of
// their first appearance.
func (v view) options(col column) []string {
	options := slices.Clone(col.options)
	seen := fakehr.Set(options)
	add := func(value any) {
		several, ok := value.([]string)
		if !ok {
			several = []string{fakehr.Text(value)}
		}
		for _, option := range several {
			if option != "" && !seen[option] {
				seen[option] = true
				options = append(options, option)
			}
		}
	}
	for _, p := range v.order {
		add(p.Values[col.source])
		add(p.Planned[col.source])
		if col.custom && col.id != col.source {
			add(p.Values[col.id])
		}
	}
	return options
}

// serveUsers answers GET /meta/users: an object by the id of the login. A login
// that was never used has no lastLogin; here that is every login. An employeeId
// of 0 is a login without an employee.
func (v view) serveUsers(w http.ResponseWriter, r *http.Request) {
	only := fakehr.Set(strings.Split(r.URL.Query().Get("status"), ","))
	all := !only["enabled"] && !only["disabled"] // so are unknown words
	users := fakehr.Object{}
	add := func(u User, employee any) {
		status := "enabled"
		if u.Disabled {
			status = "disabled"
		}
		if all || only[status] {
			users = append(users, u.ID, fakehr.Object{
				"id", fakehr.ID(u.ID), "employeeId", employee, "firstName", u.FirstName, "lastName", u.LastName,
				"email", fakehr.OrNil(u.Email), "status", status,
			})
		}
	}
	for _, p := range v.order {
		get := func(name string) string { return fakehr.Text(v.value(p, name, false)) }
		if id := get("userId"); id != "" {
			add(User{id, get("firstName"), get("lastName"), get("bestEmail"), get("status") != "Active"}, fakehr.ID(p.ID))
		}
	}
	for _, u := range v.Users {
		add(u, 0)
	}
	serveMeta(w, wantsJSON(r), "users", orEmptyArray(users))
}

// orEmptyArray is an empty array in place of an object without keys, which is how
// the vendor's service writes it.
func orEmptyArray(o fakehr.Object) any {
	if len(o) == 0 {
		return []fakehr.Object{}
	}
	return o
}

// number invents the id of an option or a team: the same for the same name.
func number(name string) int {
	h := fnv.New32a()
	h.Write([]byte(name))
	return int(h.Sum32()%90000) + 10000
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

func stamp(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05-07:00") }
