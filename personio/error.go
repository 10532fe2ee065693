package personio

import (
	"bytes"
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A failure is where an answer of v1 with the status 200 has an error. The code of
// its error object is 0 or repeats the status, and its message may be German.
type failure struct{ success, object, code, message wire.Place }

func newFailure(a *wire.Answer) failure {
	return failure{a.Place("success"), a.Place("error"), a.Place("error", "code"), a.Place("error", "message")}
}

// in returns the error of an answer that has one. Other is its class where the code
// does not give one.
func (f failure) in(answer *wire.Record, other error) error {
	object := answer.At(f.object)
	if (object.Missing() || object.Null()) && answer.At(f.success).Raw() != "false" {
		return nil
	}
	code := answer.At(f.code).Raw()
	if code == "0" {
		code = ""
	}
	return rest.Embedded(code, answer.At(f.message).Raw(), other)
}

// parseError reads an error of the API itself. Where a right is missing, v2
// answers 401 as for a token that is not accepted.
func parseError(status int, _ http.Header, body []byte) rest.Fault {
	f := faultIn(status, body)
	if status == http.StatusUnauthorized {
		f.Note = "a missing right can look like this"
	}
	return f
}

// faultIn finds Personio's words in an error answer. There is one form for v1,
// one for v2 and one for the tokens of v2, and developers report others.
func faultIn(status int, body []byte) rest.Fault {
	var v struct {
		Title       wire.Cell `json:"title"`
		Detail      wire.Cell `json:"detail"`
		Error       wire.Cell `json:"error"` // an object in v1, a code for tokens
		Description wire.Cell `json:"error_description"`
		Message     wire.Cell `json:"message"`
		Errors      wire.Cell `json:"errors"`
		TraceID     wire.Cell `json:"personio_trace_id"`
		TokenTrace  wire.Cell `json:"trace_id"`
	}
	if wire.Decode(bytes.NewReader(body), &v) != nil {
		return rest.Fault{Message: plainText(body)}
	}
	f := rest.Fault{
		Code:    cmp.Or(v.Error.Raw(), v.Error.At("code").Raw()),
		Message: cmp.Or(v.Error.At("message").Raw(), v.Description.Raw(), v.Message.Raw(), words(v.Title, v.Detail)),
	}
	if f.Code == "0" || f.Code == strconv.Itoa(status) {
		f.Code = "" // it adds nothing to the status
	}
	for first := range v.Errors.Items() {
		f.Message = cmp.Or(words(first.At("title"), first.At("detail")), f.Message)
		break
	}
	f.RequestID = cmp.Or(v.TraceID.Raw(), v.TokenTrace.Raw())
	return f
}

// words joins the title and the detail of an error of v2.
func words(title, detail wire.Cell) string {
	return strings.Trim(title.Raw()+": "+detail.Raw(), ": ")
}

// plainText returns a body that is neither JSON nor a page. The error that shows it
// cuts it to length.
func plainText(body []byte) string {
	if text := bytes.TrimSpace(body); len(text) > 0 && text[0] != '<' && text[0] != '{' && text[0] != '[' {
		return string(text)
	}
	return ""
}
