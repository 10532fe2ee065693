package personio_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// TestV2Spells: what several employments tell on the day of the listing, which is
// 2025-11-15, and where job, department and manager come from.
func TestV2Spells(t *testing.T) {
	t.Parallel()
	const yesterday, today, tomorrow = "2025-11-14", "2025-11-15", "2025-11-16"
	employed := func(id, status, start string, end any, boss string) map[string]any {
		return map[string]any{
			"id": id, "status": status, "employment_start_date": start, "employment_end_date": end,
			"position": map[string]any{"title": "job " + id}, "supervisor": map[string]any{"id": boss},
			"org_units": []any{map[string]any{"type": "department", "id": map[string]string{"8": "11001", "9": "11002"}[boss]}},
			"type":      "INTERNAL", "contract_end_date": end, "termination": map[string]any{"termination_date": end},
		}
	}
	type jobs = []map[string]any
	main := employed("m", "ACTIVE", "2022-01-01", nil, "8")
	hidden := func(job map[string]any, keys ...string) map[string]any {
		for _, key := range keys {
			delete(job, key)
		}
		return job
	}
	for _, tt := range []struct {
		name                                string
		jobs                                jobs
		hired, end, status                  string
		title, department, manager, expires string
		problems                            []string
		left                                bool // by the word of the person's own record
	}{
		{
			name: "V1: a contract until yesterday, onboarding from today",
			jobs: jobs{
				employed("a", "ACTIVE", "2020-01-01", yesterday, "8"), employed("b", "ONBOARDING", today, nil, "9"),
			},
			hired: "date 2020-01-01", end: "empty", status: "text active",
			title: "text job b", department: "text HR", manager: "text 9", expires: "empty",
		},
		{
			name:  "V2: a second job that ended yesterday",
			jobs:  jobs{employed("s", "ACTIVE", "2025-06-01", yesterday, "9"), main},
			hired: "date 2022-01-01", end: "empty", status: "text active",
			title: "text job m", department: "text IT", manager: "text 8", expires: "empty",
		},
		{
			name:  "V2, with the word of the second job flipped",
			jobs:  jobs{employed("s", "INACTIVE", "2025-06-01", yesterday, "9"), main},
			hired: "date 2022-01-01", end: "empty", status: "text active",
			title: "text job m", department: "text IT", manager: "text 8", expires: "empty",
		},
		{
			name: "V3: one ends today, the next starts tomorrow",
			jobs: jobs{
				employed("a", "ACTIVE", "2020-01-01", today, "8"),
				employed("b", "ONBOARDING", tomorrow, "2026-11-15", "9"),
			},
			hired: "date 2020-01-01", end: "date 2026-11-15", status: "text active",
			title: "text job a", department: "text IT", manager: "text 8", expires: "date 2025-11-15",
		},
		{
			name: "between two spells",
			jobs: jobs{
				employed("a", "INACTIVE", "2020-01-01", "2025-10-31", "8"),
				employed("b", "ONBOARDING", "2025-12-01", nil, "9"),
			},
			hired: "date 2025-12-01", end: "date 2025-10-31", status: "text inactive",
			title: "text job a", department: "text IT", manager: "text 8", expires: "date 2025-10-31",
		},
		{
			name: "a hidden end, and no open employment", left: true,
			jobs: jobs{
				hidden(employed("a", "INACTIVE", "2020-01-01", nil, "8"), "employment_end_date", "contract_end_date"),
				employed("b", "INACTIVE", "2024-01-01", "2024-12-31", "9"),
			},
			hired: "date 2020-01-01", end: "withheld", status: "text inactive",
			title: "text job a", department: "text IT", manager: "text 8", expires: "withheld",
		},
		{
			name: "a hidden end, and another employment is open",
			jobs: jobs{
				hidden(employed("a", "INACTIVE", "2020-01-01", nil, "9"), "employment_end_date", "contract_end_date"), main,
			},
			hired: "date 2020-01-01", end: "empty", status: "text active",
			title: "text job m", department: "text IT", manager: "text 8", expires: "empty",
		},
		{
			name: "a hidden start and an unreadable word",
			jobs: jobs{
				hidden(employed("a", "SABBATICAL", "", nil, "9"), "employment_start_date"),
				employed("b", "INACTIVE", "2024-01-01", nil, "8"),
			},
			hired: "withheld", end: "empty", status: "withheld",
			title: "text job b", department: "text IT", manager: "text 8", expires: "empty",
			problems: []string{"employee 1: status: a status that Personio does not document"},
		},
		{
			name:  "an employment that ends before it begins",
			jobs:  jobs{employed("a", "ACTIVE", "2025-01-01", "2024-01-01", "9"), main},
			hired: "withheld", end: "empty", status: "text active",
			title: "text job m", department: "text IT", manager: "text 8", expires: "empty",
			problems: []string{
				"employee 1: hire_date: an employment ends before it begins: correct its dates in the HR system",
				"employee 1: original_hire_date: an employment ends before it begins: correct its dates in the HR system",
			},
		},
		{
			name: "a withdrawn return", left: true,
			jobs: jobs{
				employed("a", "INACTIVE", "2025-12-01", "2025-11-30", "9"),
				employed("b", "INACTIVE", "2020-01-01", "2024-12-31", "8"),
			},
			hired: "date 2020-01-01", end: "date 2024-12-31", status: "text inactive",
			title: "text job b", department: "text IT", manager: "text 8", expires: "date 2024-12-31",
			problems: []string{
				"employee 1: termination_date: an employment ends before it begins: correct its dates in the HR system",
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(time.Until(time.Date(2025, time.November, 15, 22, 0, 0, 0, time.UTC)))
				word := map[string]any{"status": "active"}
				if tt.left {
					word["status"] = "inactive"
				}
				_, cfg := fakeOf(
					personiotest.Person{ID: "1", Values: word, Employments: tt.jobs},
					personiotest.Person{ID: "2", Values: map[string]any{"department": "IT"}},
					personiotest.Person{ID: "3", Values: map[string]any{"department": "HR"}},
				)
				cfg.API, cfg.Fields = personio.APIV2, slices.DeleteFunc(employee.DefaultFields(),
					func(f employee.Field) bool { return f == employee.FieldTeams }) // of which no employee here has one
				e, _ := roster(t, cfg).Employee("1")
				got := map[string]string{}
				want := map[string]string{
					"hire_date": tt.hired, "termination_date": tt.end, "status": tt.status, "job_title": tt.title,
					"department": tt.department, "manager.id": tt.manager, "contract_end_date": tt.expires,
				}
				for f := range want {
					got[f] = show(e.Value(employee.Field(f)))
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
				var problems []string
				for _, p := range e.Problems {
					problems = append(problems, p.String())
				}
				if diff := cmp.Diff(strings.Join(tt.problems, "\n"), strings.Join(problems, "\n")); diff != "" {
					t.Errorf("problems (-want +got):\n%s", diff)
				}
			})
		})
	}
}
