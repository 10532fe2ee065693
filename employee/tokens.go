package employee

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// tokens reads JSON strictly: no key twice, no value of another type. Its errors
// quote no value, as those of encoding/json do.
type tokens struct{ from *json.Decoder }

func newTokens(r io.Reader) *tokens {
	t := &tokens{json.NewDecoder(r)}
	t.from.UseNumber()
	return t
}

var (
	errObject = errors.New("not a JSON object")
	errArray  = errors.New("not a JSON array")
	errType   = errors.New("not of its type")
	errTwice  = errors.New("occurs twice")
	errKey    = errors.New("no such key")
	errValue  = errors.New("not a value: want a text, number, bool, list of texts, null, or an object with a date or a state")
)

// A syntaxError is one of encoding/json, or of the reader.
type syntaxError struct{ err error }

// Error does not quote the input, as the error within may.
func (e syntaxError) Error() string { return "not JSON" }

// Unwrap returns the error within.
func (e syntaxError) Unwrap() error { return e.err }

// within says which key an error is about.
func within(key string, err error) error {
	if _, broken := errors.AsType[syntaxError](err); broken || err == nil {
		return err
	}
	return fmt.Errorf("%s: %w", key, err)
}

func (t *tokens) next() (json.Token, error) {
	token, err := t.from.Token()
	if err != nil {
		return nil, syntaxError{err}
	}
	return token, nil
}

// object hands every key of an object to visit, which reads its value.
func (t *tokens) object(visit func(t *tokens, key string) error) error {
	token, err := t.next()
	if err != nil {
		return err
	}
	return t.members(token, visit)
}

// members is object when its first token has been read.
func (t *tokens) members(first json.Token, visit func(t *tokens, key string) error) error {
	if first != json.Delim('{') {
		return errObject
	}
	var few [32]string // of which a search is quicker than a map
	seen := few[:0]
	for {
		token, err := t.next()
		if err != nil {
			return err
		}
		key, more := token.(string)
		if !more {
			return nil // the closing brace
		}
		if slices.Contains(seen, key) {
			return fmt.Errorf("%q %w", key, errTwice)
		}
		seen = append(seen, key)
		if err := visit(t, key); err != nil {
			return err
		}
	}
}

// array hands the first token of every item of an array to visit, which reads
// the rest of it.
func (t *tokens) array(visit func(t *tokens, first json.Token) error) error {
	switch token, err := t.next(); {
	case err != nil:
		return err
	case token != json.Delim('['):
		return errArray
	}
	for {
		token, err := t.next()
		if err != nil || token == json.Delim(']') {
			return err
		}
		if err := visit(t, token); err != nil {
			return err
		}
	}
}

// scalar reads a token that has to be a T.
func scalar[T any](t *tokens, into *T) error {
	token, err := t.next()
	if err != nil {
		return err
	}
	v, ok := token.(T)
	if !ok {
		return errType
	}
	*into = v
	return nil
}

func (t *tokens) text(into *string) error { return scalar(t, into) }

func (t *tokens) bool(into *bool) error { return scalar(t, into) }

func (t *tokens) int(into *int) error {
	var n json.Number
	if err := scalar(t, &n); err != nil {
		return err
	}
	i, err := n.Int64()
	if *into = int(i); err != nil {
		return errType
	}
	return nil
}

func (t *tokens) time(into *time.Time) error {
	var s string
	if err := t.text(&s); err != nil {
		return err
	}
	if into.UnmarshalText([]byte(s)) != nil {
		return errType
	}
	return nil
}

// value reads what Value.MarshalJSON writes.
func (t *tokens) value() (Value, error) {
	token, err := t.next()
	if err != nil {
		return Value{}, err
	}
	switch v := token.(type) {
	case nil:
		return Empty(), nil
	case string:
		return Text(v), nil
	case bool:
		return Bool(v), nil
	case json.Number:
		if n, err := Number(v.String()); err == nil {
			return n, nil
		}
	case json.Delim:
		if v == '[' {
			return t.list()
		}
		return t.dateOrState(v)
	}
	return Value{}, errValue
}

// list reads the texts of a list behind its opening bracket.
func (t *tokens) list() (Value, error) {
	var items []string
	for {
		token, err := t.next()
		switch {
		case err != nil:
			return Value{}, err
		case token == json.Delim(']'):
			return List(items...), nil
		}
		item, ok := token.(string)
		if !ok {
			return Value{}, errValue
		}
		items = append(items, item)
	}
}

// dateOrState reads a date, or a state that has no JSON of its own.
func (t *tokens) dateOrState(first json.Delim) (v Value, err error) {
	found := false
	err = t.members(first, func(t *tokens, key string) error {
		var text string
		if err := t.text(&text); err != nil || found {
			return errors.Join(err, errValue)
		}
		found = true
		switch {
		case key == "state" && text == StateWithheld.String():
			v = Withheld()
			return nil
		case key == "state" && text == StateAbsent.String():
			return nil
		case key == "date":
			d, err := ParseDate(text)
			v = Day(d)
			return err
		}
		return errValue
	})
	switch _, broken := errors.AsType[syntaxError](err); {
	case broken:
		return Value{}, err
	case err != nil || !found || v == Empty():
		return Value{}, errValue
	}
	return v, nil
}
