// Package rest is all the HTTP of the connectors, solved once: credentials,
// rate limit, retries, redirects, decoding and errors.
//
// Each attempt takes the same steps in the same order: the context is alive,
// the credentials are set, the limiter grants a request, the caller's
// http.Client sends. An answer is decoded inside the retry loop, so that a page
// cut short is read again like one that never came, and what [Client.Do]
// returns nil for was whole.
//
// Every error of a request is an [employee.FetchError] that wraps one class of
// package employee, or the context's error when the context ended the call.
// None of them holds a query, a header, a body or a credential.
package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Options configures a [Client]. Provider and BaseURL are required. Formatting,
// logging or encoding it shows nothing of its content; a struct that keeps it in
// an unexported field would show it, so no provider does.
type Options struct {
	// Provider names the connector in errors and log records.
	Provider string
	// BaseURL is absolute and https; http is for loopback hosts alone. Its path,
	// if any, goes before that of each request.
	BaseURL string
	// HTTPClient sends the requests and is never changed. Nil: a client of the
	// Client's own, without a proxy, with time limits and few idle connections.
	HTTPClient *http.Client
	// Logger gets a debug record per attempt and a warning per wait, with the
	// path but not the query, and an info record per page. Nil: silence.
	Logger *slog.Logger
	// UserAgent is sent with each request. Empty: the name of this module.
	UserAgent string
	// Limit is the limit that the vendor publishes.
	Limit Limit
	// Authorize sets the credential headers before every attempt, on headers
	// that no earlier attempt has touched. The request's context is the call's.
	// An error ends the call: a FetchError as it is, others as ErrUnavailable
	// unless they wrap another class. Nil: none to set.
	Authorize func(*http.Request) error
	// Token is sent as a bearer token, after Authorize. A token that is refused
	// (401) is fetched anew, once per call. Nil: no token.
	Token *Token
	// ParseError reads the vendor's words from an error answer, of whose body it
	// gets the first 4 KiB. Nil: the status alone tells.
	ParseError func(status int, h http.Header, body []byte) Fault
	// RequestIDHeaders name the headers that may hold the vendor's request id;
	// the first that does counts.
	RequestIDHeaders []string
	// Secrets are masked in every message and path, however short, and also in
	// base64, percent and JSON encoding. The credential in the Authorization
	// header of an attempt is masked without being listed.
	Secrets []string
	// IDs go with a secret and are none, such as a client id. They are masked like
	// secrets, but for those below 6 bytes: these would garble a text.
	IDs []string
}

// A Fault is what a vendor's error answer says.
type Fault struct {
	Code    string // the vendor's error code
	Message string // the vendor's words; shown if they are common ones, else in FetchError.Said
	Note    string // the client's own words, shown behind the vendor's
	// RequestID is the vendor's for the request, where no header has it.
	RequestID string
	// Class is one of the Err values of package employee, for vendors whose
	// status says something else: a 403 that means a wrong password. Nil: the
	// class that goes with the status. Credentials and permissions are final.
	Class error
	// RetryAfter is how long the vendor asks to wait, for vendors that do not
	// say so in the header Retry-After, which counts where it is there. 0: not
	// told.
	RetryAfter time.Duration
}

// A Client sends requests to one origin (scheme, host, port) with one
// credential. It is safe for concurrent use. Printing it shows the provider.
type Client struct {
	provider   string
	base       *url.URL
	http       *http.Client
	log        *slog.Logger
	userAgent  string
	published  Limit
	limit      *limiter
	authorize  func(*http.Request) error
	token      *Token
	parseError func(int, http.Header, []byte) Fault
	idHeaders  []string
	mask       func(string) string // a closure: %#v has nothing to show
}

const defaultUserAgent = "rosterkit (+https://github.com/rosterkit/rosterkit)"

// New returns a Client. It reports every fault of o at once and sends nothing.
func New(o Options) (*Client, error) {
	base, err := parseBase(o.BaseURL)
	if o.Provider == "" {
		err = errors.Join(err, errors.New("no Provider"))
	}
	err = errors.Join(err, o.Limit.validate())
	if err != nil {
		return nil, err
	}
	c := &Client{
		provider:   o.Provider,
		base:       base,
		http:       o.HTTPClient,
		log:        o.Logger,
		userAgent:  o.UserAgent,
		published:  o.Limit,
		limit:      newLimiter(o.Limit),
		authorize:  o.Authorize,
		token:      o.Token,
		parseError: o.ParseError,
		idHeaders:  append([]string(nil), o.RequestIDHeaders...),
		mask:       newMask(o.Secrets, o.IDs),
	}
	if c.http == nil {
		c.http = NewHTTPClient()
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.userAgent == "" {
		c.userAgent = defaultUserAgent
	}
	return c, nil
}

// NewHTTPClient returns a client without a proxy. It has limits that let the slowest known endpoint (a report that
// takes two minutes to its first byte) pass and a dead peer not.
func NewHTTPClient() *http.Client {
	dialer := &net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Client{
		Timeout: 5 * time.Minute,
		Transport: &http.Transport{
			DialContext:           dialer.DialContext,
			ForceAttemptHTTP2:     true,
			TLSHandshakeTimeout:   15 * time.Second,
			ResponseHeaderTimeout: 150 * time.Second,
			ExpectContinueTimeout: time.Second,
			IdleConnTimeout:       30 * time.Second,
			// As many as a connector has requests under way at most: without
			// HTTP/2, each of the others would be closed and opened again.
			MaxIdleConns:        8,
			MaxIdleConnsPerHost: 8,
		},
	}
}

// Format prints the provider, whatever the verb.
func (c *Client) Format(s fmt.State, _ rune) { io.WriteString(s, c.label()) }

// LogValue is the provider.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.label()) }

// MarshalJSON encodes the provider.
func (c *Client) MarshalJSON() ([]byte, error) { return json.Marshal(c.label()) }

func (c *Client) label() string {
	if c == nil {
		return "rest.Client(nil)"
	}
	return "rest.Client(" + c.provider + ")"
}

const optionsLabel = "rest.Options(masked)"

// Format prints a fixed text, whatever the verb.
func (Options) Format(s fmt.State, _ rune) { io.WriteString(s, optionsLabel) }

// LogValue is a fixed text.
func (Options) LogValue() slog.Value { return slog.StringValue(optionsLabel) }

// MarshalJSON encodes a fixed text.
func (Options) MarshalJSON() ([]byte, error) { return json.Marshal(optionsLabel) }

// Progress logs at level Info, and tells the observer of the context, how many items a
// list has brought so far.
func (c *Client) Progress(ctx context.Context, op string, soFar int) {
	c.log.InfoContext(ctx, "page", "provider", c.provider, "op", op, "so_far", soFar)
	observe(ctx, Event{Op: op, SoFar: soFar})
}
