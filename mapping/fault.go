package mapping

import (
	"fmt"
	"strings"
)

// A Fault is one mistake in settings.
type Fault struct {
	Path    string // "rules[2].when.any[0].field"; "" for the whole
	Message string // with what to write instead, where possible
}

func (f Fault) String() string {
	if f.Path == "" {
		return f.Message
	}
	return f.Path + ": " + f.Message
}

// Faults are the mistakes in settings, in the order of the document: at most a
// hundred, and one that says that there are more. As an error they are one a line.
type Faults []Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}

// err returns f as an error, nil if there is no fault.
func (f Faults) err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// The bounds of settings: they come from a customer and may be anything.
const (
	maxDepth    = 32     // levels of conditions
	maxClauses  = 10_000 // conditions in all
	maxRules    = 1_000
	maxValues   = 10_000 // values, words or lookup entries in one list
	maxSources  = 100    // fields of one rule or of one place in a format
	maxPairs    = 100    // replacements of one rule
	maxName     = 1_000  // bytes of a name, a word or a value
	maxText     = 10_000 // bytes of a format, a constant or a default
	maxFaults   = 100
	maxRelative = 36_600 // days from today
)

func (f *Faults) add(path, format string, args ...any) {
	switch len(*f) {
	case maxFaults:
		*f = append(*f, Fault{Message: fmt.Sprintf("more than %d faults: the others are not listed", maxFaults)})
	default:
		if len(*f) < maxFaults {
			*f = append(*f, Fault{Path: path, Message: fmt.Sprintf(format, args...)})
		}
	}
}

// full reports whether looking for more faults is of no use.
func (f *Faults) full() bool { return len(*f) > maxFaults }
