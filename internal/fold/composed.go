package fold

import "golang.org/x/text/unicode/norm"

// IsComposed reports whether s is certainly in Unicode's composed form, NFC, as nearly
// all text is.
func IsComposed(s string) bool { return ascii(s) || norm.NFC.QuickSpanString(s) == len(s) }

// Composed returns s in that form.
func Composed(s string) string {
	if IsComposed(s) {
		return s
	}
	return norm.NFC.String(s)
}
