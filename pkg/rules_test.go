package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// forbidden lists what the plugin catalogue's validator rejects in a backend, including tests.
var forbidden = map[string][]string{
	"io/fs":         {"*"},
	"io/ioutil":     {"*"},
	"syscall":       {"*"},
	"fmt":           {"Print", "Printf", "Println"},
	"path/filepath": {"Glob", "Walk", "WalkDir"},
	"os": {
		"Chdir", "Chmod", "Chown", "Chtimes", "CopyFS", "Create", "CreateTemp", "DirFS", "Lchown", "Link", "Lstat", "Mkdir", "MkdirAll", "MkdirTemp",
		"NewFile", "Open", "OpenFile", "OpenInRoot", "OpenRoot", "ReadDir", "Readlink", "Remove", "RemoveAll", "Rename", "Stat", "Symlink", "Truncate", "WriteFile",
	},
}

func TestCatalogueRules(t *testing.T) {
	list, err := exec.CommandContext(t.Context(), "go", "list", "-f",
		`{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}{{range .TestGoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}{{range .XTestGoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}`, "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	files := strings.Fields(string(list))
	if len(files) < 20 {
		t.Fatalf("found only %d files", len(files))
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, use := range uses(t, file, source) {
			t.Errorf("%s uses %s", file, use)
		}
	}
}

func TestCatalogueRulesAreSeen(t *testing.T) {
	source := "package p\nimport (\n\"fmt\"\n\"os\"\nfp \"path/filepath\"\n\"syscall\"\n)\nfunc f() { fmt.Println(); os.ReadFile(``); os.Stat(``); fp.Glob(``); _ = syscall.Getpid }"
	if got := uses(t, "p.go", []byte(source)); !slices.Equal(got, []string{"fmt.Println", "os.Stat", "path/filepath.Glob", "syscall.Getpid"}) {
		t.Errorf("got %v", got)
	}
}

func uses(t *testing.T, name string, source []byte) (found []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	imported := map[string]string{}
	for _, i := range file.Imports {
		path, _ := strconv.Unquote(i.Path.Value)
		local := path[strings.LastIndex(path, "/")+1:]
		if i.Name != nil {
			local = i.Name.Name
		}
		imported[local] = path
	}
	ast.Inspect(file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if on, ok := selector.X.(*ast.Ident); ok {
			path := imported[on.Name]
			if names := forbidden[path]; slices.Contains(names, "*") || slices.Contains(names, selector.Sel.Name) {
				found = append(found, path+"."+selector.Sel.Name)
			}
		}
		return true
	})
	return found
}
