package connect

import (
	"net/http"

	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

// luccaHR is the entry of Lucca.
func luccaHR() Provider {
	const instance, key = "LUCCA_INSTANCE", "LUCCA_API_KEY"
	return Provider{
		Name: "lucca",
		Env: []Variable{
			{instance, "the address of the account, such as \"acme.ilucca.net\""},
			{key, "a key of the legacy API"},
		},
		New: func(c Config) (Client, error) {
			return lucca.New(lucca.Config{
				Instance: c.Getenv(instance),
				APIKey:   c.Getenv(key),
				Fields:   c.Fields,
				BaseURL:  c.BaseURL,
				Logger:   c.Logger,
			})
		},
		Fake: func() (http.Handler, map[string]string) {
			fake := luccatest.New(luccatest.Credentials{APIKey: "not-a-secret"}, luccatest.People(demoPeople)...)
			return fake, map[string]string{instance: "demo.ilucca.net", key: "not-a-secret"}
		},
	}
}
