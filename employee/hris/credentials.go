package hris

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/rosterkit/rosterkit/internal/document"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/rest"
)

// A CredentialsError says what is wrong with stored credentials, input by input. It
// shows no value.
type CredentialsError struct {
	System string // "" if it cannot be read
	Faults []Fault
}

// A Fault is what is wrong with one input.
type Fault struct {
	Key     string // of the Input; "" for the whole document
	Role    Role   // who corrects it
	Message string // what is wrong, to be read after the label of the input
}

// Error says what is wrong, in one line.
func (e *CredentialsError) Error() string {
	return "hris: credentials of " + cmp.Or(e.System, "an unknown system") + ": " + strings.Join(e.texts(), "; ")
}

func (e *CredentialsError) texts() []string {
	var texts []string
	for _, f := range e.Faults {
		text := strings.TrimSuffix(f.Message, ".")
		if f.Key != "" {
			text = e.label(f.Key) + " " + text
		}
		texts = append(texts, text)
	}
	return texts
}

// label is what the form calls an input.
func (e *CredentialsError) label(key string) string {
	s, _ := systemNamed(e.System)
	for _, f := range s.Forms {
		if in, ok := f.input(key); ok {
			return in.Label
		}
	}
	return key
}

// read returns the system, the form and the values of stored credentials.
func read(stored []byte) (system, Form, values, error) {
	given := make(values)
	faults := document.Decode(stored, &given, document.Bounds{Size: 1 << 16, Items: 100, Values: 100})
	s, known := systemNamed(given["system"])
	err := &CredentialsError{System: s.Name}
	for _, f := range faults {
		err.decode(f)
	}
	if !known && len(err.Faults) == 0 {
		hint := ""
		if near := document.Nearest(given["system"], systemNames()); near != "" && given["system"] != "" {
			hint = fmt.Sprintf(": did you mean %q?", near)
		}
		err.add("system", RoleDeveloper, "is none of "+strings.Join(systemNames(), ", ")+hint)
	}
	if !known {
		return system{}, Form{}, nil, err
	}
	delete(given, "system")
	form := s.form(given)
	err.checkKeys(s, form, given)
	for _, in := range form.Inputs {
		err.check(in, form, given)
	}
	if len(err.Faults) > 0 {
		return system{}, Form{}, nil, err
	}
	return s, form, given, nil
}

func (e *CredentialsError) add(key string, role Role, message string) {
	if len(e.Faults) < 20 {
		e.Faults = append(e.Faults, Fault{key, role, message})
	}
}

// decode adds a fault of the document as such. It names no key that is not ours,
// because a secret may stand where a key belongs.
func (e *CredentialsError) decode(f document.Fault) {
	key := ""
	for _, known := range append(knownKeys(), "system") {
		if rest, ok := strings.CutPrefix(f.Path, known); ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			key = known
		}
	}
	message, _, _ := strings.Cut(f.Message, ": invalid character") // which it quotes
	if key != "" {
		message = "is wrong in the stored JSON: " + message
	} else {
		message = "the stored JSON is wrong: " + message
	}
	e.add(key, RoleDeveloper, message)
}

// form returns the form of which the given values have the most inputs that no other
// form of the system has.
func (s system) form(given values) Form {
	best, most := s.Forms[0], 0
	for _, f := range s.Forms {
		n := 0
		for _, in := range f.Inputs {
			if given[in.Key] != "" && len(s.formsWith(in.Key)) == 1 {
				n++
			}
		}
		if n > most {
			best, most = f, n
		}
	}
	return best
}

func (s system) formsWith(key string) (forms []Form) {
	for _, f := range s.Forms {
		if _, ok := f.input(key); ok {
			forms = append(forms, f)
		}
	}
	return forms
}

// checkKeys adds a fault for each key that the form does not have.
func (e *CredentialsError) checkKeys(s system, form Form, given values) {
	unknown := 0
	for _, key := range slices.Sorted(keysOf(given)) {
		if _, ok := form.input(key); ok {
			continue
		}
		if other := s.formsWith(key); len(other) > 0 {
			e.add(key, RoleDeveloper, fmt.Sprintf("belongs to the form %q and does not go with %q: store one of the two", other[0].Name, form.Name))
			continue
		}
		var owners []string
		for _, other := range systems() {
			if len(other.formsWith(key)) > 0 {
				owners = append(owners, other.Label)
			}
		}
		if len(owners) > 0 {
			e.add(key, RoleDeveloper, fmt.Sprintf("is of %s, and %s has no such key", strings.Join(owners, " and "), s.Label))
			continue
		}
		if near := document.Nearest(key, form.keys()); near != "" {
			e.add(near, RoleDeveloper, "is not there, but a key that is spelled almost like it")
			continue
		}
		unknown++
	}
	if unknown > 0 {
		e.add("", RoleDeveloper, fmt.Sprintf("the stored JSON has other keys than the form %q (%d): its keys are system, %s",
			form.Name, unknown, strings.Join(form.keys(), ", ")))
	}
}

func keysOf(given values) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range given {
			if !yield(key) {
				return
			}
		}
	}
}

func (f Form) keys() []string {
	var keys []string
	for _, in := range f.Inputs {
		keys = append(keys, in.Key)
	}
	return keys
}

// knownKeys returns those of all forms.
func knownKeys() (keys []string) {
	for _, s := range systems() {
		for _, f := range s.Forms {
			keys = append(keys, f.keys()...)
		}
	}
	return keys
}

const longest = 2000 // bytes of a value

// check adds what is wrong with the value of one input, the first fault alone.
func (e *CredentialsError) check(in Input, form Form, given values) {
	value, ok := given[in.Key]
	if ok && value == "" || !ok && in.Required {
		// A value that could not be read has its fault already.
		if !slices.ContainsFunc(e.Faults, func(f Fault) bool { return f.Key == in.Key }) && (in.Required || ok) {
			e.add(in.Key, in.Role, "is empty")
		}
		return
	}
	if !ok {
		return
	}
	if why := misfit(in, value); why != "" {
		e.add(in.Key, in.Role, why)
		return
	}
	for _, other := range form.Inputs {
		if !in.Secret && other.credential() && other.Key != in.Key && value == given[other.Key] {
			e.add(in.Key, in.Role, fmt.Sprintf("has the same value as %q: one of them is in the wrong box", other.Label))
			return
		}
	}
}

// credential reports whether an input has what a vendor gives out.
func (in Input) credential() bool { return !in.name && !in.address && len(in.Options) == 0 }

// misfit says why a value cannot be that of an input, "" if it can.
func misfit(in Input, value string) string {
	const again = ": copy it again"
	switch {
	case len(value) > longest:
		return fmt.Sprintf("is longer than %d bytes", longest) + again
	case len(in.Options) > 0 && !slices.Contains(in.Options, value):
		return "is none of " + strings.Join(in.Options, ", ")
	case in.name && (!listing.IsTenant(value) || len(value) > 100):
		return "is no name of at most 100 printable characters"
	case in.name || len(in.Options) > 0:
		return ""
	case in.address && looksSecret(value):
		return "looks like a key, not like the address of an account"
	case in.address && strings.ContainsFunc(value, unicode.IsControl):
		return "has a line break or the like" + again
	case in.address:
		return "" // the provider knows which addresses are the vendor's
	case !rest.IsCredential(value):
		return "has a blank, a quote or another character that no credential has" + again + ", without words before it"
	case strings.Contains(value, "://"):
		return "is a web address" + again
	case isEmail(value):
		return "is an e-mail address: the password of a login is not what is asked for, nor its name"
	}
	return ""
}

func isEmail(s string) bool {
	name, domain, ok := strings.Cut(s, "@")
	return ok && name != "" && strings.Contains(domain, ".") && !strings.ContainsAny(s, ":/=+")
}

// looksSecret reports whether a text is long and has the letters and digits of a key.
// It must not become a host name, which is sent in clear.
func looksSecret(s string) bool {
	return regexp.MustCompile(`^[A-Za-z0-9_-]{32,}$`).MatchString(s) && len(regexp.MustCompile(`[0-9]`).FindAllString(s, 6)) == 6
}
