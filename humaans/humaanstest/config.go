package humaanstest

import "slices"

// A Config is what differs from a healthy company whose token sees everything;
// the zero Config changes nothing. Each field states the behaviour that it
// switches on.
type Config struct {
	// Scopes are those of the token; nil is public:read and private:read. Without
	// private:read every employee who is not active is missing, and private fields are
	// blank, all with 200; the custom fields are 403. Without public:read all
	// lists are. Which calls need which scope is not documented; this was chosen.
	Scopes []string

	// TokenInfo is the body of /token-info, encoded as JSON, in place of the one
	// with Scopes.
	TokenInfo any

	// Owner is the id of the employee who made the token, for /me and /token-info;
	// empty is the first of all.
	Owner string

	// Unseen are the ids of the employees that the role of the token's owner hides,
	// such as all who left: every list is shorter and no answer tells.
	Unseen []string

	// Hidden names the fields of an employee that the role of the token's owner
	// hides, as "personalEmail": they are null for all employees. So are the fields
	// "jobTitle", "department" and "reportingTo" of job roles, and the values of a custom
	// field that is named by its id.
	Hidden []string

	// PrivateOf are the ids of the employees whose private fields and custom values the
	// role of the token's owner sees, such as a manager's reports; those of others are
	// blank. Nil is all.
	PrivateOf []string

	// OmitHidden leaves hidden fields, and the private ones without private:read,
	// out instead of making them null. The sources do not tell which.
	OmitHidden bool

	// All is what /people makes of status=all: "" honours it, "refused" answers
	// 400, "ignored" lists the active alone. The sources do not tell which.
	All string

	// Refuse answers a path below /api with an error status, for example
	// {"/job-roles": 403} or {"/token-info": 404}.
	Refuse map[string]int

	// PageSize is the most rows on a page, where it is to be less than the
	// vendor's 250. A request for more gets as much, and the limit in the answer
	// says so.
	PageSize int

	// Shuffle gives the rows in another order to each request: the vendor
	// documents none.
	Shuffle bool

	// TextCodes gives errors a code that is text. One source has it as text, one
	// as the number of the HTTP status.
	TextCodes bool

	// Locations are the places of work; nil is two places, at which [People] work.
	Locations []Location

	// Companies are what /companies lists; nil is one. Employees without a companyId
	// of their own have that of the first.
	Companies []Company

	// Fields are the definitions of the custom fields.
	Fields []Field
}

// A Location is a place of work.
type Location struct {
	ID       string
	Label    string // empty: null
	Name     string // the key that one source has in place of label; empty: no such key
	City     string
	Country  string
	TimeZone string
}

// A Company is a row of /companies.
type Company struct{ ID, Name string }

// A Field is the definition of a custom field.
type Field struct {
	ID      string
	Name    string
	Type    string   // the vendor's word; "select" is the one that is known. Empty: "text"
	Options []string // of a select
}

const (
	public  = "public:read"
	private = "private:read"
)

func (v *view) has(scope string) bool { return slices.Contains(v.scopes, scope) }

// allows reports whether the token's scopes suffice for a path.
func (v *view) allows(path string) bool {
	switch path {
	case "/token-info", "/me":
		return true
	case "/custom-fields", "/custom-values":
		return v.has(private)
	}
	return v.has(public)
}

func defaultLocations() []Location {
	return []Location{
		{ID: "location0000000000000001", Label: "Lisbon", City: "Lisbon", Country: "PT", TimeZone: "Europe/Lisbon"},
		{ID: "location0000000000000002", Label: "São Paulo", City: "São Paulo", Country: "BR", TimeZone: "America/Sao_Paulo"},
	}
}
