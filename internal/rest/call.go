package rest

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/rosterkit/rosterkit/employee"
)

// Do sends the request, repeats it where that can help, and hands the answer of
// a 2xx status to decode. It returns nil only if decode did and the body then
// came to its end undamaged.
//
// Decode is called afresh for each attempt, so it starts from zero values and
// publishes nothing before Do has returned nil. What its error means:
//
//   - an [employee.FetchError] is final and returned with its empty fields set;
//   - an error of reading the body, and one that wraps io.ErrUnexpectedEOF, mean
//     an answer that was cut short. It is read again, within five attempts in all;
//   - one that wraps [wire.ErrTooLarge] is final;
//   - any other error means a body that cannot be understood, which is worth
//     two more attempts, unless the error wraps a class of package employee,
//     which then decides.
//
// The text of such an error is kept up to its first quotation mark, because
// decoders like to quote values, and the error itself is not. Nil decode: the
// body is dropped.
func (c *Client) Do(ctx context.Context, r Request, decode func(*Response) error) error {
	a := &call{c: c, ctx: ctx, Request: r, decode: decode}
	req, err := a.build()
	if err != nil {
		return err
	}
	return a.loop(req)
}

// A call is one Do: its request, and the attempts to have it answered.
type call struct {
	c   *Client
	ctx context.Context // lives as long as the call
	Request
	url    *url.URL
	header http.Header // without credentials
	decode func(*Response) error

	attempts int // begun so far
	attempt      // the latest
	garbled  int // how many answers could not be understood
	renewed  bool
	wait     time.Duration // before the next attempt
	err      error         // of the latest attempt; nil: decode has the answer
}

// An attempt is one request that is sent, with what came of it.
type attempt struct {
	token      *issue // the bearer token that is sent
	credential string // what is sent in the Authorization header
	status     int    // of the answer; 0: none
	requestID  string
	hint       time.Duration // the answer's Retry-After; negative: none
}

// loop is: prepare, send, check; and as long as check says so: wait, and again.
// The loop is retryablehttp's, which rewinds the request's body, drains the answer
// and lets the context end a wait. It has no logger, because its lines show queries.
// The number of attempts is for check to limit: when RetryMax does, retryablehttp
// closes the idle connections of the caller's http.Client.
func (a *call) loop(req *retryablehttp.Request) error {
	if err := a.prepare(req.Request); err != nil {
		return err
	}
	client := *a.c.http
	client.CheckRedirect = a.redirect
	loop := retryablehttp.Client{
		HTTPClient:   &client,
		CheckRetry:   a.check,
		Backoff:      func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return a.wait },
		PrepareRetry: a.prepare,
		RetryMax:     maxAttempts,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	// check has closed the body of the answer, and a.err says more than err. The
	// context's own error, not wrapped, is that of a wait which the context ended.
	if _, err := loop.Do(req); err != nil && err == a.ctx.Err() {
		return a.stopped()
	}
	return a.err
}

// prepare begins an attempt. The limiter comes last: what it grants is sent at
// once, however long the credentials took. A token that expired while the limiter
// had the call wait is replaced, and then the limiter is asked again.
func (a *call) prepare(req *http.Request) error {
	a.attempts++
	a.attempt = attempt{hint: -1}
	for range 2 {
		if a.err = a.authorize(req); a.err != nil {
			return a.err
		}
		good := a.c.token.good(a.token)
		if a.err = a.admit(); a.err != nil {
			return a.err
		}
		if !good || a.c.token.good(a.token) {
			break
		}
	}
	return nil
}

// authorize sets the headers of an attempt, on a copy: the transport may still
// be reading those of the attempt before.
func (a *call) authorize(req *http.Request) error {
	if a.ctx.Err() != nil {
		return a.stopped()
	}
	req.Header = a.header.Clone()
	if a.c.authorize != nil {
		if err := a.c.authorize(req); err != nil {
			return a.unauthorized(err)
		}
	}
	if a.c.token != nil {
		token, err := a.c.token.get(a.ctx)
		if err != nil {
			return a.unauthorized(err)
		}
		a.token = token
		req.Header.Set("Authorization", "Bearer "+token.value)
	}
	a.credential = req.Header.Get("Authorization")
	if _, after, ok := strings.Cut(a.credential, " "); ok {
		a.credential = after
	}
	for _, values := range req.Header {
		if strings.ContainsFunc(strings.Join(values, ""), unicode.IsControl) {
			return a.fail(employee.ErrCredentials, "a credential holds a line break or the like")
		}
	}
	return nil
}

func (a *call) unauthorized(err error) error {
	if fe, ok := errors.AsType[*employee.FetchError](err); ok {
		return a.complete(fe)
	}
	if a.ctx.Err() != nil {
		return a.stopped()
	}
	return a.fail(&cause{classOf(err, employee.ErrUnavailable), err}, plain(err))
}

// admit waits until the limiter grants one request.
func (a *call) admit() error {
	if a.ctx.Err() != nil {
		return a.stopped()
	}
	limit := a.c.limiterOf(a.ctx)
	if limit == nil {
		return nil
	}
	delay, cancel := limit.reserve(time.Now())
	if delay == 0 {
		return nil
	}
	if a.late(delay) {
		cancel()
		err := a.fail(&cause{employee.ErrRateLimited, context.DeadlineExceeded}, "the wait for the rate limit would pass the deadline")
		err.RetryAfter = delay
		return err
	}
	if delay > time.Second {
		a.record(slog.LevelWarn, "waiting for the rate limit", slog.Duration("wait", delay.Round(time.Millisecond)))
		observe(a.ctx, Event{Op: a.Op, Wait: delay})
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-a.ctx.Done():
		cancel()
		return a.stopped()
	}
}

// late says whether a wait would leave no time for a request.
func (a *call) late(wait time.Duration) bool {
	deadline, ok := a.ctx.Deadline()
	return ok && time.Until(deadline) <= wait
}

// check judges the attempt that was sent, and says whether there is another.
func (a *call) check(_ context.Context, resp *http.Response, sendErr error) (bool, error) {
	v, err := a.judge(resp, sendErr)
	if err == nil {
		a.err = nil
		a.record(slog.LevelDebug, "request")
		return false, nil
	}
	a.err = err
	reason := slog.String("reason", err.Message)
	a.record(slog.LevelDebug, "request failed", reason)
	again := a.again(v, err)
	if again && a.wait > 0 {
		a.record(slog.LevelWarn, "waiting to repeat the request", reason, slog.Duration("wait", a.wait))
		observe(a.ctx, Event{Op: a.Op, Wait: a.wait})
	}
	return again, nil
}

// again decides on another attempt after err, and on the wait before it.
func (a *call) again(v verdict, err *employee.FetchError) bool {
	switch v {
	case final:
		return false
	case renew:
		if a.renewed {
			return false
		}
		a.c.token.invalidate(a.token)
		a.renewed, a.wait = true, 0
		return a.Reads // even if it is the sixth attempt
	case reread:
		if a.garbled++; a.garbled == maxGarbled {
			return false
		}
	}
	a.wait = a.hint
	if a.hint < 0 {
		a.wait = backoff(a.attempts)
	}
	if !a.Reads || a.attempts >= maxAttempts || a.wait > maxHint {
		return false
	}
	if a.wait > 0 && a.late(a.wait) {
		err.Err = &cause{err.Err, context.DeadlineExceeded}
		return false
	}
	return true
}

// record logs with the attributes of the attempt.
func (a *call) record(level slog.Level, message string, more ...slog.Attr) {
	if !a.c.log.Enabled(a.ctx, level) {
		return
	}
	a.c.log.LogAttrs(a.ctx, level, message, slices.Concat([]slog.Attr{
		slog.String("provider", a.c.provider),
		slog.String("method", a.Method),
		slog.String("path", a.c.mask(a.url.EscapedPath())),
		slog.Int("status", a.status),
		slog.Int("attempt", a.attempts),
	}, more)...)
}
