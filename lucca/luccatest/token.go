package luccatest

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

const (
	tokenPath = "/connect/token"
	tokenLife = 1800 * time.Second
)

// serveToken answers the OAuth client credentials grant. It takes a form alone.
func (f *Fake) serveToken(w http.ResponseWriter, r *http.Request, c *company) {
	fail := func(code string) {
		fakehr.WriteJSON(w, http.StatusBadRequest, "application/json", map[string]string{"error": code})
	}
	form, ok := fakehr.Form(r)
	if !ok {
		fail("invalid_request")
		return
	}
	if id := form.Get("client_id"); id == "" || id != f.credentials.ClientID || form.Get("client_secret") != f.credentials.ClientSecret {
		fail("invalid_client")
		return
	}
	if form.Get("grant_type") != "client_credentials" {
		fail("unsupported_grant_type")
		return
	}
	scopes := c.Scopes
	if form.Has("scope") || c.ScopeRequired {
		asked := strings.Fields(form.Get("scope"))
		beyond := func(s string) bool { return c.Scopes != nil && !slices.Contains(c.Scopes, s) }
		if len(asked) == 0 || slices.ContainsFunc(asked, beyond) {
			fail("invalid_scope")
			return
		}
		scopes = asked
	}
	w.Header().Set("Cache-Control", "no-store")
	fakehr.WriteJSON(w, http.StatusOK, "application/json", map[string]any{
		"access_token": f.tokens.Issue("luccatest-token", tokenLife, scopes), "token_type": "Bearer", "expires_in": int(tokenLife.Seconds()),
	})
}
