// Package zone loads the time zones that settings name.
package zone

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

// Load refuses the names of zones that differ from machine to machine, or are files
// of one: a plan must not depend on where it is made.
func Load(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, errors.New(`missing: name an IANA zone such as "Europe/Berlin"`)
	}
	if local(name) {
		return nil, fmt.Errorf("%q is not the same zone on every machine: name an IANA zone such as \"Europe/Berlin\"", name)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("this machine knows no zone %q: correct the name, or import time/tzdata in your program", name)
	}
	return loc, nil
}

// local reports whether a name of a zone means something on some machines only, or
// not the same on all of them.
func local(name string) bool {
	lower := strings.ToLower(name) // some file systems fold case
	return slices.Contains([]string{"local", "localtime", "posixrules", "factory"}, lower) ||
		strings.HasPrefix(lower, "right/") || strings.HasPrefix(lower, "posix/") || path.Clean(name) != name
}
