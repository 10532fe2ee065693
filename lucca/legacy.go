package lucca

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// legacy reads with an API key: employees from v3, contracts from v4.
type legacy struct {
	api
	contracts   *table[contract]
	definitions *table[definition]
	labelled    bool // custom fields of the HR file are asked for, whose lists have labels
}

func newLegacy(o rest.Options, key string, fields []employee.Field, custom []string) (*legacy, error) {
	o.Secrets = []string{key}
	o.Authorize = func(r *http.Request) error {
		r.Header.Set("Authorization", "lucca application="+key)
		return nil
	}
	columns := choose(legacyColumns(), fields)
	l := &legacy{contracts: contractTable(), definitions: definitionTable()}
	var extended []column
	var errs []error
	for _, name := range custom {
		tenants := legacyExtras()
		extra := slices.IndexFunc(tenants, func(c column) bool { return c.field == employee.CustomField(name) })
		switch {
		case strings.HasPrefix(name, "e_"):
			extended = append(extended, extendedColumn(name))
		case extra >= 0:
			columns = append(columns, tenants[extra])
		default:
			errs = append(errs, fmt.Errorf("no such field in Fields: %q", string(employee.CustomField(name))))
		}
	}
	l.labelled = len(extended) > 0
	l.list = legacyTable(opList, "api/v3/users", rowReader, func(r *row) string { return r.id })
	l.form = newForm(append(columns, extended...), &layout{own: &l.list.rows.Table}, [parts]string{own: "modifiedAt"})
	// All employees are asked for, those included who left or will come.
	l.query = url.Values{"fields": {l.names()}, "orderBy": {"id,asc"}, "formerEmployees": {"true"}}
	var err error
	l.rest, err = rest.New(o)
	return l, errors.Join(append(errs, err)...)
}

func (l *legacy) hasWord() bool { return false }

// legacyTable returns a list of v3, which spells keys in whatever case it likes.
func legacyTable[T any](op, path string, keys func(*wire.Table) (read func(*wire.Record, *T)), id func(*T) string) *table[T] {
	t := &table[T]{op: op, path: path, answer: wire.NewAnswer(), id: id}
	t.paging = paging{most: 1000, least: 125, with: byPlace}
	t.answer.AnyCase()
	t.rows, t.total = t.answer.List("data", "items"), t.answer.Place("data", "count")
	t.read = keys(&t.rows.Table)
	return t
}

// rowReader keeps all cells of a record. The places of most come with the columns.
func rowReader(t *wire.Table) func(*wire.Record, *row) {
	id := t.Place("id")
	return func(r *wire.Record, x *row) {
		x.id, x.merged = r.At(id).ID(), false
		x.cells[own] = append(x.cells[own][:0], r.Cells()...)
	}
}

// legacyExtras are fields of every tenant that the vocabulary of package employee
// does not have; each is a custom field by its own name.
func legacyExtras() []column {
	return []column{
		{"custom.civilTitle", "Civil title", false, "civilTitle", text(own, "civilTitle")},
		{"custom.culture", "Language", false, "culture[id,name]", name(own, "culture")},
		{"custom.login", "Login", false, "login", text(own, "login")},
		{"custom.professionalMobile", "Professional mobile", false, "professionalMobile", text(own, "professionalMobile")},
		{"custom.seniorityDate", "Seniority date", false, "seniorityDate", date(own, "seniorityDate")},
	}
}

// names names the fields that are asked for, each once: without them v3 gives no more
// than an id, a name and a URL.
func (l *legacy) names() string {
	names := []string{"id", "modifiedAt"}
	for _, col := range l.columns {
		for name := range strings.FieldsSeq(col.query) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return strings.Join(append(names, "collection.count"), ",")
}

func (l *legacy) beside(ctx context.Context, asOf time.Time) (*sides, error) {
	s := newSides(asOf)
	var err error
	if s.terms, err = l.readContracts(ctx); isRefused(err) {
		s.refused[listContracts], err = true, nil
	}
	if err == nil && l.labelled {
		s.labels, err = l.readLabels(ctx)
	}
	return s, err
}
