// Package lucca reads employees from Lucca, through either of its two live
// interfaces. The credentials in [Config] choose which:
//
//   - an API key: the legacy Directory API, /api/v3/users. Lucca calls it
//     deprecated and names no end; most customers have a key for it.
//   - an OAuth client: the current API, /lucca-api, version 2024-11-01.
//
// That an employee has the same id in both is likely and written nowhere. So they
// are two sources, with two tenants in the [employee.Origin]: links made through
// one are never taken for links of the other, and a change of the credential takes
// one relink.
//
// # Credentials of least privilege
//
// The API key is made by an admin under the cogwheel > Authentication, SSO and API >
// API keys, with "Generate API key"; Lucca gives it a role of its own, with the
// key's name, at the end of the role list. Let the admin grant that role, and
// nothing else: to consult users and their work contracts; on the tab
// "Co-workers", to see future employees, to see former employees, and to view
// jobs and managers; and each section of the HR file that holds a custom field
// which the settings use. The box for users may read "Consult / create / modify users"
// or "Manage users": the key can then write, too, and is to be guarded as such.
//
// The OAuth client is declared at /identity/admin/integration-keys of the
// account, for all business establishments: employees of another establishment are
// missing without a word. Its scopes, each with the suffix .readonly:
//
//   - always: employees, employments, job-positions
//   - for department: departments; for location and time_zone:
//     business-establishments; for legal_entity: legal-entities
//   - for personal_email and mobile_phone: employee-personal-records
//   - for custom fields and their catalogue: employee-attributes
//
// # What is read
//
// With an API key: 1 + (n-2)/999 requests for n employees; one for their work
// contracts, and about one more for each further 960 of them; and one more for the
// labels of lists if Fields has custom fields of the HR file.
//
// With an OAuth client: one for a token; one for the employees, with their present
// employment and job position inside, and about one more for each further 88; as many
// for all their employments (13 requests for 500 employees, 229 for 10,000, the token
// included); and as Fields asks for them, as many for each list of departments,
// establishments, legal entities, personal records, and custom values.
//
// Pages are places in a list, which move when employees come and go. No count shows
// that an employee was passed over so: one left, and another joined. So each page
// begins with the last row of the page before, or before that row. If the row is not
// where it was, the list is read again, three times at most; then the listing is an
// error. Pages of one row prove nothing, and are an error. The current API is asked
// for pages by number: what its cursors hold is not documented.
//
// Lucca allows 50 requests a minute to all integrations of an account together;
// a Client never sends more in any minute. The first 25 wait for nothing, and
// what is left of the minute's is spread over it: one each 2.4 seconds, the same
// each minute. Lucca published that for the current API; the Client obeys it for
// both. Pages are asked for one after the other: an answer takes less time than
// the limit. A page that Lucca does not make in its five seconds (408) costs more
// requests: it and those after it are asked for at half the size.
//
// Leavers and employees who have not started are asked for, always. With an API
// key they are missing without a word if the key's role may not see them:
// [Client.Check] warns. The Origin says that leavers, or starters, are seen when
// there is one. Technical accounts are employees to Lucca, usually with a blank
// employee number or "000"; leaving them out is for the scope of the settings.
//
// # Missing permissions
//
// Lucca leaves out what the credential may not see: a key that is missing from
// a record, a record that is missing from what comes beside the employees, a list
// that is refused with 403 or is not there at all (404). The fields that depend
// on it are Withheld. What is there and null is Empty. A custom field that is
// missing from an employee's record is Withheld: whether it is blank is unknown.
//
// # Fields
//
// With an API key there is no status word (Origin.NoStatus): dates decide
// alone. With an OAuth client Status is Lucca's word (active, upcoming,
// deactivated), which Lucca computes from the employments as of today.
//
// None of employment_status, employment_type and employment_extent is filled:
// Lucca has contract types as ids alone.
//
// Contracts, or employments, that overlap, or of which the next begins at most three
// days after the last day so far, are one spell. hire_date and termination_date are
// the first and the last day of the spell on the day (UTC) on which the listing began,
// or beside it; there is no termination date while one of its contracts is open.
// Between two spells, hire_date is ahead and termination_date has passed.
// original_hire_date is the start of the first spell. The end date is the last day of
// employment, included. Where a contract of several ends before it begins, the dates
// are Withheld, with a Problem. Job, department and manager are those that Lucca calls
// applicable: of today, else the next ahead, else the last. If the list of contracts,
// or employments, is refused, or lacks those of an employee, the dates are those of the
// applicable one; then original_hire_date is Withheld, and so is the end where it is
// today or the start is ahead, because a contract that begins tomorrow is not seen, nor
// one that is over.
//
// location is the establishment, where the employee works; v3 calls it
// legalEntity, so with an API key there is no legal_entity. The address of the
// API key's answer is the home address, one free text in address.line1; nothing
// of the establishment's own address is read. work_phone is the direct line,
// else the professional mobile; mobile_phone is the private one. An OAuth client
// gives birth dates without the year. Last names are often in capitals, and stay
// so. An employee who is their own manager has none.
//
// Settings name a custom field "custom." and its code: "custom.e_github", and
// "custom.e_badge.number" for one part of a field that has several. Lists come
// with their labels. With an API key, custom.login, custom.culture,
// custom.professionalMobile, custom.seniorityDate and custom.civilTitle are
// fields of every tenant.
package lucca

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/rest"
)

const provider = "lucca"

// Config configures a Client. Instance is required, and either APIKey or both
// of ClientID and ClientSecret. Printing or encoding a Config shows the instance
// only.
type Config struct {
	// Instance is the address of the account in any form that may be pasted:
	// "acme.ilucca.net", "https://acme.ilucca.ch/home", a test or demo account,
	// or a sandbox below luccasoftware.com. Anything else is refused, because the
	// credentials are sent there; so is "acme" alone, which may be an account in
	// France and another one's in Switzerland.
	Instance string

	// Tenant is your own name for the customer's account. It is what Origin.Source
	// has, so that the links of your users stay when the Instance is renamed. Empty:
	// the host of Instance, with "/lucca-api" for an OAuth client.
	Tenant string

	// APIKey is a key of the legacy API.
	APIKey string
	// ClientID and ClientSecret are those of an OAuth client of the current API.
	ClientID, ClientSecret string

	// Fields are the fields to ask for, custom ones included. Identity, status,
	// dates and manager always come, save original_hire_date with an OAuth
	// client. Nil: employee.DefaultFields.
	Fields []employee.Field

	// BaseURL replaces https://{instance}, for a proxy or a test server, and for
	// an OAuth client also the address of Lucca's token endpoint. One that is at
	// Lucca itself must be that of Instance.
	BaseURL string
	// HTTPClient sends the requests; it is not changed. Nil: a client without a
	// proxy and with time limits. Share one between the Clients of many tenants.
	HTTPClient *http.Client
	// Logger gets a debug record for each attempt, an info record for each page
	// (how many employees so far) and a warning for each wait.
	// Nil: silence.
	Logger *slog.Logger
}

// label shows the instance if it is one.
func (c Config) label() string { return fmt.Sprintf("lucca config of %q", c.shown()) }

// Format prints the instance, whatever the verb.
func (c Config) Format(s fmt.State, _ rune) { io.WriteString(s, c.label()) }

// LogValue logs the instance only.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.label()) }

// MarshalText gives the instance only, so that JSON does.
func (c Config) MarshalText() ([]byte, error) { return []byte(c.label()), nil }

// GobEncode gives what MarshalText gives.
func (c Config) GobEncode() ([]byte, error) { return c.MarshalText() }

// shown is the instance if it is one: what is pasted may hold a password.
func (c Config) shown() string {
	host, err := parseInstance(c.Instance)
	if err != nil {
		return "?"
	}
	return host
}

// A Client reads one Lucca account. It is safe for concurrent use. Two Clients of one do
// not share its rate limit; those that package employee/hris opens do.
type Client struct {
	listing.Label
	tenant string
	reader reader
	judge  listing.Judge
}

// A reader is one of Lucca's interfaces.
type reader interface {
	// beside reads what goes beside the employees, as of an instant.
	beside(ctx context.Context, asOf time.Time) (*sides, error)
	// employees hands all rows of the list to visit, as [listing.List.Run] does.
	employees(ctx context.Context, begin func(), visit func(*row) error) (total int, err error)
	// employee makes an employee of a row.
	employee(r *row) employee.Employee
	// sample returns the first employees of the list, for Check.
	sample(ctx context.Context) (sample, error)
	// catalog returns the standard fields, and the tenant's custom ones.
	catalog(ctx context.Context) (standard []column, custom []employee.FieldInfo, err error)
	// fields are the fields that are asked for.
	fields() []employee.Field
	// hasWord says whether there is a status word.
	hasWord() bool
}

// New returns a Client. It reports every fault of cfg at once and sends nothing.
func New(cfg Config) (*Client, error) {
	host, hostErr := parseInstance(cfg.Instance)
	base, tokenBase, baseErr := parseBase(cfg.BaseURL, host)
	fields, custom, fieldsErr := listing.Fields(cfg.Fields)
	errs := []error{hostErr, baseErr, cfg.checkCredentials(), fieldsErr, checkKeys(custom)}
	options := rest.Options{
		Provider: provider, BaseURL: base, HTTPClient: cfg.HTTPClient, Logger: cfg.Logger,
		Limit:      rest.Limit{Requests: 50, Per: window},
		ParseError: parseError, RequestIDHeaders: []string{"X-Request-Id"},
	}
	if !listing.IsTenant(cfg.Tenant) || cfg.Tenant != "" && (cfg.Tenant == cfg.APIKey || cfg.Tenant == cfg.ClientSecret) {
		errs = append(errs, errors.New(`the Tenant is not a name such as "acme"`))
	}
	c := &Client{tenant: host}
	where := whereKey
	if cfg.APIKey != "" {
		l, err := newLegacy(options, cfg.APIKey, fields, custom)
		c.reader, errs = l, append(errs, err)
	} else {
		c.tenant += currentPath
		where = whereClient
		l, err := newCurrent(options, tokenBase, cfg.ClientID, cfg.ClientSecret, fields, custom)
		c.reader, errs = l, append(errs, err)
	}
	c.Label = listing.Label("lucca client of " + c.tenant)
	c.tenant = cmp.Or(cfg.Tenant, c.tenant)
	c.judge = listing.Judge{Fields: slices.Clone(cfg.Fields), Where: where}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("lucca: config: %w", err)
	}
	return c, nil
}

func (c Config) checkCredentials() error {
	var errs []error
	oauth := c.ClientID != "" || c.ClientSecret != ""
	if (c.APIKey != "") == oauth {
		errs = append(errs, errors.New("want an APIKey, or a ClientID and a ClientSecret"))
	}
	if oauth && (c.ClientID == "" || c.ClientSecret == "") {
		errs = append(errs, errors.New("want both a ClientID and a ClientSecret"))
	}
	for _, credential := range []struct{ name, value string }{
		{"APIKey", c.APIKey}, {"ClientID", c.ClientID}, {"ClientSecret", c.ClientSecret},
	} {
		if !rest.IsCredential(credential.value) {
			errs = append(errs, fmt.Errorf("%s has a character that none has: copy it again", credential.name))
		}
	}
	return errors.Join(errs...)
}

// checkKeys checks that Lucca can be asked for custom fields.
func checkKeys(keys []string) error {
	var errs []error
	for _, key := range keys {
		if strings.ContainsFunc(key, notInKeys) {
			errs = append(errs, fmt.Errorf("no such field in Fields: %q", string(employee.CustomField(key))))
		}
	}
	return errors.Join(errs...)
}

// notInKeys holds for what would mean something else in a list of keys.
func notInKeys(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("_-.", r)
}

// Source names the account as [employee.Origin.Source] does: "lucca/acme.ilucca.net".
func (c *Client) Source() string { return provider + "/" + c.tenant }

// Employees iterates over all employees that the credentials see, in the order of
// their ids. It asks for a page when its first employee is wanted, and each range
// over it is a listing of its own.
//
// A listing that fails yields its error, an [employee.FetchError], once and
// last, with a zero Employee. A consumer that acts before the end acts on a part
// of the company; use Roster to have all employees or none.
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
	today := employee.DateAt(l.asOf, time.UTC)
	return employee.NewRoster(employee.Origin{
		Provider: provider, Tenant: c.tenant, AsOf: l.asOf, NoStatus: !c.reader.hasWord(),
		Total:    max(l.total, 0),
		Leavers:  listing.Evidence(employees, func(e *employee.Employee) bool { return hasLeft(e, today) }),
		Starters: listing.Evidence(employees, func(e *employee.Employee) bool { return isAhead(e, today) }),
	}, employees...)
}

// hasLeft reports whether an employee proves that leavers are listed: by the word,
// or by an end that has passed wherever they are.
func hasLeft(e *employee.Employee, today employee.Date) bool {
	if e.Status != "" {
		return e.Status == employee.StatusInactive
	}
	return !e.TerminationDate.IsZero() && e.TerminationDate.Before(today.AddDays(-1))
}

// isAhead reports whether an employee proves that future starters are listed.
func isAhead(e *employee.Employee, today employee.Date) bool {
	if e.Status != "" {
		return e.Status == employee.StatusPending
	}
	return e.HireDate.After(today.AddDays(1))
}
