package syncplan

// Reaching for what many people need, before it is needed, lets the cache misses
// overlap.

// reach is for how many people at once.
const reach = 32

// reachRows reaches for the rows of the users whom links with these hashes name.
func (w *work) reachRows(links []uint64) {
	w.reached += w.links.reach(links)
	var users [reach]*account
	for i, hash := range links {
		if u := w.links.likely(hash); u >= 0 {
			users[i] = &w.users[u]
		}
	}
	sum := 0
	for _, a := range users {
		if a != nil && a.row > 0 {
			r := w.rows.at(a.row)
			for at := 0; at < len(r) && at < rowGuess; at += cacheLine {
				sum += int(r[at])
			}
		}
	}
	w.reached += sum
}

// cacheLine is its usual size, in bytes.
const cacheLine = 64

// reachUsers reaches for what the users of people have.
func (w *work) reachUsers(people []person) {
	var users [reach]*User
	for i := range people {
		if u := people[i].user; u >= 0 && !people[i].quiet {
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
