package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const corpus = "../../tests/golden"

type rawByName map[string]json.RawMessage

type sharedGolden struct {
	Now      json.RawMessage
	Requests rawByName `json:"requests"`
	Settings rawByName `json:"settings"`
	Answers  rawByName `json:"answers"`
	Censuses rawByName `json:"censuses"`
	Later    rawByName `json:"later"`
}

type caller interface {
	Call(ctx context.Context, lane Lane, call []byte) ([]byte, error)
}

// told is what the engine is told in one round: one answer per statement.
type told []stored

type stored rawByName

// ofSlices are the first columns of answers about slices.
var ofSlices = []string{"keysOfScope", "requests", "tool", "scoreKeys"}

// of is the answer to a statement, as resultsOf in corpus.ts makes it: rows of a census are of the first slice that is asked for.
func (s stored) of(t testing.TB, keys []json.Number) rawByName {
	t.Helper()
	var columns []string
	var rows [][]json.RawMessage
	if json.Unmarshal(s["columns"], &columns) != nil || json.Unmarshal(s["rows"], &rows) != nil {
		t.Fatalf("no answer: %s", s)
	}
	if len(columns) == 0 || !slices.Contains(ofSlices, columns[0]) {
		return rawByName{"ok": json.RawMessage("true"), "columns": s["columns"], "rows": s["rows"]}
	}
	slice := json.RawMessage("0")
	if len(keys) > 0 {
		slice = json.RawMessage(keys[0])
	}
	for i := range rows {
		rows[i] = append(rows[i], slice)
	}
	return rawByName{"ok": json.RawMessage("true"), "columns": encoded(t, append(columns, "_slice")), "rows": encoded(t, rows)}
}

// TestGolden makes the calls of the corpus in the runtime, whose replies must be those of Node, byte for byte.
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
			got, err := shared.play(t, p, stored)
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

// play makes the calls of a case, one per round of answers, and returns the last reply.
func (s sharedGolden) play(t testing.TB, p caller, stored rawByName) ([]byte, error) {
	t.Helper()
	call, rounds := s.resolve(t, stored)
	reply, err := p.Call(t.Context(), Panels, encoded(t, call))
	for _, answers := range rounds {
		var step struct {
			Need []struct {
				Slices struct {
					Keys []json.Number `json:"keys"`
				} `json:"slices"`
			} `json:"need"`
			State json.RawMessage `json:"state"`
		}
		if err != nil || json.Unmarshal(reply, &step) != nil || step.Need == nil {
			return reply, err
		}
		results := make([]rawByName, len(step.Need))
		for i := range results {
			results[i] = answers[i%len(answers)].of(t, step.Need[i].Slices.Keys)
		}
		call["state"], call["results"] = step.State, encoded(t, results)
		reply, err = p.Call(t.Context(), Panels, encoded(t, call))
	}
	return reply, err
}

// resolve replaces the names in a case by what they refer to.
func (s sharedGolden) resolve(t testing.TB, stored rawByName) (call rawByName, rounds []told) {
	t.Helper()
	call = rawByName{"now": s.Now}
	for key, value := range stored {
		switch key {
		case "request":
			call[key] = s.Requests[name(t, value)]
		case "settings":
			call[key] = s.Settings[name(t, value)]
		case "answer", "census", "then":
		default:
			call[key] = value
		}
	}
	if rows, has := stored["answer"]; has {
		if rows[0] == '"' {
			rows = s.Answers[name(t, rows)]
		}
		rounds = append(rounds, told{{"columns": json.RawMessage("[]"), "rows": rows}})
	}
	if census, has := stored["census"]; has {
		var both []told
		if err := json.Unmarshal(s.Censuses[name(t, census)], &both); err != nil {
			t.Fatal(err)
		}
		rounds = append(rounds, both...)
	}
	if then, has := stored["then"]; has {
		var names []string
		if err := json.Unmarshal(then, &names); err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			var answers told
			if err := json.Unmarshal(s.Later[name], &answers); err != nil {
				t.Fatal(err)
			}
			rounds = append(rounds, answers)
		}
	}
	return call, rounds
}

func encoded(t testing.TB, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func name(t testing.TB, value json.RawMessage) (name string) {
	t.Helper()
	if err := json.Unmarshal(value, &name); err != nil {
		t.Fatal(err)
	}
	return name
}

func compact(t testing.TB, indented json.RawMessage) []byte {
	t.Helper()
	var text bytes.Buffer
	if err := json.Compact(&text, indented); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

func readGolden(t testing.TB, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(corpus, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
