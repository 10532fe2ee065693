package connect

import (
	"net/http"

	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// personioHR is the entry of Personio.
func personioHR() Provider {
	const tenant, id, secret = "PERSONIO_TENANT", "PERSONIO_CLIENT_ID", "PERSONIO_CLIENT_SECRET"
	return Provider{
		Name: "personio",
		Env: []Variable{
			{tenant, "your own lasting name for the account, such as \"acme\""},
			{id, "the client id of API credentials"},
			{secret, "their secret"},
		},
		New: func(c Config) (Client, error) {
			return personio.New(personio.Config{
				Tenant:       c.Getenv(tenant),
				ClientID:     c.Getenv(id),
				ClientSecret: c.Getenv(secret),
				Fields:       c.Fields,
				BaseURL:      c.BaseURL,
				Logger:       c.Logger,
			})
		},
		Fake: func() (http.Handler, map[string]string) {
			fake := personiotest.New("demo-client", "not-a-secret", personiotest.People(demoPeople)...)
			return fake, map[string]string{tenant: "demo", id: "demo-client", secret: "not-a-secret"}
		},
	}
}
