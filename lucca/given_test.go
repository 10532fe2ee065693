package lucca_test

import (
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

const (
	apiKey       = "4b6e7c1e-0000-4000-8000-c0ffee000001"
	clientID     = "client-0b5f7d1a"
	clientSecret = "secret/93+ee51c2"
)

func credentials() luccatest.Credentials {
	return luccatest.Credentials{APIKey: apiKey, ClientID: clientID, ClientSecret: clientSecret}
}

func byKey() lucca.Config   { return lucca.Config{APIKey: apiKey} }
func byOAuth() lucca.Config { return lucca.Config{ClientID: clientID, ClientSecret: clientSecret} }
