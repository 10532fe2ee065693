// Package personio reads employees from Personio.
//
// # Credentials of least privilege
//
// API credentials (a client id and a secret) are made by an admin of the
// customer's account under Settings > Integrations > API credentials with "Generate
// new credential", as the integration "Other". They carry rights for each area and a
// white-list of the employee attributes that may be read. Tick Read for "Employees
// personal data" (API v1) or, for API v2, for persons (scope personio:persons:read),
// employments and org units; no right to write; and these attributes, with no others:
//
//   - always: First name, Last name, Name (preferred), Status, Hire date,
//     Termination date, Supervisor
//   - as the settings use them: Email, Position, Department, Team, Office,
//     Subcompany, Cost center, Employment type, Last day of work, Contract ends,
//     and any custom attribute, the birthday among them
//
// # What is read
//
// With [APIV1], which is the default: GET /v1/company/employees, with a hundred
// employees to a page and only the attributes that Fields needs. Each page begins
// with the last employee of the page before, so it has 99 new ones. So n employees
// cost one request for the token and max(1, ceil((n-1)/99)) for the list: 7 requests
// for 500 employees, 102 for 10,000. There is one more, for the list of attributes,
// if Fields has the birth date or names a custom attribute by something else than
// its key; and that list and the first page once more if a custom attribute that is
// named by its key is a set of tags; and one more page if Personio leaves its count of employees out, because
// only a page with no new employee then ends the list.
//
// With [APIV2]: GET /v2/persons, with fifty persons to a page, and for each
// GET /v2/persons/{id}/employments, because there is no list of all employments;
// and one GET /v2/org-units/{id} for each department and each team that an employee
// is in, if Fields has department or teams. Persons that fill more than one page are
// walked twice, and so are the employments of a person who has more than fifty. So
// n employees cost a token, a page, or 2 ceil(n/50) pages for more than fifty, n
// lists of employments and the org units: 521 requests for 500 employees and 10,401
// for 10,000, and the org units, which take 2 and 35 minutes. Choose it only where
// v1 is not available.
//
// A token lives for 24 hours, is fetched once for all callers of a Client and
// renewed once when it is refused. The Client keeps to the limit of v1 employees,
// which is 300 requests a minute and 15 a second; for v2, which publishes none, it
// keeps to the same, and for tokens to 60 a minute. Personio also limits all of v1
// to 2,000 requests a minute for each source address, which Clients of several
// tenants share and do not count.
//
// So that slow answers do not add up, up to three pages of v1, or with v2 the
// employments of seven employees, are read ahead of the consumer of Employees.
//
// # Which employees are listed
//
// All: v1 has no filter for the status, and v2 is asked for all, so leavers
// (inactive) and future starters (onboarding) are in the answer. Origin.Leavers and
// Origin.Starters say that a roster has one.
//
// Neither API sorts, and the pages of v1 are cut by position, so employees move
// between them when others come and go. A walk through the list of v1 is void if a
// page does not begin with the last employee of the page before, if an employee comes
// twice, if the count changes between two pages, or if fewer employees arrive than
// Personio counts (Origin.Total). It is then walked again, up to three times in all.
// A count that cannot be read is an error; only one that is left out is none.
// While the order stays, this proves that an employee who is there throughout is
// listed. One case is left: between two requests an employee moves from behind the
// end of a page to before it, another before it is deleted and one is added there.
//
// V2 gives no count, and what its cursors hold is not documented: one may be a
// position. Two walks through more than one page must therefore show the same
// persons, in up to three walks.
//
// What then still does not fit is an error, never a shorter roster. [Client.Roster]
// keeps the last walk alone; [Client.Employees] fails if an employee was handed out
// and is gone in the last walk.
//
// # Missing permissions
//
// An attribute that the credentials may not read is left out of the answer without
// notice. So a missing key is Withheld, and null, "" and [] are Empty.
// If Personio refuses a request because of an attribute, the attributes are
// cut down, once, to those that it lists as allowed. Credentials that may not
// read the list of attributes at all get their answer without a selection.
// V2 answers 401 where a right is missing, as it does for a refused token: the
// error is then [employee.ErrCredentials], after a new token was tried.
// Department and teams of v2 are Withheld if org units may not be read. An employment
// lists its units of both kinds together, without those of a kind that may not be read.
// So an employee is in none of a kind only if another employee is in one, which is
// looked at again behind the last page: one or two more requests if any employee seems
// to be in none. This rests on rights that are the same for all employees, as Personio
// documents them. What is not shown to the end is Withheld in a Roster and an error of
// Employees, which gives an employee without a unit as Withheld until the listing has
// shown one. Employments that Personio does not find are asked for twice more, then the
// employee is: one who is there has them Withheld, with a Problem.
//
// # Fields
//
// Status is the normalised status; dates are not considered. Personio's words are
// active, inactive, onboarding (Pending) and leave; with v2 the word is that of the
// employments, because the word of the person does not distinguish active from
// onboarding and leave. It is unknown where the person is active and no employment
// that the credentials see is. employment_type is "Employment type"
// (internal, external; upper case in v2). There is no employment_status and no
// employment_extent: the hours are custom.weekly_working_hours (v1). Location is
// the office, which is the place of work; Personio has no attribute of its own
// for a home address, an employee number, a personal e-mail or a phone,
// so those are custom attributes where a tenant has them. legal_entity is
// "Subcompany", teams has the one team, and cost_center is the one with the
// largest share. manager.id is the supervisor's id; the name comes with v1, for
// the tenants that send it. birth_date is the attribute whose universal_id is
// date_of_birth.
//
// A date is the day that is written, whatever its hour and offset. Whether the
// termination date is the last day employed is not documented; it is taken to
// be, which keeps access a day longer. In v2 it is the later one of the
// termination's date and the end of the employment, and Withheld where one of the
// two is hidden; an employment whose end is null needs no termination.
//
// Employments of v2 that overlap, or of which the next begins at most three days
// after the last day so far, are one spell. hire_date and termination_date are the
// first and the last day of the spell on the day (UTC) on which the listing began, or
// beside it; there is no termination date while one of its employments is open.
// Between two spells, hire_date is ahead and termination_date has passed. status is
// the most employed word of the spell without employments that have been over for
// more than a day; a word that cannot be read comes after leave and before
// onboarding. Job, department, teams, manager, last_working_day and
// contract_end_date come from the employment in force, else from the next in the
// spell, else from the last. A hidden end withholds termination_date, unless another
// employment of the spell is open. Where an employment ends before it begins, its
// dates count as hidden, with a Problem; an INACTIVE one of that kind does not count
// beside others. original_hire_date is the start of the first spell and known to v2
// only, which in turn has no location, legal_entity and cost_center: it gives only
// ids for them. UpdatedAt is updated_at (v2), or last_modified_at (v1) if Fields has
// custom.last_modified_at.
//
// Settings name a custom attribute "custom." and its key, its universal_id or,
// if no other attribute has the same, its label: "custom.dynamic_12",
// "custom.Budget". Keys are the safe choice: labels change. A label that two
// attributes have is Withheld, with a Problem; V2 has no list of attributes, so
// it is looked up among those of each employee. A list is the text of its option;
// yes and no are options like others. Tags that v1 joins by commas are taken apart by
// the options of their attribute; where there is not one way alone to do that, they
// are Withheld, with a Problem. custom.<key> also reads any attribute of
// Personio's own (v1): "custom.weekly_working_hours".
package personio

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

const (
	provider       = "personio"
	defaultBaseURL = "https://api.personio.de"
)

// An API is one of Personio's two generations of API. Both know an employee by the
// same id, so links survive a change.
type API string

const (
	APIV1 API = "v1" // one list of all employees; the default
	APIV2 API = "v2" // persons, and a request for the employments of each of them
)

// Config configures a Client. Tenant, ClientID and ClientSecret are required.
// Printing, logging or encoding a Config shows the tenant only, save for one in
// an unexported field of a struct of yours, which fmt does not ask.
type Config struct {
	// Tenant is your own name for the customer's account, such as "acme": neither
	// Personio's credentials nor its answers name one. It becomes Origin.Tenant,
	// and the links that you store begin with it, so it must never change, not even
	// when the customer makes new credentials.
	Tenant string
	// ClientID and ClientSecret are the API credentials.
	ClientID, ClientSecret string
	// API chooses the generation of the API. Empty: APIV1.
	API API

	// PartnerID and AppID name your product to Personio (X-Personio-Partner-ID,
	// X-Personio-App-ID), in UPPER_SNAKE_CASE. Both are optional; Personio's
	// support may ask for them.
	PartnerID, AppID string

	// Fields are the fields to ask for, custom ones included. Identity, status,
	// hire and termination date and manager always come. Nil:
	// employee.DefaultFields.
	Fields []employee.Field

	// BaseURL replaces https://api.personio.de, for a proxy or a test server. It
	// does not include the version.
	BaseURL string
	// HTTPClient sends the requests; it is not changed. Nil: a client without a
	// proxy and with time limits. Share one between the Clients of many tenants.
	HTTPClient *http.Client
	// Logger gets a debug record for each attempt, an info record for each page
	// (how many employees so far) and a warning for each wait. Nil: no logs.
	Logger *slog.Logger
}

// String returns the tenant, if Tenant is one: secrets are pasted into the wrong
// box.
func (c Config) String() string {
	if checkTenant(c) != nil {
		return "personio config without a tenant"
	}
	return "personio config of " + c.Tenant
}

// Format prints what String returns, whatever the verb.
func (c Config) Format(s fmt.State, _ rune) { io.WriteString(s, c.String()) }

// LogValue logs the tenant only.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText gives the tenant only, so that JSON and XML do.
func (c Config) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// GobEncode gives what MarshalText gives.
func (c Config) GobEncode() ([]byte, error) { return c.MarshalText() }

// A Client reads one Personio account. It is safe for concurrent use. Two Clients of one do
// not share its rate limit; those that package employee/hris opens do.
type Client struct {
	listing.Label
	rest    *rest.Client
	tenant  string
	api     API
	columns []column // the standard fields to ask for
	wants   []want   // the others

	persons     *listV2[person]
	employments *listV2[employment]
	judge       listing.Judge
}

// New returns a Client. It reports every fault of cfg at once and sends nothing.
func New(cfg Config) (*Client, error) {
	cfg.API, cfg.BaseURL = cmp.Or(cfg.API, APIV1), cmp.Or(cfg.BaseURL, defaultBaseURL)
	c := &Client{Label: listing.Label("personio client of " + cfg.Tenant), tenant: cfg.Tenant, api: cfg.API,
		persons: newPersonsList(), employments: newEmployments()}
	errs := []error{checkTenant(cfg), c.chooseFields(cfg.Fields)}
	for _, v := range []struct {
		name, value string
		required    bool
	}{
		{"ClientID", cfg.ClientID, true}, {"ClientSecret", cfg.ClientSecret, true},
		{"PartnerID", cfg.PartnerID, false}, {"AppID", cfg.AppID, false},
	} {
		if v.required && v.value == "" {
			errs = append(errs, errors.New(v.name+" is empty"))
		}
		if !rest.IsCredential(v.value) {
			errs = append(errs, errors.New(v.name+" has a character that no credential has: copy it again"))
		}
	}
	if cfg.API != APIV1 && cfg.API != APIV2 {
		errs = append(errs, errors.New("API is neither APIV1 nor APIV2"))
	}
	if u, err := url.Parse(cfg.BaseURL); err == nil {
		if path := strings.Trim(u.Path, "/"); path == "v1" || path == "v2" {
			errs = append(errs, errors.New("BaseURL ends in a version: leave it out"))
		}
	}
	var err error
	c.rest, err = connect(cfg)
	if err := errors.Join(append(errs, err)...); err != nil {
		return nil, fmt.Errorf("personio: config: %w", err)
	}
	return c, nil
}

var errTenant = errors.New(`want a Tenant: a name of your choice for the account, such as "acme"`)

// checkTenant refuses what cannot be part of a stored link, and the credentials,
// which must not be.
func checkTenant(cfg Config) error {
	t := cfg.Tenant
	if t == "" || t != strings.TrimSpace(t) || len(t) > 200 || t == cfg.ClientSecret ||
		strings.ContainsFunc(t, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }) {
		return errTenant
	}
	return nil
}

// chooseFields sorts the fields to ask for into those of the table and others.
func (c *Client) chooseFields(wanted []employee.Field) error {
	fields, _, err := listing.Fields(wanted)
	c.judge = listing.Judge{Fields: slices.Clone(wanted), Where: where}
	for _, f := range fields {
		key, isCustom := f.CustomKey()
		w := want{field: f, name: key}
		if f == employee.FieldBirthDate {
			w, isCustom = birthDate(), true
		}
		if isCustom && !slices.Contains(c.wants, w) {
			c.wants = append(c.wants, w)
		}
	}
	for _, col := range columns() {
		if col.has(c.api) && (col.always || listing.Completes(col.field, fields) || slices.Contains(fields, col.field)) {
			c.columns = append(c.columns, col)
		}
	}
	return err
}

// asks reports whether a standard field is asked for.
func (c *Client) asks(f employee.Field) bool {
	return slices.ContainsFunc(c.columns, func(col column) bool { return col.field == f })
}

// Source names the account as [employee.Origin.Source] does: "personio/acme".
func (c *Client) Source() string { return provider + "/" + c.tenant }

// Employees iterates over all employees, whatever their status, in the order of the
// vendor, which is not sorted. It asks for a page when its first employee is
// wanted and, once the consumer goes on to a second one, for up to four pages
// ahead, or with APIV2 for the employments of up to eight employees. No request
// outlives the range. Each range over it is a listing of its own.
//
// A listing that fails yields its error, an [employee.FetchError], once and
// last, with a zero Employee. A consumer that acts before the end acts on a
// part of the company; use Roster to have all employees or none. A listing also
// fails if an employee was handed out and is gone in the last walk.
func (c *Client) Employees(ctx context.Context) iter.Seq2[employee.Employee, error] {
	return listing.Employees(func(begin func(), keep func(employee.Employee) error) error {
		if c.api == APIV1 {
			_, err := c.listV1(ctx, begin, keep)
			return err
		}
		l := newPersons(ctx, c, time.Now())
		l.handsOut = true
		err := l.list(keep)
		if n := l.goneInAll(); err == nil && n > 0 {
			err = incomplete(opList, "%d were removed while they were listed", n)
		}
		if err == nil {
			err = l.lostUnits()
		}
		return err
	})
}

// Roster lists all employees, or returns an error and none.
func (c *Client) Roster(ctx context.Context) (*employee.Roster, error) {
	origin := employee.Origin{Provider: provider, Tenant: c.tenant, AsOf: time.Now()}
	list := c.roster
	if c.api == APIV2 {
		list = c.rosterV2
	}
	employees, err := list(ctx, &origin)
	if err != nil {
		return nil, err
	}
	has := func(s employee.Status) func(*employee.Employee) bool {
		return func(e *employee.Employee) bool { return e.Status == s }
	}
	origin.Leavers = listing.Evidence(employees, has(employee.StatusInactive))
	origin.Starters = listing.Evidence(employees, has(employee.StatusPending))
	return employee.NewRoster(origin, employees...)
}

func (c *Client) roster(ctx context.Context, origin *employee.Origin) ([]employee.Employee, error) {
	return listing.Collect(func(begin func(), keep func(employee.Employee) error) error {
		total, err := c.listV1(ctx, begin, keep)
		origin.Total = max(total, 0)
		return err
	})
}

// rosterV2 leaves out the employees who are gone in the last walk: the employments of
// an employee, which cost a request, are read in the first walk that has the employee.
func (c *Client) rosterV2(ctx context.Context, origin *employee.Origin) ([]employee.Employee, error) {
	l := newPersons(ctx, c, origin.AsOf)
	employees, err := listing.Collect(func(_ func(), keep func(employee.Employee) error) error { return l.list(keep) })
	if err != nil {
		return nil, err
	}
	employees = slices.DeleteFunc(employees, func(e employee.Employee) bool { return l.gone(e.ID) })
	return employees, l.withholdUnits(employees)
}

func incomplete(op, format string, args ...any) error {
	return &employee.FetchError{Provider: provider, Op: op, Message: fmt.Sprintf(format, args...), Err: employee.ErrIncomplete}
}
