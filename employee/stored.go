package employee

import (
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// rosterVersion is that of the form in which WriteTo writes.
const rosterVersion = 1

// WriteTo writes JSON for [ReadRoster], one employee a line. A text that is not
// UTF-8 or an unknown Status is an error.
func (r *Roster) WriteTo(w io.Writer) (int64, error) {
	if r == nil || r.origin.Provider == "" {
		return 0, errors.New("employee: write roster: no roster: make one with NewRoster or Collect")
	}
	out := &rosterWriter{to: w}
	b := bufio.NewWriter(out)
	origin, err := json.Marshal(r.origin)
	if err != nil {
		return 0, fmt.Errorf("employee: write roster: origin: %w", err)
	}
	fmt.Fprintf(b, `{"version":%d,"origin":%s,"count":%d,"employees":[`, rosterVersion, origin, len(r.employees))
	sum := sha256.New()
	sum.Write(origin)
	for i := range r.employees {
		e := &r.employees[i]
		data, err := e.MarshalJSON()
		if err = errors.Join(e.storable(), err); err != nil {
			return out.n, fmt.Errorf("employee: write roster: employee %q: %w", e.ID, err)
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		sum.Write(data)
		if _, err := b.Write(data); err != nil {
			break // Flush returns it
		}
	}
	fmt.Fprintf(b, "\n],\"sum\":\"%x\"}\n", sum.Sum(nil)[:16])
	if err := b.Flush(); err != nil {
		return out.n, fmt.Errorf("employee: write roster: %w", err)
	}
	return out.n, nil
}

// A rosterWriter counts what it writes.
type rosterWriter struct {
	to io.Writer
	n  int64
}

// Write passes on to the caller's writer.
func (w *rosterWriter) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	w.n += int64(n)
	return n, err
}

// storable returns what Set would refuse, for an employee that was filled
// without it.
func (e *Employee) storable() error {
	for i := range fieldCount {
		f, where := e.slotAt(i)
		texts := e.Teams
		switch p := where.(type) {
		case *Status:
			if !p.valid() {
				return fmt.Errorf("%s: %w", f, errStatus)
			}
			continue
		case *Date:
			continue
		case *string:
			texts = []string{*p}
		}
		if slices.ContainsFunc(texts, garbled) {
			return fmt.Errorf("%s: %w", f, errText)
		}
	}
	for key, v := range e.Custom {
		if key == "" {
			return fmt.Errorf("custom: %w: the key is missing", errField)
		}
		if garbled(v.text) || garbled(key) {
			return fmt.Errorf("custom: %w", errText)
		}
	}
	for _, p := range e.Problems {
		if garbled(p.EmployeeID) || garbled(string(p.Field)) || garbled(p.Reason) {
			return fmt.Errorf("problems: %w", errText)
		}
	}
	return nil
}

// garbled reports whether a text is not UTF-8, or was not before it was read.
func garbled(s string) bool { return !utf8.ValidString(s) || strings.ContainsRune(s, utf8.RuneError) }

// ReadRoster reads what [Roster.WriteTo] wrote. A document that is cut, of a newer
// version, edited or joined of two is an error, which quotes no value, never a
// shorter roster.
func ReadRoster(r io.Reader) (*Roster, error) {
	document := storedRoster{count: -1}
	t := newTokens(r)
	if err := document.read(t); err != nil {
		return nil, fmt.Errorf("employee: read roster: %w", document.explain(err, t.from.InputOffset()))
	}
	return newRoster(document.origin, document.employees)
}

const (
	storeAgain = "list the employees anew and store the roster again"
	notARoster = "this is no roster that WriteTo wrote"
)

// A storedRoster is what is read of a document.
type storedRoster struct {
	seen      []string // its keys
	origin    Origin
	count     int
	sum       string // of origin and employees, as WriteTo writes them
	employees []Employee
}

func (r *storedRoster) read(t *tokens) error {
	switch err := t.object(r.unmarshal); {
	case errors.Is(err, errObject):
		return errors.New(notARoster)
	case errors.Is(err, errTwice):
		return fmt.Errorf("%w: two documents may have been joined: %s", err, storeAgain)
	case err != nil:
		return err
	}
	if _, err := t.from.Token(); err != io.EOF {
		return fmt.Errorf("something follows the document: two may have been joined: %s", storeAgain)
	}
	for _, key := range []string{"version", "origin", "count", "employees"} {
		if !slices.Contains(r.seen, key) {
			return fmt.Errorf("no %s: %s", key, notARoster)
		}
	}
	if len(r.employees) != r.count {
		return fmt.Errorf("%d of %d employees: %s", len(r.employees), r.count, storeAgain)
	}
	if sum, err := r.newSum(); err != nil || sum != r.sum {
		return fmt.Errorf("a part is missing or was edited: %s", storeAgain)
	}
	return nil
}

// newSum returns the sum of the origin and the employees.
func (r *storedRoster) newSum() (string, error) {
	origin, err := json.Marshal(r.origin)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	sum.Write(origin)
	for i := range r.employees {
		data, err := r.employees[i].MarshalJSON()
		if err != nil {
			return "", err
		}
		sum.Write(data)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:16]), nil
}

// unmarshal reads the value of one key.
func (r *storedRoster) unmarshal(t *tokens, key string) error {
	r.seen = append(r.seen, key)
	switch key {
	case "version":
		return r.readVersion(t)
	case "origin":
		return foreign(within(key, t.object(r.origin.unmarshal)))
	case "count":
		return foreign(within(key, t.int(&r.count)))
	case "employees":
		return r.readEmployees(t)
	case "sum":
		return foreign(within(key, t.text(&r.sum)))
	}
	return foreign(fmt.Errorf("%q: %w", key, errKey))
}

func (r *storedRoster) readVersion(t *tokens) error {
	version := 0
	switch err := within("version", t.int(&version)); {
	case err != nil:
		return foreign(err)
	case version > rosterVersion:
		return fmt.Errorf("version %d, and this release reads up to %d: update the library", version, rosterVersion)
	case version < 1:
		return fmt.Errorf("version %d: %s", version, notARoster)
	}
	return nil
}

func (r *storedRoster) readEmployees(t *tokens) error {
	err := t.array(func(t *tokens, first json.Token) error {
		var e Employee
		err := t.members(first, e.unmarshal)
		if err == nil {
			r.employees = append(r.employees, e)
			return nil
		}
		if _, broken := errors.AsType[syntaxError](err); broken {
			return err
		}
		return fmt.Errorf("employees[%d]: %s: %s", len(r.employees), err, storeAgain)
	})
	if errors.Is(err, errArray) {
		return foreign(within("employees", err))
	}
	return err
}

// foreign adds to an error that the document is another one.
func foreign(err error) error {
	if _, broken := errors.AsType[syntaxError](err); broken || err == nil {
		return err
	}
	return fmt.Errorf("%s: %s", err, notARoster)
}

// explain says what to do about a document that cannot be read further.
func (r *storedRoster) explain(err error, at int64) error {
	broken, ok := errors.AsType[syntaxError](err)
	if !ok {
		return err
	}
	_, syntax := errors.AsType[*json.SyntaxError](broken.err)
	switch {
	case broken.err == io.EOF && at == 0:
		return fmt.Errorf("nothing to read: %s", storeAgain)
	case errors.Is(broken.err, io.EOF), errors.Is(broken.err, io.ErrUnexpectedEOF):
		return fmt.Errorf("cut off behind employee %d: %s: %w", len(r.employees), storeAgain, io.ErrUnexpectedEOF)
	case syntax:
		return fmt.Errorf("not JSON at byte %d: %s", at, notARoster)
	}
	return broken.err // of the caller's reader
}

// unmarshal reads the value of one key.
func (o *Origin) unmarshal(t *tokens, key string) error {
	switch key {
	case "provider":
		return within(key, t.text(&o.Provider))
	case "tenant":
		return within(key, t.text(&o.Tenant))
	case "as_of":
		return within(key, t.time(&o.AsOf))
	case "total":
		return within(key, t.int(&o.Total))
	case "leavers":
		return within(key, t.visibility(&o.Leavers))
	case "starters":
		return within(key, t.visibility(&o.Starters))
	case "no_status":
		return within(key, t.bool(&o.NoStatus))
	case "no_ends":
		return within(key, t.bool(&o.NoEnds))
	}
	return fmt.Errorf("%q: %w", key, errKey)
}

func (t *tokens) visibility(into *Visibility) error {
	if err := t.text((*string)(into)); err != nil {
		return err
	}
	switch *into {
	case VisibilityUnknown, VisibilityYes, VisibilityNo:
		return nil
	}
	return errType
}
