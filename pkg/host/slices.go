package host

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

// slice is what one key of a statement's slices was answered: rows of JSON.
type slice struct {
	Columns []string          `json:"columns"`
	Rows    []json.RawMessage `json:"rows"`
}

// lookUpSlices asks for the slices that nobody remembers, in a statement for each of their runs.
func (in *instance) lookUpSlices(ctx context.Context, who caller, s needed, keep life) ([]lookup, error) {
	keys := make([]string, len(s.Slices.Keys))
	base := who.identity.Key() + s.key
	for i, key := range s.Slices.Keys {
		keys[i] = base + strconv.FormatInt(key, 10)
	}
	return in.lookups.getAll(ctx, keys, keep, func(ctx context.Context, background bool, asked []string) (map[string]lookup, error) {
		answers := map[string]lookup{}
		for _, wanted := range runsOf(s.Slices.Keys, asked, base) {
			found, err := in.slicesNow(ctx, who.inBackground(background), s.Statement, base, wanted)
			if err != nil {
				return answers, err
			}
			maps.Copy(answers, found)
		}
		return answers, nil
	})
}

// runsOf splits the keys that are asked into those of one statement each: at most a month, because an answer has a limit, and
// without gaps, because a statement reads from the first to the last.
func runsOf(all []int64, asked []string, base string) [][]string {
	missing := map[string]bool{}
	for _, key := range asked {
		missing[strings.TrimPrefix(key, base)] = true
	}
	runs, open := [][]string{}, false
	var last int64
	for _, key := range all {
		text := strconv.FormatInt(key, 10)
		if !missing[text] {
			open = false
			continue
		}
		// Hours have other numbers than the days before them, many times as large.
		isFar := key-last > mostBetween && key < 2*last
		if !open || isFar || len(runs[len(runs)-1]) == mostSlices {
			runs = append(runs, nil)
		}
		runs[len(runs)-1] = append(runs[len(runs)-1], text)
		open, last = true, key
	}
	return runs
}

const (
	mostSlices  = 60 // a month of days, and the hours of a day
	mostBetween = 1
)

// slicesNow runs the statement for the wanted keys, and tells their rows apart.
func (in *instance) slicesNow(ctx context.Context, who caller, s clickhouse.Statement, base string, wanted []string) (map[string]lookup, error) {
	s.Params = maps.Clone(s.Params)
	s.Params[s.Slices.Parameter] = "[" + strings.Join(wanted, ",") + "]"
	columns, rows, err := in.rowsOf(ctx, who, s)
	if err != nil {
		return nil, err
	}
	at := slices.Index(columns, s.Slices.Column)
	if at < 0 && len(rows) > 0 {
		return nil, fmt.Errorf("the answer has no column %q", s.Slices.Column)
	}
	byKey := map[string]*slice{}
	for _, key := range wanted {
		byKey[key] = &slice{Columns: columns, Rows: []json.RawMessage{}}
	}
	for _, row := range rows {
		text, err := json.Marshal(row)
		if err != nil {
			return nil, err
		}
		if of := byKey[fmt.Sprint(row[at])]; of != nil {
			of.Rows = append(of.Rows, text)
		}
	}
	answers := map[string]lookup{}
	for key, of := range byKey {
		text, err := json.Marshal(of)
		if err != nil {
			return nil, err
		}
		one := newLookup(text, len(of.Rows) == 0)
		one.slice = &sliceState{}
		answers[base+key] = one
	}
	return answers, nil
}

// settleSlices tells the answers without rows of a key that others have rows of: they are as good as those.
func settleSlices(results []result) {
	rows := map[int]bool{}
	each := func(do func(at int, one lookup)) {
		for _, r := range results {
			if r.isSliced && !r.apart && r.failed == nil {
				for at, one := range r.slices {
					do(at, one)
				}
			}
		}
	}
	each(func(at int, one lookup) { rows[at] = rows[at] || !one.empty })
	each(func(at int, one lookup) {
		if rows[at] {
			one.slice.hasData.Store(true)
		}
	})
}

// joined is the answer of all slices, as if it had been asked for at once.
func joined(parts []lookup) (json.RawMessage, error) {
	all := slice{Columns: []string{}, Rows: []json.RawMessage{}}
	for _, one := range parts {
		var p slice
		if err := json.Unmarshal(one.text, &p); err != nil {
			return nil, err
		}
		if len(p.Columns) > 0 {
			all.Columns = p.Columns
		}
		all.Rows = append(all.Rows, p.Rows...)
	}
	return json.Marshal(map[string]any{"ok": true, "columns": all.Columns, "rows": all.Rows})
}
