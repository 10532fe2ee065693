package specs_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pb33f/go-yaml"
	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	"github.com/pb33f/libopenapi-validator/router"
)

// A file is an OpenAPI file, for the validator and as the JSON that it is.
type file struct {
	name      string
	validator validator.Validator
	router    router.Router
	root      map[string]any

	requests, answers, bodies int // how many were judged; bodies by a schema
}

// read reads a file below the folder of the vendors' files, and skips the test if
// it is not there.
func read(t *testing.T, name string) *file {
	t.Helper()
	folder := os.Getenv("ROSTERKIT_SPECS")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "specs")
	}
	text, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the vendors' OpenAPI files are not here: no " + name)
	}
	if err != nil {
		t.Fatal(err)
	}
	var node yaml.Node
	if err := yaml.Unmarshal(text, &node); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	root, ok := plain(&node).(map[string]any)
	if !ok {
		t.Fatalf("%s: no object", name)
	}
	return &file{name: name, root: root}
}

// load reads a file for judging. The validator gets it as JSON, since it stumbles
// over YAML that JSON has no form for, such as a number as the key of a response.
func load(t *testing.T, name string) *file {
	t.Helper()
	f := read(t, name)
	text, err := json.Marshal(f.root)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	document, err := libopenapi.NewDocument(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	model, err := document.BuildV3Model()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	f.validator = validator.NewValidatorFromV3Model(&model.Model, config.WithStrictServerMatching(),
		config.WithFormatAssertions())
	f.router = router.NewRouter(&model.Model)
	return f
}

// plain is a YAML node as JSON would have it: keys and days are text, and numbers
// keep their digits.
func plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.DocumentNode:
		return plain(n.Content[0])
	case yaml.AliasNode:
		return plain(n.Alias)
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, item := range n.Content {
			list[i] = plain(item)
		}
		return list
	case yaml.MappingNode:
		object := make(map[string]any)
		for i := 0; i+1 < len(n.Content); i += 2 {
			object[n.Content[i].Value] = plain(n.Content[i+1])
		}
		return object
	}
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(n.Value, "true")
	case "!!int", "!!float":
		return json.Number(n.Value)
	}
	return n.Value
}

// at follows keys from the root of the file, through references.
func (f *file) at(keys ...string) map[string]any {
	o := f.root
	for _, key := range keys {
		o = f.object(o[key])
	}
	return o
}

// object is a value as an object: what it refers to, or nil.
func (f *file) object(value any) map[string]any {
	o, _ := value.(map[string]any)
	ref, ok := o["$ref"].(string)
	if !ok {
		return o
	}
	keys := strings.Split(strings.TrimPrefix(ref, "#/"), "/")
	for i, key := range keys {
		keys[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(key)
	}
	return f.at(keys...)
}

func (f *file) operation(route *router.Route) map[string]any {
	return f.at("paths", route.Path, strings.ToLower(route.Method))
}

// parameters are the names of the query parameters of an operation.
func (f *file) parameters(operation map[string]any) []string {
	var names []string
	all, _ := operation["parameters"].([]any)
	for _, p := range all {
		if p := f.object(p); p["in"] == "query" {
			names = append(names, p["name"].(string))
		}
	}
	return names
}

func (f *file) response(operation map[string]any, status int) map[string]any {
	responses := f.object(operation["responses"])
	if r := f.object(responses[strconv.Itoa(status)]); r != nil {
		return r
	}
	return f.object(responses["default"])
}

// schema is that of the JSON among contents.
func (f *file) schema(content map[string]any) map[string]any {
	for media, c := range content {
		if strings.HasSuffix(media, "json") {
			return f.object(f.object(c)["schema"])
		}
	}
	return nil
}

// undescribed returns the places in a value that a schema does not describe,
// which the validator lets pass because vendors leave their schemas open. Where
// a schema names no keys, or describes all keys alike, every key is described.
func (f *file) undescribed(schema map[string]any, value any, at string) []string {
	var places []string
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			places = append(places, f.undescribed(f.items(schema), item, at+"/*")...)
		}
	case map[string]any:
		keys, open := f.keys(schema)
		for key, item := range value {
			switch described, ok := keys[key]; {
			case ok:
				places = append(places, f.undescribed(described, item, at+"/"+key)...)
			case !open && len(keys) > 0:
				places = append(places, at+"/"+key)
			}
		}
	}
	slices.Sort(places)
	return slices.Compact(places)
}

// keys are the keys that a schema names, and whether there may be others.
func (f *file) keys(schema map[string]any) (keys map[string]map[string]any, open bool) {
	keys = make(map[string]map[string]any)
	for _, s := range f.branches(schema) {
		for key, described := range f.object(s["properties"]) {
			keys[key] = f.object(described)
		}
		if others, ok := s["additionalProperties"]; ok && others != false {
			open = true
		}
	}
	return keys, open
}

func (f *file) items(schema map[string]any) map[string]any {
	for _, s := range f.branches(schema) {
		if items := f.object(s["items"]); items != nil {
			return items
		}
	}
	return nil
}

// branches are a schema and all that it is composed of.
func (f *file) branches(schema map[string]any) []map[string]any {
	all := []map[string]any{schema}
	for _, how := range []string{"allOf", "oneOf", "anyOf"} {
		parts, _ := schema[how].([]any)
		for _, part := range parts {
			all = append(all, f.branches(f.object(part))...)
		}
	}
	return all
}

// example is what the file has as an example below its root, as JSON.
func (f *file) example(t *testing.T, keys ...string) []byte {
	t.Helper()
	last := len(keys) - 1
	value, ok := f.at(keys[:last]...)[keys[last]]
	if !ok {
		t.Fatalf("%s: no example at %s", f.name, strings.Join(keys, " > "))
	}
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
