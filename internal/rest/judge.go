package rest

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

const (
	maxAttempts = 5 // the one with a renewed token may be a sixth
	maxGarbled  = 3

	errorBodyBytes = 4 << 10
)

// A verdict says what an attempt that failed is worth.
type verdict int

const (
	final  verdict = iota // repeating cannot help
	repeat                // a later attempt may succeed
	reread                // the body was whole but not understood
	renew                 // the bearer token was refused
)

// judge says what became of an attempt, and closes the body of its answer. A nil
// error means that decode has the whole answer.
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
	switch {
	case err != nil:
		return a.unreachable(err)
	case resp.StatusCode/100 != 2:
		return a.refusal(resp)
	case resp.StatusCode == http.StatusPartialContent:
		return repeat, a.fail(employee.ErrIncomplete, "got a part of the answer")
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
	return v, a.fail(employee.ErrUnavailable, plain(err))
}

func isCertificate(err error) bool {
	return errors.As(err, new(*tls.CertificateVerificationError)) || errors.As(err, new(x509.UnknownAuthorityError)) ||
		errors.As(err, new(x509.HostnameError)) || errors.As(err, new(x509.CertificateInvalidError))
}

// refusal judges a status other than 2xx.
func (a *call) refusal(resp *http.Response) (verdict, *employee.FetchError) {
	body, _ := io.ReadAll(io.LimitReader(resp.Body, errorBodyBytes+1))
	if len(body) > errorBodyBytes { // no part of a secret is left of the word that is cut
		body = body[:bytes.LastIndexAny(body[:errorBodyBytes], " \t\r\n")+1]
	}
	hint, hinted := retryAfter(resp.Header, time.Now())
	v, class := byStatus(resp.StatusCode, hinted)
	var fault Fault
	if a.c.parseError != nil {
		fault = a.c.parseError(resp.StatusCode, resp.Header, body)
	}
	if fault.Class != nil {
		class = fault.Class
	}
	if !hinted && fault.RetryAfter > 0 {
		hint, hinted = fault.RetryAfter, true
	}
	if hinted {
		a.hint = hint
	}
	if isAccess(class) {
		v = final
	}
	if resp.StatusCode == http.StatusUnauthorized && a.token != nil {
		v = renew
	}
	err := a.told(class, fault)
	err.RetryAfter = hint
	return v, err
}

// byStatus returns what a status other than 2xx means.
func byStatus(status int, hinted bool) (verdict, error) {
	switch {
	case status == http.StatusUnauthorized:
		return final, employee.ErrCredentials
	case status == http.StatusForbidden:
		return final, employee.ErrPermission
	case status == http.StatusTooManyRequests,
		status == http.StatusServiceUnavailable && hinted:
		return repeat, employee.ErrRateLimited
	case status == http.StatusNotImplemented:
		return final, employee.ErrUnavailable
	case status == http.StatusRequestTimeout, status >= 500:
		return repeat, employee.ErrUnavailable
	default:
		return final, employee.ErrMalformed
	}
}

// read has decode read the answer, reads it to its end, and judges both.
func (a *call) read(resp *http.Response) (verdict, *employee.FetchError) {
	b := &body{r: resp.Body, left: a.MaxBytes}
	var err error
	if a.decode != nil {
		err = a.decode(&Response{Status: resp.StatusCode, Header: resp.Header, Body: b})
	}
	if err == nil {
		_, err = io.Copy(io.Discard, b)
	}
	fe, isFetch := errors.AsType[*employee.FetchError](err)
	switch {
	case b.err == nil && err == nil:
		return final, nil
	case errors.Is(b.err, errTooLarge):
		return final, a.fail(employee.ErrMalformed, errTooLarge.Error())
	case a.ctx.Err() != nil:
		return final, a.stopped()
	case b.err != nil:
		return repeat, a.fail(employee.ErrIncomplete, "the answer broke off: "+plain(b.err))
	case isFetch:
		return final, a.complete(fe)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return repeat, a.fail(employee.ErrIncomplete, "the answer ends inside a value")
	case errors.Is(err, wire.ErrTooLarge):
		return final, a.fail(employee.ErrMalformed, plain(err))
	}
	class := classOf(err, employee.ErrMalformed)
	v := repeat
	switch {
	case class == employee.ErrMalformed:
		v = reread
	case isAccess(class):
		v = final
	}
	if e, ok := errors.AsType[*embedded](err); ok {
		return v, a.told(class, Fault{Code: e.code, Message: e.text, Note: e.Error()})
	}
	return v, a.fail(class, plain(err))
}
