package bamboohr

import (
	"bytes"
	"net/http"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A failure is where an answer whose status says that all is well has an error.
type failure struct{ object, code, message wire.Place }

func newFailure(a *wire.Answer) failure {
	return failure{a.Place("error"), a.Place("error", "code"), a.Place("error", "message")}
}

// in returns the error of an answer, if it has one, with the class of its code.
func (f failure) in(answer *wire.Record) error {
	if object := answer.At(f.object); object.Missing() || object.Null() {
		return nil
	}
	return rest.Embedded(answer.At(f.code).Raw(), answer.At(f.message).Raw(), employee.ErrMalformed)
}

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
		Error wire.Cell `json:"error"`
		Code  wire.Cell `json:"code"`
		Title wire.Cell `json:"title"`
	}
	if wire.Decode(bytes.NewReader(body), &parsed) == nil {
		f.Code = parsed.Error.At("code").Raw() + parsed.Code.Raw()
		if f.Message == "" {
			f.Message = parsed.Error.At("message").Raw() + parsed.Title.Raw()
		}
	}
	if f.Message == "" && status == http.StatusNotFound {
		f.Note = "no BambooHR API answers at this address, so the company domain may be wrong"
	}
	return f
}
