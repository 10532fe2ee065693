package syncplan

// Reaching for what many people need, before it is needed, lets the cache misses
// overlap.

// reach is for how many people at once.
const reach = 32

// reachRows reaches for the rows of the users whom links with these hashes name.
func (w *work) reachRows(links []uint64) {
	w.reached += w.links.reach(links)
	var places [reach]uint32
	n := 0
	for _, hash := range links {
		if u := w.links.likely(hash); u >= 0 && w.users[u].row > 0 {
			places[n] = w.users[u].row
			n++
		}
	}
	sum := 0
	for _, place := range places[:n] {
		r := w.rows.at(place)
		for at := 0; at < len(r) && at < rowGuess; at += cacheLine {
			sum += int(r[at])
		}
	}
	w.reached += sum
}

// cacheLine is its usual size, in bytes.
const cacheLine = 64

// reachUsers reaches for what the users of people have, where something of it
// may have to change.
func (w *work) reachUsers(people []person) {
	var users [reach]*User
	n := 0
	for i := range people {
		if u := people[i].user; u >= 0 && !people[i].done {
			users[n] = w.users[u].User
			n++
		}
	}
	sum := 0
	for _, u := range users[:n] {
		sum += len(u.ID) + len(u.Attributes)
	}
	for _, u := range users[:n] {
		if u.Email != "" {
			sum += int(u.Email[0])
		}
		for i := range u.Attributes {
			sum += len(u.Attributes[i].Name)
		}
	}
	for _, u := range users[:n] {
		for i := range u.Attributes {
			if s, ok := u.Attributes[i].Value.Text(); ok {
				sum += int(s[0])
			}
		}
	}
	w.reached += sum
}
