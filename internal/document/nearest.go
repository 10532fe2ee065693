package document

import (
	"unicode"
	"unicode/utf8"
)

// Nearest returns the word among those given that word was probably meant to
// be: the one that takes the fewest letters to change, leave out, add or swap
// with the next, if these are few for its length. Case does not count. Of
// several the first wins; "" means that none is near.
func Nearest(word string, among []string) string {
	const longest = 64 // bytes
	if len(word) > longest {
		return ""
	}
	w := lowered(word)
	best, fewest := "", limit(len(w))+1
	for _, candidate := range among {
		if len(candidate) > longest || candidate == "" {
			continue
		}
		if d := distance(w, lowered(candidate), fewest); d < fewest {
			best, fewest = candidate, d
		}
	}
	return best
}

// limit returns how many edits a word of n letters may be away: not so many
// that nothing of it is left.
func limit(n int) int { return min(3, (n+2)/4) }

func lowered(s string) []rune {
	letters := make([]rune, 0, utf8.RuneCountInString(s))
	for _, c := range s {
		letters = append(letters, unicode.ToLower(c))
	}
	return letters
}

// distance returns the number of edits between a and b, or some number that is
// at least enough.
func distance(a, b []rune, enough int) int {
	if d := len(a) - len(b); d >= enough || -d >= enough {
		return enough
	}
	// Rows of the usual table: two above, above, and the current one.
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			substituted := above[j]
			if a[i] != b[j] {
				substituted++
			}
			row[j+1] = min(substituted, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}
