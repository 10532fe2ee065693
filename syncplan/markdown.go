package syncplan

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/internal/visible"
)

// Markdown returns the plan as Markdown, in the order of String. Its form may change.
func (p *Plan) Markdown() string {
	if p == nil {
		return p.String()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Plan for %s\n\n%s, as of %s", escape(p.title()), p.Summary(), p.At.Format(time.RFC3339))
	if !p.NextDue.IsZero() {
		fmt.Fprintf(&b, "; next due %s", p.NextDue.Format(time.RFC3339))
	}
	b.WriteString(".\n\n" + sentence(p.Summary().users()) + "\n")
	for _, h := range p.Held {
		fmt.Fprintf(&b, "\n## Held by %s\n\n%s.\n\n", escape(string(h.Guard)), sentence(h.Text))
		for _, line := range h.decision() {
			b.WriteString("- " + sentence(line) + "\n")
		}
	}
	for i, g := range p.NoteGroups() {
		if i == 0 {
			b.WriteString("\n## Notes\n\n| | Who | Why |\n|---|---|---|\n")
		}
		who, why := named(g.name(), g.parties()), []string{escape(g.Text)}
		if len(g.Notes) > 1 {
			who = named(g.size(), g.parties())
		}
		for _, e := range g.evidence() {
			why = append(why, escape(e.String()))
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", g.Kind, escape(who), strings.Join(why, "<br>"))
	}
	writeTable(&b, "Actions", p.Actions)
	for _, h := range p.Held {
		if len(h.Actions) > 0 {
			writeTable(&b, "Actions "+escape(h.title()), h.Actions)
		}
	}
	return b.String()
}

func writeTable(b *strings.Builder, title string, actions []Action) {
	fmt.Fprintf(b, "\n## %s\n", title)
	if len(actions) == 0 {
		b.WriteString("\nNone.\n")
		return
	}
	b.WriteString("\n| Action | Who | Why | What |\n|---|---|---|---|\n")
	for _, a := range actions {
		var why, what []string
		for _, e := range a.Evidence {
			why = append(why, escape(e.String()))
		}
		for _, c := range a.Changes {
			what = append(what, escape(c.String()))
		}
		if a.Kind == KindSetManager {
			what = append(what, "manager: "+escape(a.Manager.String()))
		}
		if text := a.accessText(); text != "" {
			what = append(what, text)
		}
		who := named(a.Name, subject(a.EmployeeID, a.UserID))
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", a.Kind, escape(who), strings.Join(append([]string{string(a.Reason)}, why...), "<br>"), strings.Join(what, "<br>"))
	}
}

// named puts the name of an employee or a group before the ids. A name that looks as if
// it had ids of its own is quoted.
func named(name, ids string) string {
	if strings.ContainsAny(name, "(),;:") {
		name = visible.Quote(name)
	}
	name = visible.Text(name)
	if name == "" || ids == "" {
		return name + ids
	}
	return name + " (" + ids + ")"
}

// sentence begins a text of the plan with a capital.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	r, n := utf8.DecodeRuneInString(s)
	return escape(string(unicode.ToUpper(r)) + s[n:])
}

// escape escapes Markdown, HTML and links in texts from HR.
func escape(s string) string {
	s = visible.Line(s)
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == ':' && strings.HasPrefix(s[i:], "://"):
			b.WriteString("&#58;")
		case r == 'w' && strings.HasPrefix(s[i:], "www."):
			b.WriteString("&#119;")
		case strings.ContainsRune("|`*_[]~$#\\", r), i == 0 && strings.ContainsRune("-+=", r):
			b.WriteByte('\\')
			fallthrough
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
