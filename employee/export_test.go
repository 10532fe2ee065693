package employee

import "strings"

// Summed returns the document of a roster with its sum.
func Summed(document string) string {
	r := storedRoster{count: -1}
	_ = r.read(newTokens(strings.NewReader(document))) // it is refused for its sum
	sum, err := r.newSum()
	if err != nil {
		return document
	}
	return `{"sum":"` + sum + `",` + strings.TrimSpace(document)[1:]
}
