package fakehr

import (
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Bearer is the token of a request; "" is none.
func Bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return token
}

// Form reads a request that is a form, as one for a token must be.
func Form(r *http.Request) (url.Values, bool) {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if r.Method != http.MethodPost || media != "application/x-www-form-urlencoded" || r.ParseForm() != nil {
		return nil, false
	}
	return r.PostForm, true
}

// Tokens are the access tokens that a fake gave out, each with what it grants. The
// zero Tokens has none.
type Tokens[G any] struct {
	mu     sync.Mutex
	tokens map[string]issued[G]
	count  int
}

type issued[G any] struct {
	until time.Time
	grant G
}

// Issue makes a token whose name begins with prefix.
func (t *Tokens[G]) Issue(prefix string, life time.Duration, grant G) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count++
	token := fmt.Sprintf("%s-%06d", prefix, t.count)
	if t.tokens == nil {
		t.tokens = make(map[string]issued[G])
	}
	t.tokens[token] = issued[G]{time.Now().Add(life), grant}
	return token
}

// Find returns what a token grants and how long it has to live; it is not there
// once it is revoked or its life is over.
func (t *Tokens[G]) Find(token string) (grant G, left time.Duration, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.tokens[token]
	left = time.Until(found.until)
	return found.grant, left, ok && left > 0
}

// Revoke ends the life of a token.
func (t *Tokens[G]) Revoke(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.tokens, token)
}

// Expire ends the life of every token.
func (t *Tokens[G]) Expire() {
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.tokens)
}
