package connect

import (
	"net/http"

	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

// hiBob is the entry of HiBob.
func hiBob() Provider {
	const tenant, id, token = "HIBOB_TENANT", "HIBOB_SERVICE_USER_ID", "HIBOB_TOKEN"
	return Provider{
		Name: "hibob",
		Env: []Variable{
			{tenant, "your own lasting name for the account, such as \"acme\""},
			{id, "the id of a service user"},
			{token, "its token"},
		},
		New: func(c Config) (Client, error) {
			return hibob.New(hibob.Config{
				Tenant:        c.Getenv(tenant),
				ServiceUserID: c.Getenv(id),
				Token:         c.Getenv(token),
				Fields:        c.Fields,
				BaseURL:       c.BaseURL,
				Logger:        c.Logger,
			})
		},
		Fake: func() (http.Handler, map[string]string) {
			fake := hibobtest.New("demo-service-user", "not-a-secret", hibobtest.People(demoPeople)...)
			return fake, map[string]string{tenant: "demo", id: "demo-service-user", token: "not-a-secret"}
		},
	}
}
