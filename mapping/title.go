package mapping

import (
	"strings"
	"unicode"
)

// titled returns s with names as they are written: "DUPONT-MARTIN" becomes
// "Dupont-Martin", "O'NEIL" "O'Neil" and "maria" "Maria". Every run of letters
// and digits is a word; one that already mixes cases, as "McDonald" does, stays
// as it is, and so does a single letter behind an apostrophe but for its case:
// "Ben's".
func titled(s string) string {
	letters := []rune(s)
	for i := 0; i < len(letters); {
		end := i
		for end < len(letters) && wordRune(letters[end]) {
			end++
		}
		if end == i {
			i++
			continue
		}
		possessive := i > 1 && end == i+1 && strings.ContainsRune("'’", letters[i-1]) && wordRune(letters[i-2])
		titleWord(letters[i:end], possessive)
		i = end
	}
	return string(letters)
}

func wordRune(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) }

func titleWord(word []rune, lower bool) {
	var hasUpper, hasLower bool
	for _, c := range word {
		hasUpper = hasUpper || unicode.IsUpper(c)
		hasLower = hasLower || unicode.IsLower(c)
	}
	if hasUpper && hasLower {
		return
	}
	for i, c := range word {
		if i == 0 && !lower {
			word[i] = unicode.ToTitle(c)
		} else {
			word[i] = unicode.ToLower(c)
		}
	}
}
