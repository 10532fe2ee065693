package hibob

import (
	"bytes"
	"net/http"
	"strconv"
	"time"

	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// window is that of the vendor's limits.
const window = time.Minute

// parseError reads the vendor's error, {"key": "...", "error": "..."}. Many
// refusals have no body, and those of the firewall have a page.
func parseError(status int, h http.Header, body []byte) rest.Fault {
	var f rest.Fault
	if status == http.StatusTooManyRequests {
		f.RetryAfter = untilReset(h, time.Now())
	}
	var answer struct {
		Key   wire.Cell `json:"key"`
		Error wire.Cell `json:"error"`
	}
	if wire.Decode(bytes.NewReader(body), &answer) == nil {
		f.Code, f.Message = answer.Key.Raw(), answer.Error.Raw()
	}
	return f
}

// untilReset reads X-RateLimit-Reset, the Unix time at which the limit's window
// ends, by the server's own clock where it tells the time. A number too small for
// a time of our days is taken for the seconds until then. No wait is longer than
// the window; one that is not positive is none.
func untilReset(h http.Header, now time.Time) time.Duration {
	reset, err := strconv.ParseInt(h.Get("X-RateLimit-Reset"), 10, 64)
	if err != nil || reset <= 0 {
		return 0
	}
	const aYear = 365 * 24 * 60 * 60
	if reset < aYear {
		return min(time.Duration(reset)*time.Second, window)
	}
	if told, err := http.ParseTime(h.Get("Date")); err == nil {
		now = told
	}
	return min(time.Unix(reset, 0).Sub(now), window)
}
