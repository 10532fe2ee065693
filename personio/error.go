package personio

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/rest"
)

// A vendorError is the error object of v1. Its code is 0 or repeats the status,
// which a FetchError has anyway, and its message may be German.
type vendorError struct {
	Code    record.Cell `json:"code"`
	Message record.Cell `json:"message"`
}

// An embedded error is one that came with the status 200.
type embedded struct {
	code, message string
	class         error
}

func (e *embedded) Error() string {
	return "an error with status 200: " + strings.TrimSpace(e.code+" "+e.message)
}
func (e *embedded) Unwrap() error { return e.class }

// refused returns the error of an answer with status 200 that says that it is
// none. Other is its class where the code does not tell.
func refused(v *vendorError, other error) error {
	if v == nil {
		v = new(vendorError)
	}
	e := &embedded{v.Code.Raw(), v.Message.Raw(), other}
	switch {
	case e.code == "0":
		e.code = ""
	case e.code == "401":
		e.class = employee.ErrCredentials
	case e.code == "403":
		e.class = employee.ErrPermission
	case e.code == "429":
		e.class = employee.ErrRateLimited
	case len(e.code) == 3 && e.code[0] == '5':
		e.class = employee.ErrUnavailable
	}
	return e
}

// decode reads an answer into v, with what is missed there left at its zero value.
func decode(r *rest.Response, v any) error {
	return tolerant(r.Parts(v))
}

// tolerant drops the error of a value that has another type than documented:
// the decoder leaves it out and goes on, and a value that is not there is
// Withheld, or missed by name where the answer cannot do without it.
func tolerant(err error) error {
	if _, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return nil
	}
	return err
}

// parseError reads an error of the API itself. Where a right is missing, v2
// answers 401 as for a token that is not accepted.
func parseError(status int, _ http.Header, body []byte) rest.Fault {
	f := faultIn(status, body)
	if status == http.StatusUnauthorized {
		f.Message = strings.TrimSpace(f.Message + " (a missing right can look like this)")
	}
	return f
}

// faultIn finds Personio's words in an error answer. There is one form for v1,
// one for v2 and one for the tokens of v2, and users report others.
func faultIn(status int, body []byte) rest.Fault {
	var v struct {
		problem
		Error       json.RawMessage `json:"error"` // an object in v1, a code for tokens
		Description record.Cell     `json:"error_description"`
		Message     record.Cell     `json:"message"`
		Errors      []problem       `json:"errors"`
		TraceID     record.Cell     `json:"personio_trace_id"`
		TokenTrace  record.Cell     `json:"trace_id"`
	}
	if tolerant(json.Unmarshal(body, &v)) != nil {
		return rest.Fault{Message: plainText(body)}
	}
	own := vendorError{Code: cell(v.Error)}
	if own.Code.Raw() == "" {
		_ = json.Unmarshal(v.Error, &own) // what is no object says nothing
	}
	f := rest.Fault{
		Code:    own.Code.Raw(),
		Message: cmp.Or(own.Message.Raw(), v.Description.Raw(), v.Message.Raw(), v.words()),
	}
	if f.Code == "0" || f.Code == strconv.Itoa(status) {
		f.Code = "" // it tells nothing
	}
	if len(v.Errors) > 0 {
		f.Message = cmp.Or(v.Errors[0].words(), f.Message)
	}
	// At the front, because long messages are cut; for the vendor's support desk.
	if trace := cmp.Or(v.TraceID.Raw(), v.TokenTrace.Raw()); trace != "" {
		f.Message = strings.TrimSpace("[trace id " + trace + "] " + f.Message)
	}
	return f
}

// A problem is an error object of v2.
type problem struct {
	Title  record.Cell `json:"title"`
	Detail record.Cell `json:"detail"`
}

func (p problem) words() string {
	return strings.Trim(p.Title.Raw()+": "+p.Detail.Raw(), ": ")
}

// plainText returns a body that is neither JSON nor a page. What it is shown in
// cuts it to length.
func plainText(body []byte) string {
	if text := bytes.TrimSpace(body); len(text) > 0 && text[0] != '<' && text[0] != '{' && text[0] != '[' {
		return string(text)
	}
	return ""
}
