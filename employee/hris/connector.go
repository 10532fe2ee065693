package hris

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/rest"
)

// Options configures a Connector. The zero Options are good. Printing, logging or
// encoding it shows nothing of it.
type Options struct {
	// HTTPClient sends the requests of all Clients; it is not changed. Nil: one without
	// a proxy and with time limits.
	HTTPClient *http.Client
	// Logger gets a debug record for each attempt, an info record for each page and a
	// warning for each wait. Nil: no logs.
	Logger *slog.Logger
	// Progress is called during the calls of all Clients, from several goroutines at
	// the same time, and they wait until it returns. Nil: not called.
	Progress func(Progress)
	// AccessToken returns an OAuth 2.0 access token and when it expires (zero: not known)
	// for the key "grant" of stored credentials. It is called when a token is needed,
	// and once more if the system refuses the token. Wrap [employee.ErrCredentials] in its error
	// if the admin has to log in anew. Nil: credentials with a grant are refused.
	AccessToken func(ctx context.Context, system, grant string) (token string, expires time.Time, err error)
	// PersonioPartnerID and PersonioAppID name your product to Personio, in
	// UPPER_SNAKE_CASE. Both are optional; Personio's support may ask for them.
	PersonioPartnerID, PersonioAppID string
}

const optionsLabel = "hris options"

// Format prints a fixed text, whatever the verb.
func (Options) Format(s fmt.State, _ rune) { io.WriteString(s, optionsLabel) }

// LogValue is a fixed text.
func (Options) LogValue() slog.Value { return slog.StringValue(optionsLabel) }

// MarshalText gives a fixed text, so that JSON does.
func (Options) MarshalText() ([]byte, error) { return []byte(optionsLabel), nil }

// GobEncode gives what MarshalText gives.
func (o Options) GobEncode() ([]byte, error) { return o.MarshalText() }

// A Connector opens Clients, and keeps the rate budgets of their accounts. It is safe
// for concurrent use. A process needs one.
type Connector struct {
	listing.Label
	http             *http.Client
	log              *slog.Logger
	progress         func(Progress)
	token            func(ctx context.Context, system, grant string) (string, time.Time, error)
	partnerID, appID string
	accounts         accounts
}

// New returns a Connector, and sends nothing.
func New(o Options) (*Connector, error) {
	for _, v := range []struct{ name, value string }{{"PersonioPartnerID", o.PersonioPartnerID}, {"PersonioAppID", o.PersonioAppID}} {
		if strings.ContainsFunc(v.value, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' }) {
			return nil, errors.New("hris: options: " + v.name + " is not in UPPER_SNAKE_CASE")
		}
	}
	return &Connector{Label: "hris connector", http: cmp.Or(o.HTTPClient, rest.NewHTTPClient()), log: o.Logger, progress: o.Progress,
		token: o.AccessToken, partnerID: o.PersonioPartnerID, appID: o.PersonioAppID}, nil
}

func (c *Connector) accessToken(system, grant string) func(context.Context) (string, time.Time, error) {
	return func(ctx context.Context) (string, time.Time, error) { return c.token(ctx, system, grant) }
}

// Open returns a Client for stored credentials, and sends nothing: [Client.Check] does.
// Fields are those to ask for, such as those of the customer's settings; nil is
// [employee.DefaultFields]. The error is a [CredentialsError] or a [FieldsError].
func (c *Connector) Open(stored []byte, fields []employee.Field) (Client, error) {
	s, form, given, err := read(stored)
	if err != nil {
		return nil, err
	}
	if given["grant"] != "" && c.token == nil {
		return nil, s.refused("grant", RoleDeveloper, "is of no use without Options.AccessToken")
	}
	opened, accounts, err := s.open(given, c, fields)
	if err == nil {
		return &client{Label: listing.Label("hris client of " + opened.Source()), hr: opened, connector: c, accounts: accounts}, nil
	}
	if _, _, bare := s.open(given, c, nil); bare == nil {
		return nil, s.unknownFields(given, c, fields, err)
	}
	return nil, s.locate(form, given, c)
}

// locate says which value a provider refuses though it fits its input.
func (s system) locate(form Form, given values, c *Connector) error {
	others := make(values)
	for _, in := range form.Inputs {
		if in.address {
			others[in.Key] = given[in.Key]
		} else if in.Required {
			others[in.Key] = "x" + in.Key
		}
	}
	if _, _, err := s.open(others, c, nil); err == nil {
		return s.refused("", RoleAdmin, "a value is none that "+s.Label+" gives out: copy each of them again, into its own box")
	}
	for _, in := range form.Inputs {
		if in.address {
			return s.refused(in.Key, in.Role, "is no address of an account. "+s.relocate)
		}
	}
	return s.refused("", RoleAdmin, "a value is none that "+s.Label+" gives out")
}

func (s system) refused(key string, role Role, message string) error {
	return &CredentialsError{System: s.Name, Faults: []Fault{{key, role, message}}}
}

// A FieldsError names fields that a system cannot be asked for, and which settings
// therefore must not name.
type FieldsError struct {
	System string
	Fields []employee.Field
}

// Error names the first fields.
func (e *FieldsError) Error() string {
	return "hris: " + e.System + " has no such fields: " + e.names() + ": correct the settings"
}

func (e *FieldsError) names() string {
	const most = 10
	var names []string
	for _, f := range e.Fields[:min(len(e.Fields), most)] {
		names = append(names, fmt.Sprintf("%q", f))
	}
	if more := len(e.Fields) - most; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, ", ")
}

// unknownFields finds out which fields the system refuses.
func (s system) unknownFields(given values, c *Connector, fields []employee.Field, err error) error {
	e := &FieldsError{System: s.Name}
	for _, f := range fields {
		if _, _, err := s.open(given, c, []employee.Field{f}); err != nil {
			e.Fields = append(e.Fields, f)
		}
	}
	if len(e.Fields) == 0 {
		return err
	}
	return e
}
