package syncplan

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/document"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
)

// Targets are the attributes of a product, described once, so that a form offers them
// and settings that miss them are faults. "email" and "manager" are always among them.
type Targets []Target

// A Target is one attribute.
type Target struct {
	Name     string
	Label    string        // in a form; "" is the name
	Help     string        // in a form
	Kind     employee.Kind // "" is text; mapping.KindSet
	Required bool          // a rule has to set it, and to be required
	Unique   bool          // it tells users apart, as a key does
	Group    bool          // its values are groups: see Existing.Groups
	FilledBy FilledBy
}

// FilledBy is who gives a Target its values.
type FilledBy string

const (
	FilledByAny     FilledBy = ""        // as its rules say
	FilledByHR      FilledBy = "hr"      // HR alone: its rules overwrite
	FilledByUsers   FilledBy = "users"   // users edit it: its rules have an authority that lets them
	FilledByProduct FilledBy = "product" // the product alone: no rule sets it
)

// ParseSettings is [ParseSettings] with the checks of Validate.
func (t Targets) ParseSettings(data []byte) (Settings, error) {
	return parseSettings(data, func(s Settings) error { return t.Validate(s) })
}

// SettingsSchema is [SettingsSchema] with the targets as choices.
func (t Targets) SettingsSchema() []byte { return settingsSchema(t.known()) }

// Validate is [Settings.Validate], and checks the targets of rules and keys. What is
// wrong with t itself is a fault, too.
func (t Targets) Validate(s Settings, catalog ...employee.FieldInfo) error {
	faults, _ := errors.AsType[mapping.Faults](s.Validate(catalog...))
	fault := func(path, format string, args ...any) {
		faults = append(faults, mapping.Fault{Path: path, Message: fmt.Sprintf(format, args...)})
	}
	t.check(fault)
	t.checkRules(s.Mapping.Rules, fault)
	t.checkKeys(s.Match, fault)
	slices.SortStableFunc(faults, func(a, b mapping.Fault) int { return placeOf(a.Path) - placeOf(b.Path) })
	if len(faults) == 0 {
		return nil
	}
	if len(faults) > mostFaults {
		faults = append(faults[:mostFaults:mostFaults], mapping.Fault{Message: fmt.Sprintf("more than %d faults: the others are not listed", mostFaults)})
	}
	return faults
}

// mostFaults is how many faults Targets.Validate lists, as mapping does.
const mostFaults = 100

type faultFunc = func(path, format string, args ...any)

// known returns the targets with those that every product has.
func (t Targets) known() Targets {
	known := slices.Clone(t)
	for _, own := range []Target{{Name: TargetEmail, Label: "Address"}, {Name: TargetManager, Label: "Manager"}} {
		if t.find(own.Name) < 0 {
			known = append(known, own)
		}
	}
	if i := known.find(TargetEmail); i >= 0 {
		known[i].Unique = true
	}
	return known
}

func (t Targets) find(name string) int {
	return slices.IndexFunc(t, func(x Target) bool { return x.Name == name })
}

// check checks the description itself.
func (t Targets) check(fault faultFunc) {
	kinds := []employee.Kind{"", employee.KindText, employee.KindNumber, employee.KindBool, employee.KindDate, employee.KindList, mapping.KindSet}
	for i, x := range t {
		at := "targets[" + strconv.Itoa(i) + "]."
		switch {
		case fold.Blank(x.Name) || strings.TrimSpace(x.Name) != x.Name:
			fault(at+"name", "blank, or with blanks around it")
		case reserved(x.Name):
			fault(at+"name", "%q is not an attribute: the plan's actions carry it", x.Name)
		case t.find(x.Name) < i:
			fault(at+"name", "%q is given twice", x.Name)
		}
		if !slices.Contains(kinds, x.Kind) {
			fault(at+"kind", "%q is no kind", x.Kind)
		} else if x.Group && x.typed() != employee.KindText && !x.several() {
			fault(at+"group", "a %s names no groups", x.Kind)
		} else if x.typed() != employee.KindText && (x.Name == TargetEmail || x.Name == TargetManager) {
			fault(at+"kind", "%q is a text", x.Name)
		}
		if !slices.Contains([]FilledBy{FilledByAny, FilledByHR, FilledByUsers, FilledByProduct}, x.FilledBy) {
			fault(at+"filled_by", `%q is not one of "hr", "users" and "product"`, x.FilledBy)
		}
		if x.FilledBy == FilledByProduct && (x.Required || x.Name == TargetEmail) {
			fault(at+"filled_by", "no rule may set %q, and one has to", x.Name)
		}
	}
}

func (x Target) typed() employee.Kind {
	if x.Kind == "" {
		return employee.KindText
	}
	return x.Kind
}

func (x Target) several() bool { return x.Kind == employee.KindList || x.Kind == mapping.KindSet }

// checkRules checks what rules set against the description.
func (t Targets) checkRules(rules []mapping.Rule, fault faultFunc) {
	known := t.known()
	set := make(map[string]int)                        // first rule by target
	required := make(map[string]bool)                  // by target
	for i, r := range rules[:min(len(rules), 1_000)] { // more are a fault of their own
		path := fmt.Sprintf("mapping.rules[%d].", i)
		n := known.find(r.Target)
		if n < 0 {
			if !fold.Blank(r.Target) && !reserved(r.Target) {
				fault(path+"target", "the product has no attribute %s%s", quotedName(r.Target), known.near(r.Target))
			}
			continue
		}
		if _, again := set[r.Target]; !again {
			set[r.Target] = i
		}
		required[r.Target] = required[r.Target] || r.Required
		known[n].checkRule(r, path, fault)
	}
	for _, x := range t {
		i, is := set[x.Name]
		switch {
		case !x.Required || x.Name == TargetEmail:
		case !is:
			fault("mapping.rules", "no rule for the attribute %s, which the product requires", quotedName(x.Name))
		case !required[x.Name] && x.Name != TargetManager:
			fault(fmt.Sprintf("mapping.rules[%d].required", i), "the product requires %s: say true", quotedName(x.Name))
		}
	}
}

// checkRule checks a rule for x.
func (x Target) checkRule(r mapping.Rule, path string, fault faultFunc) {
	kind := r.Type
	if kind == "" {
		kind = employee.KindText
	}
	if kind != x.typed() {
		fault(path+"type", "%s is a %s: say %q", quotedName(x.Name), x.typed(), x.typed())
	}
	if x.Unique && r.Constant != "" {
		fault(path+"constant", "%s tells users apart, so no two have the same value", quotedName(x.Name))
	}
	lets := slices.Contains([]mapping.Authority{mapping.AuthorityFill, mapping.AuthorityCreate, mapping.AuthorityUntilChanged}, r.Authority)
	switch {
	case x.FilledBy == FilledByProduct:
		fault(path+"target", "the product alone fills %s: leave the rule out", quotedName(x.Name))
	case x.FilledBy == FilledByHR && lets:
		fault(path+"authority", "HR alone fills %s: leave it out", quotedName(x.Name))
	case x.FilledBy == FilledByUsers && !lets:
		fault(path+"authority", `users edit %s, and the rule would overwrite that: say "until_changed", "fill" or "create"`, quotedName(x.Name))
	}
}

// checkKeys: an identifier has a part that tells users apart.
func (t Targets) checkKeys(keys []Key, fault faultFunc) {
	known := t.known()
	for i, k := range keys {
		unique := slices.ContainsFunc(k.Targets, func(name string) bool {
			n := known.find(name)
			return n < 0 || known[n].Unique // one that does not exist has its own fault
		})
		if !k.Name && len(k.Targets) > 0 && !unique {
			fault(fmt.Sprintf("match[%d].targets", i), "none of them tells users apart: take a unique attribute, or say that they are a name")
		}
	}
}

// near says which target was meant by a name that none has, or a label.
func (t Targets) near(name string) string {
	var names []string
	for _, x := range t {
		if x.Label != "" && fold.Equal(x.Label, name) {
			return fmt.Sprintf("; there is %q, labelled %q", x.Name, x.Label)
		}
		names = append(names, x.Name)
	}
	const few = 6
	if near := document.Nearest(name, names); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	} else if len(names) <= few {
		return "; there is " + strings.Join(names, ", ")
	}
	return ""
}

// reserved reports whether a plan's actions carry what the name stands for.
func reserved(name string) bool {
	return slices.Contains([]string{"id", "link", "active", ChangeEndsOn}, name)
}

// quotedName quotes a name of any length.
func quotedName(s string) string {
	const longest = 100
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "") + "…"
	}
	return strconv.Quote(s)
}
