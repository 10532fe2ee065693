package fakehr

import (
	"net/url"
	"strconv"
	"strings"
)

// Int reads a number of a query, absent if it has none. It is not ok outside least
// and most.
func Int(query url.Values, name string, absent, least, most int) (n int, ok bool) {
	if !query.Has(name) {
		return absent, true
	}
	n, err := strconv.Atoi(query.Get(name))
	return n, err == nil && n >= least && n <= most
}

// Window is the part of n rows that a page shows.
func Window(offset, limit, n int) (start, end int) {
	start = min(offset, n)
	return start, start + min(limit, n-start)
}

// Set is names to look up.
func Set(names []string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, name := range names {
		m[name] = true
	}
	return m
}

// Index is where each id occurs first.
func Index[P any](people []P, id func(*P) string) map[string]*P {
	byID := make(map[string]*P, len(people))
	for i := range people {
		if id := id(&people[i]); byID[id] == nil {
			byID[id] = &people[i]
		}
	}
	return byID
}

// IsNumber reports whether an id is digits without a leading zero, so that the
// longer is the greater.
func IsNumber(id string) bool {
	return id != "" && id[0] != '0' && strings.Trim(id, "0123456789") == ""
}

// CompareIDs orders ids as the numbers that they are: 999 before 1000. Ids that
// are no numbers come after those and compare as text.
func CompareIDs(a, b string) int {
	numA, numB := IsNumber(a), IsNumber(b)
	switch {
	case numA && numB && len(a) != len(b):
		return len(a) - len(b)
	case numA != numB:
		if numA {
			return -1
		}
		return 1
	}
	return strings.Compare(a, b)
}
