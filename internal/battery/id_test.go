package battery

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/jarcoal/httpmock"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/personio"
)

// A client id of two letters leaves an error text as it is; the secret beside it
// does not show.
func TestShortIDsDoNotGarbleErrors(t *testing.T) {
	t.Parallel()
	const id, secret = "no", "s3cret-canary-0003"
	for _, tt := range []struct {
		name   string
		client func(*http.Client) (client, error)
	}{
		{name: "personio v1", client: func(hc *http.Client) (client, error) {
			return personio.New(personio.Config{Tenant: "acme", ClientID: id, ClientSecret: secret, HTTPClient: hc})
		}},
		{name: "personio v2", client: func(hc *http.Client) (client, error) {
			return personio.New(personio.Config{Tenant: "acme", ClientID: id, ClientSecret: secret, HTTPClient: hc,
				API: personio.APIV2})
		}},
		{name: "hibob", client: func(hc *http.Client) (client, error) {
			return hibob.New(hibob.Config{Tenant: "acme", ServiceUserID: id, Token: secret, HTTPClient: hc})
		}},
		{name: "lucca", client: func(hc *http.Client) (client, error) {
			return lucca.New(lucca.Config{Instance: "acme.ilucca.net", ClientID: id, ClientSecret: secret, HTTPClient: hc})
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			mt := httpmock.NewMockTransport()
			mt.RegisterNoResponder(func(*http.Request) (*http.Response, error) {
				body := `{"message":"cannot note, no valid ` + secret + `","error":"cannot note, no valid ` + secret + `"}`
				return &http.Response{StatusCode: 400, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
			})
			c, err := tt.client(&http.Client{Transport: mt})
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.Check(t.Context())
			fe, ok := errors.AsType[*employee.FetchError](err)
			if !ok || !strings.Contains(fe.Said.String(), "cannot note, no valid ***") {
				t.Fatalf("the error is %#v", err)
			}
			if text := err.Error() + fe.Said.String(); strings.Contains(text, secret) {
				t.Errorf("the secret is in %s", text)
			}
		})
	}
}
