package hris

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// CredentialsSchema returns a JSON Schema (2020-12) of the stored credentials of a
// system, with an alternative for each form. Titles and descriptions are those of the
// inputs; writeOnly marks secrets, and x-role says who gives a value. The bytes change
// with the library only. The error is about a system that does not exist.
func CredentialsSchema(system string) ([]byte, error) {
	s, ok := systemNamed(system)
	if !ok {
		return nil, fmt.Errorf("hris: no such system: want one of %s", strings.Join(systemNames(), ", "))
	}
	root := schema{Dialect: "https://json-schema.org/draft/2020-12/schema", Title: "Credentials of " + s.Label}
	for _, f := range s.Forms {
		root.OneOf = append(root.OneOf, f.schema(s.System))
	}
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(root); err != nil {
		return nil, fmt.Errorf("hris: schema of %s: %w", s.Name, err)
	}
	return b.Bytes(), nil
}

type schema struct {
	Dialect     string     `json:"$schema,omitempty"`
	Title       string     `json:"title,omitempty"`
	Description string     `json:"description,omitempty"`
	OneOf       []schema   `json:"oneOf,omitempty"`
	Type        string     `json:"type,omitempty"`
	Properties  properties `json:"properties,omitempty"`
	Required    []string   `json:"required,omitempty"`
	Additional  *bool      `json:"additionalProperties,omitempty"`
	Const       string     `json:"const,omitempty"`
	Enum        []string   `json:"enum,omitempty"`
	MinLength   int        `json:"minLength,omitempty"`
	MaxLength   int        `json:"maxLength,omitempty"`
	Pattern     string     `json:"pattern,omitempty"`
	Format      string     `json:"format,omitempty"`
	WriteOnly   bool       `json:"writeOnly,omitempty"`
	Role        Role       `json:"x-role,omitempty"`
}

// properties keep the order of the form.
type properties []property

type property struct {
	key string
	schema
}

// MarshalJSON writes an object.
func (p properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	b.WriteByte('{')
	for i, one := range p {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q:", one.key)
		if err := out.Encode(one.schema); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (f Form) schema(s System) schema {
	form := schema{Title: f.Label, Type: "object", Required: []string{"system"}, Additional: new(bool),
		Properties: properties{{"system", schema{Const: s.Name}}}}
	for _, in := range f.Inputs {
		form.Properties = append(form.Properties, property{in.Key, in.schema()})
		if in.Required {
			form.Required = append(form.Required, in.Key)
		}
	}
	return form
}

func (in Input) schema() schema {
	s := schema{Title: in.Label, Description: in.Help, Type: "string", Role: in.Role, Enum: in.Options}
	switch {
	case len(in.Options) > 0:
	case in.name:
		s.MinLength, s.MaxLength = 1, 100
	case in.address:
		s.MinLength, s.MaxLength = 1, longest
	default:
		s.MinLength, s.MaxLength, s.Pattern = 1, longest, "^[!#-&(-_a-~]+$" // visible ASCII without quotes
	}
	if in.Secret {
		s.Format, s.WriteOnly = "password", true
	}
	return s
}
