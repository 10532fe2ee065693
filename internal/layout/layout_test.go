// Package layout has no code: its tests hold the rules about which package may
// import which, and about what the pure packages may do.
package layout_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/rosterkit/rosterkit"

// A pkg is what `go list -json` says about a package: one of this module, or one
// that such a package depends on.
type pkg struct {
	ImportPath   string
	Dir          string
	Standard     bool
	GoFiles      []string
	TestGoFiles  []string
	XTestGoFiles []string
	Imports      []string
}

// own reports whether p is a package of this module.
func (p pkg) own() bool { return strings.HasPrefix(p.ImportPath, module+"/") }

func (p pkg) name() string { return strings.TrimPrefix(p.ImportPath, module+"/") }

// A graph has all packages of this module, and what they depend on, by their paths.
type graph map[string]pkg

func load(t *testing.T) graph {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps",
		"-json=ImportPath,Dir,Standard,GoFiles,TestGoFiles,XTestGoFiles,Imports", "./...")
	cmd.Dir = filepath.Join("..", "..")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	g := make(graph)
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return g
		} else if err != nil {
			t.Fatal(err)
		}
		g[p.ImportPath] = p
	}
}

// own returns the packages of this module.
func (g graph) own() []pkg {
	var own []pkg
	for _, path := range slices.Sorted(maps.Keys(g)) {
		if g[path].own() {
			own = append(own, g[path])
		}
	}
	return own
}

// closure returns p and all packages that it depends on outside the standard
// library. What the standard library imports is its own affair and differs between
// releases: net/http/httptest imports testing from Go 1.27 on.
func (g graph) closure(p pkg) []pkg {
	reached := []pkg{p}
	seen := map[string]bool{p.ImportPath: true}
	for i := 0; i < len(reached); i++ {
		for _, path := range reached[i].Imports {
			if dep, known := g[path]; known && !dep.Standard && !seen[path] {
				seen[path], reached = true, append(reached, dep)
			}
		}
	}
	return reached
}

// A set of packages is named by paths below the module. A path that ends with /...
// stands for a package and all below it.
type set []string

func (s set) has(name string) bool {
	return slices.ContainsFunc(s, func(path string) bool {
		root, tree := strings.CutSuffix(path, "/...")
		return name == root || tree && strings.HasPrefix(name, root+"/")
	})
}

// A rule says what the packages of a set may not depend on, however indirectly.
type rule struct {
	of, not set
	why     string
}

// rules are tried in their order, and the first one whose set has a package is the
// package's. Examples, and the suites that test the library, have none.
func rules() []rule {
	providers := set{"bamboohr/...", "personio/...", "hibob/...", "humaans/...", "lucca/..."}
	planning := set{"mapping/...", "syncplan/..."}
	above := set{"employee/hris/...", "examples/..."}
	http := set{"internal/rest/...", "internal/listing/..."}
	all := []rule{
		{set{"examples/...", "internal/battery/..."}, nil, ""},
		{set{"employee"}, slices.Concat(providers, planning, above, set{"employee/...", "internal/..."}), "it is a leaf"},
		{set{"employee/hris/..."}, append(planning, "examples/..."), "it knows HR systems, not products"},
		{set{"employee/...", "mapping/..."}, slices.Concat(providers, http, above, set{"syncplan/..."}), "it is pure"},
		{set{"syncplan/..."}, slices.Concat(providers, http, above), "it knows no HR system"},
		{set{"internal/..."}, slices.Concat(providers, planning, above), "it serves them"},
	}
	for i, p := range providers {
		others := slices.Delete(slices.Clone(providers), i, i+1)
		all = append(all, rule{set{p}, slices.Concat(others, planning, above), "a provider knows itself alone"})
	}
	return all
}

// judge returns why a package may not depend on another one; "" if it may.
func judge(name, dep string) string {
	for _, r := range rules() {
		if r.of.has(name) {
			if name != dep && r.not.has(dep) {
				return r.why
			}
			return ""
		}
	}
	return "no rule is about it"
}

// TestRules holds the rules to what they are to say.
func TestRules(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, dep string
		may       bool
	}{
		{"employee", "internal/fold", false},
		{"employee", "employee/hris", false},
		{"employee/hris", "bamboohr", true}, // it alone of the pure packages' trees
		{"employee/hris", "syncplan", false},
		{"employee/other", "bamboohr", false},
		{"mapping", "employee", true},
		{"mapping", "syncplan", false},
		{"mapping", "bamboohr/bamboohrtest", false},
		{"syncplan", "mapping", true},
		{"syncplan", "internal/rest", false},
		{"syncplan/syncplantest", "personio", false},
		{"syncplan/internal/worlds", "employee/hris", false},
		{"syncplan/runner", "syncplan", true},
		{"syncplan/runner", "internal/rest", false},
		{"bamboohr", "internal/rest", true},
		{"bamboohr", "mapping", false},
		{"bamboohr/bamboohrtest", "bamboohr", true},
		{"bamboohr/bamboohrtest", "lucca/luccatest", false},
		{"lucca", "employee/hris", false},
		{"internal/rest", "internal/wire", true},
		{"internal/rest", "humaans", false},
		{"examples/preview", "hibob/hibobtest", true},
		{"internal/battery", "hibob/hibobtest", true},
		{"another", "employee", false},
	} {
		if why := judge(tt.name, tt.dep); (why == "") != tt.may {
			t.Errorf("%s may depend on %s: want %v (%s)", tt.name, tt.dep, tt.may, why)
		}
	}
}

// TestImports holds the direction in which data flows.
func TestImports(t *testing.T) {
	t.Parallel()
	g := load(t)
	for _, p := range g.own() {
		for _, dep := range g.closure(p) {
			if !dep.own() {
				continue
			}
			if why := judge(p.name(), dep.name()); why != "" {
				t.Errorf("%s depends on %s: %s", p.name(), dep.name(), why)
			}
		}
	}
}

// TestModules: each package of another module is imported in the one place that
// has a reason for it.
func TestModules(t *testing.T) {
	t.Parallel()
	allowed := map[string][]string{
		"internal/fakehr/fakehrtest": {"github.com/google/go-cmp/cmp"},
		"internal/fold":              {"golang.org/x/text/cases", "golang.org/x/text/unicode/norm"},
		"internal/rest":              {"github.com/hashicorp/go-retryablehttp", "golang.org/x/time/rate"},
		"internal/wire":              {"github.com/go-json-experiment/json", "github.com/go-json-experiment/json/jsontext"},
	}
	g := load(t)
	for _, p := range g.own() {
		for _, path := range p.Imports {
			dep := g[path]
			if !dep.own() && !dep.Standard && !slices.Contains(allowed[p.name()], path) {
				t.Errorf("%s imports %s", p.name(), path)
			}
		}
	}
}

// TestNoTestCodeShips: what only tests need reaches no user's build. A package
// whose name ends with test is there for tests. Examples and the battery may serve
// a fake from net/http/httptest, and go no further.
func TestNoTestCodeShips(t *testing.T) {
	t.Parallel()
	serving := set{"examples/...", "internal/battery"}
	suites := set{"internal/fakehr/fakehrtest"} // of tests, for other packages' tests
	forTests := func(path string) bool {
		return path == "testing" || strings.HasPrefix(path, "testing/") || path == "net/http/httptest"
	}
	g := load(t)
	for _, p := range g.own() {
		for _, dep := range g.closure(p) {
			if !suites.has(p.name()) && (strings.HasPrefix(dep.ImportPath, "github.com/jarcoal/") ||
				strings.HasPrefix(dep.ImportPath, "github.com/google/") || dep.own() && suites.has(dep.name())) {
				t.Errorf("%s depends on %s", p.name(), dep.ImportPath)
			}
			if strings.HasSuffix(p.name(), "test") {
				continue
			}
			for _, path := range dep.Imports {
				if forTests(path) && !(path == "net/http/httptest" && serving.has(p.name())) {
					t.Errorf("%s depends on %s, which imports %s", p.name(), dep.ImportPath, path)
				}
			}
		}
	}
}

// TestNoConnectorIsUnlimited: none lifts the limit of its vendor.
func TestNoConnectorIsUnlimited(t *testing.T) {
	t.Parallel()
	for _, p := range load(t).own() {
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

// TestEveryPackageLooksForLeaks: its tests end with a look for goroutines that are
// left, and so for connections and bodies.
func TestEveryPackageLooksForLeaks(t *testing.T) {
	t.Parallel()
	for _, p := range load(t).own() {
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

// TestPurity: the pure packages, and all of ours that they depend on, do no I/O,
// read no clock, start no goroutine and log nothing. log/slog is there for LogValue
// alone, and time zones are loaded in one place. The runner is held to the same: what
// I/O there is, the caller's store does.
func TestPurity(t *testing.T) {
	t.Parallel()
	banned := []string{"os", "io/fs", "net", "net/http", "log", "math/rand", "math/rand/v2", "os/exec",
		"path/filepath", "sync", "sync/atomic", "unsafe", "embed", "runtime"}
	calls := []string{"time.Now", "time.Since", "time.Until", "time.Sleep", "time.After", "time.NewTimer", "time.Tick",
		"slog.Default", "slog.Info", "slog.Warn", "slog.Error", "slog.Debug", "slog.New"}
	g := load(t)
	pure := make(map[string]pkg)
	for _, name := range []string{"employee", "mapping", "syncplan", "syncplan/runner"} {
		for _, p := range g.closure(g[module+"/"+name]) {
			if p.own() {
				pure[p.name()] = p
			}
		}
	}
	for _, p := range pure {
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
	for _, p := range load(t).own() {
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
