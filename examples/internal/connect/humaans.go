package connect

import (
	"net/http"

	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

// humaansHR is the entry of Humaans.
func humaansHR() Provider {
	const token = "HUMAANS_ACCESS_TOKEN"
	return Provider{
		Name: "humaans",
		Env: []Variable{
			{token, "an API access token"},
		},
		New: func(c Config) (Client, error) {
			return humaans.New(humaans.Config{
				AccessToken: c.Getenv(token),
				Fields:      c.Fields,
				BaseURL:     c.BaseURL,
				Logger:      c.Logger,
			})
		},
		Fake: func() (http.Handler, map[string]string) {
			fake := humaanstest.New("not-a-secret", humaanstest.People(demoPeople)...)
			return fake, map[string]string{token: "not-a-secret"}
		},
	}
}
