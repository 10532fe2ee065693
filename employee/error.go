package employee

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// The classes of failure. A [FetchError] wraps exactly one of them; test with
// [errors.Is]. None of them ever comes with a shortened list of people.
var (
	// ErrCredentials: the HR system does not accept the credentials. They are
	// wrong, revoked or expired; repeating the call cannot help.
	ErrCredentials = errors.New("the credentials were refused: store new ones")
	// ErrPermission: the credentials are good but may not do this.
	ErrPermission = errors.New("the credentials lack a permission: extend their access in the HR system")
	// ErrRateLimited: the HR system asks to wait longer than one call may
	// reasonably wait; see FetchError.RetryAfter.
	ErrRateLimited = errors.New("the HR system limits the rate: try again later")
	// ErrUnavailable: the HR system could not be reached or failed.
	ErrUnavailable = errors.New("the HR system is unavailable: try again later")
	// ErrIncomplete: the listing did not come to its end, so it is no listing.
	ErrIncomplete = errors.New("the listing is incomplete: read it again")
	// ErrMalformed: the answer is not what the vendor documents, or the address
	// is not that of the HR system.
	ErrMalformed = errors.New("the answer was not understood: check the address, then report it to the maintainers")
)

// A FetchError says that an HR system refused or failed a request, or gave an
// answer that cannot be trusted. It carries no credential and nothing about a
// person beyond an identifier.
//
// Use [errors.AsType] to branch on its fields and [errors.Is] with one of the
// Err values of this package to branch on the class.
type FetchError struct {
	Provider   string        // "bamboohr"
	Op         string        // what was being done: "list employees"
	StatusCode int           // the HTTP status; 0 when there was no answer
	Code       string        // the vendor's error code, if it gave one
	Message    string        // the vendor's or this library's words; no personal data
	RequestID  string        // the vendor's request id, for its support desk
	RetryAfter time.Duration // how long the vendor asks to wait; 0 if it does not say
	Err        error         // the class, perhaps with a cause such as context.DeadlineExceeded
}

// Error says who failed, at what, why, and what to do next.
func (e *FetchError) Error() string {
	var b strings.Builder
	b.WriteString(e.Provider)
	if e.Op != "" {
		b.WriteString(": " + e.Op)
	}
	if e.StatusCode != 0 {
		fmt.Fprintf(&b, ": HTTP %d", e.StatusCode)
	}
	if e.Code != "" {
		b.WriteString(": " + e.Code)
	}
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, " (after %v)", e.RetryAfter)
	}
	if e.RequestID != "" {
		fmt.Fprintf(&b, " (request id %s)", e.RequestID)
	}
	return b.String()
}

// Unwrap returns Err, so that the class and the cause can be tested.
func (e *FetchError) Unwrap() error { return e.Err }
