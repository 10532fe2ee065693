package humaanstest

import (
	"maps"
	"slices"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A field is a field of the person object.
type field struct {
	name    string
	key     string // "name":
	absent  any    // the value of an employee without one
	private bool   // needs private:read; which fields do was chosen
	hidden  bool
}

// addFields makes the fields of the person object, in the order of the answer.
func (v *view) addFields() {
	none := []string{}
	optional := func(private bool, names ...string) {
		for _, name := range names {
			v.addField(name, nil, private)
		}
	}
	optional(false, "id")
	v.addField("companyId", v.Companies[0].ID, false)
	optional(false, "firstName", "middleName", "lastName", "preferredName", "email",
		"locationId", "remoteCity", "remoteRegionCode", "remoteCountryCode", "remoteTimezone")
	optional(true, "personalEmail")
	optional(false, "phoneNumber", "formattedPhoneNumber")
	optional(true, "personalPhoneNumber", "formattedPersonalPhoneNumber", "gender", "birthday", "nationality")
	v.addField("nationalities", none, true)
	v.addField("spokenLanguages", none, false)
	optional(true, "dietaryPreference")
	v.addField("foodAllergies", none, true)
	optional(false, "profilePhotoId", "profilePhoto")
	optional(true, "address", "city", "state", "postcode", "countryCode", "country")
	optional(false, "bio", "linkedIn", "twitter", "github", "employmentStartDate")
	optional(true, "firstWorkingDay", "employmentEndDate", "lastWorkingDay", "probationEndDate", "turnoverImpact")
	v.addField("workingDays", none, false)
	optional(false, "publicHolidayCalendarId")
	optional(true, "leavingReason", "leavingNote", "leavingFileId", "contractType", "employeeId", "taxId", "taxCode")
	v.addField("teams", none, false)
	v.addField("status", "active", false)
	v.addField("isVerified", true, false)
	v.addField("isWorkEmailHidden", false, false)
	v.addField("isBirthdayHidden", false, false)
	optional(true, "calendarFeedToken")
	v.addField("role", "user", false) // of permissions
	optional(true, "seenDocumentsAt", "source", "sourceId")
	v.addField("timezone", nil, false)
	optional(true, "payrollProvider")
	v.addField("createdAt", made, false)
	v.addField("updatedAt", made, false)
}

func (v *view) addField(name string, absent any, isPrivate bool) {
	v.fields = append(v.fields, field{
		name: name, key: fakehr.Quote(name) + ":", absent: absent, private: isPrivate,
		hidden: slices.Contains(v.Hidden, name) || isPrivate && !v.has(private),
	})
	v.known[name] = struct{}{}
}

// hides reports whether a field of an employee is hidden from the token.
func (v *view) hides(f *field, p *Person) bool { return f.hidden || f.private && !v.seesPrivate(p) }

// seesPrivate reports whether the role of the token's owner sees an employee's private
// fields.
func (v *view) seesPrivate(p *Person) bool {
	return v.PrivateOf == nil || slices.Contains(v.PrivateOf, p.ID)
}

// get is what a token sees of a field of an employee, and whether the employee has
// it in Values.
func (v *view) get(f *field, p *Person) (value any, own bool) {
	value, own = p.Values[f.name]
	switch {
	case v.hides(f, p):
		value = nil
	case own:
	case f.name == "id":
		value = p.ID
	default:
		value = f.absent
	}
	return value, own
}

func (v *view) personValue(p *Person, name string) any {
	for i := range v.fields {
		if v.fields[i].name == name {
			value, _ := v.get(&v.fields[i], p)
			return value
		}
	}
	return p.Values[name]
}

// A personRow is a row of /people.
type personRow struct {
	view   *view
	person *Person
}

func (r personRow) value(name string) any { return r.view.personValue(r.person, name) }

func (r personRow) append(b []byte) []byte {
	b = append(b, '{')
	start, found := len(b), 0
	add := func(key string, value any) {
		if len(b) > start {
			b = append(b, ',')
		}
		b = appendValue(append(b, key...), value)
	}
	for i := range r.view.fields {
		f := &r.view.fields[i]
		value, own := r.view.get(f, r.person)
		if own {
			found++
		}
		if r.view.OmitHidden && r.view.hides(f, r.person) || len(r.person.Without) > 0 && slices.Contains(r.person.Without, f.name) {
			continue
		}
		add(f.key, value)
	}
	if found < len(r.person.Values) {
		for _, name := range slices.Sorted(maps.Keys(r.person.Values)) {
			if _, known := r.view.known[name]; !known {
				add(fakehr.Quote(name)+":", r.person.Values[name])
			}
		}
	}
	return append(b, '}')
}
