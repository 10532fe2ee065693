package mapping

import (
	"bytes"
	"strings"
	"unicode"
)

// render returns the text of the format for the texts of its places, "" for an
// empty one.
//
// A part is missing if it is empty; a bracketed part if all within it is. Text
// before the first part stands only with the first part, and text behind the
// last only with the last. Of the texts between two parts that are there, with
// others missing between them, one stands; see separator. A bracketed part that
// is left alone, without text around it, loses its brackets.
func (f *format) render(texts []string) string {
	size := f.literal
	for _, t := range texts {
		size += len(t)
	}
	text, _ := f.root.render(make([]byte, 0, size), texts)
	return string(bytes.TrimSpace(text))
}

// render appends the text of the sequence. If all of its parts are missing,
// filled is false, and what was appended is not to be used.
func (q *sequence) render(text []byte, texts []string) (appended []byte, filled bool) {
	start, first, last := len(text), -1, -1
	for i := range q.parts {
		p, mark := &q.parts[i], len(text)
		switch {
		case last >= 0:
			text = append(text, separator(q.between[last+1:i+1], p.inside != nil)...)
		case i == 0:
			text = append(text, q.between[0]...)
		}
		if text, filled = p.render(text, texts); !filled {
			text = text[:mark]
			continue
		}
		if last = i; first < 0 {
			first = i
		}
	}
	if last < 0 {
		return text, false
	}
	before, behind := "", ""
	if first == 0 {
		before = q.between[0]
	}
	if last == len(q.parts)-1 {
		behind = q.between[last+1]
	}
	if p := &q.parts[first]; first == last && len(q.parts) > 1 && p.inside != nil && blank(before) && blank(behind) {
		inner := text[start+len(before)+len(p.open) : len(text)-len(p.close)]
		return append(text[:start], inner...), true
	}
	return append(text, behind...), true
}

func (p *part) render(text []byte, texts []string) (appended []byte, filled bool) {
	if p.inside == nil {
		return append(text, texts[p.place]...), texts[p.place] != ""
	}
	text, filled = p.inside.render(append(text, p.open...), texts)
	return append(text, p.close...), filled
}

// separator chooses the text between two parts among those that stood there
// when nothing was missing. The nearest to the second part wins if it has a
// word in it, as in "{title} at {company}", or if a bracket follows. Otherwise
// it is the first of those with the most signs and no words, so that a comma
// wins over a blank.
func separator(between []string, bracket bool) string {
	nearest := between[len(between)-1]
	if len(between) == 1 {
		return nearest
	}
	if bracket && nearest != "" || wordy(nearest) {
		return nearest
	}
	best, most := "", -1
	for _, s := range between {
		if n := signs(s); !wordy(s) && s != "" && n > most {
			best, most = s, n
		}
	}
	if bracket && best != "" {
		return " "
	}
	return best
}

func wordy(s string) bool { return strings.ContainsFunc(s, wordRune) }

// signs counts what is not blank.
func signs(s string) (n int) {
	for _, c := range s {
		if !unicode.IsSpace(c) {
			n++
		}
	}
	return n
}
