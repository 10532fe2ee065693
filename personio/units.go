package personio

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A unitRight is what a listing of v2 shows of the right to one kind of org units. An
// employment lists its units of all kinds together, and those of a kind that the
// credentials may not read are left out of it without notice. So an employee without
// one is in none only if units of the kind are shown to the end: the employments of an
// employee who has one are read again behind the last page.
type unitRight struct {
	field   employee.Field
	kind    string              // the vendor's word
	shown   [2]string           // the ids of the first and of the latest employee who is in one
	lacking map[string]struct{} // the ids of the employees who seem to be in none
}

func unitRights() []unitRight {
	return []unitRight{
		{field: employee.FieldDepartment, kind: "department", lacking: make(map[string]struct{})},
		{field: employee.FieldTeams, kind: "team", lacking: make(map[string]struct{})},
	}
}

// proved reports whether a unit of the kind was shown.
func (r *unitRight) proved() bool { return r.shown[0] != "" }

// showUnits notes which kinds of units the employments of an employee show.
func (l *persons) showUnits(id string, all []employment) {
	for i := range l.rights {
		r := &l.rights[i]
		if !hasUnit(all, r.kind) {
			continue
		}
		if r.shown[1] = id; !r.proved() {
			r.shown[0] = id
		}
	}
}

func hasUnit(all []employment, kind string) bool {
	return slices.ContainsFunc(all, func(m employment) bool {
		for u := range m.units.Items() {
			if strings.EqualFold(u.At("type").Raw(), kind) {
				return true
			}
		}
		return false
	})
}

// putUnits sets a field of units. One that is Empty is noted, because the right to it
// is proved at the end of the listing alone; what is handed out before that is
// Withheld until the listing has shown a unit of the kind.
func (l *persons) putUnits(e *employee.Employee, f employee.Field, v employee.Value) {
	if !l.c.asks(f) {
		return
	}
	r := &l.rights[slices.IndexFunc(l.rights, func(r unitRight) bool { return r.field == f })]
	if v.State() == employee.StateEmpty {
		if l.handsOut && !r.proved() {
			v = employee.Withheld()
		} else {
			r.lacking[e.ID] = struct{}{}
		}
	}
	wire.Put(e, f, v, nil)
}

// unproved returns the rights on which an Empty field rests, and which are not shown to
// the end of the listing.
func (l *persons) unproved() (all []*unitRight, err error) {
	again := make(map[string][]employment)
	for i := range l.rights {
		r := &l.rights[i]
		held := len(r.lacking) == 0
		for _, id := range r.shown {
			if held || id == "" {
				continue
			}
			if _, read := again[id]; !read {
				if again[id], err = l.employments(l.ctx, id); err != nil && answered(err, opEmployments) != http.StatusNotFound {
					return nil, err
				}
			}
			held = hasUnit(again[id], r.kind)
		}
		if !held {
			all = append(all, r)
		}
	}
	return all, nil
}

// withholdUnits withholds the fields that are Empty under rights that are not proved.
// One problem says it for all.
func (l *persons) withholdUnits(employees []employee.Employee) error {
	rights, err := l.unproved()
	for _, r := range rights {
		told := false
		for i := range employees {
			e := &employees[i]
			if _, lacks := r.lacking[e.ID]; !lacks {
				continue
			}
			var why error
			if !told {
				why = fmt.Errorf("no %s to be seen: let the credentials read the attribute; it is withheld for %d employees", r.kind, len(r.lacking))
			}
			told = true
			wire.Put(e, r.field, employee.Withheld(), why)
		}
	}
	return err
}

// lostUnits is the error of a listing that has handed out an Empty field under a right
// that is not proved.
func (l *persons) lostUnits() error {
	rights, err := l.unproved()
	if err != nil || len(rights) == 0 {
		return err
	}
	return &employee.FetchError{Provider: provider, Op: opEmployments, Err: employee.ErrPermission,
		Message: "the credentials lost the right to see a " + rights[0].kind + " while employees were listed"}
}
