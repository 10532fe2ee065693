package mapping

import (
	"errors"
	"strings"

	"github.com/rosterkit/rosterkit/internal/document"
)

// Parse reads a mapping from JSON, strictly: a key that does not exist, a key
// given twice, a null, more than 1 MiB and everything that [Mapping.Validate]
// refuses is a fault. The error is [Faults]: first what could not be read, then
// what is wrong with the parts that could. On an error the Mapping is zero.
func Parse(data []byte) (Mapping, error) {
	var m Mapping
	var faults Faults
	for _, f := range document.Decode(data, &m) {
		faults = append(faults, Fault(f))
	}
	unread := len(faults)
	if unread == 1 && faults[0].Path == "" {
		return Mapping{}, faults // it is no document
	}
	if found, ok := errors.AsType[Faults](m.Validate()); ok {
		for _, f := range found {
			if !hidden(f.Path, faults[:unread]) && len(faults) <= maxFaults {
				faults = append(faults, f)
			}
		}
	}
	if len(faults) > 0 {
		return Mapping{}, faults
	}
	return m, nil
}

// hidden reports whether a fault at path may only be there because a part of
// the same object, or the item of a list, could not be read.
func hidden(path string, unread Faults) bool {
	for _, f := range unread {
		whole := f.Path
		if !strings.HasSuffix(whole, "]") {
			end := strings.LastIndexByte(whole, '.')
			if end < 0 {
				continue
			}
			whole = whole[:end]
		}
		if inside, ok := strings.CutPrefix(path, whole); ok && (inside == "" || inside[0] == '.' || inside[0] == '[') {
			return true
		}
	}
	return false
}
