package syncplan

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/visible"
)

// mostAlone is how many notes that say the same stay notes of their own.
const mostAlone = 4

// A NoteGroup is one note, or five and more that say the same about as many employees
// or users.
type NoteGroup struct {
	Kind   NoteKind
	Reason Reason
	Text   string
	Notes  employee.Batch[Note] // with the employees and users, each with its evidence
}

// LogValue logs kind, reason and a count only.
func (g NoteGroup) LogValue() slog.Value {
	return slog.GroupValue(slog.String("kind", string(g.Kind)), slog.String("reason", string(g.Reason)), slog.Int("notes", len(g.Notes)))
}

// NoteGroups returns the notes of the plan in groups, in the order of the first of each.
func (p *Plan) NoteGroups() []NoteGroup {
	if p == nil {
		return nil
	}
	type said struct {
		kind   NoteKind
		reason Reason
		text   string
	}
	counts := make(map[said]int)
	for i := range p.Notes {
		n := &p.Notes[i]
		counts[said{n.Kind, n.Reason, n.Text}]++
	}
	var groups []NoteGroup
	places := make(map[said]int)
	for _, n := range p.Notes {
		key := said{n.Kind, n.Reason, n.Text}
		at, begun := places[key]
		if !begun {
			if at = len(groups); counts[key] > mostAlone {
				places[key] = at
			}
			groups = append(groups, NoteGroup{Kind: n.Kind, Reason: n.Reason, Text: n.Text})
		}
		groups[at].Notes = append(groups[at].Notes, n)
	}
	return groups
}

// write writes the lines of a group.
func (g *NoteGroup) write(b *strings.Builder) {
	if len(g.Notes) == 1 {
		fmt.Fprintf(b, "%s %s: %s\n", g.Kind, g.Notes[0].head(), visible.Line(g.Text))
	} else {
		fmt.Fprintf(b, "%s %s %s: %s\n  of %s\n", g.Kind, g.size(), g.Reason, visible.Line(g.Text), g.parties())
	}
	writeEvidence(b, g.evidence(), "  ")
}

// size counts the employees, or the users without one, or the notes: "41 employees".
func (g *NoteGroup) size() string {
	employees, users := g.ids()
	switch {
	case len(employees) > 0:
		return count(len(employees), "employee")
	case len(users) > 0:
		return count(len(users), "user")
	}
	return count(len(g.Notes), "value")
}

// ids returns all employees and users of the group, sorted.
func (g *NoteGroup) ids() (employees, users []string) {
	for _, n := range g.Notes {
		employees, users = append(employees, n.EmployeeIDs...), append(users, n.UserIDs...)
	}
	slices.Sort(employees)
	slices.Sort(users)
	return slices.Compact(employees), slices.Compact(users)
}

// parties names the employees and users of the group, or the values, the first of many.
func (g *NoteGroup) parties() string {
	employees, users := g.ids()
	if len(employees) == 0 && len(users) == 0 && len(g.Notes) > 1 {
		names := make([]string, len(g.Notes))
		for i, n := range g.Notes {
			names[i] = visible.Quote(n.Name)
		}
		return "values " + firstOf(names)
	}
	if len(employees) > 0 && len(g.Notes) > 1 {
		users = nil // those of the employees
	}
	return Note{EmployeeIDs: employees, UserIDs: users}.parties()
}

// name is that of the only note.
func (g *NoteGroup) name() string {
	if len(g.Notes) == 1 {
		return g.Notes[0].Name
	}
	return ""
}

// evidence returns what all notes of the group have in common.
func (g *NoteGroup) evidence() []Evidence {
	common := slices.Clone([]Evidence(g.Notes[0].Evidence))
	for _, n := range g.Notes[1:] {
		common = slices.DeleteFunc(common, func(e Evidence) bool { return !slices.Contains(n.Evidence, e) })
	}
	return common
}

// firstOf names the first few of many.
func firstOf(words []string) string {
	const most = 8
	if more := len(words) - most; more > 0 {
		return strings.Join(words[:most], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(words, ", ")
}
