package battery

import (
	"bytes"
	"encoding/gob"
	"encoding/xml"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"log/slog"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/employee/hris"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/runner"
)

// Types with personal data or credentials: no log and no %+v shows them.
func silentTypes() []reflect.Type {
	return []reflect.Type{
		reflect.TypeFor[employee.Address](), reflect.TypeFor[employee.Employee](), reflect.TypeFor[employee.Manager](),
		reflect.TypeFor[employee.Value](), reflect.TypeFor[employee.Roster](),
		reflect.TypeFor[mapping.Answer](), reflect.TypeFor[mapping.Outcome](), reflect.TypeFor[mapping.Reading](),
		reflect.TypeFor[mapping.Step](), reflect.TypeFor[mapping.Subject](), reflect.TypeFor[mapping.Trace](),
		reflect.TypeFor[syncplan.Action](), reflect.TypeFor[syncplan.Applied](), reflect.TypeFor[syncplan.Approval](),
		reflect.TypeFor[syncplan.Attribute](),
		reflect.TypeFor[syncplan.AttributeChange](), reflect.TypeFor[syncplan.Attributes](),
		reflect.TypeFor[syncplan.Change](), reflect.TypeFor[syncplan.Comparison](),
		reflect.TypeFor[syncplan.EmployeeChange](), reflect.TypeFor[syncplan.Evidence](),
		reflect.TypeFor[syncplan.Existing](), reflect.TypeFor[syncplan.Explanation](),
		reflect.TypeFor[syncplan.Hold](), reflect.TypeFor[runner.Entry](), reflect.TypeFor[runner.Health](),
		reflect.TypeFor[runner.Hold](), reflect.TypeFor[runner.Report](), reflect.TypeFor[runner.Step](),
		reflect.TypeFor[syncplan.Note](), reflect.TypeFor[syncplan.NoteGroup](), reflect.TypeFor[syncplan.Plan](),
		reflect.TypeFor[syncplan.Planner](),
		reflect.TypeFor[syncplan.Ref](), reflect.TypeFor[syncplan.User](),
		reflect.TypeFor[syncplan.ValueChange](),
		reflect.TypeFor[bamboohr.Client](), reflect.TypeFor[bamboohr.Config](), reflect.TypeFor[hibob.Client](),
		reflect.TypeFor[hibob.Config](), reflect.TypeFor[humaans.Client](), reflect.TypeFor[humaans.Config](),
		reflect.TypeFor[lucca.Client](), reflect.TypeFor[lucca.Config](), reflect.TypeFor[personio.Client](),
		reflect.TypeFor[personio.Config](), reflect.TypeFor[hris.Connector](), reflect.TypeFor[hris.Options](),
	}
}

// openTypes have neither, for the reason given.
func openTypes() map[string]string {
	const (
		settings = "what an admin or the vendor calls fields and rules"
		ids      = "ids, words of the library, digests and counts"
		date     = "a day alone, which is a field of what is silent"
		opaque   = "rules or bits, in fields that are not exported"
		texts    = "errors have a test of their own"
		forms    = "what forms ask for and fixed words, without values"
	)
	return map[string]string{
		"employee.Access": settings, "employee.Warning": settings, "employee.FieldInfo": settings,
		"employee.Coverage": ids, "employee.Origin": ids,
		"employee.Problem": ids, "employee.Presence": opaque, "employee.Date": date, "employee.FetchError": texts,
		"employee.Batch":    "has the items of another type",
		"mapping.Condition": settings, "mapping.Rule": settings, "mapping.Mapping": settings, "mapping.Target": settings,
		"mapping.Padding": settings, "mapping.Replacement": settings,
		"syncplan.Target": settings, "syncplan.Targets": settings, "syncplan.Move": settings,
		"mapping.Fault": settings, "mapping.Faults": settings, "mapping.Program": opaque, "mapping.Test": opaque,
		"syncplan.Settings": settings, "syncplan.Policy": settings, "syncplan.ZoneRule": settings, "syncplan.Key": settings,
		"syncplan.Limit": settings, "syncplan.Limits": settings, "syncplan.Link": ids, "syncplan.Member": ids,
		"runner.Error": texts, "syncplan.KindChange": ids, "syncplan.Summary": ids,
		"hris.System": forms, "hris.Form": forms, "hris.Input": forms, "hris.Fault": forms, "hris.CredentialsError": texts,
		"hris.FieldsError": texts, "hris.Advice": forms, "hris.Progress": ids,
	}
}

// exported returns the structs, slices and maps that the packages for users declare:
// not the fakes, whose data is invented.
func exported(t *testing.T) (names []string) {
	t.Helper()
	for _, p := range []string{"employee", "mapping", "syncplan", "bamboohr", "hibob", "humaans", "lucca", "personio"} {
		err := filepath.WalkDir(filepath.Join("..", "..", p), func(path string, d fs.DirEntry, err error) error {
			skipped := strings.HasSuffix(path, "test") || d.Name() == "internal" || d.Name() == "testdata"
			switch {
			case err != nil || d.IsDir() && !skipped:
				return err
			case d.IsDir():
				return filepath.SkipDir
			case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			names = append(names, declared(file)...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// declared returns the exported structs, slices and maps of a file.
func declared(file *ast.File) (names []string) {
	for _, d := range file.Decls {
		general, ok := d.(*ast.GenDecl)
		if !ok || general.Tok != token.TYPE {
			continue
		}
		for _, spec := range general.Specs {
			s := spec.(*ast.TypeSpec)
			switch s.Type.(type) {
			case *ast.StructType, *ast.ArrayType, *ast.MapType, *ast.StarExpr:
				if s.Name.IsExported() {
					names = append(names, file.Name.Name+"."+s.Name.Name)
				}
			}
		}
	}
	return names
}

// TestEveryTypeIsKnown: a new exported type is declared to be silent or open.
func TestEveryTypeIsKnown(t *testing.T) {
	t.Parallel()
	want := slices.Collect(maps.Keys(openTypes()))
	for _, typ := range silentTypes() {
		want = append(want, typ.String())
	}
	got := exported(t)
	slices.Sort(want)
	slices.Sort(got)
	for _, name := range got {
		if !slices.Contains(want, name) {
			t.Errorf("%s is in neither list of this file: say whether it has personal data or credentials", name)
		}
	}
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("%s does not exist", name)
		}
	}
}

// fill puts canaries in all of v but ids, and what names attributes and sources.
func fill(v reflect.Value, name string) {
	const id = "id-1"
	switch v.Type() {
	case reflect.TypeFor[employee.Value]():
		v.Set(reflect.ValueOf(employee.Text(canary)))
		return
	case reflect.TypeFor[employee.Date]():
		v.Set(reflect.ValueOf(employee.NewDate(1907, 3, 29)))
		return
	case reflect.TypeFor[time.Time](), reflect.TypeFor[syncplan.Member](), reflect.TypeFor[employee.Problem]():
		return // no personal data
	}
	switch v.Kind() {
	case reflect.String:
		open := []string{
			"ID",
			"EmployeeID",
			"EmployeeIDs",
			"Run",
			"UserID",
			"UserIDs",
			"ManagerID",
			"Source",
			"Attribute",
			"Target",
			"Key",
			"Problem",
			"Settings",
			"Tenant",
			"Company",
			"Instance",
			"BaseURL",
			"Provider",
		}
		switch {
		case slices.Contains(open, name):
			v.SetString(id)
		case v.Type() == reflect.TypeFor[string]():
			v.SetString(canary + " " + escaped)
		}
	case reflect.Pointer:
		if strings.HasPrefix(v.Type().Elem().PkgPath(), "github.com/rosterkit/") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), name)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), name)
		fill(v.Index(1), name)
	case reflect.Map:
		item := reflect.New(v.Type().Elem()).Elem()
		fill(item, name)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("key").Convert(v.Type().Key()), item)
	case reflect.Struct:
		named := v.Type() == reflect.TypeFor[syncplan.Attribute]() || v.Type() == reflect.TypeFor[syncplan.Plan]()
		for f, field := range v.Fields() {
			switch {
			case !f.IsExported() || f.Name == "Today":
			case f.Name == "Name" && named:
				field.SetString("name") // of a target, or of the settings
			default:
				fill(field, f.Name)
			}
		}
	}
}

// TestTypesKeepSilent: no value with personal data or credentials shows them with %+v
// or in a log, alone, in a Batch, or in slices, maps and structs of the caller.
func TestTypesKeepSilent(t *testing.T) {
	t.Parallel()
	for _, typ := range silentTypes() {
		t.Run(typ.String(), func(t *testing.T) {
			t.Parallel()
			p := reflect.New(typ)
			fill(p.Elem(), "")
			v := p.Elem().Interface()
			list := reflect.MakeSlice(reflect.SliceOf(typ), 0, 1)
			list = reflect.Append(list, p.Elem())
			forms := append(canaries(), "year:1907")
			for how, held := range map[string]any{
				"itself": v, "a pointer": p.Interface(), "a slice": list.Interface(), "a map": map[string]any{"v": v},
				"a map of slices": map[string]any{"v": list.Interface()}, "a struct": struct{ V any }{v},
				"a struct with a slice": struct{ V any }{list.Interface()},
			} {
				for _, verb := range []string{"%+v", "%#v"} {
					silent(t, how+" as "+verb, fmt.Sprintf(verb, held), forms)
				}
				options := &slog.HandlerOptions{ReplaceAttr: employee.ReplaceAttr}
				var logged bytes.Buffer
				slog.New(slog.NewJSONHandler(&logged, options)).Info("a caller logs", "v", held)
				slog.New(slog.NewTextHandler(&logged, nil)).Info("a caller logs", "v", held)
				if how == "itself" || how == "a pointer" {
					slog.New(slog.NewJSONHandler(&logged, nil)).Info("a caller logs", "v", held)
				}
				silent(t, "the log of "+how, logged.String(), forms)
			}
			if typ.Kind() == reflect.Struct {
				silentFields(t, p.Elem(), forms)
			}
		})
	}
}

// silentFields logs every list that a value has, as a caller does with plan.Notes.
func silentFields(t *testing.T, v reflect.Value, forms []string) {
	t.Helper()
	config := strings.HasSuffix(v.Type().Name(), "Config")
	for f, field := range v.Fields() {
		if !f.IsExported() || f.Type.Kind() != reflect.Slice || config || f.Type.Elem().Kind() == reflect.String {
			continue
		}
		var logged bytes.Buffer
		slog.New(slog.NewJSONHandler(&logged, nil)).Info("a caller logs", "v", field.Interface())
		silent(t, "the log of the list "+f.Name, logged.String(), forms)
	}
}

// TestConfigsAsXMLAndGob: a Config is written without its credentials, or not at all.
func TestConfigsAsXMLAndGob(t *testing.T) {
	t.Parallel()
	for name, cfg := range configs() {
		var b bytes.Buffer
		errs := []error{gob.NewEncoder(&b).Encode(cfg), xml.NewEncoder(&b).Encode(cfg),
			gob.NewEncoder(&b).Encode(struct{ C, D any }{cfg, []any{cfg}}), xml.NewEncoder(&b).Encode([]any{cfg})}
		if b.Len() == 0 {
			t.Errorf("%s: nothing is written: %v", name, errs)
		}
		silent(t, name, b.String()+fmt.Sprint(errs), credentials())
	}
}
