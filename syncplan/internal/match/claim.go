package match

import (
	"cmp"
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
	for u := range kept {
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
		if m.Employees[i].User >= 0 || !m.living(i) || m.in.Employees[i]&EmployeeOutside != 0 {
			continue
		}
		if value := k.Employee(i); m.mayHave(k, value) {
			claimants[value] = append(claimants[value], i)
		}
	}
	for value, employees := range claimants {
		found := !slices.ContainsFunc(employees, func(i int32) bool { return m.Employees[i].Kind != KindConflict })
		users := slices.DeleteFunc(m.usersWith(k, value), func(u int32) bool {
			if !m.claimable(u) || m.alive(u) && k.GivesUp(m.Users[u].Employee, u) {
				return true
			}
			kept[u] = true
			return found && m.alive(u)
		})
		if len(users) > 0 {
			m.claim(key, employees, users)
		}
	}
}

// claimable reports whether a user belongs to another record: it is linked to it, or
// matched to a leaver.
func (m *matching) claimable(u int32) bool {
	employee := m.Users[u].Employee
	return m.linked(u) || employee >= 0 && !m.living(employee)
}

// claim records a claim: no user is created, and the claimed users are contested.
func (m *matching) claim(key int32, employees, users []int32) {
	isNew := false
	claim := func(of map[int32]int32, one int32, by []int32) {
		before, known := of[one]
		if len(by) == 1 && (!known || before == by[0]) {
			isNew = isNew || !known
			of[one] = by[0]
			return
		}
		isNew, of[one] = true, -1
	}
	for _, i := range employees {
		claim(m.claimed, i, users)
	}
	for _, u := range users {
		claim(m.claimants, u, employees)
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
	return known && claimant == i && m.linked(u) && m.Users[u].Kind != KindConflict && m.in.Users[u]&(UserActive|UserIgnored) == UserActive && !m.alive(u) &&
		!m.Employees[i].Shares && m.Employees[i].Kind != KindConflict && m.in.Employees[i]&EmployeePresent != 0 &&
		(m.foreign(u) || m.Users[u].Employee < 0 || !m.in.LeaversSync)
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
