package battery

// oneAnswerFaults is the table for HiBob, which gives every employee in one answer.
// It has no pages that could go wrong; each row is the nearest that can happen
// within an answer.
func oneAnswerFaults(s subject) []pagingRow {
	rows := func(change func([]any) []any) trick {
		return trick{give: func(t *turn) { t.doc.set(s.paging.rows, change(t.doc.rows(s.paging))) }}
	}
	doubled := func(all []any) []any { return append(all, all...) }
	half := func(all []any) []any { return append(all, all[:len(all)/2]...) }
	first := func(all []any) []any {
		for i := range all {
			all[i] = all[0]
		}
		return all
	}
	twice := func(all []any) []any { return append(all, all[2]) }
	instead := func(all []any) []any { all[4] = all[1]; return all }
	null := func(all []any) []any { all[3] = nil; return all }
	empty := func(all []any) []any { all[3] = document{}; return all }
	give := func(change func(*turn)) trick { return trick{give: change} }
	table := []pagingRow{
		{name: "every employee twice (for: the same page again)", trick: rows(doubled)},
		{name: "the first half twice (for: a cycle of two)", trick: rows(half)},
		{name: "the first again and again (for: an ignored offset)", trick: rows(first)},
		{name: "one employee twice (for: one on two pages)", trick: rows(twice)},
		{name: "one in place of another (for: one who moved)", trick: rows(instead)},
		{name: "null among the employees (for: an empty page)", trick: rows(null)},
		{name: "an empty object among the employees", trick: rows(empty)},
		{name: "no list (for: a count that shrinks)", trick: give(func(t *turn) { t.doc.set(s.paging.rows, nil) })},
		{name: "an error in place of the employees (for: an expired cursor)", trick: give(func(t *turn) {
			t.doc = document{"error": "the search has expired"}
		})},
	}
	for i := range table {
		table[i].want = "error"
	}
	table = append(table, pagingRow{name: "a count beside the employees (for: one that grows)",
		trick: give(func(t *turn) { t.doc.set("total", 99) }), want: "whole"})
	return append(table, linkFaults(s)...)
}
