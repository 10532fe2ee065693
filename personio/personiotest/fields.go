package personiotest

import (
	"cmp"
	"encoding/json"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A column is an attribute in the answers of v1.
type column struct {
	key, label, kind, universalID string
	nested                        string // the type of the object that the value is
	options                       []string
	own                           bool // made by the tenant

	before, after string // the JSON around a value
}

// ready prepares what is the same for all employees.
func (c column) ready() column {
	universalID := "null"
	if c.universalID != "" {
		universalID = fakehr.Quote(c.universalID)
	}
	c.before = fakehr.Quote(c.key) + `:{"label":` + fakehr.Quote(c.label) + `,"value":`
	c.after = `,"type":` + fakehr.Quote(c.kind) + `,"universal_id":` + universalID
	if c.key == "fix_salary" || c.key == "hourly_salary" {
		c.after += `,"currency":"EUR"`
	}
	c.after += "}"
	return c
}

// systemColumns are the attributes that every tenant has.
func systemColumns() []column {
	var columns []column
	add := func(key, label, kind, nested string) {
		columns = append(columns, column{key: key, label: label, kind: kind, universalID: key, nested: nested})
	}
	add("id", "ID", "integer", "")
	add("first_name", "First name", "standard", "")
	add("last_name", "Last name", "standard", "")
	add("preferred_name", "Name (preferred)", "standard", "")
	add("email", "Email", "standard", "")
	add("gender", "Gender", "standard", "")
	add("status", "Status", "standard", "")
	add("position", "Position", "standard", "")
	add("supervisor", "Supervisor", "standard", "Employee")
	add("employment_type", "Employment type", "standard", "")
	add("weekly_working_hours", "Weekly hours", "standard", "")
	add("hire_date", "Hire date", "date", "")
	add("contract_end_date", "Contract ends", "date", "")
	add("termination_date", "Termination date", "date", "")
	add("termination_type", "Termination type", "standard", "")
	add("termination_reason", "Termination reason", "standard", "")
	add("probation_period_end", "Probation period end", "date", "")
	add("created_at", "created_at", "date", "")
	add("last_modified_at", "Last modified", "date", "")
	add("subcompany", "Subcompany", "standard", "Subcompany")
	add("office", "Office", "standard", "Office")
	add("department", "Department", "standard", "Department")
	add("team", "Team", "standard", "Team")
	add("cost_centers", "Cost center", "standard", "CostCenter")
	add("holiday_calendar", "Public holidays", "standard", "")
	add("absence_entitlement", "Absence entitlement", "standard", "")
	add("work_schedule", "Work schedule", "standard", "WorkSchedule")
	add("fix_salary", "Fix salary", "decimal", "")
	add("fix_salary_interval", "Salary interval", "standard", "")
	add("hourly_salary", "Hourly salary", "decimal", "")
	add("last_working_day", "Last day of work", "date", "")
	add("profile_picture", "Profile Picture", "standard", "")
	return columns
}

// writeValue writes the value of an attribute of an employee.
func (v view) writeValue(s fakehr.Stream, p *Person, col *column) {
	if col.key == "id" {
		s.ID(p.ID)
		return
	}
	switch value := p.Values[col.key].(type) {
	case nil:
		v.writeNothing(s, col)
	case json.RawMessage:
		s.Write(value)
	case string:
		v.writeText(s, p, col, value)
	case []string:
		if col.key == "cost_centers" {
			v.writeCostCenters(s, value)
			return
		}
		v.writeTags(s, value)
	default:
		s.Value(value)
	}
}

// writeNothing writes what stands for no value.
func (v view) writeNothing(s fakehr.Stream, col *column) {
	switch {
	case col.key == "cost_centers":
		s.Raw("[]")
	case col.key == "work_schedule": // with an id that is more than a float holds
		s.Raw(`{"type":"WorkSchedule","attributes":{"id":9007199254740993,"name":"Full-time","valid_from":null,"monday":"08:00","sunday":"00:00"}}`)
	case col.nested != "":
		s.Raw(cmp.Or(v.Blank, "null"))
	case col.own && col.kind != "date" && col.kind != "integer" && col.kind != "decimal":
		s.Raw(`""`)
	default:
		s.Raw("null")
	}
}

func (v view) writeText(s fakehr.Stream, p *Person, col *column, value string) {
	switch {
	case value == "":
		s.Raw(`""`)
	case col.key == "supervisor":
		s.Value(v.stub(value))
	case col.nested != "":
		s.Value(typed(col.nested, "id", v.unit(col.key, value), "name", value))
	case col.kind == "date" && len(value) == len("2006-01-02") && !(col.own && v.BareDates):
		s.Text(value + "T00:00:00" + cmp.Or(p.Offset, offset(value)))
	default:
		s.Text(value)
	}
}

// offset is that of central Europe, near enough.
func offset(day string) string {
	if month := day[5:7]; "04" <= month && month <= "10" {
		return "+02:00"
	}
	return "+01:00"
}

// writeCostCenters writes cost centers with shares that fall: 100 for one, else
// the more the earlier.
func (v view) writeCostCenters(s fakehr.Stream, names []string) {
	centers, left := []fakehr.Object{}, 100
	for i, name := range names {
		part := left
		if i < len(names)-1 {
			part = (left + 1) / 2
		}
		left -= part
		centers = append(centers, typed("CostCenter", "id", v.unit("cost_centers", name), "name", name, "percentage", part))
	}
	s.Value(centers)
}

// typed is an object of v1.
func typed(kind string, attributes ...any) fakehr.Object {
	return fakehr.Object{"type", kind, "attributes", fakehr.Object(attributes)}
}
