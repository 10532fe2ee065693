package humaans

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

const (
	scopePublic  = "public:read"
	scopePrivate = "private:read"
)

// A grant is what Humaans says that a token may do.
type grant struct {
	told   bool // the scopes are known
	scopes []string
}

// private returns whether the token has the scope for private data.
func (g grant) private() employee.Visibility {
	switch {
	case slices.Contains(g.scopes, scopePrivate):
		return employee.VisibilityYes
	case g.told:
		return employee.VisibilityNo
	}
	return employee.VisibilityUnknown
}

// visibility returns whether the token sees a kind of employees, given how many of
// them are listed. A list without them proves nothing: the role of the token's owner
// may hide them.
func (g grant) visibility(listed int) employee.Visibility {
	switch {
	case listed > 0:
		return employee.VisibilityYes
	case g.private() == employee.VisibilityNo:
		return employee.VisibilityNo
	}
	return employee.VisibilityUnknown
}

// readGrant asks for the token's scopes. The form of the answer is not documented:
// if it is refused or not understood, the scopes are unknown.
func (c *Client) readGrant(ctx context.Context) (grant, error) {
	var scopes wire.Cell
	err := c.rest.Do(ctx, rest.Request{Op: "read the token's scopes", Path: "token-info"}, func(r *rest.Response) error {
		answer := wire.NewAnswer()
		own, data := answer.Place("scopes"), answer.Place("data")
		record, err := answer.Read(r.Body)
		if errors.Is(err, wire.ErrNoObject) {
			return nil
		}
		if err != nil {
			return err
		}
		scopes = record.At(own)
		if items := slices.Collect(record.At(data).Items()); scopes.Missing() && len(items) == 1 {
			scopes = items[0].At("scopes") // in the envelope of a list
		}
		return nil
	})
	if withheld(err) || refused(err) {
		return grant{}, nil
	}
	if err != nil {
		return grant{}, err
	}
	if scopes.Kind() != wire.KindText && scopes.Kind() != wire.KindArray {
		return grant{}, nil
	}
	names, err := scopes.Labels("name")
	if err != nil {
		return grant{}, nil
	}
	text := strings.Join(names.Items(), " ") // a text may hold several
	return grant{told: true, scopes: strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' })}, nil
}

// warn names the scopes that are missing, and those that are not needed.
func (g grant) warn(access *employee.Access, judge listing.Judge) {
	switch g.private() {
	case employee.VisibilityNo:
		judge.Warn(access, employee.WarningCodeBlank, "", "the token has no scope private:read: "+
			"leavers and future starters are not listed, and blank fields count as withheld; "+
			"make a token with public:read and private:read")
	case employee.VisibilityUnknown:
		judge.Warn(access, employee.WarningCodeBlank, "", "the token's scopes are unknown: "+
			"leavers and future starters may be missing, and blank fields count as withheld; "+
			"make sure that the token has public:read and private:read")
	}
	more := slices.DeleteFunc(slices.Clone(g.scopes), func(s string) bool { return s == scopePublic || s == scopePrivate })
	if len(more) > 0 {
		judge.Warn(access, employee.WarningCodeScopes, "", "the token has scopes that are not needed ("+strings.Join(more, ", ")+"): "+
			"make one with public:read and private:read only")
	}
}

const opTenant = "tell the company"

// tenant returns the name under which users' links are stored, given the companies
// of the employees.
func (c *Client) tenant(ctx context.Context, companies map[string]struct{}) (string, error) {
	if len(companies) == 0 && c.company == "" { // no employee is listed
		begin := func() { companies = make(map[string]struct{}) }
		err := c.tables.companies.run(ctx, c.rest, nil, nil, nil, begin, func(r *named) error {
			companies[r.key()] = struct{}{}
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	fail := func(class error, why string) (string, error) {
		return "", &employee.FetchError{Provider: provider, Op: opTenant, Message: why, Err: class}
	}
	ids := slices.Sorted(maps.Keys(companies))
	switch {
	case c.company == "" && len(ids) == 1:
		return cmp.Or(c.name, ids[0]), nil
	case c.company == "":
		return fail(employee.ErrMalformed, "the token sees "+strconv.Itoa(len(ids))+" companies ("+strings.Join(ids, ", ")+"): name one in Config.Company")
	case len(ids) > 0 && !slices.Contains(ids, c.company):
		return fail(employee.ErrCredentials, "the token belongs to another company than "+strconv.Quote(c.company))
	}
	return cmp.Or(c.name, c.company), nil
}
