// Package layout has no code: its tests hold the rules about who may import
// whom and what the pure packages may do.
package layout_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/rosterkit/rosterkit"

// A pkg is what `go list -json` says about a package of this module.
type pkg struct {
	ImportPath   string
	Dir          string
	GoFiles      []string
	TestGoFiles  []string
	XTestGoFiles []string
	Imports      []string
	Deps         []string
}

func (p pkg) name() string { return strings.TrimPrefix(p.ImportPath, module+"/") }

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,TestGoFiles,XTestGoFiles,Imports,Deps", "./...")
	cmd.Dir = filepath.Join("..", "..")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

var (
	pure      = []string{"employee", "mapping", "syncplan"}
	providers = []string{"bamboohr", "personio", "hibob", "humaans", "lucca"}
)

// TestImports holds the direction in which data flows.
func TestImports(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		root, _, _ := strings.Cut(p.name(), "/")
		for _, dep := range p.Deps {
			local, isLocal := strings.CutPrefix(dep, module+"/")
			localRoot, _, _ := strings.Cut(local, "/")
			switch {
			case !isLocal:
			case root == "examples", root == "internal" && localRoot == "internal":
			case p.name() == "employee":
				t.Errorf("employee imports %s: it is a leaf", local)
			case slices.Contains(providers, root) && (slices.Contains(providers, localRoot) && localRoot != root || localRoot == "mapping" || localRoot == "syncplan"):
				t.Errorf("%s depends on %s", p.name(), local)
			case slices.Contains(pure, root) && (slices.Contains(providers, localRoot) || local == "internal/rest"):
				t.Errorf("%s depends on %s", p.name(), local)
			case p.name() == "mapping" && localRoot == "syncplan":
				t.Errorf("mapping depends on syncplan")
			}
		}
		for _, dep := range p.Imports {
			if strings.HasPrefix(dep, module) || !strings.Contains(strings.Split(dep, "/")[0], ".") {
				continue // this module, or the standard library
			}
			switch {
			case p.name() == "internal/rest" && (dep == "github.com/hashicorp/go-retryablehttp" || dep == "golang.org/x/time/rate"):
			case p.name() == "internal/fold" && dep == "golang.org/x/text/unicode/norm":
			case p.name() == "internal/conntest" && dep == "github.com/google/go-cmp/cmp":
			default:
				t.Errorf("%s imports %s", p.name(), dep)
			}
		}
	}
}

// TestNobodyShipsTestCode: what only tests need reaches no user's build.
func TestNobodyShipsTestCode(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		if strings.HasPrefix(p.name(), "internal/conntest") {
			continue
		}
		for _, dep := range p.Deps {
			if strings.HasPrefix(dep, "github.com/jarcoal/") || strings.HasPrefix(dep, "github.com/google/") || dep == module+"/internal/conntest" ||
				dep == "testing" && !strings.HasSuffix(p.name(), "test") {
				t.Errorf("%s depends on %s", p.name(), dep)
			}
		}
	}
}

// TestNobodyIsUnlimited: no connector lifts the limit of its vendor.
func TestNobodyIsUnlimited(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, name := range p.GoFiles {
			source, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(source), "rest.Unlimited(") {
				t.Errorf("%s/%s calls rest.Unlimited, which is for measures", p.name(), name)
			}
		}
	}
}

// TestNobodyLeaks: the tests of every package end with a look for goroutines
// that are left, and so for connections and bodies.
func TestNobodyLeaks(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		tests := slices.Concat(p.TestGoFiles, p.XTestGoFiles)
		looks := slices.ContainsFunc(tests, func(name string) bool {
			source, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				t.Fatal(err)
			}
			return strings.Contains(string(source), "func TestMain(m *testing.M) { leaktest.Main(m) }")
		})
		if len(tests) > 0 && !looks {
			t.Errorf("%s has tests and no TestMain that calls leaktest.Main", p.name())
		}
	}
}

// TestPurity: the pure packages do no I/O, read no clock, start no goroutine
// and log nothing. log/slog is there for LogValue alone, and time zones are
// loaded in one place.
func TestPurity(t *testing.T) {
	t.Parallel()
	banned := []string{"os", "io/fs", "net", "net/http", "log", "math/rand", "math/rand/v2", "os/exec", "path/filepath", "sync", "sync/atomic", "unsafe", "embed", "runtime"}
	calls := []string{"time.Now", "time.Since", "time.Until", "time.Sleep", "time.After", "time.NewTimer", "time.Tick", "slog.Default", "slog.Info", "slog.Warn", "slog.Error", "slog.Debug", "slog.New"}
	for _, p := range packages(t) {
		if !slices.Contains(pure, p.name()) {
			continue
		}
		for _, dep := range p.Imports {
			if slices.Contains(banned, dep) {
				t.Errorf("%s imports %s", p.name(), dep)
			}
		}
		inspect(t, p, func(at string, n ast.Node) {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s: a goroutine", at)
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && slices.Contains(calls, x.Name+"."+n.Sel.Name) {
					t.Errorf("%s: %s.%s", at, x.Name, n.Sel.Name)
				}
			}
		})
	}
}

// TestNoGlobals: no package of the library has an init function or a variable,
// but for errors that callers compare with.
func TestNoGlobals(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		if strings.HasPrefix(p.name(), "examples/") {
			continue // programs embed their files in variables
		}
		inspect(t, p, func(at string, n ast.Node) {
			file, ok := n.(*ast.File)
			if !ok {
				return
			}
			for _, d := range file.Decls {
				switch d := d.(type) {
				case *ast.FuncDecl:
					if d.Recv == nil && d.Name.Name == "init" {
						t.Errorf("%s: an init function", at)
					}
				case *ast.GenDecl:
					for _, spec := range d.Specs {
						if v, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.VAR && !isError(v) {
							t.Errorf("%s: the global %s", at, v.Names[0].Name)
						}
					}
				}
			}
		})
	}
}

// isError reports whether every value of a declaration is errors.New(...).
func isError(v *ast.ValueSpec) bool {
	if v.Names[0].Name == "_" {
		return true // a check that a type has an interface
	}
	return len(v.Values) > 0 && !slices.ContainsFunc(v.Values, func(e ast.Expr) bool {
		call, ok := e.(*ast.CallExpr)
		if !ok {
			return true
		}
		f, ok := call.Fun.(*ast.SelectorExpr)
		return !ok || f.Sel.Name != "New"
	})
}

func inspect(t *testing.T, p pkg, visit func(at string, n ast.Node)) {
	t.Helper()
	fset := token.NewFileSet()
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if n != nil {
				pos := fset.Position(n.Pos())
				visit(p.name()+"/"+name+":"+strconv.Itoa(pos.Line), n)
			}
			return true
		})
	}
}
