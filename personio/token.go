package personio

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

const opToken = "get a token"

// tokenLife is how long a token lives by the vendor's word. Personio may give
// the same token again, so the life that an answer states may be shorter.
const tokenLife = 24 * time.Hour

var errToken = errors.New("an answer without a token")

// connect returns a client that gets its tokens by one of its own. The limit of
// tokens is not that of the API, and neither is what a status means there.
func connect(cfg Config) (*rest.Client, error) {
	options := rest.Options{
		Provider: provider, BaseURL: cfg.BaseURL, HTTPClient: cfg.HTTPClient, Logger: cfg.Logger,
		Authorize: func(r *http.Request) error {
			set := func(name, value string) {
				if value != "" {
					r.Header.Set(name, value)
				}
			}
			set("X-Personio-Partner-ID", cfg.PartnerID)
			set("X-Personio-App-ID", cfg.AppID)
			return nil
		},
		Secrets: []string{cfg.ClientSecret}, IDs: []string{cfg.ClientID},
	}
	tokens := options
	tokens.Limit = rest.Limit{Requests: 60, Per: time.Minute}
	tokens.ParseError = parseTokenError
	auth, err := rest.New(tokens)
	if err != nil {
		return nil, err
	}
	fetch := func(ctx context.Context) (string, time.Time, error) { return fetchV1(ctx, auth, cfg) }
	if cfg.API == APIV2 {
		fetch = func(ctx context.Context) (string, time.Time, error) { return fetchV2(ctx, auth, cfg) }
	}
	options.Token = rest.NewToken(fetch)
	// Ten at once and what flows in a second are the 15 a second that v1 allows.
	options.Limit = rest.Limit{Requests: 300, Per: time.Minute, Burst: 10}
	options.ParseError = parseError
	return rest.New(options)
}

// fetchV1 exchanges the credentials for a token of v1. They go into the body:
// from 2026 on Personio refuses them in the query.
func fetchV1(ctx context.Context, auth *rest.Client, cfg Config) (string, time.Time, error) {
	request := rest.Request{Op: opToken, Method: http.MethodPost, Path: "v1/auth", Reads: true, Body: map[string]string{
		"client_id": cfg.ClientID, "client_secret": cfg.ClientSecret,
	}}
	asked := time.Now()
	var token, life wire.Cell
	err := auth.Do(ctx, request, func(r *rest.Response) error {
		answer := wire.NewAnswer()
		failed := newFailure(answer)
		tokenAt, lifeAt := answer.Place("data", "token"), answer.Place("data", "expires_in")
		record, err := answer.Read(r.Body)
		if err == nil {
			err = failed.in(record, employee.ErrCredentials)
		}
		if err != nil {
			return err
		}
		token, life = record.At(tokenAt), record.At(lifeAt)
		if token.Kind() != wire.KindText || token.Raw() == "" {
			return errToken
		}
		return nil
	})
	return token.Raw(), asked.Add(lifetime(life)), err
}

// fetchV2 exchanges the credentials for a token of v2, which takes a form only.
func fetchV2(ctx context.Context, auth *rest.Client, cfg Config) (string, time.Time, error) {
	request := rest.Request{Op: opToken, Method: http.MethodPost, Path: "v2/auth/token", Reads: true, Body: url.Values{
		"grant_type": {"client_credentials"}, "client_id": {cfg.ClientID}, "client_secret": {cfg.ClientSecret},
	}}
	asked := time.Now()
	var token, life wire.Cell
	err := auth.Do(ctx, request, func(r *rest.Response) error {
		var answer struct {
			Token     wire.Cell `json:"access_token"`
			ExpiresIn wire.Cell `json:"expires_in"`
		}
		if err := wire.Decode(r.Body, &answer); err != nil {
			return err
		}
		if answer.Token.Kind() != wire.KindText || answer.Token.Raw() == "" {
			return errToken
		}
		token, life = answer.Token, answer.ExpiresIn
		return nil
	})
	return token.Raw(), asked.Add(lifetime(life)), err
}

// lifetime reads the seconds of expires_in, which v1 may leave out.
func lifetime(expiresIn wire.Cell) time.Duration {
	seconds, err := strconv.ParseFloat(expiresIn.Raw(), 64)
	if err != nil || !(seconds > 0 && seconds < tokenLife.Seconds()) {
		return tokenLife
	}
	return time.Duration(seconds * float64(time.Second))
}

// parseTokenError reads an error of the token endpoints. Personio's sources
// differ on the status of wrong credentials, 400, 401 or 403; v2 also answers 400
// for other faults, with a code that names them.
func parseTokenError(status int, _ http.Header, body []byte) rest.Fault {
	f := faultIn(status, body)
	switch status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden:
		f.Class = employee.ErrCredentials
	}
	switch f.Code {
	case "server_error", "temporarily_unavailable":
		f.Class = employee.ErrUnavailable
	case "invalid_request", "unsupported_grant_type", "unsupported_response_type", "invalid_scope":
		f.Class = employee.ErrMalformed
	}
	return f
}
