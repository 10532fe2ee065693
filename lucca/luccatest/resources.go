package luccatest

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// collections are the lists of the current API by name.
func collections() map[string]collection {
	return map[string]collection{
		"employees": {filters: []string{"search", "id", "email", "status"}, sorts: []string{"familyName", "createdAt"}, items: (*company).employees},
		"employments": {filters: []string{"id", "employee.id", "status"}, sorts: []string{"start.date", "end.date"},
			items: (*company).employments},
		"job-positions":           {filters: []string{"id", "status"}, items: (*company).jobPositions},
		"departments":             {filters: []string{"search", "isArchived"}, items: groupItems("department", func(c *company) group { return c.departments })},
		"business-establishments": {items: groupItems("business-establishment", func(c *company) group { return c.establishments })},
		"legal-entities":          {items: groupItems("legal-entity", func(c *company) group { return c.entities })},
		"employee-personal-records": {filters: []string{"employee.id"},
			items: (*company).personalRecords},
		"employee-attributes": {filters: []string{"definition.id", "employee.id", "applicability.asOf"}, items: (*company).attributes},
		"employee-attribute-definitions": {scope: "employee-attributes",
			items: (*company).attributeDefinitions},
	}
}

// refTo is a reference, null if there is nothing to refer to.
func refTo(kind, id string) any {
	if id == "" {
		return nil
	}
	return fakehr.Object{"id", id, "type", kind, "url", "https://acme.example.com/lucca-api/" + kind + "/" + id}
}

func datedOrNil(day string) any {
	if day == "" {
		return nil
	}
	return fakehr.Object{"date", day}
}

// object is what is seen of an employee's resource, under a prefix in Person.Values
// and Config.Hidden. A blank text is null.
func (c *company) object(m *member, prefix string, all fakehr.Object) fakehr.Object {
	var seen fakehr.Object
	for i := 0; i < len(all); i += 2 {
		name, value := prefix+all[i].(string), all[i+1]
		if !c.sees(m, name) {
			continue
		}
		if v, ok := m.Values[name]; ok {
			value = v
		}
		if value == "" {
			value = nil
		}
		seen = append(seen, all[i], value)
	}
	return seen
}

// employees are all the employees of the statuses that are asked for. With no
// status named the deactivated are left out, which the vendor does not say.
func (c *company) employees(q *currentQuery) items {
	people := cached(c, "employees?"+q.filtered(), func() []*member {
		var people []*member
		for _, m := range c.sorted {
			if q.among("status", m.word) && (q.Has("status") || m.word != "deactivated") &&
				q.among("id", m.ID) && q.among("email", cmp.Or(m.Mail, "null")) {
				people = append(people, m)
			}
		}
		if strings.TrimPrefix(q.sort, "-") == "familyName" {
			slices.SortStableFunc(people, func(a, b *member) int { return strings.Compare(a.LastName, b.LastName) })
		}
		if strings.HasPrefix(q.sort, "-") {
			slices.Reverse(people)
		}
		return people
	})
	return list(people, func(m *member) record {
		item := record{Object: c.employee(m)}
		id := number(m.number)
		if m.applicable != nil && c.sees(m, "employment") && !lacks(q.scopes, "employments") {
			item.embed = append(item.embed, embedded{"employment", id, c.employment(m, *m.applicable, id)})
		}
		if m.applicable != nil && c.sees(m, "job-position") && !lacks(q.scopes, "job-positions") {
			item.embed = append(item.embed, embedded{"job-position", "7" + id, c.position(m)})
		}
		return item
	})
}

func (c *company) employee(m *member) fakehr.Object {
	id, position := number(m.number), ""
	if id != "" {
		position = "7" + id
	}
	return c.object(m, "", fakehr.Object{
		"id", m.ID, "type", "employee", "url", "https://acme.example.com/lucca-api/employees/" + m.ID,
		"remoteId", nil, "portrait", nil, "givenName", m.FirstName, "familyName", m.LastName,
		"employeeNumber", m.Number, "status", m.word, "email", m.Mail, "birthDay", birthDay(m.BirthDate),
		"phoneNumber", cmp.Or(m.DirectLine, m.ProfessionalMobile),
		"applicableEmployment", refTo("employment", id), "applicableJobPosition", refTo("job-position", position),
		"createdAt", "2024-04-15T23:12:54.0001Z", "lastUpdatedAt", m.stamp() + "Z",
	})
}

// birthDay has no year.
func birthDay(date string) any {
	parts := strings.Split(date, "-")
	if len(parts) != 3 {
		return nil
	}
	month, err1 := strconv.Atoi(parts[1])
	day, err2 := strconv.Atoi(parts[2])
	if err1 != nil || err2 != nil {
		return nil
	}
	return fakehr.Object{"day", day, "month", month}
}

func (c *company) employment(m *member, x Contract, id string) fakehr.Object {
	return c.object(m, "employment.", fakehr.Object{
		"id", id, "type", "employment", "employee", refTo("employee", m.ID),
		"legalEntity", refTo("legal-entity", number(m.entity)), "status", m.word,
		"start", datedOrNil(x.Start), "end", datedOrNil(x.End), "template", refTo("employment-template", "1"),
		"lastUpdatedAt", m.stamp() + "Z",
	})
}

func (c *company) position(m *member) fakehr.Object {
	return c.object(m, "job-position.", fakehr.Object{
		"id", "7" + number(m.number), "type", "job-position", "employee", refTo("employee", m.ID),
		"employment", refTo("employment", number(m.number)), "startsOn", m.start(), "endsOn", m.end(),
		"businessEstablishment", refTo("business-establishment", number(m.establishment)),
		"jobTitle", m.JobTitle, "manager", refTo("employee", m.Manager),
		"department", refTo("department", number(m.department)), "lastUpdatedAt", m.stamp() + "Z",
	})
}

func (c *company) employments(q *currentQuery) items {
	contracts := cached(c, "employments?"+q.filtered(), func() []employed {
		var contracts []employed
		for _, x := range c.contracts {
			if q.among("employee.id", x.owner.ID) && q.among("id", itoa(x.number)) && c.sees(x.owner, "contracts") {
				contracts = append(contracts, x)
			}
		}
		return contracts
	})
	return list(contracts, func(x employed) record {
		return record{Object: c.employment(x.owner, x.Contract, itoa(x.number))}
	})
}

func (c *company) jobPositions(*currentQuery) items {
	people := cached(c, "job-positions", func() []*member {
		return slices.DeleteFunc(slices.Clone(c.sorted), func(m *member) bool { return m.applicable == nil })
	})
	return list(people, func(m *member) record { return record{Object: c.position(m)} })
}

// groupItems lists departments, establishments or legal entities.
func groupItems(kind string, of func(*company) group) func(*company, *currentQuery) items {
	return func(c *company, _ *currentQuery) items {
		g := of(c)
		return items{len(g.names), func(i int) record {
			item := fakehr.Object{"id", itoa(i + 1), "type", kind, "remoteId", nil, "isArchived", false}
			switch kind {
			case "legal-entity":
				item = append(item, "legalName", g.names[i])
			case "business-establishment":
				item = append(item, "name", g.names[i], "timezoneId", fakehr.OrNil(g.zones[i]))
			default:
				item = append(item, "name", g.names[i], "level", 1, "parent", nil)
			}
			return record{Object: item}
		}}
	}
}

func (c *company) personalRecords(q *currentQuery) items {
	people := cached(c, "employee-personal-records?"+q.filtered(), func() []*member {
		return slices.DeleteFunc(slices.Clone(c.sorted), func(m *member) bool {
			return !q.among("employee.id", m.ID) || !c.sees(m, "personal-record")
		})
	})
	return list(people, func(m *member) record {
		return record{Object: c.object(m, "personal-record.", fakehr.Object{
			"id", m.ID, "type", "employee-personal-record", "employee", refTo("employee", m.ID),
			"birthDate", m.BirthDate, "email", m.PersonalEmail, "phoneNumber", m.PersonalMobile,
		})}
	})
}

// A filled is a custom field of an employee that has a value.
type filled struct {
	*member
	id, definition string
	Spell
}

// filled are the values of a custom field of an employee that hold on a day; "" is
// every day.
func (m *member) filled(definition, day string) (all []filled) {
	id := m.ID + "-" + definition
	spells, dated := m.Attributes[definition].([]Spell)
	if !dated {
		return []filled{{m, id, definition, Spell{Value: m.Attributes[definition]}}}
	}
	for i, x := range spells {
		if day == "" || x.Start <= day && (x.End == "" || day <= x.End) {
			all = append(all, filled{m, id + "-" + itoa(i+1), definition, x})
		}
	}
	return all
}

// applicability is null for a value without bounds.
func (x Spell) applicability() any {
	if x.Start == "" && x.End == "" {
		return nil
	}
	return fakehr.Object{"start", fakehr.OrNil(x.Start), "end", fakehr.OrNil(x.End)}
}

// attributes are the values of custom fields. Lists are taxonomy labels, which
// are embedded. The vendor's samples spell one definition "e_size" and
// "employee.e_size"; both find it here, and it comes as Person.Attributes has it.
func (c *company) attributes(q *currentQuery) items {
	day := q.Get("applicability.asOf")
	if c.NoAsOf {
		day = ""
	}
	all := cached(c, "employee-attributes?"+q.filtered(), func() []filled {
		var all []filled
		for _, m := range c.sorted {
			for _, id := range slices.Sorted(maps.Keys(m.Attributes)) {
				if q.among("employee.id", m.ID) && (q.among("definition.id", id) || q.among("definition.id", "employee."+id) ||
					q.among("definition.id", strings.TrimPrefix(id, "employee."))) {
					all = append(all, m.filled(id, day)...)
				}
			}
		}
		return all
	})
	return list(all, func(x filled) record {
		return record{fakehr.Object{
			"id", x.id, "type", "employee-attribute", "applicability", x.applicability(),
			"definition", refTo("employee-attribute-definition", x.definition),
			"employee", refTo("employee", x.ID), "value", x.Value,
		}, c.labels(x.definition)}
	})
}

// labels are the entries of a list, by ids such as "e_size-1".
func (c *company) labels(id string) []embedded {
	i := slices.IndexFunc(c.Fields, func(f Field) bool { return f.ID == id })
	if i < 0 {
		return nil
	}
	var all []embedded
	for j, name := range c.Fields[i].Options {
		id := id + "-" + itoa(j+1)
		all = append(all, embedded{"taxonomy-label", id, fakehr.Object{"id", id, "type", "taxonomy-label", "name", name}})
	}
	return all
}

func (c *company) attributeDefinitions(*currentQuery) items {
	fields := append([]Field{
		{ID: "employee.givenName", Name: "Given name"},
		{ID: "jobPosition.department", Name: "Department", Schema: "department-reference"},
	}, c.Fields...)
	return list(fields, func(f Field) record {
		return record{Object: fakehr.Object{
			"id", f.ID, "type", "employee-attribute-definition", "name", fakehr.OrNil(f.Name), "isArchived", f.Archived,
			"schema", fakehr.Object{"title", cmp.Or(f.Schema, "short-text")},
		}}
	})
}
