package bamboohrtest

import (
	"mime"
	"net/http"
	"strings"
)

const errorHeader = "X-BambooHR-Error-Message"

// plainError is how most of the API fails: an empty page, and the words in a
// header.
func plainError(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	w.Header().Set(errorHeader, message)
	w.WriteHeader(status)
}

// unauthorized is the same for no key, a wrong one, and an expired token.
func unauthorized(w http.ResponseWriter) {
	w.Header().Set("WWW-Authenticate", `Basic realm="BambooHR API"`)
	plainError(w, http.StatusUnauthorized, "API key not provided or invalid")
}

// noEmployee has its words twice over, and a second header with a misspelt name.
func noEmployee(w http.ResponseWriter) {
	const message = "Employee not found, Employee not found"
	w.Header().Set("X-BambooHR-Error-Messsage", message)
	plainError(w, http.StatusNotFound, message)
}

// listError is how GET /employees fails: a code that is text, in a JSON body.
func listError(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	b := append([]byte(`{"error":{"code":`), appendString(nil, code)...)
	b = append(append(b, `,"message":`...), appendString(nil, message)...)
	w.Write(append(b, "}}"...))
}

// wantsJSON reports whether a request names JSON in Accept. Any other value, and
// none, gets XML with 200.
func wantsJSON(r *http.Request) bool {
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept"), ","), ",") {
		if media, _, err := mime.ParseMediaType(part); err == nil && media == "application/json" {
			return true
		}
	}
	return false
}

// emptyXML is a document with nothing but its root.
func emptyXML(w http.ResponseWriter, root string) {
	w.Header().Set("Content-Type", "text/xml")
	w.Write([]byte("<?xml version=\"1.0\"?>\n<" + root + "/>\n"))
}
