package mapping

import (
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
	text, _ := f.root.render(texts)
	return strings.TrimSpace(text)
}

func (q *sequence) render(texts []string) (text string, filled bool) {
	var b strings.Builder
	first, last, alone := -1, -1, ""
	for i := range q.parts {
		p := &q.parts[i]
		inner, ok := p.render(texts)
		if !ok {
			continue
		}
		if last < 0 {
			first, alone = i, inner
		} else {
			b.WriteString(separator(q.between[last+1:i+1], p.inside != nil))
		}
		b.WriteString(p.open + inner + p.close)
		last = i
	}
	if last < 0 {
		return "", false
	}
	before, behind := "", ""
	if first == 0 {
		before = q.between[0]
	}
	if last == len(q.parts)-1 {
		behind = q.between[last+1]
	}
	if first == last && len(q.parts) > 1 && q.parts[first].inside != nil && blank(before+behind) {
		return alone, true
	}
	return before + b.String() + behind, true
}

func (p *part) render(texts []string) (string, bool) {
	if p.inside != nil {
		return p.inside.render(texts)
	}
	return texts[p.place], texts[p.place] != ""
}

// separator chooses the text between two parts among those that stood there
// when nothing was missing. The nearest to the second part wins if it has a
// word in it, as in "{title} at {company}", or if a bracket follows. Otherwise
// it is the first of those with the most signs and no words, so that a comma
// wins over a blank.
func separator(between []string, bracket bool) string {
	nearest := between[len(between)-1]
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
