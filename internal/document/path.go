package document

import (
	"strconv"
	"strings"
)

// Join returns the path of the member key of what is at path. A key that would make the path unreadable
// is quoted, and shortened.
func Join(path, key string) string {
	const readable = 100
	if len(key) > readable {
		key = strings.ToValidUTF8(key[:readable], "") + "..."
	}
	if key == "" || strings.ContainsFunc(key, func(c rune) bool { return c <= ' ' || !strconv.IsPrint(c) }) || strings.ContainsAny(key, ".[]\"") {
		return path + "[" + strconv.Quote(key) + "]"
	}
	if path == "" {
		return key
	}
	return path + "." + key
}
