package syncplan

import (
	"bytes"
	"cmp"
	"encoding/json"
	"reflect"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
)

// SettingsSchema returns a JSON Schema (2020-12) of [Settings], for a settings page.
// It accepts what [ParseSettings] does, but does not check targets and fields. The
// bytes change with the library only. See [Targets.SettingsSchema].
func SettingsSchema() []byte { return settingsSchema(nil) }

func settingsSchema(targets Targets) []byte {
	g := generator{about: descriptions(), targets: targets, defs: map[string]*object{}}
	root := &object{}
	root.put("$schema", "https://json-schema.org/draft/2020-12/schema")
	root.put("title", "Rosterkit settings")
	root.members = append(root.members, g.fields(reflect.TypeFor[Settings]()).members...)
	defs := &object{}
	for _, name := range sortedKeys(g.defs) {
		defs.put(name, g.defs[name])
	}
	root.put("$defs", defs)
	data, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic(err) // text, numbers and lists alone: it cannot fail
	}
	return append(data, '\n')
}

// An object is a JSON object that keeps the order of its keys, which is the
// order of a form.
type object struct{ members []member }

type member struct {
	key   string
	value any
}

func (o *object) put(key string, value any) { o.members = append(o.members, member{key, value}) }

// MarshalJSON writes the members in order.
func (o *object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o.members {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// A generator makes schemas of Go types.
type generator struct {
	about   map[string]description
	targets Targets            // nil: not known
	defs    map[string]*object // the schemas of the types that refer to themselves, and of those that many use
}

// fields makes the schema of a struct: its keys, those that it needs, and no
// others.
func (g *generator) fields(t reflect.Type) *object {
	o, properties := &object{}, &object{}
	var required []string
	for i := range t.NumField() {
		key, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		about := g.about[t.Name()+"."+key]
		property := &object{}
		property.put("title", about.title)
		property.put("description", about.text)
		property.members = append(property.members, g.property(t, key, t.Field(i).Type, about).members...)
		if about.standard != nil {
			property.put("default", about.standard)
		}
		properties.put(key, property)
		if about.required {
			required = append(required, key)
		}
	}
	o.put("type", "object")
	o.put("properties", properties)
	if required != nil {
		o.put("required", required)
	}
	o.put("additionalProperties", false)
	return o
}

// property makes the schema of one key of a struct.
func (g *generator) property(of reflect.Type, key string, t reflect.Type, about description) *object {
	switch {
	case g.targets == nil:
	case of == reflect.TypeFor[mapping.Rule]() && key == "target":
		return g.target(func(x Target) bool { return x.FilledBy != FilledByProduct })
	case of == reflect.TypeFor[Key]() && key == "targets":
		o := &object{}
		o.put("type", "array")
		o.put("items", g.target(func(x Target) bool { return x.FilledBy != FilledByProduct && x.Name != TargetManager }))
		return o
	}
	return g.schema(t, about)
}

// target is a choice of the targets that fit.
func (g *generator) target(fits func(Target) bool) *object {
	var choices []*object
	for _, x := range g.targets {
		if !fits(x) {
			continue
		}
		choice := &object{}
		choice.put("const", x.Name)
		choice.put("title", cmp.Or(x.Label, x.Name))
		if x.Help != "" {
			choice.put("description", x.Help)
		}
		choices = append(choices, choice)
	}
	o := &object{}
	o.put("type", "string")
	o.put("oneOf", choices)
	return o
}

func (g *generator) schema(t reflect.Type, about description) *object {
	o := &object{}
	switch {
	case t == reflect.TypeFor[mapping.Condition]() || t == reflect.TypeFor[*mapping.Condition]():
		g.condition()
		o.put("$ref", "#/$defs/condition")
		if about.unset {
			none := &object{}
			none.put("title", "Not set")
			none.put("type", "object")
			none.put("maxProperties", 0)
			either := &object{}
			either.put("anyOf", []*object{o, none})
			return either
		}
	case t == reflect.TypeFor[employee.Field]():
		g.field()
		o.put("$ref", "#/$defs/field")
	case t == reflect.TypeFor[Days]():
		number, word := &object{}, &object{}
		number.put("type", "integer")
		number.put("minimum", 0)
		number.put("maximum", mostDays)
		word.put("const", "any")
		o.put("oneOf", []*object{number, word})
	case t == reflect.TypeFor[mapping.Rule]():
		o = g.fields(t)
		o.put("oneOf", forms([]string{"from"}, []string{"format"}, []string{"constant"}))
	case t.Kind() == reflect.Pointer:
		return g.schema(t.Elem(), about)
	case t.Kind() == reflect.Struct:
		return g.fields(t)
	case t.Kind() == reflect.Slice:
		o.put("type", "array")
		o.put("items", g.schema(t.Elem(), description{choices: about.choices}))
	case t.Kind() == reflect.Map:
		o.put("type", "object")
		o.put("additionalProperties", g.schema(t.Elem(), description{}))
	case t.Kind() == reflect.Bool:
		o.put("type", "boolean")
	case t.Kind() == reflect.Int:
		o.put("type", "integer")
		least := 0
		if about.signed {
			least = -about.most
		}
		o.put("minimum", least)
		if about.most > 0 {
			o.put("maximum", about.most)
		}
	default:
		o.put("type", "string")
		if about.choices != nil {
			o.put("enum", about.choices)
		}
	}
	return o
}

// condition is one of four forms, of which three hold conditions.
func (g *generator) condition() {
	if g.defs["condition"] != nil {
		return
	}
	o := &object{}
	g.defs["condition"] = o
	o.members = g.fields(reflect.TypeFor[mapping.Condition]()).members
	o.put("oneOf", forms([]string{"all"}, []string{"any"}, []string{"not"}, []string{"field", "op"}))
}

// forms are sets of keys, of which an object has exactly one.
func forms(sets ...[]string) []*object {
	all := make([]*object, len(sets))
	for i, keys := range sets {
		all[i] = &object{}
		all[i].put("required", keys)
	}
	return all
}

// field is a standard field, the derived one, or any field of the tenant.
func (g *generator) field() {
	if g.defs["field"] != nil {
		return
	}
	standard, custom, o := &object{}, &object{}, &object{}
	standard.put("enum", append(employee.Fields(), mapping.FieldLifecycle))
	custom.put("type", "string")
	custom.put("pattern", "^custom\\..")
	o.put("title", "Field")
	o.put("description", `A field of the HR system; a custom field begins with "custom."`)
	o.put("anyOf", []*object{standard, custom})
	g.defs["field"] = o
}
