package host

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

const (
	lookupBytes = 16 << 20
	// An answer without rows means that there is no data yet, so it is requested again soon.
	emptyLife = 30 * time.Second
)

// lookup is a small answer for the engine itself, as the StatementResult that it reads.
type lookup struct {
	text  json.RawMessage
	empty bool
}

func (l lookup) size() int64 { return int64(len(l.text)) }

func (l lookup) lasts(asked life) life {
	if l.empty {
		return life{fresh: min(asked.fresh, emptyLife)}
	}
	return asked
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

// lookUp runs the statements that the engine needs in parallel. The engine handles their failures, but not the end of ctx.
func (in *instance) lookUp(ctx context.Context, who caller, need []needed) ([]json.RawMessage, error) {
	results := make([]json.RawMessage, len(need))
	var group sync.WaitGroup
	for i, s := range need {
		group.Go(func() {
			found, err := guarded(func() (lookup, error) { return in.lookUpOne(ctx, who, s) })
			if err != nil {
				found.text, _ = json.Marshal(map[string]any{"ok": false, "failure": failureOf(err, who)})
			}
			results[i] = found.text
		})
	}
	group.Wait()
	return results, ctx.Err()
}

func (in *instance) lookUpOne(ctx context.Context, who caller, s needed) (lookup, error) {
	run := func(ctx context.Context, background bool) (lookup, error) {
		who := who.inBackground(background)
		answer, err := in.run(ctx, who, "lookup", s.Statement, clickhouse.Call{Format: clickhouse.JSONCompact, MaxBytes: lookupBytes})
		if err != nil {
			if background {
				logFailure(ctx, "not refreshed, the earlier answer stays", who, failureOf(err, who), err)
			}
			return lookup{}, err
		}
		defer answer.Release()
		text, err := json.Marshal(map[string]any{"ok": true, "columns": listed(answer.Columns), "rows": listed(answer.Values)})
		return lookup{text: text, empty: len(answer.Values) == 0}, err
	}
	if s.CacheSeconds <= 0 {
		return run(ctx, false)
	}
	keep := life{fresh: time.Duration(s.CacheSeconds) * time.Second, stale: time.Duration(s.StaleSeconds) * time.Second}
	return in.lookups.get(ctx, who.identity+s.key, keep, run)
}

// listed returns a slice that JSON writes as [] if it is nil.
func listed[V any](values []V) []V {
	if values == nil {
		return []V{}
	}
	return values
}
