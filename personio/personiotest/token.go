package personiotest

import (
	"cmp"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// serveAuth answers POST /v1/auth. Credentials in the query are refused, as they
// are from December 2026 on.
func (f *Fake) serveAuth(w http.ResponseWriter, r *http.Request, v view) {
	query := r.URL.Query()
	id, secret, ok := bodyCredentials(r)
	switch {
	case query.Has("client_id") || query.Has("client_secret"):
		fail(w, r, http.StatusForbidden, "Credentials in the query string are not accepted")
	case !ok:
		fail(w, r, http.StatusBadRequest, "The request body cannot be read")
	case id != f.id || secret != f.secret:
		failV1(w, cmp.Or(v.WrongCredentials, http.StatusForbidden), 0, "Wrong credentials")
	default:
		token, left := f.issue("v1", v)
		data := map[string]any{"token": token}
		if !v.NoExpiresIn {
			data["expires_in"], data["scope"] = int(left.Seconds()), "employees:read"
		}
		writeJSON(w, http.StatusOK, map[string]any{"success": true, "data": data})
	}
}

// bodyCredentials reads the credentials in the two forms that v1 takes.
func bodyCredentials(r *http.Request) (id, secret string, ok bool) {
	switch media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); media {
	case "application/json":
		var body struct {
			ID     string `json:"client_id"`
			Secret string `json:"client_secret"`
		}
		err := json.NewDecoder(r.Body).Decode(&body)
		return body.ID, body.Secret, err == nil
	case "application/x-www-form-urlencoded":
		err := r.ParseForm()
		return r.PostForm.Get("client_id"), r.PostForm.Get("client_secret"), err == nil
	}
	return "", "", false
}

// serveToken answers POST /v2/auth/token, which takes a form and nothing else.
func (f *Fake) serveToken(w http.ResponseWriter, r *http.Request, v view) {
	form, ok := fakehr.Form(r)
	if !ok {
		failToken(w, "invalid_request", "The content type is not supported")
		return
	}
	switch {
	case !hasAll(form, "grant_type", "client_id", "client_secret"):
		failToken(w, "invalid_request", "A parameter is missing")
	case form.Get("grant_type") != "client_credentials":
		failToken(w, "unsupported_grant_type", "The grant type is not supported")
	case form.Get("client_id") != f.id || form.Get("client_secret") != f.secret:
		failToken(w, "unauthorized_client", "The client is not known")
	default:
		token, left := f.issue("v2", v)
		writeJSON(w, http.StatusOK, map[string]any{
			"access_token": token, "token_type": "Bearer", "expires_in": int(left.Seconds()),
			"scope": "personio:persons:read", "refresh_token": nil,
		})
	}
}

func hasAll(form url.Values, names ...string) bool {
	for _, name := range names {
		if form.Get(name) == "" {
			return false
		}
	}
	return true
}

// issue returns the token of a generation, the same one until it expires, and how
// long it has to live.
func (f *Fake) issue(generation string, v view) (token string, left time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	token = f.current[generation]
	if _, left, ok := f.tokens.Find(token); ok && !v.OneUseTokens {
		return token, left
	}
	return f.renew(generation, v)
}

// renew replaces the token of a generation. It is called under the lock.
func (f *Fake) renew(generation string, v view) (token string, left time.Duration) {
	f.tokens.Revoke(f.current[generation])
	left = cmp.Or(v.TokenLife, 24*time.Hour)
	token = f.tokens.Issue("papi-fake-"+generation, left, generation)
	f.current[generation] = token
	return token, left
}

// admit checks the bearer token, and tells v how often the list was asked for.
func (f *Fake) admit(w http.ResponseWriter, r *http.Request, v *view) bool {
	generation, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	f.mu.Lock()
	defer f.mu.Unlock()
	if granted, _, ok := f.tokens.Find(fakehr.Bearer(r)); !ok || granted != generation {
		return false
	}
	if v.OneUseTokens && generation == "v1" {
		next, _ := f.renew(generation, *v)
		w.Header().Set("Authorization", "Bearer "+next)
	}
	v.turn = f.lists
	if r.URL.Path == "/v1/company/employees" {
		f.lists++
	}
	return true
}

// revoke takes a token of v2 back, which a form names.
func (f *Fake) revoke(r *http.Request) {
	if form, ok := fakehr.Form(r); ok {
		f.tokens.Revoke(form.Get("token"))
	}
}
