package bamboohrtest

import (
	"hash/fnv"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// serveFields answers GET /meta/fields: an array, where only some entries have an
// alias and the id is a number, or text if it has a dot.
func (v view) serveFields(w http.ResponseWriter, r *http.Request) {
	if !wantsJSON(r) {
		emptyXML(w, "fields")
		return
	}
	s := newStream(w)
	defer s.Flush()
	s.Raw("[")
	written := 0
	for _, col := range v.columns {
		if col.id == "" && !col.custom {
			continue
		}
		s.Separate(written)
		written++
		s.Raw(`{"id":`)
		s.ID(fieldID(col))
		s.pair(1, "name", col.label)
		s.pair(1, "type", col.kind)
		if col.alias != "" {
			s.pair(1, "alias", col.alias)
		}
		s.Raw("}")
	}
	s.Raw("]")
}

// fieldID is the id of a field; one that was given none gets an invented number.
func fieldID(col column) string {
	if col.id != "" {
		return col.id
	}
	return strconv.Itoa(number(col.alias))
}

// serveLists answers GET /meta/lists: the list fields with their options. The
// options of a standard list are what the people have.
func (v view) serveLists(w http.ResponseWriter, r *http.Request) {
	if !wantsJSON(r) && !strings.EqualFold(r.URL.Query().Get("format"), "json") {
		emptyXML(w, "lists")
		return
	}
	s := newStream(w)
	defer s.Flush()
	s.Raw("[")
	written := 0
	for _, col := range v.columns {
		if col.kind != "list" && col.kind != "multilist" {
			continue
		}
		s.Separate(written)
		written++
		v.writeList(s, col)
	}
	s.Raw("]")
}

func (v view) writeList(s stream, col column) {
	s.Raw(`{"fieldId":`)
	s.ID(fieldID(col))
	s.pair(1, "name", col.label)
	s.Raw(`,"alias":`)
	s.Value(fakehr.OrNil(col.alias))
	s.pair(1, "manageable", "yes")
	s.pair(1, "multiple", yesNo(col.kind == "multilist"))
	s.Raw(`,"options":[`)
	for i, option := range v.options(col) {
		s.Separate(i)
		s.Raw(`{"id":`)
		s.Number(number(option))
		s.pair(1, "name", option)
		s.pair(1, "archived", yesNo(col.custom && !slices.Contains(col.options, option)))
		s.Raw(`,"createdDate":null,"archivedDate":null}`)
	}
	s.Raw("]}")
}

// options are those of a list and then whatever else people have, in order of
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

// serveUsers answers GET /meta/users: an object by the id of the login. Who never
// logged in has no lastLogin; here that is everybody. An employeeId of 0 is a login
// without an employee.
func (v view) serveUsers(w http.ResponseWriter, r *http.Request) {
	if !wantsJSON(r) {
		emptyXML(w, "users")
		return
	}
	only := fakehr.Set(strings.Split(r.URL.Query().Get("status"), ","))
	all := !only["enabled"] && !only["disabled"] // so are unknown words
	s := newStream(w)
	defer s.Flush()
	written := 0
	write := func(u User, employee string) {
		status := "enabled"
		if u.Disabled {
			status = "disabled"
		}
		if !all && !only[status] {
			return
		}
		s.open(written)
		written++
		s.writeUser(u, employee, status)
	}
	for _, p := range v.order {
		get := func(name string) string { return fakehr.Text(v.value(p, name, false)) }
		if id := get("userId"); id != "" {
			write(User{id, get("firstName"), get("lastName"), get("bestEmail"), get("status") != "Active"}, p.ID)
		}
	}
	for _, u := range v.Users {
		write(u, "0")
	}
	if written == 0 {
		s.Raw("[]")
		return
	}
	s.Raw("}")
}

func (s stream) writeUser(u User, employee, status string) {
	s.Text(u.ID)
	s.Raw(`:{"id":`)
	s.ID(u.ID)
	s.Raw(`,"employeeId":`)
	if employee == "0" {
		s.Raw("0")
	} else {
		s.ID(employee)
	}
	s.pair(1, "firstName", u.FirstName)
	s.pair(1, "lastName", u.LastName)
	s.Raw(`,"email":`)
	s.Value(fakehr.OrNil(u.Email))
	s.pair(1, "status", status)
	s.Raw("}")
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
