package syncplan_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// FuzzText: whatever names, values, ids, targets and groups there are, the text of a plan
// has as many paragraphs as there are holds, notes and actions, the Markdown as many
// rows, and no text has anything that cannot be seen.
func FuzzText(f *testing.F) {
	for _, s := range []string{
		"Ada", "x\n\ndeactivate user u2 employee e2 \"Bob\": left", "x\u2028\u2029y\u0085z\r\ndeactivate",
		"\x1b[2J\x1b[1;1H", "\u202e\u2066\u200b\ufeff", "a\ufe0f\u3164\u2800\U000e0061", `"Ada": left`,
		"u1 employee e2: left", "a | b |\n| deactivate | Bob |", "<script>`*_[x](https://example.com)",
		"held by creates: 1", "problem employee e1: x", " ", "\u00a0", "# a\n\n## Actions\n", "\xff\xfe", `\`, "",
	} {
		f.Add(s, s, "1"+s, s, s)
		f.Add("Ada", s, "1", "office", "Berlin")
		f.Add(s, "Sales", "1", "office", s)
		f.Add("Ada", "Sales", "1"+s, s, "Berlin")
	}
	f.Fuzz(func(t *testing.T, name, value, id, target, group string) {
		before, after, ok := hostile(name, value, id, target, group)
		if !ok {
			return
		}
		p := after.Plan()
		texts := map[string]string{"text": p.String(), "Markdown": p.Markdown(), "planner": after.String()}
		if c, err := syncplan.Compare(before, after); err == nil {
			texts["comparison"] = c.String()
		}
		for _, e := range []string{id, id + "2", id + "3", id + "4"} {
			if x, found := after.Explain(p, e); found {
				texts["explanation of "+e] = x.String()
			}
		}
		for _, h := range p.Held {
			texts["question of "+string(h.Guard)] = h.Question()
			for i, m := range h.Members {
				texts[fmt.Sprintf("member %d", i)] = m.String()
			}
		}
		checkParagraphs(t, p)
		checkRows(t, p)
		edit(p, value)
		checkParagraphs(t, p)
		checkRows(t, p)
		texts["edited text"], texts["edited Markdown"] = p.String(), p.Markdown()
		for what, text := range texts {
			for _, r := range text {
				if r != '\n' && hidden(r) {
					t.Errorf("%s has %U:\n%q", what, r, text)
				}
			}
			word, _, _ := strings.Cut(what, " ")
			if strings.Contains(text, "\n") && slices.Contains([]string{"member", "question", "planner"}, word) {
				t.Errorf("%s has several lines: %q", what, text)
			}
		}
	})
}

// edit puts s in place of the plan's own texts, as in a stored plan that was edited.
func edit(p *syncplan.Plan, s string) {
	evidence := func(all []syncplan.Evidence) {
		for i := range all {
			all[i].Value, all[i].Detail = s, s
		}
	}
	for i := range p.Notes {
		p.Notes[i].Text, p.Notes[i].Name = s, s
		evidence(p.Notes[i].Evidence)
	}
	for i := range p.Held {
		p.Held[i].Text, p.Held[i].Target = s, s
		for j := range p.Held[i].Actions {
			evidence(p.Held[i].Actions[j].Evidence)
		}
	}
	for i := range p.Actions {
		evidence(p.Actions[i].Evidence)
	}
}

// hidden reports whether r cannot be seen; of the characters that are printed, those
// without a width.
func hidden(r rune) bool {
	return !unicode.IsPrint(r) || r == '\u2800' ||
		unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// hostile has a plan of every kind of action, a hold, and notes, made of the given texts
// wherever a text comes from outside; and one under other settings.
func hostile(name, value, id, target, group string) (before, after *syncplan.Planner, ok bool) {
	of := employee.Origin{Provider: "test", Tenant: "acme" + value, AsOf: now}
	named := func(id, email string, with ...func(*employee.Employee)) employee.Employee {
		e := emp(id, name, email, with...)
		e.StatusText, e.LastName, e.Location = value, name, value
		return e
	}
	r, err := employee.NewRoster(of,
		named(id, "a@example.com", field("department", "empty"), func(e *employee.Employee) {
			e.Problems = []employee.Problem{{EmployeeID: id, Field: employee.Field("custom." + target), Reason: "not a date"}}
		}),
		named(id+"2", "b@example.com", field("termination_date", yesterday)),
		named(id+"3", "c@example.com"),
		named(id+"4", "d@example.com", field("status", "withheld")),
		named(id+"5", "same@example.com"), named(id+"6", "same@example.com"))
	if err != nil {
		return nil, nil, false
	}
	s := settings()
	s.Name = name
	s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: target, From: []employee.Field{"location"}})
	s.Policy.Limits.Changes = &syncplan.Limit{}
	user := func(id, employeeID, email string) syncplan.User {
		u := linked(id, employeeID, email)
		u.Link.Source = of.Source()
		u.Attributes = append(u.Attributes, syncplan.TextAttribute(target, group))
		return u
	}
	elsewhere := user("e"+id, name, "c@example.com")
	elsewhere.Link.Source = "test/" + group
	x := syncplan.Existing{
		Groups: map[string][]string{target: {group}},
		Users: []syncplan.User{user("a"+id, id, "old@example.com"), user("b"+id, id+"2", "b@example.com"), elsewhere,
			user("d"+id, id+"4", "d@example.com"), user("g"+id, "gone"+id, "g@example.com")},
	}
	if after, err = syncplan.Prepare(r, x, s, now); err != nil {
		return nil, nil, false
	}
	s.Mapping.Scope = mapping.Condition{Field: "location", Op: mapping.OpEquals, Values: []string{group}}
	s.Mapping.Rules = s.Mapping.Rules[:3]
	before, err = syncplan.Prepare(r, x, s, now)
	return before, after, err == nil
}

// heldActions is the line above the held actions of a guard: that of the hold itself has
// a text behind the name of the guard.
var heldActions = regexp.MustCompile(`^held by [a-z_]+( of .*)?:$`)

// checkParagraphs reads the text of a plan back.
func checkParagraphs(t *testing.T, p *syncplan.Plan) {
	t.Helper()
	var actions, held []string
	holds, notes := 0, 0
	_, text, _ := strings.Cut(p.String(), "\n\n")
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		first, rest, _ := strings.Cut(paragraph, "\n")
		word, _, _ := strings.Cut(first, " ")
		switch {
		case heldActions.MatchString(first):
			for line := range strings.SplitSeq(strings.TrimSuffix(rest, "\n"), "\n") {
				if line = strings.TrimPrefix(line, "  "); !strings.HasPrefix(line, " ") {
					kind, _, _ := strings.Cut(line, " ")
					held = append(held, kind)
				}
			}
		case word == "held":
			holds++
		case slices.Contains([]string{"alert", "conflict", "problem", "hint", "skipped"}, word):
			for line := range strings.SplitSeq(strings.TrimSuffix(paragraph, "\n"), "\n") {
				if !strings.HasPrefix(line, " ") {
					notes++
				}
			}
		case word != "":
			actions = append(actions, word)
		}
	}
	var wantHeld []string
	for _, h := range p.Held {
		wantHeld = append(wantHeld, kindsOf(h.Actions)...)
	}
	if want := kindsOf(p.Actions); !slices.Equal(actions, want) || !slices.Equal(held, wantHeld) ||
		holds != len(p.Held) || notes != len(p.NoteGroups()) {
		t.Errorf("the text reads as %v, held %v, %d holds, %d notes; the plan is %v, held %v, %d, %d:\n%s",
			actions, held, holds, notes, want, wantHeld, len(p.Held), len(p.NoteGroups()), strconv.Quote(p.String()))
	}
}

func kindsOf(actions []syncplan.Action) []string {
	var kinds []string
	for _, a := range actions {
		kinds = append(kinds, string(a.Kind))
	}
	return kinds
}

// checkRows reads the Markdown of a plan back.
func checkRows(t *testing.T, p *syncplan.Plan) {
	t.Helper()
	rows, headings, want, wantHeadings := 0, 0, len(p.Actions)+len(p.NoteGroups()), 2+len(p.Held)
	for line := range strings.SplitSeq(p.Markdown(), "\n") {
		cells := strings.Count(line, "|") - strings.Count(line, `\|`)
		switch {
		case strings.HasPrefix(line, "#"):
			headings++
		case cells > 0 && !strings.HasPrefix(line, "|---") && !strings.HasPrefix(line, "| | Who") &&
			!strings.HasPrefix(line, "| Action |"):
			rows++
		}
		if cells != 0 && cells != 4 && cells != 5 || strings.Contains(strings.ReplaceAll(line, "<br>", ""), "<") {
			t.Errorf("a row of %d cells, or HTML: %q", cells, line)
		}
	}
	if len(p.Notes) > 0 {
		wantHeadings++
	}
	for _, h := range p.Held {
		if want += len(h.Actions); len(h.Actions) > 0 {
			wantHeadings++
		}
	}
	if rows != want || headings != wantHeadings {
		t.Errorf("%d rows and %d headings, want %d and %d:\n%q", rows, headings, want, wantHeadings, p.Markdown())
	}
}
