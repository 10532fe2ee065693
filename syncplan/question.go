package syncplan

import (
	"fmt"
	"strings"

	"github.com/rosterkit/rosterkit/internal/visible"
)

// Question is what an operator answers, of some members or all of them: "yes" is an
// approval.
func (h Hold) Question() string {
	question, _ := h.words()
	return question
}

// Unanswered is what happens while h is not approved.
func (h Hold) Unanswered() string {
	_, unanswered := h.words()
	return unanswered
}

func (h Hold) words() (question, unanswered string) {
	const nothingRuns = "nothing runs: no user is created, changed or deactivated"
	target := visible.Text(h.Target)
	switch h.Guard {
	case GuardEmptyRoster:
		return "has the company no employees any more?", nothingRuns
	case GuardMissingRecords:
		return "were these employees deleted in HR, and not only hidden from the credentials?", nothingRuns
	case GuardUnreadableField:
		return "should the plan run without what it cannot read?", nothingRuns
	case GuardUnreadableStatus:
		return "is it right that the status of these employees cannot be read?", nothingRuns
	case GuardFirstPlan:
		return "is this what the first run should do?", "it does not run, and later plans wait for the same approval"
	case GuardRelinks:
		return "is each user that of the employee to whose record it would be linked?", "the users keep their link and their access"
	case GuardMove:
		return "is each user that of the employee in the new HR source?", "the users keep their old link and their access"
	case GuardPossibleDuplicates:
		return "do these employees have no user yet?", "no user is created for them"
	case GuardUnlinkedDeactivations:
		return "do these users belong to these employees?", "the users keep their access"
	case GuardDeactivations:
		return "should these users lose their access?", "they keep it"
	case GuardEmailChanges:
		return "are these the right addresses of the same employees?", "the users keep the address that they have"
	case GuardChanges:
		return "are these the right values of " + target + "?", "the users keep the value that they have; the rest of their actions runs"
	case GuardClears:
		return "should these users lose the " + target + "?", "the users keep the value that they have; the rest of their actions runs"
	case GuardCreates:
		return "should these employees get a user?", "no user is created for them"
	case GuardSeats:
		return "can there be more seats?", "the users wait for a seat; no approval releases them"
	}
	return "should these actions run?", "they do not run"
}

// title names the guard, and the target of a guard that counts values.
func (h Hold) title() string {
	if h.Target != "" {
		return "held by " + string(h.Guard) + " of " + visible.Text(h.Target)
	}
	return "held by " + string(h.Guard)
}

// decision returns lines: what there is to decide, what happens otherwise, and what is
// held.
func (h Hold) decision() []string {
	lines := []string{"question: " + h.Question(), "until answered: " + h.Unanswered()}
	if len(h.Actions) == 0 {
		if len(h.Members) > 0 && (h.Members[0].Kind != "" || h.Target != "") {
			lines = append(lines, "holds: "+count(len(h.Members), "action")+", in the holds above")
		}
		return lines
	}
	const most = 3
	var names []string
	counts := make(map[Kind]int)
	for _, a := range h.Actions {
		counts[a.Kind]++
		if name := a.Name; name != "" && len(names) < most {
			names = append(names, visible.Quote(name))
		}
	}
	line := "holds: " + strings.Join(kindWords(counts), ", ")
	if more := len(h.Actions) - len(names); len(names) > 0 {
		line += ": " + strings.Join(names, ", ")
		if more > 0 {
			line += fmt.Sprintf(" and %d more", more)
		}
	}
	return append(lines, line)
}
