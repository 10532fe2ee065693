package employee

import (
	"slices"
	"strings"
)

// A Field names one field of an [Employee], in settings and JSON: "department",
// "manager.email", or "custom." and the provider's own key.
type Field string

// The standard fields.
const (
	FieldID               Field = "id"
	FieldNumber           Field = "number"
	FieldFirstName        Field = "first_name"
	FieldMiddleName       Field = "middle_name"
	FieldLastName         Field = "last_name"
	FieldPreferredName    Field = "preferred_name"
	FieldDisplayName      Field = "display_name"
	FieldWorkEmail        Field = "work_email"
	FieldPersonalEmail    Field = "personal_email"
	FieldWorkPhone        Field = "work_phone"
	FieldMobilePhone      Field = "mobile_phone"
	FieldBirthDate        Field = "birth_date"
	FieldJobTitle         Field = "job_title"
	FieldDepartment       Field = "department"
	FieldDivision         Field = "division"
	FieldLocation         Field = "location"
	FieldLegalEntity      Field = "legal_entity"
	FieldCostCenter       Field = "cost_center"
	FieldTeams            Field = "teams"
	FieldAddressLine1     Field = "address.line1"
	FieldAddressLine2     Field = "address.line2"
	FieldPostalCode       Field = "address.postal_code"
	FieldCity             Field = "address.city"
	FieldRegion           Field = "address.region"
	FieldCountry          Field = "address.country"
	FieldTimeZone         Field = "time_zone"
	FieldManagerID        Field = "manager.id"
	FieldManagerNumber    Field = "manager.number"
	FieldManagerEmail     Field = "manager.email"
	FieldManagerName      Field = "manager.name"
	FieldStatus           Field = "status"
	FieldStatusText       Field = "status_text"
	FieldEmploymentStatus Field = "employment_status"
	FieldEmploymentType   Field = "employment_type"
	FieldEmploymentExtent Field = "employment_extent"
	FieldHireDate         Field = "hire_date"
	FieldOriginalHireDate Field = "original_hire_date"
	FieldTerminationDate  Field = "termination_date"
	FieldLastWorkingDay   Field = "last_working_day"
	FieldContractEndDate  Field = "contract_end_date"
)

const customPrefix = "custom."

// CustomField returns "custom.4567" for a provider's own key.
func CustomField(key string) Field { return Field(customPrefix + key) }

// CustomKey is the inverse of [CustomField].
func (f Field) CustomKey() (key string, ok bool) {
	key, ok = strings.CutPrefix(string(f), customPrefix)
	return key, ok && key != ""
}

// Valid reports whether f is standard or a possible custom field.
func (f Field) Valid() bool {
	if _, custom := f.CustomKey(); custom {
		return true
	}
	return f.Kind() != ""
}

// Kind is "" for any but a standard field.
func (f Field) Kind() Kind {
	var e Employee
	switch _, where := e.slot(f); where.(type) {
	case *string, *Status:
		return KindText
	case *Date:
		return KindDate
	case *[]string:
		return KindList
	}
	return ""
}

// Fields returns the standard fields in the order of the JSON.
func Fields() []Field {
	var e Employee
	fields := make([]Field, 0, fieldCount)
	for i := range fieldCount {
		f, _ := e.slotAt(i)
		fields = append(fields, f)
	}
	return fields
}

// PrivateFields returns what is read only when a Config names it: birth date, home
// address and private contact details.
func PrivateFields() []Field {
	return []Field{
		FieldPersonalEmail, FieldMobilePhone, FieldBirthDate,
		FieldAddressLine1, FieldAddressLine2, FieldPostalCode, FieldCity, FieldRegion, FieldCountry,
	}
}

// DefaultFields returns the other standard fields, read when a Config names none.
func DefaultFields() []Field {
	private := PrivateFields()
	return slices.DeleteFunc(Fields(), func(f Field) bool { return slices.Contains(private, f) })
}

// FieldInfo describes a customer's field, for a mapping screen.
type FieldInfo struct {
	Field   Field    `json:"field"`
	Label   string   `json:"label"`             // the customer's or the vendor's
	Kind    Kind     `json:"kind"`              // "": not known
	Options []string `json:"options,omitempty"` // choices, where the vendor lists them

	// Sensitive is set for pay, banks, national ids, gender, ethnicity, religion and
	// health, as far as types and words show it, so that a mapping screen can leave it out.
	Sensitive bool `json:"sensitive,omitzero"`
}
