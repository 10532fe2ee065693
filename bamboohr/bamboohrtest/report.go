package bamboohrtest

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

const maxFields = 400

// A definition is the body of POST /reports/custom.
type definition struct {
	Title   string   `json:"title"`
	Fields  []string `json:"fields"`
	Filters struct {
		LastChanged *struct {
			Value       string `json:"value"`
			IncludeNull string `json:"includeNull"`
		} `json:"lastChanged"`
		EmployeeIDs []json.RawMessage `json:"employeeIds"` // numbers, or text of them
	} `json:"filters"`
}

// serveReport answers POST /reports/custom: all employees, Active and Inactive, in one
// body.
func (v view) serveReport(w http.ResponseWriter, r *http.Request) {
	format, ok := reportFormat(r)
	if !ok {
		plainError(w, http.StatusNotFound, "Report format not found")
		return
	}
	def, problem := readDefinition(r)
	if problem != "" {
		plainError(w, http.StatusBadRequest, problem)
		return
	}
	w.Header().Set("Expires", "0")
	if format != "json" {
		emptyReport(w, format)
		return
	}
	v.writeReport(newStream(w), def, v.reported(def), showsPlanned(r))
}

// reportFormat is the format parameter in any case or else an Accept header with
// exactly one of the known values. Anything else is 404.
func reportFormat(r *http.Request) (string, bool) {
	if query := r.URL.Query(); query.Has("format") {
		format := strings.ToLower(query.Get("format"))
		return format, slices.Contains([]string{"json", "xml", "csv", "xls", "pdf"}, format)
	}
	switch r.Header.Get("Accept") {
	case "application/json":
		return "json", true
	case "text/xml":
		return "xml", true
	case "text/csv":
		return "csv", true
	case "application/vnd.ms-excel":
		return "xls", true
	case "application/pdf":
		return "pdf", true
	}
	return "", false
}

func emptyReport(w http.ResponseWriter, format string) {
	switch format {
	case "xml":
		emptyXML(w, "report")
	case "csv":
		w.Header().Set("Content-Type", "text/csv")
	case "xls":
		w.Header().Set("Content-Type", "application/vnd.ms-excel")
	case "pdf":
		w.Header().Set("Content-Type", "application/pdf")
	}
}

// readDefinition reads the body. Of the Content-Types only application/json,
// without a charset, makes it JSON; another is taken for XML, which JSON is not.
// Without one it is read as JSON, which real clients rely on.
func readDefinition(r *http.Request) (def definition, problem string) {
	if kind := r.Header.Get("Content-Type"); kind != "" && kind != "application/json" {
		return def, "Malformed XML"
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || json.Unmarshal(body, &def) != nil {
		return def, "Malformed JSON"
	}
	if len(def.Fields) > maxFields {
		return def, "Too many fields requested: the maximum is 400"
	}
	return def, ""
}

func showsPlanned(r *http.Request) bool {
	switch strings.ToLower(r.URL.Query().Get("onlyCurrent")) {
	case "false", "0":
		return true
	}
	return false
}

// reported are the employees of a report. Without fields it is one employee.
func (v view) reported(def definition) []*Person {
	var ids map[string]bool
	if raw := def.Filters.EmployeeIDs; len(raw) > 0 {
		ids = make(map[string]bool, len(raw))
		for _, id := range raw {
			ids[strings.Trim(string(id), `"`)] = true
		}
	}
	all := ids == nil && len(v.unseen) == 0 && def.Filters.LastChanged == nil
	people := v.order
	if !all {
		people = slices.DeleteFunc(slices.Clone(v.order), func(p *Person) bool {
			return v.unseen[p.ID] || ids != nil && !ids[p.ID] || !changedSince(p, def)
		})
	}
	if len(def.Fields) == 0 {
		people = people[:min(1, len(people))]
	}
	return people
}

// changedSince applies the filter lastChanged. Employees without a stamp pass unless
// includeNull is no.
func changedSince(p *Person, def definition) bool {
	only := def.Filters.LastChanged
	if only == nil {
		return true
	}
	stamp := fakehr.Text(p.Values["lastChanged"])
	if stamp == "" {
		return only.IncludeNull != "no"
	}
	since, err := parseTime(only.Value)
	at, atErr := parseTime(stamp)
	return err != nil || atErr != nil || !at.Before(since)
}

// parseTime reads the ISO 8601 forms that the vendor's texts use.
func parseTime(s string) (time.Time, error) {
	for _, layout := range []string{"2006-01-02T15:04:05-0700", time.DateOnly} {
		if at, err := time.Parse(layout, s); err == nil {
			return at, nil
		}
	}
	return time.Parse(time.RFC3339, s)
}

// A reportColumn is a column of one report.
type reportColumn struct {
	column
	name  string   // in the answer
	key   string   // ,"name":
	names []string // under which it may be restricted
}

// reportColumns are the columns that the answer has: those asked for that exist
// and that the key may see, in that order, and then those that were not asked for.
// The answer does not tell what was left out.
func (v view) reportColumns(fields []string) []reportColumn {
	var columns []reportColumn
	seen := map[string]bool{"id": true}
	for _, field := range slices.Concat(fields, v.ExtraColumns) {
		col, name, ok := v.reportColumn(field)
		if !ok || seen[name] {
			continue
		}
		seen[name] = true
		columns = append(columns, reportColumn{
			column: col,
			name:   name,
			key:    "," + fakehr.Quote(name) + ":",
			names:  col.names(),
		})
	}
	return columns
}

func (v view) writeReport(s stream, def definition, people []*Person, planned bool) {
	defer s.Flush()
	columns := v.reportColumns(def.Fields)
	s.Raw("{")
	s.pair(0, "title", def.Title)
	s.Raw(`,"fields":`)
	fields := []fakehr.Object{}
	for _, col := range columns {
		fields = append(fields, described(col.name, col.kind, col.label))
	}
	s.Value(fields)
	s.Raw(`,"employees":[`)
	for i, p := range people {
		if s.Broken() {
			return
		}
		s.Separate(i)
		s.Raw("{")
		s.pair(0, "id", p.ID)
		for j := range columns {
			col := &columns[j]
			s.Raw(col.key)
			if len(p.Restricted) > 0 && p.restricts(col.names) {
				s.Raw("null")
			} else {
				v.writeCell(s, p, &col.column, planned)
			}
		}
		s.Raw("}")
	}
	s.Raw("]}")
}

// described is a column before the rows.
func described(id, kind, label string) fakehr.Object {
	return fakehr.Object{"id", id, "type", kind, "name", label}
}

// writeCell writes a value as reports and GET /employees/{id} do: no date is
// "0000-00-00", no text is null, and each kind of yes or no has its own form.
func (v view) writeCell(s stream, p *Person, col *column, planned bool) {
	value := v.value(p, col.source, planned)
	if value == nil && col.custom { // filed under its other name
		if value = v.value(p, col.id, planned); value == nil {
			value = v.value(p, col.alias, planned)
		}
	}
	switch yes, isBool := value.(bool); {
	case col.kind == "date" && (value == nil || value == ""):
		s.Raw(`"0000-00-00"`)
	case value == "" && col.kind != "timestamp" && col.source != "birthday":
		s.Raw("null")
	case isBool && col.kind == "checkbox":
		s.Text(yesNo(yes))
	case isBool && v.TextBooleans:
		s.Text(fakehr.Text(yes))
	default:
		if several, ok := value.([]string); ok {
			value = fakehr.OrNil(fakehr.Text(several))
		}
		s.Value(value)
	}
}
