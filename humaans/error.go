package humaans

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// parseError reads Humaans' words. The sources differ about the code, a number
// or a text, and about the keys of an issue; the id is that of the request.
func parseError(_ int, _ http.Header, body []byte) rest.Fault {
	var e struct {
		ID      wire.Cell `json:"id"`
		Code    wire.Cell `json:"code"`
		Name    wire.Cell `json:"name"`
		Message wire.Cell `json:"message"`
		Issues  wire.Cell `json:"issues"`
	}
	if wire.Decode(bytes.NewReader(body), &e) != nil {
		return rest.Fault{}
	}
	f := rest.Fault{Code: e.Code.Raw(), Message: e.Message.Raw()}
	if _, err := strconv.Atoi(f.Code); err == nil || f.Code == "" {
		f.Code = e.Name.Raw() // the number is the HTTP status
	}
	for issue := range e.Issues.Items() {
		text := func(key string) string { return issue.At(key).Raw() }
		f.Message += strings.TrimRight("; "+text("name")+text("path")+": "+text("reason")+text("message"), ": ")
	}
	f.RequestID = e.ID.Raw()
	return f
}

// hasStatus reports whether err is an answer of one of the statuses.
func hasStatus(err error, statuses ...int) bool {
	fe, ok := errors.AsType[*employee.FetchError](err)
	return ok && slices.Contains(statuses, fe.StatusCode)
}

// withheld reports whether err says that the token may not see a list. Humaans
// answers 403, or 404 as if there were none.
func withheld(err error) bool { return hasStatus(err, http.StatusForbidden, http.StatusNotFound) }

// refused reports whether Humaans does not know a value of a filter.
func refused(err error) bool {
	return hasStatus(err, http.StatusBadRequest, http.StatusUnprocessableEntity)
}
