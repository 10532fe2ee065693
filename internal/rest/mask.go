package rest

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

const (
	masked        = "***"
	minCredential = 6 // bytes; to mask what is shorter and no secret would garble a text
)

// newMask returns a function that masks the secrets, the ids that are long enough,
// and the forms in which both travel, in a text. Empty secrets are skipped.
func newMask(secrets, ids []string) func(string) string {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return len(id) < minCredential })
	var forms []string
	for _, s := range slices.Concat(secrets, ids) {
		forms = append(forms, s, html.EscapeString(s), template.HTMLEscapeString(s),
			strings.ReplaceAll(template.HTMLEscapeString(s), "+", "&#43;"), numericEntities(s))
		for _, escaped := range []string{url.QueryEscape(s), url.PathEscape(s)} {
			forms = append(forms, escaped, lowerEscapes(escaped))
		}
		if quoted, err := json.Marshal(s); err == nil {
			text := string(quoted[1 : len(quoted)-1])
			plain := plainJSON(text)
			forms = append(forms, text, plain, slashes(text), slashes(plain))
		}
		forms = append(forms, base64Forms(s)...)
	}
	forms = slices.DeleteFunc(forms, func(f string) bool { return f == "" })
	// Longest first: a secret may be the start of another.
	slices.SortFunc(forms, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	var pairs []string
	for _, f := range slices.Compact(forms) {
		pairs = append(pairs, f, masked)
	}
	return strings.NewReplacer(pairs...).Replace
}

// plainJSON undoes the escapes that only Go's encoder makes.
func plainJSON(text string) string {
	return strings.NewReplacer(`\u0026`, "&", `\u003c`, "<", `\u003e`, ">").Replace(text)
}

// slashes returns a JSON text as encoders write it that escape the slash.
func slashes(text string) string { return strings.ReplaceAll(text, "/", `\/`) }

// lowerEscapes returns an escaped text with %2b for %2B.
func lowerEscapes(escaped string) string {
	parts := strings.Split(escaped, "%")
	for i := 1; i < len(parts); i++ {
		parts[i] = strings.ToLower(parts[i][:2]) + parts[i][2:]
	}
	return strings.Join(parts, "%")
}

// numericEntities returns s as HTML with &#43; for all but letters and digits.
func numericEntities(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "&#%d;", r)
		}
	}
	return b.String()
}

// base64Forms returns what s looks like within a longer text in base64, as in
// the "user:password" of Basic authentication: one form for each of the three
// positions at which it can start, without the characters that it shares with
// its neighbours.
func base64Forms(s string) []string {
	var forms []string
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before, shared := range []int{0, 2, 3} {
			text := encoding.EncodeToString([]byte(strings.Repeat("\x00", before) + s))
			end := len(text)
			if (before+len(s))%3 != 0 {
				end--
			}
			if end-shared >= minCredential {
				forms = append(forms, text[shared:end])
			}
		}
	}
	return forms
}
