package syncplan

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Markdown returns the plan as Markdown. Its form may change.
func (p *Plan) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Plan for %s\n\n%s, as of %s", escape(p.title()), p.Summary(), p.At.Format(time.RFC3339))
	if !p.NextDue.IsZero() {
		fmt.Fprintf(&b, "; next due %s", p.NextDue.Format(time.RFC3339))
	}
	b.WriteString(".\n")
	writeTable(&b, "Actions", p.Actions)
	for _, h := range p.Held {
		writeTable(&b, "Held by "+escape(string(h.Guard))+"\n\n"+sentence(h.Text), h.Actions)
	}
	if len(p.Notes) > 0 {
		b.WriteString("\n## Notes\n\n| | Who | Why |\n|---|---|---|\n")
	}
	for _, n := range p.Notes {
		why := []string{escape(n.Text)}
		for _, e := range n.Evidence {
			why = append(why, escape(e.String()))
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", n.Kind, escape(named(n.Name, n.parties())), strings.Join(why, "<br>"))
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

// named puts the name of an employee or a group before the ids.
func named(name, ids string) string {
	if name == "" || ids == "" {
		return name + ids
	}
	return name + " (" + ids + ")"
}

// sentence makes a text of the plan a sentence.
func sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + escape(s[n:]) + "."
}

// escape escapes Markdown and HTML in texts from HR.
func escape(s string) string {
	s = printable(strings.NewReplacer("\n", " ", "\r", " ").Replace(s))
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "\\|", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "\\", "\\\\").Replace(s)
}
