package bamboohr

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/rest"
)

// A vendorError is an error object in one of BambooHR's forms.
type vendorError struct {
	Code    record.Cell `json:"code"`
	Message record.Cell `json:"message"`
}

// An embeddedError is an error in an answer whose status says that all is well.
type embeddedError struct {
	vendorError
	class error
}

// wrap returns v as the error of such an answer, with the class of its code.
func (v *vendorError) wrap() error {
	class := employee.ErrMalformed
	switch code := v.Code.Raw(); {
	case code == "401":
		class = employee.ErrCredentials
	case code == "403":
		class = employee.ErrPermission
	case code == "429":
		class = employee.ErrRateLimited
	case len(code) == 3 && code[0] == '5':
		class = employee.ErrUnavailable
	}
	return &embeddedError{*v, class}
}

func (e *embeddedError) Error() string {
	return strings.TrimSpace("the answer is an error: " + e.Code.Raw() + " " + e.Message.Raw())
}

func (e *embeddedError) Unwrap() error { return e.class }

// parseError finds BambooHR's words in an error answer: in a header, in one of
// its two spellings, or in the body.
func parseError(status int, h http.Header, body []byte) rest.Fault {
	var f rest.Fault
	for _, name := range []string{"X-Bamboohr-Error-Message", "X-Bamboohr-Error-Messsage", "X-Bamboohr-Message"} {
		if f.Message = h.Get(name); f.Message != "" {
			break
		}
	}
	var parsed struct {
		Error vendorError `json:"error"`
		Code  record.Cell `json:"code"`
		Title record.Cell `json:"title"`
	}
	if json.Unmarshal(body, &parsed) == nil {
		f.Code = parsed.Error.Code.Raw() + parsed.Code.Raw()
		if f.Message == "" {
			f.Message = parsed.Error.Message.Raw() + parsed.Title.Raw()
		}
	}
	if f.Message == "" && status == http.StatusNotFound {
		f.Message = "no BambooHR API answers at this address, so the company domain may be wrong"
	}
	return f
}
