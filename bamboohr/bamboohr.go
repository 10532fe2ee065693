// Package bamboohr reads employees from BambooHR.
//
// # Credentials of least privilege
//
// An API key sees what its BambooHR user sees. Let the customer's admin make a
// custom access level (Settings > Access Levels, +, Custom Access Level) and in it a
// login that belongs to no employee (the gear of the level, Add a Non-Employee User,
// with an e-mail address of its own). The level may view, and not edit, these fields of
// all employees and nothing else, and the login has no other level:
//
//   - always: Employee #, First Name, Last Name, Preferred Name, Job Title,
//     Status, Hire Date, Original Hire Date, Termination Date, Employment
//     Status, and Reports To
//   - as the settings use them: Work Email, Home Email, Department, Division,
//     Location, phones, Birth Date, address, and any custom field
//
// The level must cover all employees, the inactive included: one for the user's
// own team lists fewer employees, and no answer says so. Then log in as that user
// and make the key in the menu at the user's name: API Keys, Add New Key, Generate,
// Copy. It is shown once (on older screens, where the menu is Account, again with Show),
// and stops working when its user is removed. [Client.Check] works for it, though it has
// no employee record.
//
// # What is read
//
// GET /employees with 2,500 employees to a page; and, if Fields has custom fields,
// one POST /reports/custom before it, because the list does not have them. So
// n employees cost 1 + (n-1)/2500 requests, and one more with custom fields, if none of
// these is blank; see below for those that are. A tenant that does not serve the list
// (404 or 403) is read by the report alone. Where the list does not have all the fields
// yet that it has today, one more report has those that the list gives for no employee.
// If a cell of a custom list has several options in one text, GET /meta/lists has the
// options that it is split by.
// BambooHR publishes no rate limit; the Client obeys 429, and 503 with
// Retry-After, which was its form until September 2026. It sends one request at
// a time: each page names the next.
//
// A cursor names the first employee of its page, in the order of the ids.
// Employees who are added or deleted meanwhile therefore move no other employee
// from one page to another. The list is begun again when BambooHR says that a page
// is gone, and report and list are read once more when the report has an employee
// that the list lacks. A list that then still does not fit, or has fewer employees
// than BambooHR counts, is an error. [Client.Roster] keeps the last walk through
// the list alone; [Client.Employees] fails if an employee was handed out and is
// gone in the last walk.
//
// All employees are listed, active or not. BambooHR documents neither that the list
// has future starters nor their status, which may be Inactive. Origin.Leavers and
// Origin.Starters say what a roster shows: that there is an employee whose last day
// is past, or whose first day is ahead.
//
// # Missing permissions
//
// In the list, BambooHR names for each employee the fields that the key may not
// see: those are Withheld, as is a field that does not come back at all. If it names
// one that was not asked for, any may be meant, and every blank field of that employee
// is Withheld, with a problem. In a report, a column that the key may not see is left
// out without notice, as is one that does not exist: its field is Withheld for all
// employees. An employee with several rows in a report, as a column of a table gives,
// has what they agree on; where they differ, the field is Withheld, with a problem.
//
// # Blank custom fields
//
// A user of BambooHR may have several access levels, each for a part of the company, and
// a cell of the report is blank both where there is no value and where the key may not
// see it. A rule such as "who loses the tick is deactivated" must not confuse the two.
// So a blank cell is Empty only on proof, the first of these:
//
//   - Config.OneAccessLevel: the admin's word that the login has one access level and no
//     other. It costs no request. It holds for blank standard fields of a report, too,
//     which are Withheld otherwise.
//   - The employee dataset (POST /api/v2/datasets/employee/data): by BambooHR's
//     description a row names what is hidden of an employee. A row that names nothing
//     unknown, and not this field, whose own cell is blank, is a proof; recorded rows
//     name nothing at all, and prove nothing. It needs a key that may read reports and
//     the field catalogue, is not served by the older gateway, and costs two requests
//     and one for each 1,000 employees.
//   - A read of the employee alone, which leaves out what the key may not see: one for
//     each employee with a blank field who is not Inactive, at most Config.SingleReads a
//     listing, and one report with the status of all.
//
// What none of them proves is Withheld, with one problem for all such employees. An
// explicit no, and a date of 0000-00-00, are no blanks. A report without blank cells
// costs nothing more. [Client.Check] says which proof a key has. Where every employee has
// a blank custom field, a listing takes, in requests:
//
//	employees  OneAccessLevel  dataset  without it, all of them active
//	      500               2        5     504
//	   10,000               5       17   1,007
//
// # Fields
//
// Status is the normalised status (Active, Inactive) as it stands today; dates are
// not considered. employment_status is the tenant's "Employment Status"
// (Full-Time, Contractor, ...), employment_type is "Employment Type"; there is
// no employment_extent. The address is the home address. manager.id is the
// employee id of the manager, whose number and name are never used to find an
// employee. The termination date is the last day employed: access in BambooHR itself
// ends at 11:59 pm of that day, in the company's zone. A rehire may move the hire date.
//
// Settings name a custom field "custom." and its alias or number:
// "custom.customBudget", "custom.4567". An amount is a number; the currency that
// BambooHR writes behind it is "custom.customBudget.currency", if Fields has it. A list of
// several options is a list.
package bamboohr

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
	"time"
	"unicode"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/rest"
)

const provider = "bamboohr"

// Config configures a Client. Company and one of APIKey and Token are required.
// Printing, logging or encoding a Config shows the company only, save for one in
// an unexported field of a struct of yours, which fmt does not ask.
type Config struct {
	// Company is the company domain in any form that an admin pastes: "acme",
	// "acme.bamboohr.com", "https://acme.bamboohr.com/home" or
	// "https://api.bamboohr.com/api/gateway.php/acme/v1". Anything else is refused,
	// because the key is sent there; so are the hosts that are BambooHR's own, such
	// as "www" and "help".
	Company string
	// APIKey is a key made in BambooHR under API Keys.
	APIKey string
	// Token returns an OAuth 2.0 access token and when it expires (zero: not
	// known). It is called when a token is needed, once however many callers
	// wait, and once more if BambooHR refuses the token.
	Token func(context.Context) (token string, expires time.Time, err error)

	// Fields are the fields to ask for, custom ones included. Identity, status,
	// dates and manager always come. Nil: employee.DefaultFields.
	Fields []employee.Field

	// Tenant is your own name for the customer's account. It is what Origin.Source
	// has, and so what your links are kept by: set it to the former company domain
	// when BambooHR renames one, or every employee is a new one. Empty: Company.
	Tenant string

	// OneAccessLevel is your admin's word that the login of the key has one access
	// level and no other. Then a column of the report is one that the key sees of
	// all employees, and a blank cell in it is Empty. Never set it without asking:
	// where it is wrong, a field that is withheld of some reads as Empty, and
	// a rule may take their access.
	OneAccessLevel bool

	// SingleReads is how many employees a listing may read one by one, at most, to
	// prove that a blank custom field is blank, where neither OneAccessLevel nor
	// the employee dataset does. 0: 1,000. Below 0: none.
	SingleReads int

	// BaseURL replaces https://{company}.bamboohr.com, for a proxy or a test
	// server. A base URL with a path, such as that of the older gateway, must
	// include the version: "https://api.bamboohr.com/api/gateway.php/acme/v1".
	BaseURL string
	// HTTPClient sends the requests; it is not changed. Nil: a client without a
	// proxy and with time limits. Share one between the Clients of many tenants.
	HTTPClient *http.Client
	// Logger gets a debug record for each attempt, an info record for each page
	// (how many employees so far) and a warning for each wait. Nil: no logs.
	Logger *slog.Logger
}

// String returns the company, if Company is one: keys are pasted into the wrong
// box.
func (c Config) String() string {
	company, err := parseCompany(c.Company)
	if err != nil {
		return "bamboohr config without a company"
	}
	return "bamboohr config of " + company
}

// Format prints what String returns, whatever the verb.
func (c Config) Format(s fmt.State, _ rune) { io.WriteString(s, c.String()) }

// LogValue logs the company only.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText gives the company only, so that JSON and XML do.
func (c Config) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// GobEncode gives what MarshalText gives.
func (c Config) GobEncode() ([]byte, error) { return c.MarshalText() }

// A Client reads one BambooHR account. It is safe for concurrent use.
type Client struct {
	listing.Label
	rest    *rest.Client
	tenant  string
	columns []column // the standard fields to ask for
	page    *pageAnswer
	report  *reportAnswer
	custom  []string // the keys of the custom fields to list
	asked   []string // the columns of a report that have them

	listed   map[string]bool // the names that rows of the list have
	oneLevel bool            // Config.OneAccessLevel

	singleReads int    // Config.SingleReads, or its default
	v1          string // what goes before the paths of version 1
	versions    bool   // the base URL is that of all versions
	judge       listing.Judge
}

// maxCustom leaves room, among the 400 fields that a report may have, for the
// standard ones where it has to stand in for the list.
const maxCustom = 300

// maxSingleReads is how many employees a listing reads one by one by default.
const maxSingleReads = 1000

// New returns a Client. It reports every fault of cfg at once and sends nothing.
func New(cfg Config) (*Client, error) {
	company, err := parseCompany(cfg.Company)
	errs := []error{err}
	if (cfg.APIKey == "") == (cfg.Token == nil) {
		errs = append(errs, errors.New("want an APIKey or a Token, and not both"))
	}
	if !rest.IsCredential(cfg.APIKey) || strings.ContainsAny(cfg.APIKey, `:\`) {
		errs = append(errs, errors.New("the APIKey has a character that no key has: copy it again, without blanks"))
	}
	c := &Client{Label: listing.Label("bamboohr client of " + company), tenant: cmp.Or(cfg.Tenant, company),
		oneLevel: cfg.OneAccessLevel, singleReads: cmp.Or(cfg.SingleReads, maxSingleReads)}
	if !listing.IsTenant(cfg.Tenant) || cfg.Tenant != "" && cfg.Tenant == cfg.APIKey {
		errs = append(errs, errors.New(`the Tenant is not a name such as "acme"`))
	}
	errs = append(errs, c.chooseFields(cfg.Fields))
	base := baseURL(cfg.BaseURL, company)
	if all, ok := strings.CutSuffix(strings.TrimRight(base, "/"), "/api/v1"); ok {
		base, c.v1, c.versions = all+"/api", "v1/", true
	}
	options := rest.Options{
		Provider: provider, BaseURL: base, HTTPClient: cfg.HTTPClient, Logger: cfg.Logger,
		ParseError: parseError, RequestIDHeaders: []string{"X-Request-Id", "X-Bamboohr-Request-Id", "Request-Id"},
	}
	if key := cfg.APIKey; key != "" {
		options.Secrets = []string{key}
		options.Authorize = func(r *http.Request) error { r.SetBasicAuth(key, "x"); return nil }
	} else if cfg.Token != nil {
		options.Token = rest.NewToken(cfg.Token)
	}
	if err == nil || cfg.BaseURL != "" {
		c.rest, err = rest.New(options)
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("bamboohr: config: %w", err)
	}
	return c, nil
}

// baseURL returns the address in front of "/employees". The older gateway has one
// version only.
func baseURL(given, company string) string {
	if given == "" {
		given = "https://" + company + ".bamboohr.com"
	}
	if u, err := url.Parse(given); err == nil && strings.Trim(u.Path, "/") == "" {
		return strings.TrimRight(given, "/") + "/api/v1"
	}
	return given
}

var errCompany = errors.New(`the Company is not a company domain such as "acme", "acme.bamboohr.com" or "https://acme.bamboohr.com/home"`)

// parseCompany returns the company domain out of what an admin pastes. The key
// goes to the host that results: what is not plainly a name below bamboohr.com is
// refused.
func parseCompany(pasted string) (string, error) {
	pasted = strings.TrimSpace(pasted)
	if strings.ContainsFunc(pasted, func(r rune) bool { return r > unicode.MaxASCII }) {
		return "", errCompany // before ToLower, which makes a k of the Kelvin sign
	}
	host := strings.ToLower(pasted)
	if strings.Contains(host, "://") {
		u, err := url.Parse(host)
		if err != nil || u.Scheme != "https" || u.User != nil || !strings.HasSuffix(u.Host, ".bamboohr.com") {
			return "", errCompany
		}
		host = u.Host // a port does not pass for a part of a name below
		if rest, ok := strings.CutPrefix(u.Path, "/api/gateway.php/"); ok && host == "api.bamboohr.com" {
			host, _, _ = strings.Cut(rest, "/")
		}
	}
	label := strings.TrimSuffix(host, ".bamboohr.com")
	if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' ||
		slices.Contains(vendorHosts(), label) ||
		strings.ContainsFunc(label, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }) {
		return "", errCompany
	}
	return label, nil
}

// vendorHosts returns the names below bamboohr.com that are BambooHR's own: an admin
// pastes the address of a help page, and the key must not go there.
func vendorHosts() []string {
	return []string{"api", "app", "assets", "auth", "blog", "cdn", "developer", "developers", "docs", "documentation",
		"email", "help", "login", "mail", "marketplace", "partners", "sso", "static", "status", "support", "www"}
}

// chooseFields sorts the fields to ask for into columns and custom keys.
func (c *Client) chooseFields(wanted []employee.Field) error {
	fields, custom, err := listing.Fields(wanted)
	c.judge = listing.Judge{Fields: slices.Clone(wanted), Where: where}
	c.custom = custom
	for _, key := range c.custom {
		if column, _ := columnOf(key); !slices.Contains(c.asked, column) {
			c.asked = append(c.asked, column)
		}
	}
	if len(c.custom) > maxCustom {
		err = errors.Join(err, fmt.Errorf("too many custom fields in Fields: %d; a BambooHR report has room for %d",
			len(c.custom), maxCustom))
	}
	for _, col := range columns() {
		if col.always || slices.Contains(fields, col.field) {
			c.columns = append(c.columns, col)
		}
	}
	c.listed = map[string]bool{"employeeId": true, "photoUrl": true}
	for _, name := range alwaysListed() {
		c.listed[name] = true
	}
	for _, col := range c.columns {
		c.listed[col.list] = true
	}
	c.page, c.report = newPageAnswer(c.columns), newReportAnswer()
	return err
}

// Source names the account as [employee.Origin.Source] does: "bamboohr/acme".
func (c *Client) Source() string { return provider + "/" + c.tenant }

// Employees iterates over all employees, active or not, in the order of their ids. It
// asks for a page when its first employee is wanted, and each range over it is a
// listing of its own.
//
// A listing that fails yields its error, an [employee.FetchError], once and last, with
// a zero Employee. A consumer that acts before the end acts on a part of the company;
// use Roster to have all employees or none.
func (c *Client) Employees(ctx context.Context) iter.Seq2[employee.Employee, error] {
	return listing.Employees(func(begin func(), keep func(employee.Employee) error) error {
		return c.newRun(ctx).list(begin, keep)
	})
}

// Roster lists all employees, or returns an error and none.
func (c *Client) Roster(ctx context.Context) (*employee.Roster, error) {
	origin := employee.Origin{Provider: provider, Tenant: c.tenant, AsOf: time.Now()}
	today := employee.DateAt(origin.AsOf, time.UTC)
	l := c.newRun(ctx)
	employees, err := listing.Collect(l.list)
	if err != nil {
		return nil, err
	}
	origin.Total = max(l.total, 0)
	origin.Leavers = listing.Evidence(employees, func(e *employee.Employee) bool {
		return e.Status == employee.StatusInactive && !e.TerminationDate.IsZero() && e.TerminationDate.Before(today)
	})
	origin.Starters = listing.Evidence(employees, func(e *employee.Employee) bool { return e.HireDate.After(today) })
	return employee.NewRoster(origin, employees...)
}
