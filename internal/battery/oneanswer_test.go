package battery

// oneAnswerFaults is the table for HiBob, which gives everybody in one answer.
// It has no pages that could go wrong; each row is the nearest that can happen
// within an answer.
func oneAnswerFaults(s subject) []pagingRow {
	rows := func(change func([]any) []any) trick {
		return trick{give: func(t *turn) { t.doc.set(s.paging.rows, change(t.doc.rows(s.paging))) }}
	}
	return append([]pagingRow{
		{"everybody twice (for: the same page again)", rows(func(all []any) []any { return append(all, all...) }), "error"},
		{"the first half twice (for: a cycle of two)", rows(func(all []any) []any { return append(all, all[:len(all)/2]...) }), "error"},
		{"the first again and again (for: an ignored offset)", rows(func(all []any) []any {
			for i := range all {
				all[i] = all[0]
			}
			return all
		}), "error"},
		{"one person twice (for: somebody on two pages)", rows(func(all []any) []any { return append(all, all[2]) }), "error"},
		{"one in place of another (for: somebody who moved)", rows(func(all []any) []any { all[4] = all[1]; return all }), "error"},
		{"null among the people (for: an empty page)", rows(func(all []any) []any { all[3] = nil; return all }), "error"},
		{"an empty object among the people", rows(func(all []any) []any { all[3] = document{}; return all }), "error"},
		{"no list (for: a count that shrinks)", trick{give: func(t *turn) { t.doc.set(s.paging.rows, nil) }}, "error"},
		{"a count beside the people (for: one that grows)", trick{give: func(t *turn) { t.doc.set("total", 99) }}, "whole"},
		{"an error in place of the people (for: an expired cursor)", trick{give: func(t *turn) {
			t.doc = document{"error": "the search has expired"}
		}}, "error"},
	}, linkFaults(s)...)
}
