package mapping

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
)

// A format is parsed text with fields in braces: a sequence of parts with
// literal text around them. What stands between matching brackets or quotation
// marks is a part of its own, if it has a field in it.
type format struct {
	root    sequence
	parts   [][]employee.Field // the alternatives of every place, in order
	literal int                // bytes of literal text
}

// A sequence is literals and parts in turns: between[0] parts[0] between[1] ...
// parts[n-1] between[n].
type sequence struct {
	between []string
	parts   []part
}

// A part is a place for a field, or a bracketed sequence.
type part struct {
	place  int // the index in format.parts; not for a bracketed one
	inside *sequence
	open   string
	close  string
}

// A token is a piece of a format: a place, or one rune of literal text.
type token struct {
	literal rune
	place   int // -1 for literal text
}

// parseFormat parses the form that the package documentation describes. It does
// not check the names of the fields.
func parseFormat(s string) (*format, error) {
	tokens, places, err := scanFormat(s)
	if err != nil {
		return nil, err
	}
	if len(places) == 0 {
		return nil, errors.New("no field in braces: use constant for a fixed text")
	}
	b := builder{tokens: tokens}
	f := &format{parts: places}
	for _, t := range tokens {
		if t.place < 0 {
			f.literal += utf8.RuneLen(t.literal)
		}
	}
	b.match()
	f.root = b.sequence(0, len(tokens))
	return f, nil
}

func scanFormat(s string) (tokens []token, places [][]employee.Field, err error) {
	for s != "" {
		switch {
		case strings.HasPrefix(s, "{{"), strings.HasPrefix(s, "}}"):
			tokens, s = append(tokens, token{rune(s[0]), -1}), s[2:]
		case s[0] == '}':
			return nil, nil, errors.New("a brace closes that was not opened: write }} for a brace in the text")
		case s[0] == '{':
			fields, rest, closed := fieldNames(s[1:])
			switch {
			case !closed:
				inner, _, _ := strings.Cut(s[1:], "}")
				return nil, nil, fmt.Errorf("%q is not closed: write {{ for a brace in the text", clip("{"+inner, 40))
			case len(fields) > maxSources:
				return nil, nil, fmt.Errorf("more than %d fields in one pair of braces", maxSources)
			case slices.Contains(fields, ""):
				return nil, nil, errors.New("a field name is missing in braces")
			}
			tokens = append(tokens, token{place: len(places)})
			places, s = append(places, fields), rest
		default:
			c, size := utf8.DecodeRuneInString(s)
			tokens, s = append(tokens, token{c, -1}), s[size:]
		}
	}
	return tokens, places, nil
}

// fieldNames reads what stands in braces: names with bars between them. One that has a
// bar, a brace or a quotation mark in it stands in quotation marks, which are doubled
// within it.
func fieldNames(s string) (fields []employee.Field, rest string, closed bool) {
	for {
		s = strings.TrimLeftFunc(s, unicode.IsSpace)
		name, behind, ok := s, "", true
		if quoted, is := strings.CutPrefix(s, `"`); is {
			name, behind, ok = quotedName(quoted)
		} else if end := strings.IndexAny(s, "|{}"); end >= 0 {
			name, behind = strings.TrimSpace(s[:end]), s[end:]
		}
		fields = append(fields, employee.Field(name))
		switch {
		case !ok || behind == "":
			return nil, "", false
		case behind[0] == '}':
			return fields, behind[1:], true
		case behind[0] != '|':
			return nil, "", false
		}
		s = behind[1:]
	}
}

// quotedName reads a name up to its closing quotation mark, and the blanks behind it.
func quotedName(s string) (name, behind string, ok bool) {
	var b strings.Builder
	for {
		part, rest, closed := strings.Cut(s, `"`)
		b.WriteString(part)
		if !closed {
			return "", "", false
		}
		if s, ok = strings.CutPrefix(rest, `"`); !ok {
			return b.String(), strings.TrimLeftFunc(rest, unicode.IsSpace), true
		}
		b.WriteByte('"')
	}
}

// A builder groups tokens by their brackets.
type builder struct {
	tokens []token
	closed []int // by token: where what it opens is closed, 0 if it opens nothing
}

// match finds the brackets and quotation marks that belong together and have a
// field between them.
func (b *builder) match() {
	const deepest = 8 // what is open at once; more is plain text
	type opened struct{ at, places int }
	var stack []opened
	b.closed = make([]int, len(b.tokens))
	places := 0
	for i, t := range b.tokens {
		if t.place >= 0 {
			places++
			continue
		}
		top := len(stack) - 1
		for top >= 0 && !strings.ContainsRune(closers(b.tokens[stack[top].at].literal), t.literal) {
			top--
		}
		switch {
		case top >= 0:
			if places > stack[top].places {
				b.closed[stack[top].at] = i
			}
			stack = stack[:top]
		case closers(t.literal) != "" && len(stack) < deepest:
			stack = append(stack, opened{i, places})
		}
	}
}

// sequence builds what is in tokens[from:to].
func (b *builder) sequence(from, to int) sequence {
	var q sequence
	var text strings.Builder
	end := func(p part) {
		q.between, q.parts = append(q.between, text.String()), append(q.parts, p)
		text.Reset()
	}
	for i := from; i < to; i++ {
		t := b.tokens[i]
		switch closing := b.closed[i]; {
		case t.place >= 0:
			end(part{place: t.place})
		case closing > 0:
			inside := b.sequence(i+1, closing)
			end(part{inside: &inside, open: string(t.literal), close: string(b.tokens[closing].literal)})
			i = closing
		default:
			text.WriteRune(t.literal)
		}
	}
	q.between = append(q.between, text.String())
	return q
}

// closers returns what closes an opening bracket or quotation mark. The
// apostrophe is none: it stands within words.
func closers(open rune) string {
	switch open {
	case '(':
		return ")"
	case '[':
		return "]"
	case '{':
		return "}"
	case '<':
		return ">"
	case '«':
		return "»"
	case '»':
		return "«"
	case '„':
		return "“”"
	case '“':
		return "”"
	case '"':
		return `"`
	}
	return ""
}
