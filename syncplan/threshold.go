package syncplan

// A threshold is how many members of a guard pass without an approval: so many, or so
// many percent of a base if that is more.
type threshold struct {
	Limit
	setting bool // it is the customer's, and means what it says
	half    bool // unless it is the customer's, at most half of the base passes
}

// fullBase is of how many the percentage of a guard's own threshold is taken; of the
// rest it is 1 %. 20 % of 50,000 users would be an incident of 10,000.
const fullBase = 500

// of returns how many pass for a base.
func (t threshold) of(base int) int {
	if t.setting {
		return max(t.Count, t.Percent*base/100)
	}
	most := max(t.Count, (t.Percent*min(base, fullBase)+max(0, base-fullBase))/100)
	if t.half {
		return min(most, base/2)
	}
	return most
}

// or returns the customer's limit in place of a guard's own, if there is one.
func (t threshold) or(setting *Limit) threshold {
	if setting == nil {
		return t
	}
	return threshold{Limit: *setting, setting: true}
}

// The thresholds of the guards; the package comment has them in a table.

func missingRecords() threshold   { return threshold{Limit: Limit{5, 20}} }
func unreadableStatus() threshold { return threshold{Limit: Limit{2, 20}} }

// sameNames is a threshold of creates: a second HR source shares some names with the
// first, and one that was renamed or changed nearly all.
func sameNames() threshold { return threshold{Limit: Limit{5, 20}} }

func deactivations(l *Limit) threshold {
	return threshold{Limit: Limit{5, 20}, half: true}.or(l)
}
func emailChanges(l *Limit) threshold { return threshold{Limit: Limit{5, 10}}.or(l) }
func clears(l *Limit) threshold       { return threshold{Limit: Limit{5, 20}, half: true}.or(l) }
func creates(l *Limit) threshold      { return threshold{Limit: Limit{20, 20}}.or(l) }

func changes(l *Limit, name bool) threshold {
	if name {
		return threshold{Limit: Limit{5, 20}, half: true}.or(l)
	}
	return threshold{Limit: Limit{20, 50}}.or(l)
}
