// Package hibob reads employees from HiBob ("Bob").
//
// # Credentials of least privilege
//
// HiBob's API takes service users, and for the apps of marketplace partners OAuth 2.0
// access tokens (Config.AccessToken), which HiBob recommends for products of many
// customers; what they see is granted with the app. For a service user, let the customer's admin make one (Settings >
// Integrations > Automation > Service users), copy its id and token, which are
// shown once, and put it into a permission group of its own. A service user has no
// scopes and sees nothing at first; the group needs
//
//   - People's data, "view" for all others, in the categories Basic info (root),
//     Work and Lifecycle; and as the settings use them Employment, Address,
//     Personal and Personal contact details, and those of custom fields. The right
//     to a field goes with its category, which an admin can change, or is given
//     field by field.
//   - "Access data for": all employees. A condition on the lifecycle status must
//     name Hired, Terminated and every kind of leave beside Employed, or leavers
//     and future starters are missing without notice.
//
// No section histories, no write rights. The id is the user name and the token the
// password of Basic authentication; the two in the other order, or already encoded,
// do not work. Personal API tokens, made under a profile picture > API access, are
// switched off since 2025-05-06. HiBob blocks a client for five minutes after 50
// refusals: a refusal (401, 403) is never tried again.
//
// # What is read
//
// One POST /people/search answers with all employees: a listing of any number of
// employees costs 1 request, and one more (GET /company/people/fields, which needs
// no right) if Fields has custom fields, for their types. HiBob allows 50 searches a
// minute; the Client keeps all its requests within that, of which the first 25
// wait for nothing.
//
// There are no pages, so that none can be passed over. An answer that breaks off is
// read again, up to five times in all; an answer that has an id twice is an error.
// [Client.Roster] keeps the last answer alone, which came whole; [Client.Employees]
// fails if an employee was handed out and is gone in the last answer. HiBob gives no
// total and does not mark what it leaves out: that the permission group covers all
// employees cannot be proved.
//
// showInactive is set, so leavers (terminated) and future starters (hired) are listed
// as far as the permission group covers them. Origin.Leavers and Origin.Starters are
// Yes when there is one, and else unknown.
//
// # Missing permissions
//
// A field that the service user may not see does not come back, and neither does
// one that does not exist; the status is 200 all the same. Its key is missing from
// every record, so the field is Withheld for all employees, and for each employee of
// a stream. A key that is there with null is Empty. HiBob warns that for up to 20
// seconds after a change a value may still be the old one, or null.
//
// # Fields
//
// The status is the normalised lifecycle status (internal.lifecycleStatus); dates are
// not considered: hired is pending, employed is active, and terminated is inactive;
// leave, parental leave and every other word that ends in "leave" are leave. An
// employee on garden leave is still employed until the termination date: that is
// leave, too, and the word stays in status_text. Another word is unknown. The access
// status (internal.status), which is Inactive for future starters and for some
// employees on leave, is not read.
//
// employment_status is the lifecycle status as HiBob shows it, with the names that
// the company gave to leaves of its own; employment_type is Employment > Type
// (Permanent, Contractor, ...), employment_extent is Employment > Contract
// (Full-Time, Part-Time, ...).
//
// termination_date is HiBob's termination date, taken for the last day of
// employment. HiBob does not say whether it is; in its own example the last day of
// work (last_working_day here) is the day before. If HiBob means the first day
// after, access is kept one day longer.
//
// A choice from a list (job title, department, site) is read by its name, which is asked
// for; where the name does not come, the choice is Withheld, with a Problem, because the
// stored word may be an id. mobile_phone is the private mobile phone, and the one of work
// for an employee who has no private one. Any other field is read as it is stored: dates are ISO dates, never in the reader's form.
// The address is the home address; location is the site, the place of work.
// middle_name is root.secondName, which HiBob describes as the surname and fills as
// a middle name. A birth date of which only day and month may be seen has no year.
//
// Settings name a custom field "custom." and its id in the field catalogue, to the
// letter: "custom.work.custom.field_1711886937296". Any of HiBob's own fields that
// is not a standard field can be named so: "custom.employee.hrbp". Of an amount of
// money the number is read, of a reference to an employee the id.
package hibob

import (
	"cmp"
	"context"
	"encoding/base64"
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
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/rest"
)

const (
	provider       = "hibob"
	defaultBaseURL = "https://api.hibob.com/v1"
	maxFields      = 400 // of one search
	searches       = 50  // a minute
)

// Config configures a Client. Tenant is required, and either ServiceUserID and Token or
// AccessToken.
// Printing a Config shows the tenant only.
type Config struct {
	// Tenant is your own name for the customer's account, such as "acme". It
	// becomes Origin.Tenant, and the links that you store begin with it, so it must
	// never change, not even when the customer makes another service user. HiBob's
	// own company id would do, but only records of employees have it, and a company
	// of which no employee can be seen needs a name, too.
	Tenant string
	// ServiceUserID and Token are those of a service user.
	ServiceUserID, Token string
	// AccessToken, in place of them, returns an OAuth 2.0 access token of a marketplace
	// partner's app and when it expires (zero: not before it is refused). It is called
	// when no token is at hand, when the one at hand is about to expire, and once after
	// HiBob has refused one; never twice at the same time.
	AccessToken func(context.Context) (token string, expires time.Time, err error)

	// Fields are the fields to ask for, custom ones included. Identity, status,
	// dates and manager always come. Nil: employee.DefaultFields.
	Fields []employee.Field

	// BaseURL replaces https://api.hibob.com/v1, for HiBob's sandbox
	// (https://api.sandbox.hibob.com), a proxy or a test server. Without a path it
	// gets "/v1".
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
		return "hibob config without a tenant"
	}
	return "hibob config of " + c.Tenant
}

// Format prints what String returns, whatever the verb.
func (c Config) Format(s fmt.State, _ rune) { io.WriteString(s, c.String()) }

// LogValue logs the tenant only.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText gives the tenant only, so that JSON and XML do.
func (c Config) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// GobEncode gives what MarshalText gives.
func (c Config) GobEncode() ([]byte, error) { return c.MarshalText() }

// A Client reads one HiBob company. It is safe for concurrent use. Two Clients of one do
// not share its rate limit; those that package employee/hris opens do.
type Client struct {
	listing.Label
	rest    *rest.Client
	tenant  string
	columns []column // the standard fields to ask for
	custom  []string // the keys of the custom fields to ask for
	judge   listing.Judge
}

// New returns a Client. It reports every fault of cfg at once and sends nothing.
func New(cfg Config) (*Client, error) {
	c := &Client{Label: listing.Label("hibob client of " + cfg.Tenant), tenant: cfg.Tenant}
	errs := []error{checkTenant(cfg), checkCredentials(cfg), c.chooseFields(cfg.Fields)}
	options := rest.Options{
		Provider: provider, BaseURL: baseURL(cfg.BaseURL), HTTPClient: cfg.HTTPClient, Logger: cfg.Logger,
		Limit:            rest.Limit{Requests: searches, Per: window},
		ParseError:       parseError,
		RequestIDHeaders: []string{"X-Request-Id", "X-Correlation-Id"},
	}
	if cfg.AccessToken != nil {
		options.Token = rest.NewToken(cfg.AccessToken)
	} else {
		id, token := cfg.ServiceUserID, cfg.Token
		options.Authorize = func(r *http.Request) error { r.SetBasicAuth(id, token); return nil }
		options.Secrets, options.IDs = []string{token}, []string{id}
	}
	var err error
	c.rest, err = rest.New(options)
	if err := errors.Join(append(errs, err)...); err != nil {
		return nil, fmt.Errorf("hibob: config: %w", err)
	}
	return c, nil
}

// baseURL returns the address in front of "/people".
func baseURL(given string) string {
	given = cmp.Or(given, defaultBaseURL)
	if u, err := url.Parse(given); err == nil && u.Host != "" && strings.Trim(u.Path, "/") == "" {
		u.Path = "/v1"
		return u.String()
	}
	return given
}

var errTenant = errors.New(`want a Tenant: a name of your choice for the account, such as "acme"`)

// checkTenant refuses what cannot be part of a stored link, and the credentials.
func checkTenant(cfg Config) error {
	t := cfg.Tenant
	if t == "" || t != strings.TrimSpace(t) || len(t) > 100 || !utf8.ValidString(t) ||
		strings.ContainsFunc(t, func(r rune) bool { return !unicode.IsPrint(r) }) ||
		t == cfg.ServiceUserID || t == cfg.Token {
		return errTenant
	}
	return nil
}

// checkCredentials also recognises the pair in one box, plain or encoded.
func checkCredentials(cfg Config) error {
	if cfg.AccessToken != nil {
		if cfg.ServiceUserID != "" || cfg.Token != "" {
			return errors.New("want a ServiceUserID and a Token, or an AccessToken, not both")
		}
		return nil
	}
	var errs []error
	for _, v := range []struct{ name, value string }{{"ServiceUserID", cfg.ServiceUserID}, {"Token", cfg.Token}} {
		switch {
		case v.value == "":
			errs = append(errs, errors.New("the "+v.name+" is empty"))
		case !rest.IsCredential(v.value):
			errs = append(errs, errors.New("the "+v.name+" has a character that no credential has: copy it again"))
		case isPair(v.value, cfg.ServiceUserID):
			errs = append(errs, errors.New("the "+v.name+" holds both id and token: give each by itself, not encoded"))
		}
	}
	return errors.Join(errs...)
}

// isPair reports whether a credential is "id:token", or the base64 of it.
func isPair(s, id string) bool {
	decoded, err := base64.StdEncoding.DecodeString(s)
	if err != nil || slices.ContainsFunc(decoded, func(b byte) bool { return b <= ' ' || b > '~' }) {
		decoded = nil
	}
	for _, pair := range []string{s, string(decoded)} {
		if name, _, ok := strings.Cut(pair, ":"); ok && (name == id || s == id) {
			return true
		}
	}
	return false
}

// chooseFields sorts the fields to ask for into columns and custom keys.
func (c *Client) chooseFields(wanted []employee.Field) error {
	fields, custom, err := listing.Fields(wanted)
	c.judge = listing.Judge{Fields: slices.Clone(wanted), Where: where}
	c.custom = custom
	for _, col := range columns() {
		if col.always || slices.Contains(fields, col.field) {
			c.columns = append(c.columns, col)
		}
	}
	if n := len(newPlan(c.columns, c.custom, nil).ask); n > maxFields {
		err = errors.Join(err, fmt.Errorf("too many fields in Fields: %d of HiBob's; a search has room for %d", n, maxFields))
	}
	return err
}

// Source names the account as [employee.Origin.Source] does: "hibob/acme".
func (c *Client) Source() string { return provider + "/" + c.tenant }

// Employees iterates over all employees, whatever their status, in HiBob's order. It
// sends its request when the first employee is wanted, and each range over it is a
// listing of its own.
//
// HiBob gives all employees in one answer, which is read while it is ranged over and
// never held as a whole. If it breaks off, it is asked for again, up to five times in
// all, and the range goes on with the employees that it has not had; so the employees
// of one range may be from answers some seconds apart. If an employee that it has had
// is gone in the last answer, the listing fails. The answer is open as long as the
// body of the loop runs: a loop that takes minutes should range over a Roster.
//
// A listing that fails yields its error, an [employee.FetchError], once and last,
// with a zero Employee. A consumer that acts before the end acts on a part of the
// company; use Roster to have all employees or none.
func (c *Client) Employees(ctx context.Context) iter.Seq2[employee.Employee, error] {
	return listing.Employees(func(begin func(), keep func(employee.Employee) error) error {
		return c.newRun(ctx).list(begin, keep)
	})
}

// Roster lists all employees, or returns an error and none. All are from one answer.
func (c *Client) Roster(ctx context.Context) (*employee.Roster, error) {
	origin := employee.Origin{Provider: provider, Tenant: c.tenant, AsOf: time.Now()}
	employees, err := listing.Collect(c.newRun(ctx).list)
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
