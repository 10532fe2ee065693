package bamboohrtest

import (
	"net/http"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// serveDirectory answers GET /employees/directory: Active employees that the company
// does not hide, with the fields of its choice. An empty directory is 404. With
// onlyCurrent=false it also has those who become Active later.
func (v view) serveDirectory(w http.ResponseWriter, r *http.Request) {
	planned := showsPlanned(r)
	var people []*Person
	for _, p := range v.order {
		active := v.value(p, "status", false) == "Active" ||
			planned && v.value(p, "status", true) == "Active"
		if active && !v.unlisted[p.ID] && !v.unseen[p.ID] {
			people = append(people, p)
		}
	}
	switch {
	case len(people) == 0:
		plainError(w, http.StatusNotFound, "The directory is empty")
	case !wantsJSON(r):
		emptyXML(w, "directory")
	default:
		v.writeDirectory(newStream(w), people, planned)
	}
}

func (v view) writeDirectory(s stream, people []*Person, planned bool) {
	defer s.Flush()
	columns := v.directoryColumns()
	fields := []fakehr.Object{}
	for _, col := range columns {
		fields = append(fields, described(col.alias, col.kind, col.label))
	}
	s.Raw(`{"fields":`)
	s.Value(append(fields, described("canUploadPhoto", "bool", "Can Upload Photo")))
	s.Raw(`,"employees":[`)
	for i, p := range people {
		s.Separate(i)
		s.Raw("{")
		s.pair(0, "id", p.ID)
		for j := range columns {
			col := &columns[j]
			s.Raw(",")
			s.Text(col.alias)
			s.Raw(":")
			if len(p.Restricted) > 0 && p.restricts(col.names()) {
				s.Raw("null")
			} else {
				v.writeCell(s, p, col, planned)
			}
		}
		s.Raw(`,"canUploadPhoto":0}`)
	}
	s.Raw("]}")
}

func (v view) directoryColumns() []column {
	names := []string{"displayName", "firstName", "lastName", "preferredName", "jobTitle", "department", "location", "division", "supervisor", "photoUploaded", "photoUrl"}
	if !v.OrgChartOnly {
		names = append(names, "gender", "pronouns", "workPhone", "workPhoneExtension", "mobilePhone", "workEmail", "linkedIn")
	}
	var columns []column
	for _, name := range names {
		if col, ok := v.column(name); ok && !v.concealed(col.names()) {
			columns = append(columns, col)
		}
	}
	return columns
}
