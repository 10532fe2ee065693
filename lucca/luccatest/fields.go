package luccatest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A fieldWriter writes a field of a member, or the parts of it.
type fieldWriter = func(c *company, s stream, r *http.Request, m *member, sub []string)

// A userField is a field of a user, in the server's own spelling.
type userField struct {
	key    string
	write  fieldWriter // nil: no member has it, nor any part of it
	nested []string    // what it consists of; nil: a plain value
	sub    []string    // what of that is asked for
	prefix string      // the key as it is written
}

// userFields is the table of v3's fields. The ids of references are spelt as the
// server spells them, which is not how the documentation does.
func userFields() []userField {
	text := func(get func(*member) string) fieldWriter {
		return func(_ *company, s stream, _ *http.Request, m *member, _ []string) { s.OrNull(get(m)) }
	}
	day := func(get func(*member) string) fieldWriter {
		return func(_ *company, s stream, _ *http.Request, m *member, _ []string) { s.day(get(m)) }
	}
	id := func(get func(*member) string) fieldWriter {
		return func(_ *company, s stream, _ *http.Request, m *member, _ []string) { s.ID(get(m)) }
	}
	ref := func(path string, get func(*company, *member) (id, name string)) fieldWriter {
		return func(c *company, s stream, r *http.Request, m *member, sub []string) {
			id, name := get(c, m)
			writeReference(s, r, path, id, name, sub)
		}
	}
	reference := []string{"id", "name", "url"}
	fields := []userField{
		{key: "id", write: id(func(m *member) string { return m.ID })},
		{key: "name", write: text((*member).name)},
		{key: "url", write: func(_ *company, s stream, r *http.Request, m *member, _ []string) { s.Text(href(r, "users", m.ID)) }},
		{key: "displayName", write: text((*member).displayName)},
		{key: "firstName", write: text(func(m *member) string { return m.FirstName })},
		{key: "lastName", write: text(func(m *member) string { return m.LastName })},
		{key: "login", write: text(func(m *member) string { return m.Login })},
		{key: "mail", write: text(func(m *member) string { return m.Mail })},
		{key: "personalEmail", write: text(func(m *member) string { return m.PersonalEmail })},
		{key: "personalMobile", write: text(func(m *member) string { return m.PersonalMobile })},
		{key: "professionalMobile", write: text(func(m *member) string { return m.ProfessionalMobile })},
		{key: "directLine", write: text(func(m *member) string { return m.DirectLine })},
		{key: "address", write: text(func(m *member) string { return m.Address })},
		{key: "employeeNumber", write: text(func(m *member) string { return m.Number })},
		{key: "birthDate", write: day(func(m *member) string { return m.BirthDate })},
		{key: "seniorityDate", write: day(func(m *member) string { return m.SeniorityDate })},
		{key: "civilTitle", write: text(func(*member) string { return "" })},
		{key: "jobTitle", write: text(func(m *member) string { return m.JobTitle })},
		{key: "dtContractStart", write: day((*member).start)},
		{key: "dtContractEnd", write: day((*member).end)},
		{key: "modifiedAt", write: text((*member).stamp)},
		{key: "managerID", write: id(func(m *member) string { return m.Manager })},
		{key: "manager", nested: reference, write: ref("users", func(c *company, m *member) (id, name string) {
			if boss := c.byID[m.Manager]; boss != nil {
				name = boss.name()
			}
			return m.Manager, name
		})},
		{key: "departmentID", write: id(func(m *member) string { return number(m.department) })},
		{key: "department", nested: append(slices.Clone(reference), "code"), write: ref("departments",
			func(_ *company, m *member) (id, name string) { return number(m.department), m.Department })},
		{key: "legalEntityID", write: id(func(m *member) string { return number(m.establishment) })},
		{key: "legalEntity", nested: reference, write: ref("legalEntities",
			func(_ *company, m *member) (id, name string) { return number(m.establishment), m.Establishment })},
		{key: "cultureID", write: func(_ *company, s stream, _ *http.Request, _ *member, _ []string) { s.Raw("1036") }},
		{key: "culture", nested: reference, write: ref("cultures",
			func(*company, *member) (id, name string) { return "1036", "français (France)" })},
		{key: "extendedData", write: func(_ *company, s stream, _ *http.Request, m *member, _ []string) {
			if m.Extended == nil {
				s.Raw("{}")
				return
			}
			s.Value(m.Extended)
		}},
		{key: "applicationData", write: func(_ *company, s stream, _ *http.Request, _ *member, _ []string) { s.Raw("{}") }},
	}
	for _, key := range documented() {
		fields = append(fields, userField{key: key})
	}
	return fields
}

// documented are names of v3 that the fake has nothing for: they are null, unless
// Person.Values say otherwise.
func documented() []string {
	return []string{"attributes", "bankName", "calendar", "calendarId", "csp", "cspId", "externalId", "gender", "habilitedRoles",
		"insuranceNumber", "modifiedOn", "nationality", "picture", "quote", "rolePrincipal", "rolePrincipalId", "userAxisValues",
		"userWorkCycles"}
}

// userFields finds the fields of a selection, in whatever case it spells them.
// One that does not exist is an error.
func (c *company) userFields(selection []selected) (fields []userField, fault string) {
	known := userFields()
	for _, sel := range selection {
		i := slices.IndexFunc(known, func(f userField) bool {
			return strings.EqualFold(f.key, sel.name)
		})
		if i < 0 {
			return nil, "Unknown property '" + sel.name + "'"
		}
		f := known[i]
		if f.write == nil {
			sel.sub = nil
		}
		if len(sel.sub) > 0 && f.nested == nil {
			return nil, "Property '" + sel.name + "' has no parts"
		}
		for _, part := range sel.sub {
			j := slices.IndexFunc(f.nested, func(n string) bool { return strings.EqualFold(n, part) })
			if j < 0 {
				return nil, "Unknown property '" + sel.name + "." + part + "'"
			}
			f.sub = append(f.sub, f.nested[j])
		}
		if f.sub == nil && f.nested != nil {
			f.sub = []string{"id", "name", "url"}
		}
		key := f.key
		if c.PascalKeys {
			key = strings.ToUpper(key[:1]) + key[1:]
		}
		f.prefix = `"` + key + `":`
		fields = append(fields, f)
	}
	return fields, ""
}

func (c *company) writeUser(s stream, r *http.Request, m *member, fields []userField) {
	s.Raw("{")
	n := 0
	for i := range fields {
		f := &fields[i]
		if !c.sees(m, f.key) {
			continue
		}
		s.Separate(n)
		n++
		s.Raw(f.prefix)
		if v, ok := m.Values[f.key]; ok || f.write == nil {
			s.Value(v)
			continue
		}
		f.write(c, s, r, m, f.sub)
	}
	s.Raw("}")
}

// writeReference writes what is asked for of a reference, null if there is none.
func writeReference(s stream, r *http.Request, path, id, name string, sub []string) {
	if id == "" {
		s.Raw("null")
		return
	}
	s.Raw("{")
	for i, part := range sub {
		s.Separate(i)
		s.Text(part)
		s.Raw(":")
		switch part {
		case "id":
			s.ID(id)
		case "name":
			s.OrNull(name)
		case "url":
			s.Text(href(r, path, id))
		case "code":
			s.OrNull(strings.ToUpper(name))
		}
	}
	s.Raw("}")
}

func href(r *http.Request, path, id string) string {
	return "https://" + r.Host + "/api/v3/" + path + "/" + url.PathEscape(id)
}
