package rest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/rosterkit/rosterkit/employee"
)

const (
	errorBodyBytes = 4 << 10
	maxRedirects   = 10
)

// A call is one Do: the request, its attempts and what became of the last one.
type call struct {
	c      *Client
	ctx    context.Context // lives as long as the call
	op     string
	decode func(*Response) error

	method     string
	url        *url.URL
	header     http.Header // without credentials
	maxBytes   int64
	repeatable bool

	attempt    int    // the number of the attempt under way, from 1
	token      *issue // the bearer token of that attempt
	credential string // the credential in its Authorization header
	status     int    // of its answer; 0: none
	requestID  string
	hint       time.Duration // its Retry-After; negative: none

	garbled int                  // attempts whose body could not be understood
	renewed bool                 // the token has been renewed
	waiting bool                 // between two attempts
	wait    time.Duration        // how long, if so
	err     *employee.FetchError // of the last attempt; nil once decode has the answer
}

func (a *call) build(r Request) (*retryablehttp.Request, error) {
	a.method = r.Method
	if a.method == "" {
		a.method = http.MethodGet
	}
	a.repeatable = r.Reads || a.method == http.MethodGet || a.method == http.MethodHead
	a.maxBytes = r.MaxBytes
	if a.maxBytes <= 0 {
		a.maxBytes = defaultMaxBytes
	}
	var err error
	if a.url, err = join(a.c.base, r.Path, r.Query); err != nil {
		return nil, a.fail(employee.ErrMalformed, nil, err.Error())
	}
	a.header = http.Header{}
	a.header.Set("Accept", "application/json")
	a.header.Set("User-Agent", a.c.userAgent)
	body, contentType, err := encodeBody(r.Body)
	if err != nil { // the encoder's error may quote what it could not encode
		return nil, a.fail(employee.ErrMalformed, nil, "the request body cannot be encoded")
	}
	if contentType != "" {
		a.header.Set("Content-Type", contentType)
	}
	for name, values := range r.Header {
		a.header[http.CanonicalHeaderKey(name)] = values
	}
	req, err := retryablehttp.NewRequestWithContext(a.ctx, a.method, a.url.String(), body)
	if err != nil { // the error may show the URL
		return nil, a.fail(employee.ErrMalformed, nil, "the request cannot be made")
	}
	return req, nil
}

// encodeBody returns an untyped nil for no body, as retryablehttp wants it.
func encodeBody(v any) (body any, contentType string, err error) {
	switch v := v.(type) {
	case nil:
		return nil, "", nil
	case url.Values:
		return []byte(v.Encode()), "application/x-www-form-urlencoded", nil
	default:
		b, err := json.Marshal(v)
		return b, "application/json", err
	}
}

// sender repeats as check says. It has no logger: its own would show queries.
func (a *call) sender() *retryablehttp.Client {
	client := *a.c.http
	client.CheckRedirect = a.redirect
	return &retryablehttp.Client{
		HTTPClient:   &client,
		RetryMax:     maxAttempts, // check stops sooner
		CheckRetry:   a.check,
		Backoff:      func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return a.wait },
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
		PrepareRetry: func(req *http.Request) error {
			a.waiting = false
			a.err = a.prepare(req)
			if a.err != nil {
				return a.err
			}
			return nil
		},
	}
}

// prepare does what comes before an attempt. A grant of the limiter is for a
// request that is sent now: when the credentials took long, perhaps because a
// token was fetched, many callers would send at once what was granted over that
// time, so each asks again.
func (a *call) prepare(req *http.Request) *employee.FetchError {
	a.attempt++
	a.status, a.requestID, a.hint = 0, "", -1
	for range 2 {
		if err := a.admit(); err != nil {
			return err
		}
		granted := time.Now()
		if err := a.authorized(req); err != nil {
			return err
		}
		if a.c.limit.fresh(granted) {
			break
		}
	}
	return nil
}

// admit waits until the limiter grants one request.
func (a *call) admit() *employee.FetchError {
	if a.ctx.Err() != nil {
		return a.stopped()
	}
	if isUnlimited(a.ctx) {
		return nil
	}
	delay, cancel := a.c.limit.reserve()
	if delay == 0 {
		return nil
	}
	if a.late(delay) {
		cancel()
		err := a.fail(employee.ErrRateLimited, context.DeadlineExceeded, "the wait for the rate limit would pass the deadline")
		err.RetryAfter = delay
		return err
	}
	if delay > time.Second {
		a.record(slog.LevelWarn, "waiting for the rate limit", slog.Duration("wait", delay.Round(time.Millisecond)))
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

// authorized sets the headers of an attempt, on a copy: the transport may still
// be reading those of the attempt before.
func (a *call) authorized(req *http.Request) *employee.FetchError {
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
			return a.fail(employee.ErrCredentials, nil, "a credential holds a line break or the like")
		}
	}
	return nil
}

func (a *call) unauthorized(err error) *employee.FetchError {
	if fe, ok := errors.AsType[*employee.FetchError](err); ok {
		return a.complete(fe)
	}
	if a.ctx.Err() != nil {
		return a.stopped()
	}
	return a.fail(classOf(err, employee.ErrUnavailable), err, plain(err))
}

// redirect keeps the request, and the credential in it, at the origin.
func (a *call) redirect(req *http.Request, via []*http.Request) error {
	a.status = req.Response.StatusCode
	refuse := func(why string) error { return a.fail(employee.ErrMalformed, nil, why) }
	switch {
	case !sameOrigin(a.c.base, req.URL):
		return refuse("refused a redirect to another scheme, host or port")
	case len(via) > maxRedirects:
		return refuse("stopped after 10 redirects")
	case req.Method != a.method:
		return refuse("refused a redirect that would drop the request's body")
	}
	if own := a.c.http.CheckRedirect; own != nil {
		if err := own(req, via); err == http.ErrUseLastResponse {
			return err
		} else if err != nil {
			return refuse("the HTTP client refused a redirect")
		}
	}
	if err := a.admit(); err != nil {
		return err
	}
	return nil
}

// check is retryablehttp's hook after each attempt: it weighs the attempt, the
// body included, and says whether there is another.
func (a *call) check(_ context.Context, resp *http.Response, err error) (bool, error) {
	var v verdict
	v, a.err = a.judge(resp, err)
	if a.err == nil {
		a.record(slog.LevelDebug, "request")
		return false, nil
	}
	reason := slog.String("reason", a.err.Message)
	a.record(slog.LevelDebug, "request failed", reason)
	a.waiting = a.again(v)
	if a.waiting && a.wait > 0 {
		a.record(slog.LevelWarn, "waiting to repeat the request", reason, slog.Duration("wait", a.wait))
	}
	return a.waiting, nil
}

// judge closes the body. A nil error means that decode has the whole answer.
func (a *call) judge(resp *http.Response, err error) (verdict, *employee.FetchError) {
	if resp != nil {
		defer resp.Body.Close()
		a.status = resp.StatusCode
		for _, name := range a.c.idHeaders {
			if a.requestID = a.clean(resp.Header.Get(name)); a.requestID != "" {
				break
			}
		}
	}
	if err != nil {
		return a.unreachable(err)
	}
	if resp.StatusCode/100 != 2 {
		body, _ := io.ReadAll(io.LimitReader(resp.Body, errorBodyBytes))
		return a.refusal(resp, body)
	}
	return a.read(resp)
}

// unreachable judges an attempt that got no answer.
func (a *call) unreachable(err error) (verdict, *employee.FetchError) {
	if fe, ok := errors.AsType[*employee.FetchError](err); ok { // from redirect
		return final, fe
	}
	if a.ctx.Err() != nil {
		return final, a.stopped()
	}
	v := repeat
	if isCertificate(err) {
		v = final
	}
	// The cause is not wrapped: it may hold the URL, and a time limit of the
	// HTTP client would pass for the context's.
	return v, a.fail(employee.ErrUnavailable, nil, plain(err))
}

// refusal judges a status other than 2xx.
func (a *call) refusal(resp *http.Response, body []byte) (verdict, *employee.FetchError) {
	hint, hinted := retryAfter(resp.Header, time.Now())
	if hinted {
		a.hint = hint
	}
	v, class := byStatus(resp.StatusCode, hinted)
	var fault Fault
	if a.c.parseError != nil {
		fault = a.c.parseError(resp.StatusCode, resp.Header, body)
	}
	if fault.Class != nil {
		class = fault.Class
	}
	if !hinted && fault.RetryAfter > 0 {
		hint = fault.RetryAfter
		a.hint = hint
	}
	if isAccess(class) {
		v = final
	}
	if resp.StatusCode == http.StatusUnauthorized && a.token != nil {
		v = renew
	}
	err := a.fail(class, nil, fault.Message)
	err.Code = a.clean(fault.Code)
	err.RetryAfter = hint
	return v, err
}
