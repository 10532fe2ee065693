package lucca

import (
	"context"
	"errors"
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
	currentPath    = "/lucca-api"
	currentPage    = 100
	smallestPage   = 25 // what Lucca gives who does not ask for a size
	currentVersion = "2024-11-01"
)

// current reads with an OAuth client.
type current struct {
	rest    *rest.Client
	columns []column[person]
	custom  []string
}

// An employment and a jobPosition come inside the list of people.
type (
	employment struct {
		Start, End    object[dated]
		LegalEntity   reference
		LastUpdatedAt record.Cell
	}
	jobPosition struct {
		JobTitle                                   record.Cell
		Manager, Department, BusinessEstablishment reference
		LastUpdatedAt                              record.Cell
	}
	dated    struct{ Date record.Cell }
	monthDay struct{ Day, Month record.Cell }
)

// A person is an employee of the current API.
type person struct {
	ID, GivenName, FamilyName, EmployeeNumber, Status, Email, PhoneNumber, LastUpdatedAt record.Cell
	BirthDay                                                                             object[monthDay]
	ApplicableEmployment, ApplicableJobPosition                                          reference

	id         string
	employment *employment  // nil if it did not come
	position   *jobPosition // nil if it did not come
	sides      *sides
}

func newCurrent(o rest.Options, tokenBase, id, secret string, fields []employee.Field) (*current, error) {
	o.Secrets, o.IDs = []string{secret}, []string{id}
	l := &current{columns: choose(personColumns(), fields), custom: customKeys(fields)}
	if slices.Contains(fields, employee.FieldOriginalHireDate) {
		l.columns = append(l.columns, originalColumn())
	}
	tokenOptions := o
	tokenOptions.BaseURL = tokenBase
	token, tokenErr := newToken(tokenOptions, id, secret, l.scope())
	o.Token = token
	var err error
	l.rest, err = rest.New(o)
	if o.BaseURL == tokenBase {
		tokenErr = nil // the same fault
	}
	return l, errors.Join(err, tokenErr)
}

func (l *current) hasWord() bool { return true }

// personColumns is the one table of the standard fields that the current API
// has, but for the original hire date, which costs a list of its own.
func personColumns() []column[person] {
	text := func(cell func(*person) record.Cell) func(*person) (employee.Value, error) {
		return func(p *person) (employee.Value, error) { return cell(p).Text() }
	}
	date := func(when func(*employment) *object[dated]) func(*person) (employee.Value, error) {
		return func(p *person) (employee.Value, error) {
			if p.employment == nil {
				return employee.Withheld(), nil
			}
			return dayOf(when(p.employment))
		}
	}
	position := func(read func(*person, *jobPosition) (employee.Value, error)) func(*person) (employee.Value, error) {
		return func(p *person) (employee.Value, error) {
			if p.position == nil {
				return employee.Withheld(), nil
			}
			return read(p, p.position)
		}
	}
	return []column[person]{
		{employee.FieldNumber, "Employee number", true, text(func(p *person) record.Cell { return p.EmployeeNumber }), ""},
		{employee.FieldFirstName, "Given name", true, text(func(p *person) record.Cell { return p.GivenName }), ""},
		{employee.FieldLastName, "Family name", true, text(func(p *person) record.Cell { return p.FamilyName }), ""},
		{employee.FieldWorkEmail, "E-mail", false, text(func(p *person) record.Cell { return p.Email }), ""},
		{employee.FieldPersonalEmail, "Personal e-mail", false, func(p *person) (employee.Value, error) {
			return p.sides.private(p.id, func(r *privateRecord) record.Cell { return r.Email })
		}, ""},
		{employee.FieldWorkPhone, "Phone number", false, text(func(p *person) record.Cell { return p.PhoneNumber }), ""},
		{employee.FieldMobilePhone, "Personal phone number", false, func(p *person) (employee.Value, error) {
			return p.sides.private(p.id, func(r *privateRecord) record.Cell { return r.PhoneNumber })
		}, ""},
		{employee.FieldBirthDate, "Birthday", false, func(p *person) (employee.Value, error) { return birthday(&p.BirthDay) }, ""},
		{employee.FieldJobTitle, "Job title", false, position(func(_ *person, j *jobPosition) (employee.Value, error) { return j.JobTitle.Text() }), ""},
		{employee.FieldDepartment, "Department", false, position(func(p *person, j *jobPosition) (employee.Value, error) {
			return p.sides.lookup(listDepartments, &j.Department, nameCell)
		}), ""},
		{employee.FieldLocation, "Business establishment", false, position(func(p *person, j *jobPosition) (employee.Value, error) {
			return p.sides.lookup(listEstablishments, &j.BusinessEstablishment, nameCell)
		}), ""},
		{employee.FieldLegalEntity, "Legal entity", false, func(p *person) (employee.Value, error) {
			if p.employment == nil {
				return employee.Withheld(), nil
			}
			return p.sides.lookup(listEntities, &p.employment.LegalEntity, func(n *named) record.Cell { return n.LegalName })
		}, ""},
		{employee.FieldTimeZone, "Time zone of the establishment", false, position(func(p *person, j *jobPosition) (employee.Value, error) {
			return p.sides.lookup(listEstablishments, &j.BusinessEstablishment, func(n *named) record.Cell { return n.TimezoneID })
		}), ""},
		{employee.FieldManagerID, "Manager", true, position(func(p *person, j *jobPosition) (employee.Value, error) {
			return managerOf(p.id, &j.Manager, idOf)
		}), ""},
		{employee.FieldStatusText, "Status", true, text(func(p *person) record.Cell { return p.Status }), ""},
		{employee.FieldStatus, "Status (normalised)", true, func(p *person) (employee.Value, error) { return status(p.Status) }, ""},
		{employee.FieldHireDate, "Employment start", true, date(func(x *employment) *object[dated] { return &x.Start }), ""},
		{employee.FieldTerminationDate, "Employment end", true, date(func(x *employment) *object[dated] { return &x.End }), ""},
	}
}

func originalColumn() column[person] {
	return column[person]{employee.FieldOriginalHireDate, "Start of the first employment", false,
		func(p *person) (employee.Value, error) { return p.sides.original(p.id) }, ""}
}

var errWord = errors.New("a status that Lucca does not document")

// status normalises Lucca's word. One that it does not document is unknown.
func status(word record.Cell) (employee.Value, error) {
	v, err := word.Text()
	if !v.Known() || err != nil {
		return v, err
	}
	switch strings.ToLower(v.String()) {
	case "active":
		return employee.Text(string(employee.StatusActive)), nil
	case "upcoming":
		return employee.Text(string(employee.StatusPending)), nil
	case "deactivated":
		return employee.Text(string(employee.StatusInactive)), nil
	}
	return employee.Value{}, errWord
}

// dayOf reads {"date": "2024-01-01"}, and the bare date of filters.
func dayOf(d *object[dated]) (employee.Value, error) {
	if !d.is {
		return d.other.Date()
	}
	return d.value.Date.Date()
}

var errBirthday = errors.New("not a day of a month")

// birthday reads a day of which Lucca does not give the year.
func birthday(o *object[monthDay]) (employee.Value, error) {
	if !o.is {
		return o.instead()
	}
	month, err1 := strconv.Atoi(o.value.Month.Raw())
	day, err2 := strconv.Atoi(o.value.Day.Raw())
	d := employee.NewMonthDay(time.Month(month), day)
	if err1 != nil || err2 != nil || d.IsZero() {
		return employee.Value{}, errBirthday
	}
	return employee.Day(d), nil
}

// fields returns what is asked for.
func (l *current) fields() []employee.Field {
	var fields []employee.Field
	for _, col := range l.columns {
		fields = append(fields, col.field)
	}
	for _, key := range l.custom {
		fields = append(fields, employee.CustomField(key))
	}
	return fields
}

func (l *current) open(ctx context.Context, asOf time.Time) (list[employee.Employee], error) {
	s, err := l.readSides(ctx, asOf)
	if err != nil {
		return list[employee.Employee]{}, err
	}
	return list[employee.Employee]{
		client: l.rest, op: opList,
		id:   func(e *employee.Employee) string { return e.ID },
		read: l.people(s),
	}, nil
}

// An embedded is what an answer has beside its items, as far as it is read: maps,
// which are filled by their parts.
type embedded interface {
	parts(*record.Reader) []rest.Part
}

// A nothing is embedded in most lists.
type nothing struct{}

func (*nothing) parts(*record.Reader) []rest.Part { return nil }

// An inside is embedded in the list of people.
type inside struct {
	Employment  map[string]*employment
	JobPosition map[string]*jobPosition `json:"job-position"`
}

func (in *inside) parts(r *record.Reader) []rest.Part {
	in.Employment, in.JobPosition = make(map[string]*employment), make(map[string]*jobPosition)
	return []rest.Part{byKey(r, in.Employment, "employment"), byKey(r, in.JobPosition, "job-position")}
}

// byKey is the object of embedded records of a kind, which are read into a map.
// Null is no record.
func byKey[T any](r *record.Reader, all map[string]*T, kind string) rest.Part {
	return rest.Part{Path: []string{"embedded", kind}, Member: func(key, value []byte) error {
		if value[0] == 'n' {
			all[string(key)] = nil
			return nil
		}
		one := new(T)
		all[string(key)] = one
		return record.Into(r, value, one)
	}}
}

// people reads pages of everybody, whatever their status, with the employments
// and job positions that apply.
func (l *current) people(s *sides) func(context.Context, string) (page[employee.Employee], error) {
	read := cursorPages[person, inside](l.rest, opList, listEmployees, currentPage, url.Values{
		"include": {"embedded," + includeLinks}, "sort": {"id"}, "status": {"active,upcoming,deactivated"},
	})
	var people []employee.Employee // memory for those of a page
	return func(ctx context.Context, cursor string) (page[employee.Employee], error) {
		p, in, err := read(ctx, cursor)
		people = slices.Grow(people[:0], len(p.items))[:len(p.items)]
		for i := range p.items {
			x := &p.items[i]
			x.id, x.sides = x.ID.Raw(), s
			x.employment = in.Employment[x.ApplicableEmployment.value.ID.Raw()]
			x.position = in.JobPosition[x.ApplicableJobPosition.value.ID.Raw()]
			people[i] = l.employee(x)
		}
		return page[employee.Employee]{items: people, total: p.total, next: p.next, retires: p.retires}, err
	}
}

func (l *current) employee(p *person) employee.Employee {
	e := employee.Employee{ID: p.id}
	for _, col := range l.columns {
		v, err := col.read(p)
		record.Put(&e, col.field, v, err)
	}
	for _, key := range l.custom {
		v, err := p.sides.attribute(p.id, key)
		record.Put(&e, employee.CustomField(key), v, err)
	}
	changed(&e, p.LastUpdatedAt)
	if p.employment != nil {
		changed(&e, p.employment.LastUpdatedAt)
	}
	if p.position != nil {
		changed(&e, p.position.LastUpdatedAt)
	}
	return e
}

// cursorPages reads a list of the current API, with what is embedded in it. Of
// the link to the next page it takes the cursor alone, for the link may lead to
// another host and may have lost what was asked to be included.
func cursorPages[T, E any, P interface {
	*E
	embedded
}](c *rest.Client, op, path string, size int, query url.Values) func(context.Context, string) (page[T], E, error) {
	type answer struct {
		Items      *[]struct{} // empty
		TotalCount record.Cell
		Links      *struct {
			Next *struct{ Href string }
		}
		Embedded E // empty
		items    items[T]
		retires  string
	}
	var memory items[T] // for those of a page
	parts := func(a *answer, r *record.Reader) []rest.Part {
		a.items = memory[:0]
		return append(P(&a.Embedded).parts(r), a.items.part(r, "items"))
	}
	read := func(a *answer) (p page[T], err error) {
		if a.Items == nil {
			return p, errItems
		}
		p.items, p.retires = a.items, a.retires
		if p.total, err = count(a.TotalCount); err != nil {
			return p, err
		}
		if a.Links == nil && p.total < 0 {
			return p, errLinks
		}
		if a.Links != nil && a.Links.Next != nil {
			p.next, err = cursorOf(a.Links.Next.Href)
		}
		return p, err
	}
	return func(ctx context.Context, cursor string) (page[T], E, error) {
		a, err := sized(&size, smallestPage, func(size int) (answer, error) {
			q := url.Values{"limit": {strconv.Itoa(size)}}
			maps.Copy(q, query)
			if cursor != "" {
				q.Set("page", cursor)
			}
			request := rest.Request{Op: op, Path: strings.TrimPrefix(currentPath, "/") + "/" + path, Query: q,
				Header: http.Header{"Api-Version": {currentVersion}}}
			return fetch(ctx, c, request, parts, func(a *answer, h http.Header) error {
				a.retires = retirement(h)
				_, err := read(a)
				return err
			})
		})
		var none E
		if err != nil {
			return page[T]{}, none, err
		}
		memory = a.items
		p, _ := read(&a)
		return p, a.Embedded, nil
	}
}

// retirement says when Lucca retires the version of the API that answered: it
// announces that in headers, six months ahead or more. It is "" where there are
// none.
func retirement(h http.Header) string {
	sunset := h.Get("Sunset")
	if day, err := http.ParseTime(sunset); err == nil {
		return "on " + day.UTC().Format(time.DateOnly)
	}
	if sunset != "" || h.Get("Deprecation") != "" {
		return "on a day that it does not name yet"
	}
	return ""
}

var (
	errLinks  = errors.New("an answer with neither links nor a count")
	errCursor = errors.New("a link to the next page without a cursor")
)

func cursorOf(href string) (string, error) {
	u, err := url.Parse(href)
	if err != nil || u.Query().Get("page") == "" {
		return "", errCursor // the parser's error would show the link
	}
	return u.Query().Get("page"), nil
}
