package rest

import (
	"slices"
	"strings"
	"unicode"
)

// isCommon reports whether a vendor's text has no word but those that tell what is
// wrong with a request, and no number but a status of HTTP: it names no employee, whatever they are called.
// It may be shown in an error; any other text stays beside it.
func isCommon(text string) bool {
	common := commonWords()
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool {
		isStatus := len(w) == 3 && (w[0] == '4' || w[0] == '5') && strings.Trim(w, "0123456789") == ""
		return !isStatus && !slices.Contains(common, strings.ToLower(w))
	})
}

// commonWords has no word that is also a usual name.
func commonWords() []string {
	return strings.Fields(`a able accept accepted access account active again all allowed an and another answer any api are at
		attribute attributes authenticate authenticated authentication authorization authorized bad be because been body busy
		by call calls can cannot client code company content could credential credentials cursor data denied disabled do
		does due employee employees endpoint enough error errors exceeded exist exists expired failed field fields for
		forbidden found from gateway had has have header http id ids in incorrect insufficient internal invalid is it json
		key lack lacks later limit list login lists maintenance malformed many method missing must need needed no not now null of on one only or
		over parameter parameters password path per permission permissions please provide provided quota reached
		read refused report request requested requests require required resource resources response retry revoked right
		rights scope scopes secret see seconds server service should something supported temporarily than that the there
		this throttled time timed timeout to token tokens too try type unauthorized unavailable understood unexpected unknown
		unsupported user valid value version was went were while with without wrong yet you your`)
}

// isCode reports whether a text has the form of an error code or a request id.
func isCode(text string) bool {
	return len(text) <= 64 && !strings.ContainsFunc(text, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("._:-/", r)
	})
}
