package luccatest

import (
	"encoding/json"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	tokenPath = "/connect/token"
	tokenLife = 1800 * time.Second
)

// A token is what the account knows of one that it issued.
type token struct {
	until  time.Time
	scopes []string // nil: all that were granted
}

// serveToken answers the OAuth client credentials grant. It takes a form alone.
func (f *Fake) serveToken(w http.ResponseWriter, r *http.Request, c *company) {
	fail := func(code string) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		json.NewEncoder(w).Encode(map[string]string{"error": code})
	}
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if r.Method != http.MethodPost || media != "application/x-www-form-urlencoded" || r.ParseForm() != nil {
		fail("invalid_request")
		return
	}
	form := r.PostForm
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
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	json.NewEncoder(w).Encode(map[string]any{
		"access_token": f.issue(scopes), "token_type": "Bearer", "expires_in": int(tokenLife.Seconds()),
	})
}

func (f *Fake) issue(scopes []string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	name := "luccatest-token-" + strconv.Itoa(f.served)
	f.tokens[name] = token{time.Now().Add(tokenLife), scopes}
	return name
}

// bearer returns the token of a request, unless it is stale.
func (f *Fake) bearer(r *http.Request) (token, bool) {
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	f.mu.Lock()
	defer f.mu.Unlock()
	t, ok := f.tokens[value]
	return t, ok && strings.EqualFold(scheme, "Bearer") && time.Now().Before(t.until)
}
