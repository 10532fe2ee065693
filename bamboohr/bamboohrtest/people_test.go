package bamboohrtest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
)

func TestPeople(t *testing.T) {
	t.Parallel()
	people := bamboohrtest.People(1000)
	if diff := cmp.Diff(people, bamboohrtest.People(1000)); diff != "" {
		t.Errorf("not the same twice:\n%s", diff)
	}
	active := map[string]bool{}
	for _, p := range people {
		active[p.ID] = p.Values["status"] == "Active"
	}
	mails, counts := map[any]bool{}, map[string]int{}
	for i, p := range people {
		v := p.Values
		manager, _ := v["reportsToId"].(string)
		switch {
		case i == 0:
			counts["top"]++
		case v["status"] == "Inactive" && v["terminationDate"] != nil:
			counts["leavers"]++
		case v["status"] == "Inactive" && strings.HasPrefix(v["hireDate"].(string), "2099") &&
			p.Planned["status"] == "Active":
			counts["joiners"]++
			manager, _ = p.Planned["reportsToId"].(string)
		case p.Planned["status"] == "Inactive":
			counts["planned leavers"]++
		}
		if i > 0 && !active[manager] {
			t.Errorf("%s reports to %q, who is not Active", p.ID, manager)
		}
		if p.ID == v["employeeNumber"] {
			t.Errorf("%s has its id for a number", p.ID)
		}
		mail := v["workEmail"]
		if mail == nil {
			counts["no work mail"]++
			mail = v["homeEmail"]
		}
		if mails[mail] || !strings.HasSuffix(mail.(string), "example.com") {
			t.Errorf("%s: mail %v", p.ID, mail)
		}
		mails[mail] = true
	}
	want := map[string]int{"top": 1, "leavers": 44, "joiners": 22, "planned leavers": 22, "no work mail": 91}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("kinds of employees (-want +got):\n%s", diff)
	}
	if people[0].ID != "1001" || people[0].Values["employeeNumber"] != "E-000001" {
		t.Errorf("the first is %s %v", people[0].ID, people[0].Values["employeeNumber"])
	}
}
