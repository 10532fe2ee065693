package layout_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestConstantsCarryTheirType: an exported constant of a type begins with the name
// of the type, so that a reader who meets one knows what it is a value of.
func TestConstantsCarryTheirType(t *testing.T) {
	t.Parallel()
	found := 0
	for _, p := range load(t).own() {
		if strings.Contains(p.name()+"/", "internal/") || strings.HasSuffix(p.name(), "test") {
			continue
		}
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range typedConstants(file) {
				found++
				if !strings.HasPrefix(c.name, c.typ) {
					t.Errorf("%s/%s: %s is a %s: begin its name with that", p.name(), name, c.name, c.typ)
				}
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d constants were found", found)
	}
}

// A constant is the name of an exported constant with that of its type, which its
// own package declares.
type constant struct{ name, typ string }

func typedConstants(file *ast.File) (constants []constant) {
	for _, d := range file.Decls {
		group, ok := d.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			continue
		}
		typ := "" // of the constants after it, too, where these have none
		for _, s := range group.Specs {
			spec := s.(*ast.ValueSpec)
			if id, ok := spec.Type.(*ast.Ident); ok {
				typ = id.Name
			} else if spec.Type != nil || len(spec.Values) > 0 {
				typ = ""
			}
			for _, name := range spec.Names {
				if name.IsExported() && ast.IsExported(typ) {
					constants = append(constants, constant{name.Name, typ})
				}
			}
		}
	}
	return constants
}
