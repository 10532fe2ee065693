package lucca

import (
	"errors"
	"net/url"
	"strings"
)

// tokenHost issues the tokens of all accounts.
const tokenHost = "https://accounts.world.luccasoftware.com"

var errInstance = errors.New(`the Instance is not the address of a Lucca account such as "acme.ilucca.net" or "https://acme.ilucca.ch/home"`)

// parseInstance returns the host out of what people paste. The credentials go
// there: whatever is not plainly an account at Lucca is refused.
func parseInstance(pasted string) (host string, err error) {
	pasted = strings.ToLower(strings.TrimSpace(pasted))
	if !strings.Contains(pasted, "://") {
		pasted = "https://" + pasted
	}
	u, err := url.Parse(pasted)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || !isLucca(u.Host) {
		return "", errInstance
	}
	return u.Host, nil
}

// isLucca reports whether host is that of an account: {account}.{env}.{region},
// or {account}-{sandbox}.sandbox.{server}.luccasoftware.com.
func isLucca(host string) bool {
	account, rest, _ := strings.Cut(host, ".")
	if !isLabel(account) {
		return false
	}
	switch rest {
	case "ilucca.net", "ilucca-test.net", "ilucca-demo.net", "ilucca.ch", "ilucca-test.ch", "ilucca-demo.ch":
		return true
	}
	server, ok := strings.CutPrefix(rest, "sandbox.")
	if !ok {
		return false
	}
	server, ok = strings.CutSuffix(server, ".luccasoftware.com")
	return ok && isLabel(server)
}

func isLabel(s string) bool {
	return s != "" && len(s) <= 63 && s[0] != '-' && s[len(s)-1] != '-' &&
		!strings.ContainsFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' })
}

// parseBase returns the addresses of the API and of the token endpoint.
func parseBase(given, host string) (base, tokenBase string, err error) {
	if host == "" {
		host = "invalid.ilucca.net" // another error says so, and nothing is sent
	}
	base, tokenBase = "https://"+host, tokenHost
	if given == "" {
		return base, tokenBase, nil
	}
	u, err := url.Parse(given)
	if err != nil {
		return base, tokenBase, errors.New("BaseURL is not a URL") // the parser's error would show it
	}
	if name := strings.ToLower(u.Hostname()); !strings.HasSuffix(name, ".luccasoftware.com") && !isLucca(name) {
		return given, given, nil
	}
	if own, err := parseInstance(given); err != nil || own != host {
		return base, tokenBase, errors.New("BaseURL is at Lucca and not that of Instance")
	}
	return base, tokenBase, nil
}
