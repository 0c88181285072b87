package engine

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

const corpus = "../../tests/golden"

type rawByName map[string]json.RawMessage

type sharedGolden struct {
	Requests rawByName `json:"requests"`
	Settings rawByName `json:"settings"`
	Answers  rawByName `json:"answers"`
}

// TestGolden makes the corpus' calls in the runtime; its replies are those of Node, to the byte.
func TestGolden(t *testing.T) {
	var files []string
	var shared sharedGolden
	readGolden(t, "index.json", &files)
	readGolden(t, "shared.json", &shared)
	p, err := NewPool(Bundle, Options{Shared: 1})
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, file := range files {
		var cases map[string]rawByName
		var replies rawByName
		readGolden(t, filepath.Join("queries", file+".json"), &cases)
		readGolden(t, filepath.Join("plans", file+".json"), &replies)
		for name, stored := range cases {
			got, err := p.Call(t.Context(), Panels, shared.call(t, stored))
			if err != nil {
				t.Errorf("%s, %s: %v", file, name, err)
				continue
			}
			if want := compact(t, replies[name]); !bytes.Equal(got, want) {
				t.Errorf("%s, %s:\n got %s\nwant %s", file, name, got, want)
			}
			count++
		}
	}
	if count < 100 {
		t.Errorf("only %d cases", count)
	}
}

// call puts what a case names in its place.
func (s sharedGolden) call(t *testing.T, stored rawByName) []byte {
	t.Helper()
	call := rawByName{}
	for key, value := range stored {
		switch key {
		case "request":
			call[key] = s.Requests[name(t, value)]
		case "settings":
			call[key] = s.Settings[name(t, value)]
		case "answer":
			rows := value
			if value[0] == '"' {
				rows = s.Answers[name(t, value)]
			}
			call["results"] = json.RawMessage(`[{"ok":true,"columns":[],"rows":` + string(rows) + `}]`)
		default:
			call[key] = value
		}
	}
	text, err := json.Marshal(call)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func name(t *testing.T, value json.RawMessage) (name string) {
	t.Helper()
	if err := json.Unmarshal(value, &name); err != nil {
		t.Fatal(err)
	}
	return name
}

func compact(t *testing.T, indented json.RawMessage) []byte {
	t.Helper()
	var text bytes.Buffer
	if err := json.Compact(&text, indented); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

func readGolden(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(corpus, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
