package syncplan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Summary counts what is in a plan.
type Summary struct {
	Actions map[Kind]int     `json:"actions"` // to run
	Held    int              `json:"held"`    // actions
	Guards  []Guard          `json:"guards"`  // even without actions
	Notes   map[NoteKind]int `json:"notes"`

	Active      int `json:"active"`       // users now
	ActiveAfter int `json:"active_after"` // users after the actions
}

func (p *Plan) Summary() Summary {
	s := Summary{Actions: make(map[Kind]int), Guards: []Guard{}, Notes: make(map[NoteKind]int)}
	if p == nil {
		return s
	}
	s.Active, s.ActiveAfter = p.Active, p.Active
	for _, a := range p.Actions {
		s.Actions[a.Kind]++
		switch {
		case a.Access == AccessActive:
			s.ActiveAfter++
		case a.Kind == KindDeactivate:
			s.ActiveAfter--
		}
	}
	for _, h := range p.Held {
		s.Held += len(h.Actions)
		s.Guards = append(s.Guards, h.Guard)
	}
	s.Guards = slices.Compact(s.Guards)
	for _, n := range p.Notes {
		s.Notes[n.Kind]++
	}
	return s
}

// kinds returns all kinds of actions, for counts.
func kinds() []Kind {
	return []Kind{KindCreateGroup, KindUpdate, KindLink, KindRelink, KindReactivate, KindCreate, KindSetManager, KindDeactivate}
}

// noteKinds returns all kinds of notes, in their order in a plan.
func noteKinds() []NoteKind {
	return []NoteKind{NoteKindAlert, NoteKindConflict, NoteKindProblem, NoteKindHint, NoteKindSkipped}
}

// users says how many users are active now and after the actions.
func (s Summary) users() string {
	return fmt.Sprintf("%s active now, %d after the actions", areActive(s.Active), s.ActiveAfter)
}

// kindWords returns "1 update" and "2 create", in the order of a plan.
func kindWords(counts map[Kind]int) []string {
	var words []string
	for _, k := range kinds() {
		if n := counts[k]; n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, k))
		}
	}
	return words
}

// String returns "1 update, 2 create; 1 held by relinks, 2 skipped".
func (s Summary) String() string {
	var rest []string
	actions := kindWords(s.Actions)
	if len(actions) == 0 {
		actions = []string{"nothing to do"}
	}
	if len(s.Guards) > 0 {
		words := make([]string, len(s.Guards))
		for i, g := range s.Guards {
			words[i] = string(g)
		}
		rest = append(rest, fmt.Sprintf("%d held by %s", s.Held, strings.Join(words, " and ")))
	}
	for _, k := range noteKinds() {
		if n := s.Notes[k]; n > 0 {
			noun := string(k)
			if n > 1 && k != NoteKindSkipped {
				noun += "s"
			}
			rest = append(rest, fmt.Sprintf("%d %s", n, noun))
		}
	}
	if len(rest) == 0 {
		return strings.Join(actions, ", ")
	}
	return strings.Join(actions, ", ") + "; " + strings.Join(rest, ", ")
}

// Hash is "" without a plan, else a digest without At and NextDue, and does not tell a last day from the days
// before it.
func (p *Plan) Hash() string {
	if p == nil {
		return ""
	}
	holds, notes := slices.Clone(p.Held), slices.Clone(p.Notes)
	for i := range holds {
		holds[i].At = time.Time{}
		holds[i].Actions = actionsAnyDay(holds[i].Actions)
	}
	for i := range notes {
		notes[i].Text, notes[i].Evidence = anyDay(notes[i].Text), evidenceAnyDay(notes[i].Evidence)
	}
	return digest(struct {
		Name, Source string
		Actions      []Action
		Held         []Hold
		Notes        []Note
		Applied      []Applied `json:",omitempty"`
	}{p.Name, p.Source, actionsAnyDay(p.Actions), holds, notes, p.Applied})
}

// actionsAnyDay returns copies whose evidence does not say that the end date is today.
func actionsAnyDay(actions []Action) []Action {
	actions = slices.Clone(actions)
	for i := range actions {
		actions[i].Evidence = evidenceAnyDay(actions[i].Evidence)
	}
	return actions
}

func evidenceAnyDay(evidence []Evidence) []Evidence {
	evidence = slices.Clone(evidence)
	for i := range evidence {
		evidence[i].Detail = anyDay(evidence[i].Detail)
	}
	return evidence
}

// digest hashes the JSON of v, which has no maps and no times.
func digest(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		// Values and strings always encode.
		data = []byte(err.Error())
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
