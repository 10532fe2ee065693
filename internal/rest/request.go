package rest

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/rosterkit/rosterkit/employee"
)

const defaultMaxBytes = 64 << 20

// A Request is one call of the API. It may be used again.
type Request struct {
	Op     string // what is being done, for errors: "list employees"
	Method string // empty: GET
	// Path follows the path of the base URL, with or without a leading slash.
	// It is escaped already: put url.PathEscape around an id. "." and ".."
	// elements are refused. Empty: the base URL itself.
	Path   string
	Query  url.Values
	Header http.Header // overrides Accept and User-Agent; credentials come from Options
	// Body is sent as a form if it is url.Values, else as JSON. Nil: no body.
	Body any
	// MaxBytes caps the decoded body; more is ErrMalformed. 0: 64 MiB.
	MaxBytes int64
	// Reads says that the request changes nothing although it is not a GET, so
	// that it may be repeated. Without it, only GET and HEAD are.
	Reads bool
}

// build fills the defaults of the call's request and returns what is sent.
func (a *call) build() (*retryablehttp.Request, error) {
	if a.Method == "" {
		a.Method = http.MethodGet
	}
	if a.Method == http.MethodGet || a.Method == http.MethodHead {
		a.Reads = true
	}
	if a.MaxBytes <= 0 {
		a.MaxBytes = defaultMaxBytes
	}
	var err error
	if a.url, err = join(a.c.base, a.Path, a.Query); err != nil {
		return nil, a.fail(employee.ErrMalformed, err.Error())
	}
	a.header = http.Header{}
	a.header.Set("Accept", "application/json")
	a.header.Set("User-Agent", a.c.userAgent)
	body, contentType, err := encodeBody(a.Body)
	if err != nil { // the encoder's error may quote what it could not encode
		return nil, a.fail(employee.ErrMalformed, "the request body cannot be encoded")
	}
	if contentType != "" {
		a.header.Set("Content-Type", contentType)
	}
	for name, values := range a.Header {
		a.header[http.CanonicalHeaderKey(name)] = values
	}
	req, err := retryablehttp.NewRequestWithContext(a.ctx, a.Method, a.url.String(), body)
	if err != nil { // the error may show the URL
		return nil, a.fail(employee.ErrMalformed, "the request cannot be made")
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

// join appends an escaped path to the base URL.
func join(base *url.URL, path string, query url.Values) (*url.URL, error) {
	if path = strings.TrimLeft(path, "/"); path != "" {
		path = "/" + path
	}
	u, err := url.Parse(base.String() + path)
	if err != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || hasDots(path) {
		return nil, errors.New("the request's path is not an escaped path")
	}
	u.RawQuery = query.Encode()
	return u, nil
}
