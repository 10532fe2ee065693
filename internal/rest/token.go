package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// A Token is a bearer token that is fetched when needed and kept until shortly
// before it expires or a server refuses it. Several Clients may share one. It
// is safe for concurrent use, and printing, logging or encoding it shows
// nothing.
type Token struct {
	fetch func(context.Context) (token string, expires time.Time, err error)
	turn  chan struct{} // holds one value while a caller fetches

	mu   sync.Mutex
	last *issue // what the latest fetch gave; nil before the first
}

// An issue is the result of one fetch. It is told from others by its address,
// not by its value: a vendor may give the same token again.
type issue struct {
	value   string
	until   time.Time // when to fetch the next one; zero: when this is refused
	err     error
	refused bool // guarded by Token.mu
}

const renewBefore = time.Minute

// NewToken returns a Token that fetch fills. A zero expires means that the
// token is good until a server refuses it.
//
// However many callers wait, one of them fetches, under its own context, and
// the others share the token or the error. When that caller's context ends, the
// next in line fetches instead. Fetch sends its request through a Client that
// does not use this Token.
func NewToken(fetch func(context.Context) (token string, expires time.Time, err error)) *Token {
	return &Token{fetch: fetch, turn: make(chan struct{}, 1)}
}

// get returns an issue that is good, and fetches one if the latest is not.
func (t *Token) get(ctx context.Context) (*issue, error) {
	seen := t.latest()
	if t.good(seen) {
		return seen, nil
	}
	select {
	case t.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-t.turn }()
	if now := t.latest(); now != seen {
		// Another caller fetched while this one waited. The result is used even if
		// it is an error or has expired by now: if each of the waiting callers
		// fetched, a wrong password would hammer the token endpoint.
		return now, now.err
	}
	return t.renew(ctx)
}

func (t *Token) latest() *issue {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.last
}

// good says whether i can be sent without a fetch. A nil i, as without a Token,
// cannot.
func (t *Token) good(i *issue) bool {
	if i == nil {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return i.err == nil && !i.refused && (i.until.IsZero() || time.Now().Before(i.until))
}

// renew is called by the one caller whose turn it is.
func (t *Token) renew(ctx context.Context) (*issue, error) {
	asked := time.Now()
	value, expires, err := t.fetch(ctx)
	if err == nil {
		err = checkToken(value)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil, err // this caller's own end, no answer for the others
	}
	i := &issue{value: value, err: err}
	if !expires.IsZero() {
		i.until = expires.Add(-min(renewBefore, expires.Sub(asked)/10))
	}
	t.mu.Lock()
	t.last = i
	t.mu.Unlock()
	return i, err
}

// IsCredential reports whether a text can be a key, id or secret as it was given out:
// without blanks, signs that no header carries, and quotes, which come with a paste.
func IsCredential(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' || r == '\'' || r == '`' })
}

// checkToken refuses what no header can carry: a garbled answer is not kept as a token.
func checkToken(value string) error {
	switch {
	case value == "":
		return &employee.FetchError{Message: "got an empty token", Err: employee.ErrMalformed}
	case strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' }):
		return &employee.FetchError{Message: "got a token with a character that none has", Err: employee.ErrMalformed}
	}
	return nil
}

// invalidate says that a server refused i. A later issue is not touched, so
// callers that were refused together renew once.
func (t *Token) invalidate(i *issue) {
	t.mu.Lock()
	defer t.mu.Unlock()
	i.refused = true
}

const tokenLabel = "rest.Token(masked)"

// Format prints a fixed text, whatever the verb.
func (*Token) Format(s fmt.State, _ rune) { io.WriteString(s, tokenLabel) }

// LogValue is a fixed text.
func (*Token) LogValue() slog.Value { return slog.StringValue(tokenLabel) }

// MarshalJSON encodes a fixed text.
func (*Token) MarshalJSON() ([]byte, error) { return json.Marshal(tokenLabel) }
