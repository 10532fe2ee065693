package rest

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
)

// parseBase refuses what could send a credential in the clear or elsewhere. Its
// errors do not show the URL, which may hold a credential.
func parseBase(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Hostname() == "" || u.Opaque != "":
		return nil, errors.New("BaseURL is not an absolute URL")
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, errors.New("BaseURL has more than scheme, host and path")
	case u.Scheme == "http" && !isLoopback(u.Hostname()),
		u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("BaseURL is not https")
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	if hasDots(u.EscapedPath()) {
		return nil, errors.New("BaseURL has an unusable path")
	}
	return u, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// hasDots says whether an escaped path has an element that means another place.
func hasDots(path string) bool {
	for element := range strings.SplitSeq(path, "/") {
		name, err := url.PathUnescape(element)
		if err != nil || name == "." || name == ".." {
			return true
		}
	}
	return false
}

// sameOrigin compares scheme, host and port, and refuses any user name.
func sameOrigin(base, u *url.URL) bool {
	return u.User == nil && u.Scheme == base.Scheme &&
		strings.EqualFold(u.Hostname(), base.Hostname()) && port(u) == port(base)
}

func port(u *url.URL) string {
	switch p := u.Port(); {
	case p != "":
		return p
	case u.Scheme == "https":
		return "443"
	default:
		return "80"
	}
}

// Resolve turns a link that the server gave, such as that of the next page,
// into the path and query of a [Request]. A relative link is relative to the
// base URL; a link of a query alone has the path "". A link to another scheme,
// host or port, or outside the base URL's path, is a FetchError of class
// ErrMalformed that does not show the link.
func (c *Client) Resolve(link string) (path string, query url.Values, err error) {
	refuse := func(why string) (string, url.Values, error) {
		return "", nil, &employee.FetchError{Provider: c.provider, Message: why, Err: employee.ErrMalformed}
	}
	ref, err := url.Parse(link)
	if err != nil || link == "" || ref.Opaque != "" {
		return refuse("the server gave a link that is no URL")
	}
	u := c.base.JoinPath("/").ResolveReference(ref)
	if !sameOrigin(c.base, u) {
		return refuse("refused a link to another scheme, host or port")
	}
	path, ok := strings.CutPrefix(u.EscapedPath(), c.base.EscapedPath())
	if !ok || path != "" && path[0] != '/' || hasDots(path) {
		return refuse("refused a link outside the API's path")
	}
	query, err = url.ParseQuery(u.RawQuery)
	if err != nil {
		return refuse("the server gave a link whose query cannot be read")
	}
	if ref.Path == "" && ref.Host == "" {
		path = ""
	}
	return path, query, nil
}

const maxRedirects = 10

// isRenamed reports whether a permanent redirect leads from one name of a domain to
// another: acme.example.com is now acme2.example.com.
func isRenamed(from, to *url.URL, status int) bool {
	_, before, _ := strings.Cut(strings.ToLower(from.Hostname()), ".")
	_, after, _ := strings.Cut(strings.ToLower(to.Hostname()), ".")
	return (status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect) && to.Scheme == "https" &&
		to.User == nil && to.Port() == from.Port() && before == after && strings.Contains(before, ".")
}

// redirect keeps the request, and the credential in it, at the origin.
func (a *call) redirect(req *http.Request, via []*http.Request) error {
	a.status = req.Response.StatusCode
	refuse := func(why string) error { return a.fail(employee.ErrMalformed, why) }
	switch {
	case !sameOrigin(a.c.base, req.URL) && isRenamed(a.c.base, req.URL, a.status):
		return refuse("refused a redirect to another host of the vendor: is the account renamed? Ask the customer for the new address, " +
			"and keep the Tenant of the Config")
	case !sameOrigin(a.c.base, req.URL):
		return refuse("refused a redirect to another scheme, host or port")
	case len(via) > maxRedirects:
		return refuse("stopped after 10 redirects")
	case req.Method != a.Method:
		return refuse("refused a redirect that would drop the request's body")
	}
	if own := a.c.http.CheckRedirect; own != nil {
		if err := own(req, via); err == http.ErrUseLastResponse {
			return err
		} else if err != nil {
			return refuse("the HTTP client refused a redirect")
		}
	}
	// net/http takes a host in other letters for another one, and drops the credential.
	if credential := via[0].Header.Get("Authorization"); credential != "" {
		req.Header.Set("Authorization", credential)
	}
	return a.admit()
}
