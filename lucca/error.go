package lucca

import (
	"bytes"
	"cmp"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// parseError finds Lucca's words in an error answer, in any of its forms: the
// legacy {"Status", "Message"}, a problem document, an OAuth error, or plain text
// that calls itself JSON.
func parseError(_ int, _ http.Header, body []byte) rest.Fault {
	text := strings.TrimSpace(string(body))
	if text == "" || text[0] == '<' {
		return rest.Fault{}
	}
	var e struct {
		Message     wire.Cell `json:"message,case:ignore"`
		Detail      wire.Cell `json:"detail,case:ignore"`
		Title       wire.Cell `json:"title,case:ignore"`
		Error       wire.Cell `json:"error"`
		Description wire.Cell `json:"error_description"`
	}
	switch text[0] {
	case '{':
		if wire.Decode(bytes.NewReader(body), &e) != nil {
			return rest.Fault{}
		}
		text = cmp.Or(e.Message.Raw(), e.Detail.Raw(), e.Title.Raw(), e.Description.Raw())
	case '"':
		if unquoted, ok := wire.Parse(body); ok {
			text = unquoted.Raw()
		}
	}
	return rest.Fault{Code: e.Error.Raw(), Message: text}
}

// hasStatus reports whether err is an answer of one of the statuses, other than to a
// request for a token, which says nothing about a list.
func hasStatus(err error, statuses ...int) bool {
	fe, ok := errors.AsType[*employee.FetchError](err)
	if !ok || fe.Op == opToken {
		return false
	}
	for _, status := range statuses {
		if fe.StatusCode == status {
			return true
		}
	}
	return false
}

// isRefused reports whether an error says that the credential may not read a list,
// or that this account has none.
func isRefused(err error) bool { return hasStatus(err, http.StatusForbidden, http.StatusNotFound) }

// retirement says when Lucca retires the version of the API that answered: it
// announces that in headers, six months ahead or more. It is "" where there are
// none.
func retirement(h http.Header) string {
	sunset := h.Get("Sunset")
	if day, err := http.ParseTime(sunset); err == nil {
		return "on " + day.UTC().Format(time.DateOnly)
	}
	if sunset != "" || h.Get("Deprecation") != "" {
		return "on a day that it does not name yet"
	}
	return ""
}
