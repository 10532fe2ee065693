package match

import (
	"cmp"
	"maps"
	"slices"
)

// findClaims finds employees without a user who share a key with a user of another
// record: a rehire under a new id, a transfer from another HR source, a reused
// address. Until that is resolved, no user is created and that one is not deactivated.
// If one employee claims one user by all keys, a relink is possible.
func (m *matching) findClaims() {
	m.markSharing(m.in.Table.Wanted())
	kept := make(map[int32]bool) // users that must not be deactivated
	for key := range m.keys {
		if !m.keys[key].Name {
			m.claimBy(int32(key), kept)
		}
	}
	for i, u := range m.claimed {
		if m.mayRelink(i, u) {
			m.relinks = append(m.relinks, Relink{i, u})
		}
	}
	slices.SortFunc(m.relinks, func(a, b Relink) int { return cmp.Compare(a.Employee, b.Employee) })
	for u, why := range m.contested {
		if m.alive(u) {
			continue // its own employee keeps using it
		}
		m.barUser(u, why)
		if i := m.Users[u].Employee; i >= 0 && !m.foreign(u) {
			m.bar(i, why)
		}
	}
	for u, keep := range kept {
		if !keep {
			continue
		}
		m.Users[u].Kind = KindClaimed
		if why, known := m.contested[u]; known {
			m.Users[u].Why = why
		}
	}
}

// claimBy finds the claims by one key, and the users that stay active for them.
func (m *matching) claimBy(key int32, kept map[int32]bool) {
	k := &m.keys[key]
	claimants := make(map[string][]int32)
	for i := range int32(len(m.Employees)) {
		if m.Employees[i].User >= 0 || !m.living(i) || m.outside(i) {
			continue
		}
		if value := k.Employee(i); m.mayHave(k, value) {
			claimants[value] = append(claimants[value], i)
		}
	}
	for value, employees := range claimants {
		waiting := slices.DeleteFunc(slices.Clone(employees), m.competes)
		employees = slices.DeleteFunc(employees, func(i int32) bool { return !m.competes(i) })
		users := slices.DeleteFunc(m.usersWith(k, value), func(u int32) bool {
			return !m.claimable(u) || m.alive(u) && k.GivesUp(m.Users[u].Employee, u)
		})
		m.keep(key, waiting, users, kept)
		m.claimOf(key, employees, users, kept)
	}
}

// keep keeps the users of leavers that may be those of employees who wait.
func (m *matching) keep(key int32, waiting, users []int32, kept map[int32]bool) {
	users = slices.DeleteFunc(slices.Clone(users), func(u int32) bool { return m.foreign(u) || m.alive(u) })
	g, keepers := m.compare(key, waiting, users), make(map[int32]bool)
	for _, u := range users {
		keep := g.employeesOf(u)
		if len(waiting)*len(users) <= mostCompared {
			keep = slices.DeleteFunc(slices.Clone(keep), func(i int32) bool { return !m.in.Keeps(i, u, m.Users[u].Employee) })
		}
		if kept[u] = kept[u] || len(keep) > 0; len(keepers) < len(waiting) {
			for _, i := range keep {
				keepers[i] = true
			}
		}
	}
	if len(keepers) > 0 {
		m.find(Finding{Kind: FindingKept, Key: key, Employees: slices.Sorted(maps.Keys(keepers)), Users: users})
	}
}

// mostCompared is how many pairs of one value are compared by name. More share a value
// that identifies none of them: all stay claims.
const mostCompared = 1 << 12

// claimOf records the claims of employees on users that share the value of a key, but
// for the pairs whose names differ.
func (m *matching) claimOf(key int32, employees, users []int32, kept map[int32]bool) {
	g := m.compare(key, employees, users)
	found := !slices.ContainsFunc(employees, func(i int32) bool { return m.Employees[i].Kind != KindConflict })
	g.employees = slices.DeleteFunc(employees, func(i int32) bool { return len(g.usersOf(i)) == 0 })
	g.users = slices.DeleteFunc(users, func(u int32) bool {
		if len(g.employeesOf(u)) == 0 {
			return true
		}
		kept[u] = true
		return found && m.alive(u)
	})
	if len(g.users) > 0 {
		m.claim(key, &g)
	}
}

// A claims is employees and users that share the value of a key.
type claims struct {
	employees, users []int32
	different        map[Relink]bool // the pairs whose names differ, and that are no claims
}

// compare compares the names of employees and users that share the value of a key.
func (m *matching) compare(key int32, employees, users []int32) claims {
	g := claims{employees: employees, users: users, different: make(map[Relink]bool)}
	if len(employees)*len(users) > mostCompared {
		return g
	}
	for _, i := range employees {
		for _, u := range users {
			if m.in.Employees[i]&EmployeeResumes != 0 && m.alive(u) {
				g.different[Relink{i, u}] = true
				continue
			}
			switch m.claimLikeness(key, i, u) {
			case LikenessDifferent:
				g.different[Relink{i, u}] = true
			case LikenessAlike, LikenessSilent:
				m.agreed[Relink{i, u}] = true
			}
		}
	}
	return g
}

func (g *claims) usersOf(i int32) []int32 {
	if len(g.different) == 0 {
		return g.users
	}
	return slices.DeleteFunc(slices.Clone(g.users), func(u int32) bool { return g.different[Relink{i, u}] })
}

func (g *claims) employeesOf(u int32) []int32 {
	if len(g.different) == 0 {
		return g.employees
	}
	return slices.DeleteFunc(slices.Clone(g.employees), func(i int32) bool { return g.different[Relink{i, u}] })
}

// claimLikeness tells whether an employee who shares a key with a user of another record
// may be the same: the user's names or those of the other record agree. If that record
// is in use, the plan gives the user its names.
func (m *matching) claimLikeness(key, i, u int32) Likeness {
	k := &m.keys[key]
	if k.Alone {
		return LikenessAlike
	}
	old := m.Users[u].Employee
	switch {
	case m.alive(u):
		return m.likeness(k, i, u, m.in.RecordNames(i, old))
	case old >= 0:
		return m.likeness(k, i, u, m.in.Names(i, u).and(m.in.RecordNames(i, old)))
	}
	return m.likeness(k, i, u, m.in.Names(i, u))
}

// claimable reports whether a user belongs to another record: it is linked to it, or
// matched to a leaver.
func (m *matching) claimable(u int32) bool {
	employee := m.Users[u].Employee
	return m.linked(u) || employee >= 0 && !m.living(employee)
}

// claim records a claim: no user is created, and the claimed users are contested.
func (m *matching) claim(key int32, g *claims) {
	isNew := false
	claim := func(of map[int32]int32, one int32, by []int32) {
		before, known := of[one]
		if len(by) == 0 {
			return
		}
		if len(by) == 1 && (!known || before == by[0]) {
			isNew = isNew || !known
			of[one] = by[0]
			return
		}
		isNew, of[one] = true, -1
	}
	employees, users := g.employees, g.users
	for _, i := range employees {
		claim(m.claimed, i, g.usersOf(i))
	}
	for _, u := range users {
		claim(m.claimants, u, g.employeesOf(u))
	}
	why := int32(-1)
	if isNew {
		why = m.find(Finding{Kind: FindingLinkedElse, Key: key, Employees: employees, Users: users})
	}
	for _, i := range employees {
		m.noCreate(i, why)
	}
	for _, u := range users {
		if _, known := m.contested[u]; !known {
			m.contested[u] = why
		}
	}
}

// mayRelink reports whether an employee and the one claimed user have no other
// candidates. If leavers keep users, the old record would get another user at once.
func (m *matching) mayRelink(i, u int32) bool {
	if u < 0 {
		return false
	}
	claimant, known := m.claimants[u]
	return known && claimant == i && m.agreed[Relink{i, u}] && m.linked(u) && m.Users[u].Kind != KindConflict && m.in.Users[u]&UserIgnored == 0 && !m.alive(u) &&
		!m.Employees[i].Shares && m.Employees[i].Kind != KindConflict && m.in.Employees[i]&EmployeeWanted != 0 &&
		(m.foreign(u) || m.Users[u].Employee < 0 || !m.in.LeaversSync)
}

// An Agreement is how the keys of an employee and a user agree.
type Agreement struct {
	Identifier bool // one besides the address is equal
	Different  bool // one that both have is not equal
	Unreadable bool // one of the employee cannot be read
}

// Agreement compares all keys of an employee and a user.
func (r *Result) Agreement(i, u int32) (a Agreement) {
	for n := range r.m.keys {
		k := &r.m.keys[n]
		hr, user := k.Employee(i), r.m.userValue(k, u)
		a.Unreadable = a.Unreadable || k.Obscure(i) || k.Stopped(i) >= 0
		switch {
		case hr == "" || user == "":
		case hr != user:
			a.Different = true
		default:
			a.Identifier = a.Identifier || !k.Name && !k.Email
		}
	}
	return a
}

// wouldRematch reports whether the old record of a user would match another one after
// the relink.
func (m *matching) wouldRematch(u int32, follows func(employee int32) bool) bool {
	old := m.Users[u].Employee
	if m.foreign(u) || old < 0 {
		return false
	}
	for j := range m.keys {
		k := &m.keys[j]
		value := k.Employee(old)
		if value == "" {
			continue
		}
		fits, known := k.left[value]
		if !known {
			fits = slices.ContainsFunc(m.usersWith(k, value), func(u int32) bool { return m.leftOver(u, int32(j), follows) })
			k.left[value] = fits
		}
		if fits {
			return true
		}
	}
	return false
}

// leftOver reports whether a user stays without a link, and unmatched by this key and
// the earlier ones.
func (m *matching) leftOver(u, key int32, follows func(employee int32) bool) bool {
	employee := m.Users[u].Employee
	if m.linked(u) || employee < 0 {
		return !m.linked(u)
	}
	return m.doubt[employee] || !follows(employee) && key < int32(m.Employees[employee].Key)
}

func (m *matching) foreign(u int32) bool { return m.in.Users[u]&UserForeign != 0 }

// alive reports whether the user's own employee is listed in this source and has not
// left: the user is in use.
func (m *matching) alive(u int32) bool {
	employee := m.Users[u].Employee
	return !m.foreign(u) && employee >= 0 && m.living(employee)
}

// findNoValues finds the employees without a user who have an unreadable key.
func (m *matching) findNoValues() {
	for i := range int32(len(m.Employees)) {
		flags := m.in.Employees[i]
		if m.Employees[i].Kind != KindFree || flags&EmployeeOutside != 0 || flags&EmployeeGone != 0 && !m.in.LeaversSync {
			continue
		}
		unreadable := int32(-1)
		for j := range m.keys {
			if k := &m.keys[j]; !k.Name && k.Employee(i) == "" {
				if t := k.Stopped(i); t >= 0 {
					unreadable = t
				}
			}
		}
		if unreadable >= 0 {
			m.noCreate(i, m.find(Finding{Kind: FindingNoValue, Other: unreadable, Employees: []int32{i}}))
		}
	}
}
