package syncplan

import "hash/maphash"

// What a plan of many people takes its time for is waiting for memory: users
// come in another order than people, so that each of them, their attributes and
// every text of these is a cache miss, one after the other. Reaching for those
// of a few dozen people at once, before they are needed, lets the misses overlap.

// reach is for how many people at once.
const reach = 32

// reachLinks reaches for the users whom the links of people name.
func (w *work) reachLinks(people []person) {
	var likely [reach]int32
	for i := range people {
		likely[i] = w.links.likely(maphash.String(w.seed, people[i].e.ID))
	}
	var users [reach]*User
	for i := range people {
		if u := likely[i]; u >= 0 {
			users[i] = w.users[u].User
		}
	}
	for _, u := range users {
		if u == nil {
			continue
		}
		w.reached += int(u.Link.EmployeeID[0])
		if u.Email != "" {
			w.reached += int(u.Email[0])
		}
	}
}

// reachUsers reaches for what the users of people have.
func (w *work) reachUsers(people []person) {
	var users [reach]*User
	for i := range people {
		if u := people[i].user; u >= 0 {
			users[i] = w.users[u].User
		}
	}
	for _, u := range users {
		if u != nil {
			w.reached += len(u.ID) + len(u.Attributes)
		}
	}
	for _, u := range users {
		if u == nil {
			continue
		}
		if u.Email != "" {
			w.reached += int(u.Email[0])
		}
		for i := range u.Attributes {
			w.reached += len(u.Attributes[i].Name)
		}
	}
	for _, u := range users {
		if u == nil {
			continue
		}
		for i := range u.Attributes {
			if s, ok := u.Attributes[i].Value.Text(); ok {
				w.reached += int(s[0])
			}
		}
	}
}
