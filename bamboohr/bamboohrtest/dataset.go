package bamboohrtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A Dataset is how the dataset of employees tells what the key may not see.
type Dataset int

const (
	// DatasetNaming leaves such a field empty and names it, with "employee_" in front,
	// in the _restrictedFields of the row: the vendor's newest description.
	DatasetNaming Dataset = iota
	// DatasetNamingInside is DatasetNaming with _restrictedFields among the fields: the
	// description leaves open which it is.
	DatasetNamingInside
	// DatasetSilent leaves such a field empty and says nothing, as in the recorded rows.
	DatasetSilent
)

const maxDatasetPage = 1000

// datasetName is the name of a field in the dataset, "" if it has none there. Standard
// fields have others than the few here.
func datasetName(col column) string {
	switch {
	case col.custom:
		return "customField" + fieldID(col)
	case slices.Contains([]string{"status", "hireDate", "employeeNumber", "firstName", "lastName"}, col.alias):
		return col.alias
	}
	return ""
}

// serveDatasetFields answers GET /v1_2/datasets/employee/fields. A page behind the last
// is the last.
func (v view) serveDatasetFields(w http.ResponseWriter, r *http.Request) {
	size, ok := fakehr.Int(r.URL.Query(), "page_size", 500, 1, maxDatasetPage)
	page, fine := fakehr.Int(r.URL.Query(), "page", 1, 1, 1<<30)
	if !ok || !fine {
		problem(w, http.StatusUnprocessableEntity, "INVALID_PAGINATION", "The page does not exist")
		return
	}
	fields := []fakehr.Object{{"name", "eeid", "label", "EEID"}}
	for _, col := range v.columns {
		if name := datasetName(col); name != "" {
			fields = append(fields, fakehr.Object{"name", name, "label", col.label})
		}
	}
	pages := max(1, (len(fields)+size-1)/size)
	page = min(page, pages)
	rest := fields[(page-1)*size:]
	fakehr.WriteJSON(w, http.StatusOK, "application/json", fakehr.Object{
		"pagination", fakehr.Object{"total_records", len(fields), "current_page", page, "total_pages", pages},
		"name", "employee", "label", "Employee", "fields", rest[:min(size, len(rest))]})
}

// serveDataset answers POST /v2/datasets/employee/data: all employees, a page at a time,
// in the order of their ids or as they were given. Filters are not served. A page behind
// the last is the last, as the vendor's other datasets have it.
func (v view) serveDataset(w http.ResponseWriter, r *http.Request) {
	def := struct {
		Fields         []string
		OrderBy        string
		Page, PageSize int
	}{Page: 1, PageSize: 100}
	switch err := json.NewDecoder(r.Body).Decode(&def); {
	case err != nil:
		problem(w, http.StatusBadRequest, "INVALID_ARGUMENT", "The body is not valid JSON")
		return
	case def.Page < 1 || def.PageSize < 1 || def.PageSize > maxDatasetPage:
		problem(w, http.StatusUnprocessableEntity, "INVALID_PAGINATION", "The page does not exist")
		return
	case def.OrderBy != "" && (def.OrderBy != "eeid asc" || !slices.Contains(def.Fields, "eeid")):
		problem(w, http.StatusBadRequest, "UE-1001", "The field of orderBy is not among the fields")
		return
	}
	columns := make([]column, len(def.Fields))
	for i, name := range def.Fields {
		at := slices.IndexFunc(v.columns, func(col column) bool { return datasetName(col) == name })
		if at < 0 && name != "eeid" {
			problem(w, http.StatusBadRequest, "INVALID_ARGUMENT", "There is no such field: "+name)
			return
		}
		if at >= 0 {
			columns[i] = v.columns[at]
		}
	}
	employees := v.order
	if def.OrderBy != "" {
		employees = v.sorted
	}
	employees = slices.DeleteFunc(slices.Clone(employees), func(p *Person) bool { return v.unseen[p.ID] })
	pages := max(1, (len(employees)+def.PageSize-1)/def.PageSize)
	page := min(def.Page, pages)
	rows := employees[(page-1)*def.PageSize:]

	s := newStream(w)
	defer s.Flush()
	s.Raw(`{"data":[`)
	for i, p := range rows[:min(def.PageSize, len(rows))] {
		s.Separate(i)
		v.writeDatasetRow(s, p, def.Fields, columns)
	}
	s.Raw(`],"links":{},"meta":`)
	s.Stream.Value(fakehr.Object{"page", page, "pageSize", def.PageSize, "totalPages", pages, "totalItems", len(employees)})
	s.Raw("}")
}

func (v view) writeDatasetRow(s stream, p *Person, names []string, columns []column) {
	restricted := []string{}
	s.Raw(`{"fields":{`)
	for i, name := range names {
		s.Separate(i)
		s.Text(name)
		s.Raw(":")
		switch col := &columns[i]; {
		case name == "eeid":
			s.Text(p.ID)
		case v.concealed(col.names()), p.restricts(col.names()):
			s.Raw("null")
			restricted = append(restricted, v.restrictedAs("employee_"+name))
		default:
			v.writeCell(s, p, col, false)
		}
	}
	if v.Dataset == DatasetNamingInside {
		s.Raw(`,"_restrictedFields":`)
		s.Value(restricted)
	}
	s.Raw("}")
	if v.Dataset == DatasetNaming {
		s.Raw(`,"_restrictedFields":`)
		s.Value(restricted)
	}
	s.Raw("}")
}

// restrictedAs is the name under which _restrictedFields has a field.
func (v view) restrictedAs(name string) string {
	if v.RestrictedAs == nil {
		return name
	}
	return v.RestrictedAs(name)
}

// problem is how the datasets fail.
func problem(w http.ResponseWriter, status int, code, detail string) {
	fakehr.WriteJSON(w, status, "application/problem+json", fakehr.Object{
		"type", "about:blank", "title", http.StatusText(status), "status", strconv.Itoa(status), "detail", detail, "code", code})
}
