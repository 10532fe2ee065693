package bamboohr

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

const (
	opDatasetFields = "read the fields of the employee dataset"
	opDataset       = "read the employee dataset"
	datasetPage     = 1000 // the vendor's maximum
	maxDatasetPages = 10_000
)

// readDataset proves blank cells by the dataset of employees, a witness and no source: a
// row names what the key may not see of an employee. A row that names nothing, because it
// has no place for that, proves nothing; nor does an employee who has two rows or none, so
// that a shift of the pages costs a proof and no value.
func (p *completion) readDataset(r *report, keys []string) error {
	if !p.c.versions {
		return nil
	}
	names, err := p.datasetNames(keys)
	if err == nil && len(names) > 0 {
		w := &witness{report: r, names: names, rows: make(map[string]int),
			seen: make(map[sight]bool)}
		if err = p.readPages(w); err == nil {
			for s, seen := range w.seen {
				if w.rows[s.id] == 1 {
					r.seen[s] = seen
				}
			}
			p.dataset = w.naming
		}
	}
	if unproving(err) {
		return nil
	}
	return err
}

// datasetNames returns the names that fields have in the dataset, by key. A field whose
// name is not certain is left out.
func (p *completion) datasetNames(keys []string) (map[string]string, error) {
	known, err := p.c.datasetFields(p.ctx)
	if err != nil {
		return nil, err
	}
	ids := make(map[string]string)
	if slices.ContainsFunc(keys, func(key string) bool { return !isNumber(key) }) {
		fields, err := p.c.metaFields(p.ctx)
		if err != nil && !unproving(err) {
			return nil, err
		}
		for _, f := range fields {
			alias, id := f.alias.Raw(), f.id.Raw()
			if other, twice := ids[alias]; twice && other != id {
				id = "" // of two fields, which one the report has is not known
			}
			ids[alias] = id
		}
	}
	names := make(map[string]string)
	for _, key := range keys {
		id := ids[key]
		if isNumber(key) {
			id = key
		}
		if name := "customField" + id; id != "" && known[name] {
			names[key] = name
		}
	}
	return names, nil
}

func isNumber(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// datasetFields returns the names that the dataset has.
func (c *Client) datasetFields(ctx context.Context) (map[string]bool, error) {
	a := wire.NewAnswer()
	failure := newFailure(a)
	last := a.Place("pagination", "total_pages")
	list := a.List("fields")
	name := list.Place("name")
	names := make(map[string]bool)
	for page, pages := 1, 1; page <= pages; page++ {
		request := rest.Request{Op: opDatasetFields, Path: "v1_2/datasets/employee/fields",
			Query: url.Values{"page": {strconv.Itoa(page)}, "page_size": {strconv.Itoa(datasetPage)}}}
		err := c.rest.Do(ctx, request, func(res *rest.Response) error {
			answer, err := a.Read(res.Body, list.Each(func(r *wire.Record) error {
				names[r.At(name).Raw()] = true
				return nil
			}))
			if err != nil {
				return err
			}
			if err := failure.in(answer); err != nil {
				return err
			}
			total, _, err := answer.At(last).Count()
			pages = min(total, 100)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return names, nil
}

// A witness is what the rows of the dataset say about the blank cells of a report.
type witness struct {
	report *report
	names  map[string]string // in the dataset, by the keys of the report
	rows   map[string]int    // how many came, by employee
	seen   map[sight]bool    // false: the row says that it is hidden
	naming bool              // there are rows with a list of restrictions
}

// readPages reads all pages, or one for a sample. They end early where rows name no
// restrictions.
func (p *completion) readPages(w *witness) error {
	size := datasetPage
	if p.sample {
		size = sampleSize
	}
	for page, pages := 1, 1; page <= pages; page++ {
		rows, total, err := p.c.readDatasetPage(p.ctx, w.names, page, size)
		if err != nil {
			return err
		}
		for _, row := range rows {
			w.take(row)
		}
		if pages = min(total, maxDatasetPages); p.sample || !w.naming {
			break
		}
	}
	return nil
}

var (
	errPage  = errors.New("the page is another than was asked for")
	errPages = errors.New("the answer does not say how many pages there are")
)

// A datasetRow is an employee of the dataset.
type datasetRow struct{ fields, restricted wire.Cell }

// readDatasetPage returns the rows of a page and how many pages there are.
func (c *Client) readDatasetPage(ctx context.Context, names map[string]string, page, size int) (rows []datasetRow, pages int, err error) {
	a := wire.NewAnswer()
	failure := newFailure(a)
	number, total := a.Place("meta", "page"), a.Place("meta", "totalPages")
	list := a.List("data")
	fields, restricted := list.Place("fields"), list.Place("_restrictedFields")
	body := struct {
		Fields   []string `json:"fields"`
		OrderBy  string   `json:"orderBy"`
		Page     int      `json:"page"`
		PageSize int      `json:"pageSize"`
	}{[]string{"eeid"}, "eeid asc", page, size}
	for _, key := range slices.Sorted(maps.Keys(names)) {
		body.Fields = append(body.Fields, names[key])
	}
	request := rest.Request{Op: opDataset, Method: "POST", Reads: true, Path: "v2/datasets/employee/data", Body: body}
	err = c.rest.Do(ctx, request, func(res *rest.Response) error {
		rows = nil
		answer, err := a.Read(res.Body, list.Each(func(r *wire.Record) error {
			rows = append(rows, datasetRow{r.At(fields), r.At(restricted)})
			return nil
		}))
		if err != nil {
			return err
		}
		if err := failure.in(answer); err != nil {
			return err
		}
		got, _, err := answer.At(number).Count()
		if err != nil || got != page {
			return errPage
		}
		var counted bool
		if pages, counted, err = answer.At(total).Count(); err == nil && !counted {
			err = errPages
		}
		return err
	})
	return rows, pages, err
}

// take takes a row in. It proves a blank cell if it names restrictions, knows all of
// those names, has another than this field's, and is blank itself.
func (w *witness) take(row datasetRow) {
	cells := make(map[string]wire.Cell)
	for name, cell := range row.fields.Members() {
		cells[name] = cell
	}
	id := cells["eeid"].ID()
	w.rows[id]++
	hidden, told := w.hidden(row.restricted, cells["_restrictedFields"])
	w.naming = w.naming || told
	if id == "" || !told || hidden == nil {
		return
	}
	for key, name := range w.names {
		if hidden[name] || w.report.isEmpty(key, cells[name]) {
			w.seen[sight{id, key}] = !hidden[name]
		}
	}
}

// hidden returns the fields that a row says are hidden, beside its fields or among them,
// nil if that cannot be understood. Told is false if it says nothing.
func (w *witness) hidden(places ...wire.Cell) (hidden map[string]bool, told bool) {
	hidden = make(map[string]bool)
	for _, place := range places {
		switch place.Kind() {
		case wire.KindMissing:
			continue
		case wire.KindArray:
			told = true
		default:
			return nil, told
		}
		for item := range place.Items() {
			name := strings.TrimPrefix(item.Raw(), "employee_")
			if item.Kind() != wire.KindText || !w.asks(name) {
				return nil, true
			}
			hidden[name] = true
		}
	}
	return hidden, told
}

// asks reports whether a name in the dataset was asked for.
func (w *witness) asks(name string) bool {
	for _, asked := range w.names {
		if asked == name {
			return true
		}
	}
	return false
}
