package syncplan_test

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// match pairs humans and logins: links, then key by key, then who claims a
// login of another employee.
func (o *oracle) match() {
	o.conflictsOfAddress()
	keys := o.keys()
	for i, k := range keys {
		for _, h := range o.humans {
			o.matchOne(h, k, keys[:i])
		}
	}
	o.claims(keys)
	for _, h := range o.humans {
		if h.login != nil || h.conflict || h.want == "untouched" ||
			!h.living() && o.Settings.Policy.Left != syncplan.TreatmentSync {
			continue
		}
		for _, k := range keys {
			if !k.Name && o.keyOf(h, k) == "" && slices.ContainsFunc(k.Targets, func(t string) bool {
				out := o.apply(h, t)
				return out.Stopped || out.Problem != ""
			}) {
				h.mute = true
			}
		}
	}
}

// competes: may be wanted now, and so bars others who have the same address or key.
func (h *human) competes() bool { return h.living() && h.want != "untouched" && !h.idle }

// waiting: blocked or before the window, and without a link.
func (h *human) waiting() bool { return h.living() && h.want != "untouched" && h.idle }

// settled: the linked login has the address already.
func (o *oracle) settled(h *human) bool {
	return h.linked && h.login != nil && o.email(h) != "" && fold.Key(h.login.Email) == o.email(h)
}

// conflictsOfAddress: of several who compete for one address, those are barred who do
// not have it.
func (o *oracle) conflictsOfAddress() {
	for _, h := range o.humans {
		email := o.email(h)
		if email == "" || !h.competes() || len(o.sharers(email)) < 2 {
			continue
		}
		if !o.settled(h) {
			h.block()
		}
		for _, l := range o.logins {
			if l.free() && fold.Key(l.Email) == email {
				l.conflict = true
			}
		}
		o.note("same_email", o.sharers(email), o.usersOf(email))
	}
}

func (o *oracle) sharers(email string) (ids []string) {
	for _, h := range o.humans {
		if h.competes() && o.email(h) == email {
			ids = append(ids, h.ID)
		}
	}
	return ids
}

// usersOf are the users of those who share an address, and those free to be
// found by it.
func (o *oracle) usersOf(email string) (ids []string) {
	for _, l := range o.logins {
		if l.free() && fold.Key(l.Email) == email || l.human != nil && l.human.competes() && o.email(l.human) == email {
			ids = append(ids, l.ID)
		}
	}
	return ids
}

// matchOne looks for the login of one human by one key.
func (o *oracle) matchOne(h *human, k syncplan.Key, earlier []syncplan.Key) {
	value := o.keyOf(h, k)
	if value == "" {
		return
	}
	var same []*human // who has the value, h included
	for _, other := range o.humans {
		if o.keyOf(other, k) == value {
			same = append(same, other)
		}
	}
	var fit []*login // free, or perhaps free
	users := 0
	for _, l := range o.logins {
		if o.keyOfLogin(l, k) == value {
			users++
			if l.free() || l.human != nil && l.human.doubt {
				fit = append(fit, l)
			}
		}
	}
	if len(fit) == 0 || k.Name && (len(same) > 1 || users > 1) {
		return
	}
	rivals := o.rivals(same, k)
	alone := len(rivals) == 1 && len(fit) == 1
	switch {
	case !slices.Contains(rivals, h):
	case len(rivals) == 1 && !h.doubt && (h.login != nil || h.want == "untouched" && !h.conflict):
	case len(rivals) == 1 && h.doubt,
		!slices.ContainsFunc(rivals, func(r *human) bool { return !r.conflict }): // blocked already
		for _, l := range fit {
			l.conflict = l.conflict || l.free()
		}
	case alone && fit[0].free():
		o.pair(h, fit[0], k, earlier)
	default:
		for _, r := range rivals {
			r.block()
		}
		for _, l := range fit {
			l.conflict = l.conflict || l.free()
		}
	}
}

// rivals are those of the humans with one value who may claim its logins: who competes,
// else leavers, else those who wait. A name counts every human.
func (o *oracle) rivals(same []*human, k syncplan.Key) []*human {
	if k.Name {
		return same
	}
	only := func(is func(*human) bool) []*human {
		return slices.DeleteFunc(slices.Clone(same), func(r *human) bool { return !is(r) })
	}
	needs := func(r *human) bool { return r.want != "untouched" && (r.login == nil || r.doubt) }
	if all := only((*human).competes); len(all) > 0 {
		if len(all) > 1 && slices.Equal(k.Targets, []string{"email"}) {
			all = only(func(r *human) bool { return r.competes() && !o.settled(r) })
		}
		return all
	}
	if all := only(func(r *human) bool { return !r.living() && needs(r) }); len(all) > 0 {
		return all
	}
	return only(func(r *human) bool { return r.waiting() && needs(r) })
}

// pair makes l the login of h, unless something says, or might say if it could
// be read, that they are two.
func (o *oracle) pair(h *human, l *login, k syncplan.Key, earlier []syncplan.Key) {
	if h.login != nil || h.conflict || h.want == "untouched" {
		return
	}
	byEmail := slices.Equal(k.Targets, []string{"email"})
	if o.hiddenKey(h, k) {
		h.mute = true
		return
	}
	for _, e := range earlier { // outdone for an earlier key by an employee who competes
		for _, other := range o.humans {
			if !e.Name && !h.competes() && other.competes() && o.keyOf(h, e) != "" && o.keyOf(other, e) == o.keyOf(h, e) {
				return
			}
		}
	}
	for _, e := range earlier {
		mine, theirs := o.keyOf(h, e), o.keyOfLogin(l, e)
		if o.hiddenKey(h, e) {
			h.mute = true
			return
		}
		if mine != "" && theirs != "" && mine != theirs {
			h.mute = h.mute || byEmail
			return
		}
	}
	if byEmail && k.Names != syncplan.KeyNamesIgnore && o.crosswise(h, l) {
		h.block()
		l.conflict = true
		return
	}
	switch o.verdict(h, l, k, nil) {
	case "two":
		h.mute = h.mute || byEmail
		return
	case "unknown":
		h.mute = true
		return
	}
	if l.conflict {
		h.block()
		return
	}
	h.login, l.human, h.key = l, h, len(earlier)
	rival := func(other *human) bool {
		shares := func(e syncplan.Key) bool {
			return !e.Name && o.keyOf(h, e) != "" && o.keyOf(other, e) == o.keyOf(h, e)
		}
		return other != h && other.want != "untouched" &&
			(shares(k) || other.competes() && slices.ContainsFunc(earlier, shares))
	}
	h.doubt = h.scope == mapping.TruthUnknown ||
		(h.wavers || h.state == "") && slices.ContainsFunc(o.humans, rival)
}

// hiddenKey reports whether a target of the key might have another value.
func (o *oracle) hiddenKey(h *human, k syncplan.Key) bool {
	return slices.ContainsFunc(k.Targets, func(t string) bool { return o.hidden(h, t) })
}

func (o *oracle) hidden(h *human, target string) bool { return o.apply(h, target).Stopped }

// claims finds living humans without a login who share a key with a login that
// is linked to another record. Those who wait keep the login of a leaver.
func (o *oracle) claims(keys []syncplan.Key) {
	agreed := make(map[[2]any]bool)
	for _, h := range o.humans {
		if h.login != nil || !h.living() || h.want == "untouched" {
			continue
		}
		for _, l := range o.logins {
			for _, k := range keys {
				if !o.claimsBy(h, l, k) || l.alive() && o.resumes(h) {
					continue
				}
				verdict := o.verdict(h, l, k, l.human)
				switch {
				case verdict == "two":
				case h.waiting():
					l.kept = l.kept || !l.foreign && !l.alive() && o.soon(h, l)
				default:
					if !slices.Contains(h.claims, l) {
						h.claims, l.claimants = append(h.claims, l), append(l.claimants, h)
					}
					h.mute, l.kept = true, true
					agreed[[2]any{h, l}] = agreed[[2]any{h, l}] || verdict == "one"
				}
			}
		}
	}
	for _, h := range o.humans {
		starts := h.want == "pre_hire" && !h.waits && h.blocked != mapping.TruthTrue
		if len(h.claims) != 1 || h.conflict || h.want != "present" && !starts {
			continue
		}
		l := h.claims[0]
		robbed := l.human != nil && !l.foreign && o.Settings.Policy.Left == syncplan.TreatmentSync
		if !l.unlinked() && len(l.claimants) == 1 && !l.Ignored && !l.conflict &&
			!l.alive() && !robbed && !o.outdone(h) && agreed[[2]any{h, l}] {
			o.relinks = append(o.relinks, [2]any{h, l})
		}
	}
	for _, l := range o.logins {
		if len(l.claimants) > 0 && !l.alive() {
			l.conflict = true
			if l.human != nil && !l.foreign {
				l.human.conflict = true
			}
		}
	}
}

// soon: one who waits starts at most three days, or the window if it is longer, after
// the end of the login's leaver, as far as both are known.
func (o *oracle) soon(h *human, l *login) bool {
	end := l.EndsOn
	if l.human != nil {
		end, _ = l.human.Value(employee.FieldTerminationDate).Day()
	}
	hire, _ := h.Value(employee.FieldHireDate).Day()
	ahead := o.Settings.Policy.CreateAhead
	return ahead == syncplan.DaysAny || hire.Year() < 1900 || end.Year() < 1900 ||
		!hire.After(end.AddDays(max(3, int(ahead))))
}

func (o *oracle) claimsBy(h *human, l *login, k syncplan.Key) bool {
	value := o.keyOf(h, k)
	if k.Name || value == "" || l.unlinked() && (l.human == nil || l.human.living()) ||
		o.keyOfLogin(l, k) != value {
		return false
	}
	// What the login is about to lose does not count.
	return !l.alive() || !slices.ContainsFunc(k.Targets, func(t string) bool {
		out := o.apply(l.human, t)
		if kept, edited := o.stays(l, t, out); kept || edited {
			return false
		}
		own := fold.Key(out.Value.String())
		return out.Verdict == mapping.VerdictSet && own != "" && own != fold.Key(l.value(t).String()) ||
			out.Verdict == mapping.VerdictClear && o.known(out.Rule)
	})
}

// rematches reports whether the old record of l would find another login by key if l
// were relinked.
func (o *oracle) rematches(l *login) bool {
	return l.human != nil && !l.foreign && slices.ContainsFunc(o.logins, func(other *login) bool {
		for i, k := range o.keys() {
			h := other.human
			found := h != nil && !h.doubt && (o.deedOf(h) != nil || i >= h.key)
			if other.unlinked() && !found && o.keyOf(l.human, k) != "" &&
				o.keyOf(l.human, k) == o.keyOfLogin(other, k) {
				return true
			}
		}
		return false
	})
}

func (o *oracle) keys() []syncplan.Key {
	keys := o.Settings.Match
	if keys == nil {
		keys = []syncplan.Key{{Targets: []string{"email"}}}
	}
	if o.sameIDs() == "" {
		return keys
	}
	return append([]syncplan.Key{{}}, keys...) // without targets: the id
}

// sameIDs is the replaced source whose ids the humans have kept.
func (o *oracle) sameIDs() string {
	for _, m := range o.Settings.MovesFrom {
		if m.SameIDs {
			return m.Source
		}
	}
	return ""
}

// keyOf is the folded value of a key for a human, "" if a part is missing.
func (o *oracle) keyOf(h *human, k syncplan.Key) string {
	if len(k.Targets) == 0 {
		return h.ID
	}
	key := ""
	for _, t := range k.Targets {
		out := o.apply(h, t)
		if out.Verdict != mapping.VerdictSet || fold.Key(out.Value.String()) == "" {
			return ""
		}
		key += fold.Key(out.Value.String()) + "\x00"
	}
	return key
}

// keyOfLogin is the same for a login. A name is that of the record, if any.
func (o *oracle) keyOfLogin(l *login, k syncplan.Key) string {
	key := ""
	if len(k.Targets) == 0 && l.Link.Source == o.sameIDs() {
		return l.Link.EmployeeID
	}
	for _, t := range k.Targets {
		v := l.value(t)
		if k.Name && l.human != nil && !l.human.doubt {
			if out := o.apply(l.human, t); out.Verdict != mapping.VerdictLeave {
				v = out.Value
			}
		}
		if fold.Key(v.String()) == "" {
			return ""
		}
		key += fold.Key(v.String()) + "\x00"
	}
	return key
}
