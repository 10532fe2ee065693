package lucca

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/rest"
)

const (
	opList     = "list employees"
	usersPath  = "api/v3/users"
	legacyPage = 1000 // Lucca's maximum, of people and of contracts
	// smallestLegacy bounds how far a page shrinks when Lucca does not make it in
	// time.
	smallestLegacy = 125
	sampleSize     = 100
)

// legacy reads with an API key: people from v3, contracts from v4.
type legacy struct {
	rest    *rest.Client
	columns []column[user]
	custom  []string // of the HR file: e_...
	own     []extra  // other fields of a user
}

// A user is a person in v3. Keys come in whatever case the server likes, which
// encoding/json does not mind.
type user struct {
	ID, FirstName, LastName, DisplayName, EmployeeNumber, JobTitle      record.Cell
	Mail, PersonalEmail, DirectLine, ProfessionalMobile, PersonalMobile record.Cell
	Address, BirthDate, DtContractStart, DtContractEnd, ModifiedAt      record.Cell
	Login, SeniorityDate, CivilTitle                                    record.Cell
	Manager, Department, LegalEntity, Culture                           reference
	ExtendedData                                                        json.RawMessage

	id    string
	first employee.Value // the start of the earliest contract
	fault error          // why that cannot be read
}

func newLegacy(o rest.Options, key string, fields []employee.Field) (*legacy, error) {
	o.Secrets = []string{key}
	o.Authorize = func(r *http.Request) error {
		r.Header.Set("Authorization", "lucca application="+key)
		return nil
	}
	l := &legacy{columns: choose(userColumns(), fields)}
	var errs []error
	for _, name := range customKeys(fields) {
		own := slices.IndexFunc(userExtras(), func(x extra) bool { return x.name == name })
		switch {
		case strings.HasPrefix(name, "e_"):
			l.custom = append(l.custom, name)
		case own >= 0:
			l.own = append(l.own, userExtras()[own])
		default:
			errs = append(errs, fmt.Errorf("no such field %q in Fields", string(employee.CustomField(name))))
		}
	}
	var err error
	l.rest, err = rest.New(o)
	return l, errors.Join(append(errs, err)...)
}

func (l *legacy) hasWord() bool { return false }

// userColumns is the one table of the standard fields that v3 has.
func userColumns() []column[user] {
	text := func(cell func(*user) record.Cell) func(*user) (employee.Value, error) {
		return func(u *user) (employee.Value, error) { return cell(u).Text() }
	}
	date := func(cell func(*user) record.Cell) func(*user) (employee.Value, error) {
		return func(u *user) (employee.Value, error) { return cell(u).Date() }
	}
	name := func(ref func(*user) *reference) func(*user) (employee.Value, error) {
		return func(u *user) (employee.Value, error) { return nameOf(ref(u)) }
	}
	manager := func(read func(*reference) (employee.Value, error)) func(*user) (employee.Value, error) {
		return func(u *user) (employee.Value, error) { return managerOf(u.id, &u.Manager, read) }
	}
	return []column[user]{
		{employee.FieldNumber, "Employee number", true, text(func(u *user) record.Cell { return u.EmployeeNumber }), "employeeNumber"},
		{employee.FieldFirstName, "First name", true, text(func(u *user) record.Cell { return u.FirstName }), "firstName"},
		{employee.FieldLastName, "Last name", true, text(func(u *user) record.Cell { return u.LastName }), "lastName"},
		{employee.FieldDisplayName, "Display name", false, text(func(u *user) record.Cell { return u.DisplayName }), "displayName"},
		{employee.FieldWorkEmail, "Professional e-mail", false, text(func(u *user) record.Cell { return u.Mail }), "mail"},
		{employee.FieldPersonalEmail, "Personal e-mail", false, text(func(u *user) record.Cell { return u.PersonalEmail }), "personalEmail"},
		{employee.FieldWorkPhone, "Direct line, or professional mobile", false, workPhone, "directLine professionalMobile"},
		{employee.FieldMobilePhone, "Personal mobile", false, text(func(u *user) record.Cell { return u.PersonalMobile }), "personalMobile"},
		{employee.FieldBirthDate, "Birth date", false, date(func(u *user) record.Cell { return u.BirthDate }), "birthDate"},
		{employee.FieldJobTitle, "Job title", false, text(func(u *user) record.Cell { return u.JobTitle }), "jobTitle"},
		{employee.FieldDepartment, "Department", false, name(func(u *user) *reference { return &u.Department }), "department[id,name]"},
		{employee.FieldLocation, "Establishment", false, name(func(u *user) *reference { return &u.LegalEntity }), "legalEntity[id,name]"},
		{employee.FieldAddressLine1, "Home address", false, text(func(u *user) record.Cell { return u.Address }), "address"},
		{employee.FieldManagerID, "Manager", true, manager(idOf), "manager[id,name]"},
		{employee.FieldManagerName, "Manager (name)", false, manager(nameOf), "manager[id,name]"},
		{employee.FieldHireDate, "Contract start", true, date(func(u *user) record.Cell { return u.DtContractStart }), "dtContractStart"},
		{employee.FieldOriginalHireDate, "Start of the first contract", true, originalStart, ""},
		{employee.FieldTerminationDate, "Contract end", true, date(func(u *user) record.Cell { return u.DtContractEnd }), "dtContractEnd"},
	}
}

// workPhone is the landline, or the professional mobile of who has none.
func workPhone(u *user) (employee.Value, error) {
	if v, err := u.DirectLine.Text(); err != nil || v.State() != employee.StateEmpty {
		return v, err
	}
	return u.ProfessionalMobile.Text()
}

func originalStart(u *user) (employee.Value, error) { return u.first, u.fault }

// An extra is a field of every tenant that the vocabulary of package employee
// has not; it is a custom field by its own name.
type extra struct {
	name, label, query string
	kind               employee.Kind
	read               func(*user) (employee.Value, error)
}

func userExtras() []extra {
	return []extra{
		{"civilTitle", "Civil title", "civilTitle", employee.KindText, func(u *user) (employee.Value, error) { return u.CivilTitle.Text() }},
		{"culture", "Language", "culture[id,name]", employee.KindText, func(u *user) (employee.Value, error) { return nameOf(&u.Culture) }},
		{"login", "Login", "login", employee.KindText, func(u *user) (employee.Value, error) { return u.Login.Text() }},
		{"professionalMobile", "Professional mobile", "professionalMobile", employee.KindText, func(u *user) (employee.Value, error) { return u.ProfessionalMobile.Text() }},
		{"seniorityDate", "Seniority date", "seniorityDate", employee.KindDate, func(u *user) (employee.Value, error) { return u.SeniorityDate.Date() }},
	}
}

// query names the fields that are asked for, each once: without them v3 gives
// no more than an id, a name and a URL.
func (l *legacy) query() string {
	names := []string{"id", "modifiedAt"}
	add := func(query string) {
		for name := range strings.FieldsSeq(query) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	for _, col := range l.columns {
		add(col.query)
	}
	for _, x := range l.own {
		add(x.query)
	}
	if len(l.custom) > 0 {
		add("extendedData")
	}
	return strings.Join(append(names, "collection.count"), ",")
}

// fields returns what is asked for.
func (l *legacy) fields() []employee.Field {
	var fields []employee.Field
	for _, col := range l.columns {
		fields = append(fields, col.field)
	}
	for _, x := range l.own {
		fields = append(fields, employee.CustomField(x.name))
	}
	for _, key := range l.custom {
		fields = append(fields, employee.CustomField(key))
	}
	return fields
}

// beside is what a user is completed from.
type beside struct {
	starts  starts
	refused bool // the contracts are
	labels  labels
}

func (l *legacy) open(ctx context.Context, _ time.Time) (list[employee.Employee], error) {
	var b beside
	var err error
	if b.starts, err = l.earliest(ctx); isRefused(err) {
		b.refused, err = true, nil
	}
	if err == nil && len(l.custom) > 0 {
		b.labels, err = l.readLabels(ctx)
	}
	if err != nil {
		return list[employee.Employee]{}, err
	}
	users := l.users(legacyPage)
	var people []employee.Employee // memory for those of a page
	return list[employee.Employee]{
		client: l.rest, op: opList,
		id: func(e *employee.Employee) string { return e.ID },
		read: func(ctx context.Context, cursor string) (page[employee.Employee], error) {
			p, err := users(ctx, cursor)
			converted := l.convert(p, b, people)
			people = converted.items
			return converted, err
		},
	}, nil
}

// users reads pages of everybody, those included who left or will come.
func (l *legacy) users(size int) func(context.Context, string) (page[user], error) {
	return offsetPages(l.rest, opList, usersPath, url.Values{
		"fields": {l.query()}, "orderBy": {"id,asc"}, "formerEmployees": {"true"},
	}, size, func(u *user) string { return u.ID.Raw() })
}

// convert makes employees of a page, in the memory of people.
func (l *legacy) convert(p page[user], b beside, people []employee.Employee) page[employee.Employee] {
	people = slices.Grow(people[:0], len(p.items))[:len(p.items)]
	for i := range p.items {
		people[i] = l.employee(&p.items[i], b)
	}
	return page[employee.Employee]{items: people, total: p.total, next: p.next, shifted: p.shifted}
}

func (l *legacy) employee(u *user, b beside) employee.Employee {
	u.id = u.ID.Raw()
	e := employee.Employee{ID: u.id}
	u.first, u.fault = b.first(u)
	for _, col := range l.columns {
		v, err := col.read(u)
		record.Put(&e, col.field, v, err)
	}
	for _, x := range l.own {
		v, err := x.read(u)
		record.Put(&e, employee.CustomField(x.name), v, err)
	}
	if len(l.custom) > 0 {
		l.fillCustom(&e, u.ExtendedData, b.labels)
	}
	changed(&e, u.ModifiedAt)
	return e
}

// offsetPages reads a list of v3 by number and place. The cursor is the place.
// Places shift when people come and go, so each page begins with the last item
// of the page before: if it is another, the list has shifted.
func offsetPages[T any](c *rest.Client, op, path string, query url.Values, size int, id func(*T) string) func(context.Context, string) (page[T], error) {
	last := ""          // the item that the next page begins with; "": none
	var memory items[T] // for those of a page
	return func(ctx context.Context, cursor string) (page[T], error) {
		if cursor == "" {
			last = ""
		}
		place, _ := strconv.Atoi(cursor)
		p, err := offsetPage(ctx, c, op, path, query, place, &size, memory)
		if err != nil {
			return page[T]{}, err
		}
		memory = p.items
		end := place + len(p.items)
		if last != "" {
			if len(p.items) == 0 || id(&p.items[0]) != last {
				return page[T]{total: p.total, shifted: true}, nil
			}
			p.items = p.items[1:]
		}
		if len(p.items) == 0 || p.total >= 0 && end >= p.total {
			return p, nil
		}
		last = ""
		if end-place > 1 { // else a page would hold nothing new
			last = id(&p.items[len(p.items)-1])
			end--
		}
		p.next = strconv.Itoa(end)
		return p, nil
	}
}

// offsetPage reads one page from a place on, in memory that is there.
func offsetPage[T any](ctx context.Context, c *rest.Client, op, path string, query url.Values, place int, size *int, memory items[T]) (page[T], error) {
	type answer struct {
		Data struct {
			Items *[]struct{} // empty
			Count record.Cell
		}
		items items[T]
	}
	parts := func(a *answer, r *record.Reader) []rest.Part {
		a.items = memory[:0]
		return []rest.Part{a.items.part(r, "data", "items")}
	}
	check := func(a *answer, _ http.Header) error {
		if a.Data.Items == nil {
			return errItems
		}
		_, err := count(a.Data.Count)
		return err
	}
	a, err := sized(size, smallestLegacy, func(size int) (answer, error) {
		q := url.Values{"paging": {fmt.Sprintf("%d,%d", place, size)}}
		maps.Copy(q, query)
		return fetch(ctx, c, rest.Request{Op: op, Path: path, Query: q}, parts, check)
	})
	if err != nil {
		return page[T]{}, err
	}
	p := page[T]{items: a.items}
	p.total, _ = count(a.Data.Count)
	return p, nil
}
