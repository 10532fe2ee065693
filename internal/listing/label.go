package listing

import (
	"fmt"
	"io"
	"log/slog"
)

// A Label is all that a Client shows of itself. A Client embeds one, so that neither
// fmt nor slog prints what else is in it.
type Label string

// String returns the label.
func (l Label) String() string { return string(l) }

// Format prints the label, whatever the verb.
func (l Label) Format(s fmt.State, _ rune) { io.WriteString(s, string(l)) }

// LogValue logs the label.
func (l Label) LogValue() slog.Value { return slog.StringValue(string(l)) }

// MarshalText gives the label, so that JSON and XML do.
func (l Label) MarshalText() ([]byte, error) { return []byte(l), nil }
