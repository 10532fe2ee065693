package rest

import "testing"

// TestCommonWords: which words of a vendor an error shows.
func TestCommonWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Wrong credentials": true, "API key not provided or invalid.": true, "404 page not found": false,
		"HTTP 429: too many requests": true, "The access token is missing or not valid": true, "": false, "…": false,
		"Employee Ada Example is locked": false, "user 4711 not found": false, "no access to 1907-03-29": false,
		"not allowed for …": true, "Nicht erlaubt": false,
	} {
		if got := isCommon(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	for text, want := range map[string]bool{"BadRequest": true, "e-1:2": true, "": true, "Ada Example": false,
		"ä": false} {
		if got := isCode(text); got != want {
			t.Errorf("the code %q: %v", text, got)
		}
	}
}
