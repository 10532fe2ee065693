package wire

import (
	"testing"

	"github.com/rosterkit/rosterkit/employee"
)

func TestStatus(t *testing.T) {
	t.Parallel()
	normal := func(word string) employee.Status {
		if word == "employed" {
			return employee.StatusActive
		}
		return ""
	}
	for _, tt := range []struct {
		name string
		word employee.Value
		want employee.Value
		err  string
	}{
		{name: "documented", word: employee.Text("employed"), want: employee.Text("active")},
		{name: "not documented", word: employee.Text("dormant"), err: "a status that AcmeHR does not document"},
		{name: "blank", word: employee.Empty(), want: employee.Empty()},
		{name: "withheld", word: employee.Withheld(), want: employee.Withheld()},
		{name: "absent"},
	} {
		got, err := Status("AcmeHR", tt.word, normal)
		text := ""
		if err != nil {
			text = err.Error()
		}
		if got != tt.want || text != tt.err {
			t.Errorf("%s: %v, error %q", tt.name, got, text)
		}
	}
}
