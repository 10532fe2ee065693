// Package humaans reads employees from Humaans.
//
// # Credentials of least privilege
//
// An access token acts as the user who made it: its scopes limit what that user's
// role allows. Let a user whose role sees all employees, the new hires and the
// offboarded included, and may create and use API tokens, make one under the
// three-dot menu > API access tokens, with exactly two scopes:
//
//   - public:read
//   - private:read, in the app "View public and private data", without which leavers
//     and future starters are not listed, and private fields come back blank
//
// No scope for compensations, documents, webhooks or writing is needed. No
// expiry is documented, but the token loses its rights with its owner's role and
// stops working when the owner is removed: [Client.Check] shows it.
//
// # What is read
//
// GET /token-info, before and after, all of /job-roles, all of /locations if Fields has the
// location, all of /custom-fields and /custom-values if it has custom fields,
// and then /people?status=all. A page has 250 rows and begins with the last row of
// the page before, so it has 249 new ones: a list of n rows costs
// max(1, ceil((n-1)/249)) requests. Job roles are a history, of all employees, with
// one row for each role that an employee has had or is to have. So a listing costs
// two requests, those for the job roles and those for the employees; one more with
// the location, which Fields has by default; with custom fields one more and those for
// the values that employees have of any custom field; and one for each employee or job
// role that is read again (see below). That is 9 for 500 employees with one job role
// each, and 807 for 100,000.
//
// Three cases cost more: two requests when only active employees come and the token
// should see others, to learn whether "all" was ignored; three listings in place of
// one when "all" is refused; and GET /companies when no employee is listed. Humaans
// publishes no rate limit; a listing sends one request at a time and obeys 429 with
// its Retry-After.
//
// All employees are listed: active ones, new hires and, as long as Humaans keeps
// their records, leavers. Deleted employees are gone without a trace.
//
// Humaans documents no order, and pages are cut by position. A walk through a list
// is void if a page does not begin with the last row of the page before, if a row
// comes twice, if the total changes, or if fewer rows arrive than Humaans counts. The
// list is then walked again, up to three times in all; then it is an error. While
// rows keep their order, this proves that a row that is there throughout is read. One
// case is left: between two requests a row moves from behind the end of a page to
// before it, another before it is removed and one is added there. Pages of one row
// have nothing to compare and are an error. [Client.Roster] keeps the last walk alone;
// [Client.Employees] fails if an employee was handed out and is gone in the last walk.
//
// # Missing permissions
//
// A token or an owner with too few rights gets a shorter list and blank fields
// with status 200. So the scopes are looked up before each listing, and again behind
// its last page. If private:read is not among them, or is unknown, every blank field is
// Withheld, and Origin.Leavers and Origin.Starters are "no" or unknown unless
// such employees are in the answer after all. Scopes do not show what the owner's
// role hides: even with private:read the visibility is "yes" only when there is
// such an employee, and what every active employee has in Humaans (first name, last
// name, work e-mail, location, a job role with a title) is Withheld where an
// active employee seems to have none.
//
// The role can hide a field, and it can hide the private data of some employees: of all
// but the owner's reports, say. Both come as null, as a field without a value does. So a
// blank is Empty only of an employee who shows private data (a contract type, an employee
// id, a personal e-mail, a home address and the like), and only if some employee shows a
// value under the same key, in the same answer or a later one; where the last answers have
// blanks alone, the employee or job role that showed the value last is read again behind
// the last page. Else it is Withheld, with one problem for each field, and [Client.Check]
// notes it. Config.NoHiddenFields is the admin's word in place of this proof. A role that
// hid one field of some employees, and showed their other private data, would go
// unnoticed: Humaans documents none. [Client.Employees] gives a blank as Withheld until
// the listing has shown a value, and fails if the right is lost after that.
//
// A company without leavers has no end dates. Then termination_date is Withheld, so that
// no condition rests on it, and Origin.NoEnds says that the status alone decides who is
// employed. Where an employee has left and no end date is shown, it is only Withheld.
//
// A key that does not come back at all is Withheld. So are the fields of a list
// other than /people that is refused with 403 or 404.
//
// # Fields
//
// Status is the normalised status (active, newHire, offboarded); dates are not
// considered. employment_type is the contractType, a free text of the company's
// own such as "Full time"; there is no employment_status and no
// employment_extent. Which day flips the status is not documented;
// termination_date, the employmentEndDate, is taken to be the last day
// employed, which keeps access a day longer. last_working_day is also set for
// employees who stay.
//
// job_title, department and manager.id are those of the job role in force at
// the listing's instant: the latest that has begun, else the first that will,
// and for a leaver the latest begun by the last day. The day is that in the
// employee's own time zone. If the zone is blank or unknown to the machine (import
// time/tzdata where there is no zone database), it is the day that has begun
// everywhere on Earth, so that no planned promotion shows early.
//
// location is the place of work: the label, or "Remote (city, country)". The
// address is the home address. mobile_phone is the personal phone number.
//
// Settings name a custom field "custom." and its id, as Catalog does, or its
// name where only one field has it: "custom.Shirt size".
//
// # Tenant
//
// Humaans has no name for an account. Origin.Tenant, under which users' links are
// stored, is the vendor's id of the company, which every employee record has, or
// Config.Tenant.
package humaans

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/rest"
)

const provider = "humaans"

// Config configures a Client. AccessToken is required. Printing or encoding a
// Config shows the company only.
type Config struct {
	// AccessToken is a token made in Humaans under the three-dot menu > API
	// access tokens.
	AccessToken string
	// Company is the vendor's id of the company that the token must belong to:
	// the Tenant that Check gave when the connection was set up. A token of
	// another company is then refused instead of being taken for the same
	// source. Empty: whatever company the token belongs to. It is required only
	// if the token sees the employees of several.
	Company string

	// Tenant is your own name for the customer's account, and what Origin.Source has in
	// place of the id of the company.
	Tenant string

	// Fields are the fields to ask for, custom ones included. Identity, status,
	// dates and manager always come. Nil: employee.DefaultFields.
	Fields []employee.Field

	// NoHiddenFields is your admin's word that the role of the token's owner hides no
	// field of any employee. Then each blank is Empty under a proved private:read, also
	// of a field that no employee has, and of an employee without private data. Never set it without asking: where it is wrong, a
	// hidden field reads as Empty, and a rule may take access.
	NoHiddenFields bool

	// BaseURL replaces https://app.humaans.io/api, for a proxy or a test server.
	// Without a path it gets "/api".
	BaseURL string
	// HTTPClient sends the requests; it is not changed. Nil: a client without a
	// proxy and with time limits. Share one between the Clients of many tenants.
	HTTPClient *http.Client
	// Logger gets a debug record for each attempt, an info record for each page
	// (how many rows so far), and a warning for each wait, each listing with an
	// unproved right, and each list that is refused. Nil: no logs.
	Logger *slog.Logger
}

// String returns the company, if Company is one: tokens are pasted into the wrong
// box.
func (c Config) String() string {
	if !isCompany(c) {
		return "humaans config without a company"
	}
	return fmt.Sprintf("humaans config of company %q", c.Company)
}

// Format prints what String returns, whatever the verb.
func (c Config) Format(s fmt.State, _ rune) { io.WriteString(s, c.String()) }

// LogValue logs the company only.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText gives the company only, so that JSON and XML do.
func (c Config) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// GobEncode gives what MarshalText gives.
func (c Config) GobEncode() ([]byte, error) { return c.MarshalText() }

// A Client reads one Humaans company. It is safe for concurrent use.
type Client struct {
	listing.Label
	rest    *rest.Client
	log     *slog.Logger
	company string // the configured one, or ""
	name    string // Config.Tenant
	columns []column
	place   bool     // whether the location is asked for
	roles   []facet  // of a job role
	custom  []string // the keys of the custom fields to ask for
	tables  tables
	judge   listing.Judge

	noHidden bool // a blank is no hidden value
}

// New returns a Client. It reports every fault of cfg at once and sends nothing.
func New(cfg Config) (*Client, error) {
	c := &Client{Label: "humaans client", company: cfg.Company, name: cfg.Tenant, log: cfg.Logger,
		noHidden: cfg.NoHiddenFields}
	if cfg.Company != "" {
		c.Label = listing.Label("humaans client of " + cfg.Company)
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	token := cfg.AccessToken
	errs := []error{c.chooseFields(cfg.Fields)}
	switch {
	case token == "":
		errs = append(errs, errors.New("the AccessToken is empty"))
	case !rest.IsCredential(token):
		errs = append(errs, errors.New("the AccessToken has a character that no token has: copy it again"))
	}
	if !isCompany(cfg) {
		errs = append(errs, errors.New("the Company is not the id of a company"))
	}
	if !listing.IsTenant(cfg.Tenant) || cfg.Tenant != "" && cfg.Tenant == token {
		errs = append(errs, errors.New(`the Tenant is not a name such as "acme"`))
	}
	var err error
	c.rest, err = rest.New(rest.Options{
		Provider: provider, BaseURL: baseURL(cfg.BaseURL), HTTPClient: cfg.HTTPClient, Logger: cfg.Logger,
		Secrets:          []string{token},
		Authorize:        func(r *http.Request) error { r.Header.Set("Authorization", "Bearer "+token); return nil },
		ParseError:       parseError,
		RequestIDHeaders: []string{"X-Request-Id"},
	})
	if err := errors.Join(append(errs, err)...); err != nil {
		return nil, fmt.Errorf("humaans: config: %w", err)
	}
	return c, nil
}

// isCompany reports whether Company may be an id, or is not given.
func isCompany(cfg Config) bool {
	return isWord(cfg.Company) && (cfg.Company == "" || cfg.Company != cfg.AccessToken)
}

// isWord reports whether s has nothing but visible ASCII characters.
func isWord(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

// baseURL returns the address in front of "/people".
func baseURL(given string) string {
	given = cmp.Or(given, "https://app.humaans.io")
	if u, err := url.Parse(given); err == nil && strings.Trim(u.Path, "/") == "" {
		return strings.TrimRight(given, "/") + "/api"
	}
	return given
}

// chooseFields sorts the fields to ask for by the list that they come from.
func (c *Client) chooseFields(wanted []employee.Field) error {
	fields, custom, err := listing.Fields(wanted)
	c.judge = listing.Judge{Fields: slices.Clone(wanted), Where: where}
	c.custom = custom
	for _, col := range columns() {
		if col.always || slices.Contains(fields, col.field) {
			c.columns = append(c.columns, col)
		}
	}
	for _, f := range facets() {
		if f.field == employee.FieldManagerID || slices.Contains(fields, f.field) {
			c.roles = append(c.roles, f)
		}
	}
	c.place = slices.Contains(fields, employee.FieldLocation)
	c.tables = newTables(c.columns)
	return err
}

// Source names the account as [employee.Origin.Source] does, "humaans/acme"; "" if the
// Config has neither a Tenant nor a Company, because then only a listing tells.
func (c *Client) Source() string {
	if name := cmp.Or(c.name, c.company); name != "" {
		return provider + "/" + name
	}
	return ""
}

// Employees iterates over all employees, in the vendor's order. It asks for a page
// of employees when its first employee is wanted, and each range over it is a
// listing of its own. All job roles come before the employees and are held
// meanwhile, which takes about 50 bytes of memory for each employee and 70 for each
// role, and as much again for what the collector has not freed yet.
//
// A listing that fails yields its error, an [employee.FetchError], once and
// last, with a zero Employee. A consumer that acts before the end acts on a
// part of the company; use Roster to have all employees or none.
//
// If the token's right to see private data is not proved, employees may be
// missing without an error. The stream shows it only by a warning in the log, and
// by blank fields that are all Withheld; Roster says it in the origin, Check in a
// warning.
func (c *Client) Employees(ctx context.Context) iter.Seq2[employee.Employee, error] {
	return listing.Employees(func(begin func(), keep func(employee.Employee) error) error {
		return c.newRun(ctx).list(begin, keep)
	})
}

// Roster lists all employees, or returns an error and none.
func (c *Client) Roster(ctx context.Context) (*employee.Roster, error) {
	l := c.newRun(ctx)
	employees, err := listing.Collect(l.list)
	if err != nil {
		return nil, err
	}
	l.withhold(employees)
	return employee.NewRoster(employee.Origin{
		Provider: provider,
		Tenant:   l.tenant,
		AsOf:     l.asOf,
		Total:    len(employees), // equal to the vendor's count, or the listing has failed
		Leavers:  l.grant.visibility(l.statuses[employee.StatusInactive]),
		Starters: l.grant.visibility(l.statuses[employee.StatusPending]),
		NoEnds:   l.noEnds(),
	}, employees...)
}
