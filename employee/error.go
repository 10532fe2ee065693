package employee

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// The classes of failure, for [errors.Is]. A [FetchError] wraps exactly one, and
// comes without a roster.
var (
	// Wrong, revoked or expired; retrying does not help.
	ErrCredentials = errors.New("the credentials were refused: store new ones")
	ErrPermission  = errors.New("the credentials lack a permission: extend their access in the HR system")
	// It asks for a long wait: see FetchError.RetryAfter.
	ErrRateLimited = errors.New("the HR system limits the rate: try again later")
	// It failed or was not reached.
	ErrUnavailable = errors.New("the HR system is unavailable: try again later")
	// The listing ended early; partial results are discarded.
	ErrIncomplete = errors.New("the listing is incomplete: read it again")
	// Not what the vendor documents, or a wrong address.
	ErrMalformed = errors.New("the answer was not understood: check the address, then report it to the maintainers")
)

// A FetchError is a failed request to an HR system, or an answer that cannot be
// trusted. It has no credentials and no personal data but ids.
type FetchError struct {
	Provider   string        // "bamboohr"
	Op         string        // "list employees"
	StatusCode int           // of HTTP; 0 without an answer
	Code       string        // the vendor's error code
	Message    string        // this library's, or common words of the vendor
	Said       Value         // the vendor's own text; personal data, so that Error does not have it
	RequestID  string        // for the vendor's support
	RetryAfter time.Duration // what the vendor asks to wait; 0: not known
	Err        error         // the class, perhaps with a cause
}

// Error says what failed, why, and what to do.
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

func (e *FetchError) Unwrap() error { return e.Err }
