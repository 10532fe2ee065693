package listing

import (
	"strings"
	"unicode"
)

// IsTenant reports whether a name can be the caller's own for an account, which is
// part of stored links; "" is none.
func IsTenant(name string) bool {
	return name == strings.TrimSpace(name) && len(name) <= 200 &&
		!strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar })
}
