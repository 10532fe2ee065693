package hris

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// Advice is what to do about an error, for a settings page: fixed words of this
// package, without the error's, which are for the log.
type Advice struct {
	Code  AdviceCode    `json:"code"`
	Title string        `json:"title"`           // what happened
	Text  string        `json:"text"`            // what to do, and what happens until then
	Role  Role          `json:"role"`            // who has to act; RoleNone: a retry will do
	Retry bool          `json:"retry"`           // whether a retry can help though nothing is changed
	After time.Duration `json:"after,omitempty"` // the wait before it
}

// An AdviceCode names what happened.
type AdviceCode string

const (
	AdviceCodeCredentials   AdviceCode = "credentials"    // the system refused them
	AdviceCodePermission    AdviceCode = "permission"     // they lack a right
	AdviceCodeAddress       AdviceCode = "address"        // there is no such account
	AdviceCodeRateLimited   AdviceCode = "rate_limited"   // the system asks to wait
	AdviceCodeUnavailable   AdviceCode = "unavailable"    // it failed or was not reached
	AdviceCodeIncomplete    AdviceCode = "incomplete"     // the list did not come whole
	AdviceCodeNotUnderstood AdviceCode = "not_understood" // the answer is not what is documented
	AdviceCodeTimeout       AdviceCode = "timeout"        // your context had a deadline
	AdviceCodeCanceled      AdviceCode = "canceled"       // your context was canceled, which is no failure
	AdviceCodeForm          AdviceCode = "form"           // stored credentials do not fit their form
	AdviceCodeFields        AdviceCode = "fields"         // settings name fields that there are not
)

const (
	untilThen = " Nothing is synced until then, and no user loses access."
	byItself  = " Nothing has changed, and no user loses access."

	soon  = 10 * time.Minute // most outages and changes under way are over
	later = time.Hour
)

// Advise returns what to do about an error of this package or of a provider, however
// it is wrapped. It is false for nil and for other errors.
func Advise(err error) (Advice, bool) {
	if e, ok := errors.AsType[*CredentialsError](err); ok {
		return e.advice(), true
	}
	if e, ok := errors.AsType[*FieldsError](err); ok {
		return Advice{Code: AdviceCodeFields, Role: RoleAdmin, Title: "The settings name fields that " + labelOf(e.System) + " does not have",
			Text: "Choose other fields in the settings, or correct their names: " + e.names() + "." + untilThen}, true
	}
	fe, ok := errors.AsType[*employee.FetchError](err)
	if !ok {
		fe = &employee.FetchError{}
	}
	return about(err, fe)
}

// about is the advice on an error of a listing, of which fe has the parts.
func about(err error, fe *employee.FetchError) (Advice, bool) {
	s, _ := systemNamed(fe.Provider)
	label := cmp.Or(s.Label, "The HR system")
	switch {
	case errors.Is(err, employee.ErrCredentials):
		return Advice{Code: AdviceCodeCredentials, Role: RoleAdmin, Title: label + " refused the credentials",
			Text: cmp.Or(s.renew, "Make new ones in the HR system and enter them.") + untilThen}, true
	case errors.Is(err, employee.ErrPermission):
		return Advice{Code: AdviceCodePermission, Role: RoleAdmin, Title: "The credentials lack a permission in " + cmp.Or(s.Label, "the HR system"),
			Text: cmp.Or(s.extend, "Extend what they may read in the HR system.") + untilThen}, true
	case errors.Is(err, employee.ErrRateLimited):
		return limited(err, fe, label), true
	case errors.Is(err, employee.ErrUnavailable):
		return Advice{Code: AdviceCodeUnavailable, Retry: true, After: max(fe.RetryAfter, soon), Title: label + " is unavailable",
			Text: "There is nothing to do: the next run tries again." + ifNew(s) + byItself}, true
	case errors.Is(err, employee.ErrIncomplete):
		return Advice{Code: AdviceCodeIncomplete, Retry: true, After: soon, Title: "The list of employees did not come whole",
			Text: "It changed while it was read, or " + inSentence(label) + " cut it short. There is nothing to do: the next run tries again." + byItself}, true
	case errors.Is(err, employee.ErrMalformed):
		return misunderstood(fe, s, label), true
	case errors.Is(err, context.DeadlineExceeded):
		return Advice{Code: AdviceCodeTimeout, Role: RoleDeveloper, Retry: true, Title: "There was too little time to read the employees",
			Text: "Give the run more time: large companies take minutes, because HR systems limit the rate." + byItself}, true
	case errors.Is(err, context.Canceled):
		return Advice{Code: AdviceCodeCanceled, Retry: true, Title: "The run was stopped",
			Text: "There is nothing to do: the next run begins anew." + byItself}, true
	}
	return Advice{}, false
}

func limited(err error, fe *employee.FetchError, label string) Advice {
	a := Advice{Code: AdviceCodeRateLimited, Retry: true, After: max(fe.RetryAfter, time.Minute), Title: label + " limits the number of requests",
		Text: "There is nothing to do: the next run tries again. If it happens often, another program reads the same account: let it read at another time." + byItself}
	if errors.Is(err, context.DeadlineExceeded) {
		a.Role = RoleDeveloper
		a.Text = "The wait would have passed the deadline of the run: give the run more time." + byItself
	}
	return a
}

// misunderstood is an address where no account is, or an answer that is not what is
// documented. A wrong address is likely where another page answers, and where the vendor
// moved the account.
func misunderstood(fe *employee.FetchError, s system, label string) Advice {
	moved := fe.StatusCode/100 == 3 || fe.StatusCode == http.StatusNotFound || fe.StatusCode == http.StatusGone
	if s.relocate != "" && moved {
		return Advice{Code: AdviceCodeAddress, Role: RoleAdmin, Title: "There is no account of " + label + " at this address",
			Text: s.relocate + untilThen}
	}
	return Advice{Code: AdviceCodeNotUnderstood, Role: RoleDeveloper, Retry: true, After: later, Title: label + " gave an answer that was not understood",
		Text: "Look into the log: the error has the operation and the vendor's request id. If it comes again, report it to the maintainers." +
			ifNew(s) + byItself}
}

// ifNew is about connections that never worked.
func ifNew(s system) string {
	if s.relocate == "" {
		return ""
	}
	return " If the connection never worked: " + strings.ToLower(s.relocate[:1]) + s.relocate[1:]
}

// inSentence is a label inside a sentence.
func inSentence(label string) string { return strings.Replace(label, "The HR", "the HR", 1) }

func labelOf(name string) string {
	s, _ := systemNamed(name)
	return cmp.Or(s.Label, "the HR system")
}

// advice is for the developer if one of the faults is.
func (e *CredentialsError) advice() Advice {
	a := Advice{Code: AdviceCodeForm, Role: RoleAdmin, Title: "The credentials of " + labelOf(e.System) + " are incomplete or in the wrong box",
		Text: "Correct them: " + strings.Join(e.texts(), "; ") + "." + untilThen}
	for _, f := range e.Faults {
		if f.Role == RoleDeveloper {
			a.Role, a.Title = RoleDeveloper, "The stored credentials of "+labelOf(e.System)+" do not fit their form"
		}
	}
	return a
}
