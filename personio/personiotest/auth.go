package personiotest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A token is the one that is good for a generation of the API.
type token struct {
	value   string
	expires time.Time
}

// serveAuth answers POST /v1/auth. Credentials in the query are refused, as they
// are from December 2026 on.
func (f *Fake) serveAuth(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	id, secret, ok := bodyCredentials(r)
	f.mu.Lock()
	s := f.settings
	f.mu.Unlock()
	switch {
	case query.Has("client_id") || query.Has("client_secret"):
		fail(w, r, http.StatusForbidden, "Credentials in the query string are not accepted")
	case !ok:
		fail(w, r, http.StatusBadRequest, "The request body cannot be read")
	case id != f.id || secret != f.secret:
		failV1(w, cmp.Or(s.WrongCredentials, http.StatusForbidden), 0, "Wrong credentials")
	default:
		t := f.issue("v1")
		data := map[string]any{"token": t.value}
		if !s.NoExpiresIn {
			data["expires_in"], data["scope"] = int(time.Until(t.expires).Seconds()), "employees:read"
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
func (f *Fake) serveToken(w http.ResponseWriter, r *http.Request) {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if media != "application/x-www-form-urlencoded" || r.ParseForm() != nil {
		failToken(w, "invalid_request", "The content type is not supported")
		return
	}
	form := r.PostForm
	switch {
	case !hasAll(form, "grant_type", "client_id", "client_secret"):
		failToken(w, "invalid_request", "A parameter is missing")
	case form.Get("grant_type") != "client_credentials":
		failToken(w, "unsupported_grant_type", "The grant type is not supported")
	case form.Get("client_id") != f.id || form.Get("client_secret") != f.secret:
		failToken(w, "unauthorized_client", "The client is not known")
	default:
		t := f.issue("v2")
		writeJSON(w, http.StatusOK, map[string]any{
			"access_token": t.value, "token_type": "Bearer", "expires_in": int(time.Until(t.expires).Seconds()),
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

// issue returns the token of a generation, the same one until it expires.
func (f *Fake) issue(generation string) token {
	f.mu.Lock()
	defer f.mu.Unlock()
	t, ok := f.tokens[generation]
	if !ok || !time.Now().Before(t.expires) || f.settings.OneUseTokens {
		t = f.renew(generation)
	}
	return t
}

// renew is called under the lock.
func (f *Fake) renew(generation string) token {
	f.issued++
	t := token{fmt.Sprintf("papi-fake-%s-%06d", generation, f.issued), time.Now().Add(cmp.Or(f.settings.TokenLife, 24*time.Hour))}
	f.tokens[generation] = t
	return t
}

// admit checks the bearer token and returns what the request sees.
func (f *Fake) admit(w http.ResponseWriter, r *http.Request) (view, bool) {
	generation, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")

	f.mu.Lock()
	defer f.mu.Unlock()
	v := view{company: f.company, settings: f.settings, turn: f.lists}
	t, ok := f.tokens[generation]
	if !ok || t.value != value || !strings.EqualFold(scheme, "Bearer") || !time.Now().Before(t.expires) {
		return v, false
	}
	if f.settings.OneUseTokens && generation == "v1" {
		w.Header().Set("Authorization", "Bearer "+f.renew(generation).value)
	}
	if r.URL.Path == "/v1/company/employees" {
		f.lists++
	}
	return v, true
}

// revoke takes a token of v2 back, which a form names.
func (f *Fake) revoke(r *http.Request) {
	if r.ParseForm() != nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.tokens["v2"].value == r.PostForm.Get("token") {
		delete(f.tokens, "v2")
	}
}
