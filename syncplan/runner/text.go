package runner

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// mostLines is how many entries of one outcome String lists.
const mostLines = 20

// String returns the report as text: what was done in all, then the employees by
// outcome, of many with one outcome the first. It ends before those in sync.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "run %s of %s: %s\n", shown(r.Run), shown(r.Source), r.counts())
	if r.Stopped != "" {
		fmt.Fprintf(&b, "%s\n", shown(r.Stopped))
	}
	for _, h := range r.Holds {
		fmt.Fprintf(&b, "held by %s: %s\n", h.Guard, shown(h.Text))
	}
	for _, o := range outcomes() {
		entries := r.Of(o)
		if o == OutcomeInSync || len(entries) == 0 {
			continue
		}
		b.WriteByte('\n')
		for _, e := range entries[:min(mostLines, len(entries))] {
			fmt.Fprintln(&b, e)
		}
		if more := len(entries) - mostLines; more > 0 {
			fmt.Fprintf(&b, "%s: and %d more\n", o, more)
		}
	}
	return b.String()
}

// counts returns "2 done, 1 failed".
func (r Report) counts() string {
	var words []string
	for _, o := range []Outcome{
		OutcomeDone, OutcomeDoneBefore, OutcomeFailed, OutcomeStale, OutcomeNoSeat, OutcomeWaiting, OutcomeNotRun,
	} {
		if n := r.Actions[o]; n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, strings.ReplaceAll(string(o), "_", " ")))
		}
	}
	if len(words) == 0 {
		words = []string{"nothing to do"}
	}
	if n := r.held(); n > 0 {
		words = append(words, fmt.Sprintf("%d held", n))
	}
	return strings.Join(words, ", ")
}

func (r Report) held() (n int) {
	for _, h := range r.Holds {
		n += h.Actions
	}
	return n
}

// String returns the entry in one line.
func (e Entry) String() string {
	words := []string{string(e.Outcome) + ":"}
	add := func(word, text string) {
		if text != "" {
			words = append(words, strings.TrimSpace(word+" "+shown(text)))
		}
	}
	add("", string(e.Kind))
	add("employee", e.EmployeeID)
	add("user", e.UserID)
	if e.Name != "" {
		words = append(words, strconv.Quote(e.Name))
	}
	if e.Reason != "" {
		words = append(words, "("+string(e.Reason)+")")
	}
	add("by", string(e.Guard))
	line := strings.Join(words, " ")
	if e.Text != "" {
		line += ": " + shown(e.Text)
	}
	if e.Runs > 1 {
		line += fmt.Sprintf(" [for %d runs]", e.Runs)
	}
	return line
}

// WriteCSV writes every entry after a head. A cell that a spreadsheet would take for a
// formula begins with an apostrophe.
func (r Report) WriteCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	rows := [][]string{{"employee_id", "user_id", "name", "outcome", "action", "reason", "guard", "text", "done", "runs"}}
	for _, e := range r.Entries {
		done := make([]string, len(e.Done))
		for i, k := range e.Done {
			done[i] = string(k)
		}
		rows = append(rows, []string{
			cell(e.EmployeeID), cell(e.UserID), cell(e.Name), string(e.Outcome), string(e.Kind), string(e.Reason), string(e.Guard),
			cell(e.Text), strings.Join(done, " "), strconv.Itoa(e.Runs),
		})
	}
	return c.WriteAll(rows)
}

func cell(s string) string {
	if s != "" && strings.ContainsAny(s[:1], "=+-@\t\r") {
		return "'" + s
	}
	return s
}
