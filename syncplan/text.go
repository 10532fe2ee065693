package syncplan

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/visible"
)

// String returns the plan as text: what to decide, the notes, the actions, then what is
// held. The form is stable within a major version. All that comes from outside is on one
// line, and quoted where a part of it cannot be seen.
func (p *Plan) String() string {
	if p == nil {
		return "no plan"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "plan for %s at %s: %s\n", p.title(), p.At.Format(time.RFC3339), p.Summary())
	b.WriteString(p.Summary().users() + "\n")
	if !p.NextDue.IsZero() {
		fmt.Fprintf(&b, "next due %s\n", p.NextDue.Format(time.RFC3339))
	}
	for _, h := range p.Held {
		fmt.Fprintf(&b, "\nheld by %s: %s\n", h.Guard, visible.Line(h.Text))
		for _, line := range h.decision() {
			b.WriteString("  " + line + "\n")
		}
	}
	for i, g := range p.NoteGroups() {
		if i == 0 {
			b.WriteByte('\n')
		}
		g.write(&b)
	}
	for _, a := range p.Actions {
		b.WriteByte('\n')
		writeAction(&b, a, "")
	}
	for _, h := range p.Held {
		if len(h.Actions) > 0 {
			fmt.Fprintf(&b, "\n%s:\n", h.title())
		}
		for _, a := range h.Actions {
			writeAction(&b, a, "  ")
		}
	}
	return b.String()
}

func (p *Plan) title() string {
	if p.Name != "" {
		return visible.Quote(p.Name) + " (" + visible.Text(p.Source) + ")"
	}
	return visible.Text(p.Source)
}

// head names the parties of a note and the reason.
func (n Note) head() string {
	words := []string{n.parties(), visible.Quote(n.Name), string(n.Reason)}
	if n.Name == "" {
		words[1] = ""
	}
	return strings.Join(slices.DeleteFunc(words, func(s string) bool { return s == "" }), " ")
}

// parties names employees and users, the first few of many.
func (n Note) parties() string {
	var words []string
	for _, x := range []struct {
		noun string
		ids  []string
	}{{"employee", n.EmployeeIDs}, {"user", n.UserIDs}} {
		if len(x.ids) == 0 {
			continue
		}
		if len(x.ids) > 1 {
			x.noun += "s"
		}
		shown := make([]string, len(x.ids))
		for i, id := range x.ids {
			shown[i] = visible.Word(id)
		}
		words = append(words, x.noun+" "+firstOf(shown))
	}
	return strings.Join(words, " ")
}

// subject names the user and the employee of an action.
func subject(employeeID, userID string) string {
	var words []string
	if userID != "" {
		words = append(words, "user "+visible.Word(userID))
	}
	if employeeID != "" {
		words = append(words, "employee "+visible.Word(employeeID))
	}
	return strings.Join(words, " ")
}

func writeActionHead(b *strings.Builder, a Action) {
	b.WriteString(string(a.Kind))
	if s := subject(a.EmployeeID, a.UserID); s != "" {
		b.WriteString(" " + s)
	}
	if a.Name != "" {
		b.WriteString(" " + visible.Quote(a.Name))
	}
	b.WriteString(": " + string(a.Reason))
}

func writeAction(b *strings.Builder, a Action, indent string) {
	b.WriteString(indent)
	writeActionHead(b, a)
	b.WriteByte('\n')
	if a.Kind == KindSetManager {
		fmt.Fprintf(b, "%s  manager: %s\n", indent, a.Manager)
	}
	if text := a.accessText(); text != "" {
		fmt.Fprintf(b, "%s  %s\n", indent, text)
	}
	for _, c := range a.Changes {
		fmt.Fprintf(b, "%s  %s\n", indent, c)
	}
	writeEvidence(b, a.Evidence, indent+"  ")
}

// accessText says what becomes of access where the kind does not.
func (a Action) accessText() string {
	switch {
	case a.Kind == KindCreate && a.Access == AccessInactive:
		return "inactive: do not invite the user"
	case a.Kind == KindRelink && a.Access == AccessActive:
		return "active again"
	}
	return ""
}

func (r Ref) String() string {
	if r == (Ref{}) {
		return "none"
	}
	if r.Name == "" {
		return subject(r.EmployeeID, r.UserID)
	}
	return subject(r.EmployeeID, r.UserID) + " " + visible.Quote(r.Name)
}

func (c Change) String() string {
	var b strings.Builder
	b.WriteString(visible.Text(c.Attribute) + ": ")
	if c.From.Known() {
		b.WriteString(quote(c.From) + " -> ")
	}
	b.WriteString(quote(c.To))
	if c.Field != "" {
		b.WriteString(" from " + visible.Text(string(c.Field)))
	}
	if c.Rule >= 0 {
		fmt.Fprintf(&b, " (rules[%d])", c.Rule)
	}
	return b.String()
}

func quote(v employee.Value) string {
	switch v.Kind() {
	case "":
		return "nothing"
	case employee.KindText:
		return visible.Quote(v.String())
	case employee.KindList:
		return quoted(v.Items())
	}
	return v.String()
}

func quoted(items []string) string {
	words := make([]string, len(items))
	for i, item := range items {
		words[i] = visible.Quote(item)
	}
	return strings.Join(words, ", ")
}

func writeEvidence(b *strings.Builder, evidence []Evidence, indent string) {
	for _, e := range evidence {
		fmt.Fprintf(b, "%sbecause %s\n", indent, e)
	}
}

func (e Evidence) String() string {
	var words []string
	if e.Field != "" {
		words = append(words, visible.Text(string(e.Field)))
	}
	switch {
	case e.Value != "":
		words = append(words, "is "+visible.Text(e.Value))
	case e.Field == "":
	case e.State == employee.StateAbsent:
		words = append(words, "is absent: not asked for, or not filled in by the source")
	case e.State == employee.StateWithheld && e.Detail == "":
		words = append(words, "is withheld: give the credentials permission to read it")
	default:
		words = append(words, "is "+e.State.String())
	}
	if e.Detail != "" {
		if len(words) > 0 {
			return strings.Join(words, " ") + " (" + visible.Line(e.Detail) + ")"
		}
		return visible.Line(e.Detail)
	}
	return strings.Join(words, " ")
}

func sortedKeys[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// count says how many there are of a thing.
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
