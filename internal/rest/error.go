package rest

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
)

// A cause is a class with what brought it about. Only the class is printed:
// FetchError.Message has the cleaned text of the cause.
type cause struct{ class, err error }

func (c *cause) Error() string   { return c.class.Error() }
func (c *cause) Unwrap() []error { return []error{c.class, c.err} }

// fail describes the attempt under way.
func (a *call) fail(class error, message string) *employee.FetchError {
	return &employee.FetchError{
		Provider:   a.c.provider,
		Op:         a.Op,
		StatusCode: a.status,
		Message:    a.clean(message),
		RequestID:  a.requestID,
		Err:        class,
	}
}

// told is fail with what a vendor says.
func (a *call) told(class error, f Fault) *employee.FetchError {
	message := strings.TrimSpace(f.Message)
	if !isCode(f.Code) {
		f.Code, message = "", f.Code+" "+message
	}
	shown := f.Note
	if isCommon(message) {
		shown = strings.Trim(message+"; "+f.Note, "; ")
	}
	e := a.fail(class, shown)
	e.Code = a.clean(f.Code)
	if message != "" {
		e.Said = employee.Text(a.clean(message))
	}
	if isCode(f.RequestID) {
		e.RequestID = cmp.Or(e.RequestID, a.clean(f.RequestID))
	}
	return e
}

// embedded is an error in an answer whose status says that all is well.
type embedded struct {
	code, text string // the vendor's
	class      error
}

// Embedded returns the error that an answer with status 200 holds: its code and text,
// and other for its class where the code is no status that tells.
func Embedded(code, text string, other error) error {
	e := &embedded{code, text, other}
	switch {
	case code == "401":
		e.class = employee.ErrCredentials
	case code == "403":
		e.class = employee.ErrPermission
	case code == "429":
		e.class = employee.ErrRateLimited
	case len(code) == 3 && code[0] == '5':
		e.class = employee.ErrUnavailable
	}
	return e
}

// Error has no word of the vendor, which goes into FetchError.Said.
func (e *embedded) Error() string { return "an error with status 200" }
func (e *embedded) Unwrap() error { return e.class }

// stopped says that the context ended the call. No class goes with it: nothing
// is known about the HR system.
func (a *call) stopped() *employee.FetchError {
	return a.fail(&cause{a.ctx.Err(), context.Cause(a.ctx)}, "")
}

// complete fills what the maker of an error could not know, in a copy, since
// callers that share a token share its error.
func (a *call) complete(fe *employee.FetchError) *employee.FetchError {
	e := *fe
	if e.Provider == "" {
		e.Provider = a.c.provider
	}
	if e.Op == "" {
		e.Op = a.Op
	}
	if e.StatusCode == 0 && e.RequestID == "" {
		e.StatusCode, e.RequestID = a.status, a.requestID
	}
	e.Code, e.Message = a.clean(e.Code), a.clean(e.Message)
	return &e
}

// classOf returns the class that err wraps, or other.
func classOf(err, other error) error {
	for _, class := range []error{
		employee.ErrCredentials, employee.ErrPermission, employee.ErrRateLimited,
		employee.ErrUnavailable, employee.ErrIncomplete, employee.ErrMalformed,
	} {
		if errors.Is(err, class) {
			return class
		}
	}
	return other
}

func isAccess(class error) bool {
	return class == employee.ErrCredentials || class == employee.ErrPermission
}

// plain is the text of err without URLs (net/http wraps errors in one that
// shows the whole URL) and without what the text quotes: header lines, values.
func plain(err error) string {
	for {
		ue, ok := errors.AsType[*url.Error](err)
		if !ok {
			break
		}
		err = ue.Err
	}
	text := err.Error()
	if i := strings.IndexAny(text, "\"`"); i >= 0 {
		text = strings.TrimRight(text[:i], " :=([{") + " …"
	}
	return text
}

const maxMessage = 200 // bytes

// clean makes a foreign text fit for an error: no secrets, no e-mail addresses,
// no queries of URLs, no control characters, at most 200 bytes.
func (a *call) clean(text string) string {
	text = a.c.mask(text)
	if len(a.credential) >= minCredential {
		text = newMask([]string{a.credential}, nil)(text)
	}
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, text)
	words := strings.Fields(text)
	for i, word := range words {
		if strings.Contains(word, "@") || strings.Contains(word, "%40") {
			words[i] = "…"
		} else if before, after, ok := strings.Cut(word, "?"); ok && strings.Contains(after, "=") {
			words[i] = before + "?…"
		}
	}
	return shorten(strings.Join(words, " "))
}

func shorten(text string) string {
	if len(text) <= maxMessage {
		return text
	}
	const mark = "…"
	end := maxMessage - len(mark)
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + mark
}
