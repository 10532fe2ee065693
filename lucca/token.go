package lucca

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

const (
	opToken = "fetch a token"
	longest = 24 * 60 * 60 // seconds that a token is kept, whatever Lucca says
)

var errToken = errors.New("an answer without a token")

// newToken returns the token of an OAuth client. Lucca's token endpoint is one
// for all accounts and shares no limit with them. It is asked for what the
// client was granted, so that a scope that is missing costs the fields that need
// it and nothing else; an endpoint that insists on scopes gets those named.
func newToken(o rest.Options, id, secret, scope string) (*rest.Token, error) {
	o.Limit = rest.Limit{}
	o.ParseError = parseTokenError
	c, err := rest.New(o)
	if err != nil {
		return nil, err
	}
	type answer struct {
		Token   wire.Cell `json:"access_token"`
		Expires wire.Cell `json:"expires_in"` // seconds
	}
	read := func(ctx context.Context, r rest.Request) (a answer, err error) {
		err = c.Do(ctx, r, func(res *rest.Response) error {
			a = answer{}
			if err := wire.Decode(res.Body, &a); err != nil {
				return err
			}
			if a.Token.Kind() != wire.KindText || a.Token.Raw() == "" {
				return errToken
			}
			return nil
		})
		return a, err
	}
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}}
	scoped := url.Values{"scope": {scope}}
	maps.Copy(scoped, form)
	return rest.NewToken(func(ctx context.Context) (string, time.Time, error) {
		asked := time.Now()
		request := rest.Request{Op: opToken, Method: http.MethodPost, Reads: true, Path: "connect/token", Body: form}
		a, err := read(ctx, request)
		if lacksScope(err) {
			request.Body = scoped
			a, err = read(ctx, request)
		}
		if err != nil {
			return "", time.Time{}, err
		}
		seconds, err := strconv.Atoi(a.Expires.Raw())
		if err != nil || seconds <= 0 {
			return a.Token.Raw(), time.Time{}, nil
		}
		return a.Token.Raw(), asked.Add(time.Duration(min(seconds, longest)) * time.Second), nil
	}), nil
}

// lacksScope reports whether the endpoint refused a request for its scopes.
func lacksScope(err error) bool {
	fe, ok := errors.AsType[*employee.FetchError](err)
	return ok && (fe.Code == "invalid_scope" || fe.Code == "invalid_request")
}

// parseTokenError tells a wrong client from one that may not do this: an OAuth
// endpoint answers both with 400.
func parseTokenError(status int, h http.Header, body []byte) rest.Fault {
	f := parseError(status, h, body)
	switch f.Code {
	case "invalid_client", "invalid_grant":
		f.Class = employee.ErrCredentials
	case "unauthorized_client", "invalid_scope", "access_denied":
		f.Class = employee.ErrPermission
	}
	return f
}
