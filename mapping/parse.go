package mapping

import (
	"errors"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/document"
)

// Parse reads a mapping from JSON. An unknown key, a key that occurs twice, a null,
// more than 1 MiB and all that [Mapping.Validate] refuses are faults. Labels of the
// catalogue are taken for their fields, as [Mapping.Resolve] does. The error is [Faults]:
// first what could not be read, then what is wrong with the rest.
func Parse(data []byte, catalog ...employee.FieldInfo) (Mapping, error) {
	var m Mapping
	unread := document.Decode(data, &m, document.Settings())
	var faults Faults
	for _, f := range unread {
		faults = append(faults, Fault(f))
	}
	if len(faults) == 1 && faults[0].Path == "" {
		return Mapping{}, faults // it is no document
	}
	if len(catalog) > 0 {
		m = m.Resolve(catalog...)
	}
	if found, ok := errors.AsType[Faults](m.Validate(catalog...)); ok {
		for _, f := range found {
			if !document.Unread(unread, f.Path) && len(faults) <= maxFaults {
				faults = append(faults, f)
			}
		}
	}
	if len(faults) > 0 {
		return Mapping{}, faults
	}
	return m, nil
}
