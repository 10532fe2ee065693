package connect

import (
	"net/http"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
)

// bambooHR is the entry of BambooHR; its demo's people are in
// bamboohr_people.go.
func bambooHR() Provider {
	const domain, key = "BAMBOOHR_DOMAIN", "BAMBOOHR_API_KEY"
	return Provider{
		Name: "bamboohr",
		Env: []Variable{
			{domain, `the company domain, such as "acme" or "acme.bamboohr.com"`},
			{key, "a key made in BambooHR under Account > API Keys"},
		},
		New: func(c Config) (Client, error) {
			return bamboohr.New(bamboohr.Config{
				Company: c.Getenv(domain),
				APIKey:  c.Getenv(key),
				Fields:  c.Fields,
				BaseURL: c.BaseURL,
				Logger:  c.Logger,
			})
		},
		Fake: func() (http.Handler, map[string]string) {
			const fakeKey = "not-a-secret"
			fake := bamboohrtest.New(fakeKey, bambooHRPeople()...)
			fake.Configure(bamboohrtest.Config{Fields: []bamboohrtest.Field{
				{ID: "4567", Alias: "syncIf", Name: "Sync if", Type: "bool"},
			}})
			return fake, map[string]string{domain: "demo", key: fakeKey}
		},
	}
}
