package humaanstest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A pair is a key of an object and its value.
type pair struct {
	key   string
	value any
}

// An object is a JSON object whose keys have an order.
type object []pair

func (o object) value(name string) any {
	for _, p := range o {
		if p.key == name {
			return p.value
		}
	}
	return nil
}

func (o object) append(b []byte) []byte {
	b = append(b, '{')
	for i, p := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendValue(b, p.key), ':')
		b = appendValue(b, p.value)
	}
	return append(b, '}')
}

// appendValue writes what encoding/json would, faster for plain text.
func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		if isPlain(v) {
			return append(append(append(b, '"'), v...), '"')
		}
	case bool:
		return strconv.AppendBool(b, v)
	case []string:
		if len(v) == 0 {
			return append(b, "[]"...)
		}
	case []Team:
		return appendTeams(b, v)
	case object:
		return v.append(b)
	}
	encoded, err := json.Marshal(v)
	if err != nil {
		return append(b, "null"...)
	}
	return append(b, encoded...)
}

func appendTeams(b []byte, teams []Team) []byte {
	b = append(b, '[')
	for i, t := range teams {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendValue(append(b, `{"name":`...), t.Name), '}')
	}
	return append(b, ']')
}

// isPlain reports whether a text needs no escapes.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			return false
		}
	}
	return utf8.ValidString(s)
}

func (a *answer) writeJSON(status int, body []byte) {
	a.Header().Set("Content-Type", "application/json; charset=utf-8")
	a.WriteHeader(status)
	a.Write(append(body, '\n'))
}

// An issue says what is wrong with one field of a request.
type issue struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// fail answers with the vendor's error envelope.
func (a *answer) fail(status int, message string, issues ...issue) {
	if issues == nil {
		issues = []issue{}
	}
	name := strings.ReplaceAll(http.StatusText(status), " ", "")
	if status == http.StatusUnauthorized {
		name = "NotAuthenticated"
	}
	code := any(status)
	if a.TextCodes {
		code = name
	}
	a.writeJSON(status, object{
		{"id", fmt.Sprintf("fake-%06d", a.number)}, {"code", code}, {"name", name}, {"message", message}, {"issues", issues},
	}.append(nil))
}
