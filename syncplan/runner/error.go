package runner

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/syncplan"
)

// Why a plan is refused, and why a run stops.
var (
	ErrTooOld = errors.New("the plan is too old: plan again, and run that one")
	ErrSource = errors.New("the plan is of another HR source: plan with the roster of this customer")
	// ErrStopped is for several failures in a row.
	ErrStopped = errors.New("too many actions in a row failed")
)

// An Error is why a plan was refused, a run stopped or an action failed. Its text has
// ids and no personal data. Unwrap returns the error of the store, whose text may have.
type Error struct {
	Run    string
	Action syncplan.Action // zero: the whole run
	Text   string          // why, and what to do
	Err    error
}

func (e *Error) Error() string {
	words := []string{"runner"}
	if e.Run != "" {
		words = append(words, "run "+shown(e.Run))
	}
	if e.Action.Kind != "" {
		words = append(words, subject(e.Action.Kind, e.Action.EmployeeID, e.Action.UserID))
	}
	return strings.Join(append(words, e.Text), ": ")
}

func (e *Error) Unwrap() error { return e.Err }

// A storeError is an error of one call of a store, or one about it.
type storeError struct {
	call string
	what string // of the store's own doing, "" for an error that it returned
	err  error
}

func (e *storeError) Error() string { return e.call + ": " + e.what }
func (e *storeError) Unwrap() error { return e.err }

// call calls the store. A panic becomes an error, without its value.
func call(name string, f func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = &storeError{call: name, what: "panicked"}
		}
	}()
	err = f()
	var named *storeError
	if err != nil && !errors.As(err, &named) {
		err = &storeError{call: name, err: err}
	}
	return err
}

// why words an error of a store without quoting it.
func why(err error) string {
	var refusal Refusal
	var of *storeError
	switch {
	case errors.Is(err, ErrTaken):
		return "another user has the address: give one of the two another"
	case errors.Is(err, ErrNoSeat):
		return "no seat is free: raise the seats or deactivate users"
	case errors.Is(err, ErrUnavailable):
		return "the product is unavailable: run the plan again once it answers"
	case errors.As(err, &refusal):
		return "the product refused it: " + shown(string(refusal))
	case errors.As(err, &of) && of.what != "":
		return "the store " + of.what + " in " + of.call + ": correct the store"
	case errors.As(err, &of):
		return "the store's " + of.call + " failed: see the product's log"
	}
	return "the store failed: see the product's log"
}

// mostShown is how many characters of a text of the product are shown.
const mostShown = 200

// shown returns a text in one line, with all that cannot be seen escaped.
func shown(s string) string {
	if utf8.RuneCountInString(s) > mostShown {
		s = string([]rune(s)[:mostShown]) + "..."
	}
	quoted := strconv.Quote(s)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}

// count says how many there are of a thing.
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
