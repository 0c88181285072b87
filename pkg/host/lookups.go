package host

import (
	"context"
	"encoding/json"
	"sync"
	"sync/atomic"
	"time"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

const (
	lookupBytes = 16 << 20
	// The answer's text, the values read from it, which are several times as large, and the text for the engine.
	lookupCopies = 8
	// An answer without rows means that there is no data yet, so it is requested again soon.
	emptyLife = 30 * time.Second
	// A day without data may get some that is imported.
	emptySliceLife = 10 * time.Minute
	// What is looked up is shared and kept: it has its own time, whoever leaves.
	lookupTime = 10 * time.Minute
)

// lookup is a small answer for the engine itself, as the StatementResult that it reads, or one slice of it.
type lookup struct {
	text  json.RawMessage
	empty bool
	// slice is set on the answer of one key of a statement.
	slice *sliceState
	// id differs between all answers.
	id int64
}

// sliceState is shared by all who hold the answer.
type sliceState struct {
	// hasData says that another statement had rows of the same key, so that none are the answer of this one.
	hasData atomic.Bool
}

var lookupIDs atomic.Int64

func newLookup(text json.RawMessage, empty bool) lookup {
	return lookup{text: text, empty: empty, id: lookupIDs.Add(1)}
}

// result is what a statement was answered.
type result struct {
	// slices are one, or one for each key of the statement.
	slices   []lookup
	isSliced bool
	apart    bool
	// failed is set instead: a StatementResult that says why.
	failed json.RawMessage
}

func (r result) text() (json.RawMessage, error) {
	switch {
	case r.failed != nil:
		return r.failed, nil
	case r.isSliced:
		return joined(r.slices)
	default:
		return r.slices[0].text, nil
	}
}

func textsOf(results []result) ([]json.RawMessage, error) {
	texts := make([]json.RawMessage, len(results))
	for i, r := range results {
		var err error
		if texts[i], err = r.text(); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

func (l lookup) size() int64 { return int64(len(l.text)) }

func (l lookup) lasts(asked life) life {
	switch {
	case l.empty && l.slice == nil:
		return life{fresh: min(asked.fresh, emptyLife), wait: asked.wait}
	case l.empty && !l.slice.hasData.Load():
		return life{fresh: min(asked.fresh, emptySliceLife), wait: asked.wait}
	default:
		return asked
	}
}

// needed is a statement that the engine needs, and its key among the answers.
type needed struct {
	clickhouse.Statement
	key string
}

func sizeOf(need []needed) int64 {
	size := 0
	for _, s := range need {
		size += len(s.SQL) + len(s.key)
		for name, value := range s.Params {
			size += len(name) + len(value)
		}
	}
	return int64(size)
}

// lookUp runs the statements that the engine needs, at once. Their failures are the engine's to judge, the end of ctx is not.
func (in *instance) lookUp(ctx context.Context, who caller, need []needed) ([]result, error) {
	results := make([]result, len(need))
	var group sync.WaitGroup
	for i, s := range need {
		group.Go(func() {
			slices, err := guarded(func() ([]lookup, error) { return in.lookUpOne(ctx, who, s) })
			results[i] = result{slices: slices, isSliced: s.Slices != nil && s.CacheSeconds > 0, apart: s.Slices != nil && s.Slices.Apart}
			if err != nil {
				results[i].failed, _ = json.Marshal(map[string]any{"ok": false, "failure": failureOf(err, who)})
			}
		})
	}
	group.Wait()
	settleSlices(results)
	return results, ctx.Err()
}

func (in *instance) lookUpOne(ctx context.Context, who caller, s needed) ([]lookup, error) {
	if s.CacheSeconds <= 0 {
		found, err := in.lookUpNow(ctx, who, s.Statement)
		return []lookup{found}, err
	}
	seconds := func(n int) time.Duration { return time.Duration(n) * time.Second }
	keep := life{fresh: seconds(s.CacheSeconds), stale: seconds(s.StaleSeconds), wait: seconds(s.WaitSeconds)}
	if s.InItsPlace() {
		found, err := in.described.get(ctx, who.own(who.identity.Key()+s.key), keep, func(ctx context.Context, background bool) (lookup, error) {
			return in.lookUpNow(ctx, who.inBackground(background), s.Statement)
		})
		return []lookup{found}, err
	}
	ctx = urging(ctx, who)
	if s.Slices != nil {
		return in.lookUpSlices(ctx, who, s, keep)
	}
	found, err := in.lookups.get(ctx, who.identity.Key()+s.key, keep, func(ctx context.Context, background bool) (lookup, error) {
		return in.lookUpNow(ctx, who.inBackground(background), s.Statement)
	})
	return []lookup{found}, err
}

// lookUpNow runs the statement for the engine itself.
func (in *instance) lookUpNow(ctx context.Context, who caller, s clickhouse.Statement) (lookup, error) {
	columns, rows, err := in.rowsOf(ctx, who, s)
	if err != nil {
		return lookup{}, err
	}
	text, err := json.Marshal(map[string]any{"ok": true, "columns": columns, "rows": rows})
	return newLookup(text, len(rows) == 0), err
}

func (in *instance) rowsOf(ctx context.Context, who caller, s clickhouse.Statement) ([]string, [][]any, error) {
	purpose := lookupPurpose
	if s.InItsPlace() {
		purpose = describePurpose
	}
	asked := clickhouse.Call{Format: clickhouse.JSONCompact, MaxBytes: lookupBytes, Copies: lookupCopies}
	answer, err := in.run(ctx, who, purpose, s, asked)
	if err != nil && isMemory(err) && !who.fromAlert() && isHurried(ctx) {
		answer, err = in.run(ctx, who.forRule(), purpose, s, asked) // a rule has joined, for which memory is reserved
	}
	if err != nil {
		if who.background {
			logFailure(ctx, "not refreshed, the earlier answer stays", who, failureOf(err, who), err)
		}
		return nil, nil, err
	}
	defer answer.Release()
	return listed(answer.Columns), listed(answer.Values), nil
}

// listed returns a slice that JSON writes as [] if it is nil.
func listed[V any](values []V) []V {
	if values == nil {
		return []V{}
	}
	return values
}
