package luccatest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

func TestPeople(t *testing.T) {
	t.Parallel()
	people := luccatest.People(1000)
	if diff := cmp.Diff(people, luccatest.People(1000)); diff != "" {
		t.Errorf("not the same twice:\n%s", diff)
	}
	known := make(map[string]bool)
	counts := make(map[string]int)
	mails := make(map[string]bool)
	for _, p := range people {
		last := p.Contracts[len(p.Contracts)-1]
		switch {
		case len(p.Contracts) > 1 && last.Start > "2099":
			counts["returners"]++
		case len(p.Contracts) > 1:
			counts["second spells"]++
		case last.Start > "2099":
			counts["starters"]++
		case last.End > "2099":
			counts["planned leavers"]++
		case last.End != "":
			counts["leavers"]++
		}
		if p.Number == "000" {
			counts["technical"]++
		}
		switch {
		case p.Manager == "":
			counts["top"]++
		case p.Manager == p.ID:
			counts["own managers"]++
		case !known[p.Manager]:
			t.Errorf("%s reports to %s, who is not before them", p.ID, p.Manager)
		}
		known[p.ID] = true
		if p.Mail == "" {
			counts["no mail"]++
		} else if mails[p.Mail] || !strings.HasSuffix(p.Mail, "@example.com") {
			t.Errorf("%s has the mail %s", p.ID, p.Mail)
		}
		mails[p.Mail] = true
		if p.LastName != strings.ToUpper(p.LastName) {
			t.Errorf("%s has the last name %s", p.ID, p.LastName)
		}
	}
	want := map[string]int{
		"returners": 22, "second spells": 22, "starters": 22, "planned leavers": 22, "leavers": 44,
		"technical": 22, "own managers": 22,
		"top": 1, "no mail": 91,
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("kinds of employees (-want +got):\n%s", diff)
	}
	if people[0].ID != "101" || people[0].Number != "00001" {
		t.Errorf("the first is %s %s", people[0].ID, people[0].Number)
	}
}
