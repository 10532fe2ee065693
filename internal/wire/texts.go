package wire

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

const (
	recentBits = 10 // 1,024 texts are remembered
	recentLen  = 64 // bytes that one of them may have
)

// Texts makes strings. It remembers some of those that it made last: the employees of
// a company share their departments, places, words and days, which then share memory.
// The zero value is ready, nil remembers nothing. It is not safe for concurrent use.
type Texts struct{ made [1 << recentBits]string }

// String returns the text b.
func (t *Texts) String(b []byte) string {
	if t == nil || len(b) < 2 || len(b) > recentLen {
		return string(b)
	}
	made := &t.made[slot(b)]
	if *made != string(b) {
		*made = string(b)
	}
	return *made
}

// slot looks at the ends of b alone: two texts in one slot only push each other out.
func slot(b []byte) uint64 {
	var head, tail uint64
	switch n := len(b); {
	case n >= 8:
		head, tail = binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:])
	case n >= 4:
		head, tail = uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[n-4:]))
	default:
		head, tail = uint64(binary.LittleEndian.Uint16(b)), uint64(binary.LittleEndian.Uint16(b[n-2:]))
	}
	const odd = 0x9E3779B97F4A7C15
	h := (head ^ bits.RotateLeft64(tail, 29) ^ uint64(len(b))) * odd
	return h >> (64 - recentBits)
}

// plain returns the text in a JSON string that stands there as it is: nothing in it
// is escaped, and it is valid UTF-8.
func plain(quoted []byte) (text []byte, ok bool) {
	text = quoted[1 : len(quoted)-1]
	const (
		ones        = 0x0101010101010101
		highs       = 0x80 * ones
		backslashes = '\\' * ones
	)
	rest := text
	for ; len(rest) >= 8; rest = rest[8:] {
		word := binary.LittleEndian.Uint64(rest)
		escaped := word ^ backslashes // has a zero byte where there is one
		if (word|(escaped-ones)&^escaped)&highs != 0 {
			return text, bytes.IndexByte(rest, '\\') < 0 && utf8.Valid(rest)
		}
	}
	for _, c := range rest {
		if c == '\\' || c >= utf8.RuneSelf {
			return text, bytes.IndexByte(rest, '\\') < 0 && utf8.Valid(rest)
		}
	}
	return text, true
}
