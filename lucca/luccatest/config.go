package luccatest

// A Config is what differs from a healthy tenant whose credentials see
// everything; the zero Config changes nothing. Each field states the vendor's
// behaviour that it switches on.
type Config struct {
	// Today is the day of the tenant, as "2006-01-02"; "" is 2026-01-01. The
	// contract that runs on it applies, else the next one ahead, else the last.
	Today string

	// Fields are the definitions of custom fields. What employees have is in
	// Person.Extended and Person.Attributes, defined or not.
	Fields []Field

	// NoLeavers and NoStarters are the rights to see former and future employees,
	// missing from the role of the API key: they are absent, with 200.
	NoLeavers, NoStarters bool

	// Unseen are the ids of employees of establishments that the credentials do not
	// cover: every list is shorter and no answer tells.
	Unseen []string

	// Hidden names the fields that the credentials may not see of any employee, by
	// their names in the answer ("jobTitle", "manager", "extendedData"): the keys
	// are missing. "employment" and "job-position" are what is embedded beside
	// employees, "contracts" the rows of /work-contracts.
	Hidden []string

	// Scopes are those that the OAuth client was granted, such as
	// "employees.readonly"; nil is all of them. Without its scope a list is 403,
	// and what would be embedded of it is missing.
	Scopes []string

	// ScopeRequired makes the token endpoint refuse a request without scopes. That
	// it gives all granted ones then is what the standard allows and was chosen.
	ScopeRequired bool

	// PageSize caps every page, silently; 0 leaves the vendor's maxima. It makes
	// paging cheap to test.
	PageSize int

	// NoCount leaves the total out although it is asked for.
	NoCount bool

	// NullLinks makes the links of the current API null although they are asked
	// for, which the vendor's description allows.
	NullLinks bool

	// PascalKeys writes the keys of v3 as older versions of it do: "FirstName".
	PascalKeys bool

	// PlainErrors writes the errors of v3 as plain text that is labelled JSON, as
	// the framework behind it does.
	PlainErrors bool

	// LinksHost is the host in the links of the current API; empty is the host of
	// the request.
	LinksHost string

	// KeepInclude repeats the whole query in the links of the current API. Some of
	// the vendor's samples do, others keep page and limit alone, as the fake does.
	KeepInclude bool

	// NoAsOf gives the values of custom fields of all times, whatever day the
	// parameter applicability.asOf names: one page of the vendor's has it, and its
	// description of the API does not.
	NoAsOf bool

	// Sunset and Deprecation are the headers of these names in the answers of the
	// current API: they announce the end of its version.
	Sunset, Deprecation string

	// Refuse answers a path with an error status, for example
	// {"/directory/api/4.0/work-contracts": 403}.
	Refuse map[string]int

	// PerMinute answers 429 to requests beyond so many in any 60 seconds, those for
	// tokens not counted; the vendor's is 50. 0 is no limit.
	PerMinute int
}

// A Field is the definition of a custom field.
type Field struct {
	ID     string // "e_github"; Person.Extended and Person.Attributes have it
	Name   string // the label
	Format string // v3's formatKey: "select" for lists; others are not documented
	// Options are the entries of a list, whose ids count from 1 and are the values
	// in extendedData and in the taxonomy labels of employee-attributes.
	Options []string
	Schema  string // the title of the current API's schema: "short-text", "boolean", ...
	// Archived is said by the current API.
	Archived bool
}
