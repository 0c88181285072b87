package host

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
	"github.com/genai-observability/genai-observability-app/pkg/frame"
)

const (
	lookupBytes = 16 << 20
	// The refIds of one rule are asked one after another; a statement they share runs once.
	evaluation = 30 * time.Second
)

// rows is a small answer, for the engine itself.
type rows struct {
	columns []string
	values  [][]any
	bytes   int64
}

// lookUp runs the statements that the engine needs, at once. Their failures are the engine's to judge, the end of ctx is not.
func (in *instance) lookUp(ctx context.Context, who caller, need []clickhouse.Statement) ([]statementResult, error) {
	results := make([]statementResult, len(need))
	var group sync.WaitGroup
	for i, s := range need {
		group.Go(func() {
			found, err := guarded(func() (rows, error) { return in.lookUpOne(ctx, who, s) })
			if err != nil {
				results[i] = statementResult{Failure: failureOf(err, who)}
				return
			}
			results[i] = statementResult{OK: true, Columns: found.columns, Rows: found.values}
		})
	}
	group.Wait()
	return results, ctx.Err()
}

func (in *instance) lookUpOne(ctx context.Context, who caller, s clickhouse.Statement) (rows, error) {
	run := func(ctx context.Context) (rows, error) {
		answer, err := in.run(ctx, who, "lookup", s, clickhouse.Call{Format: clickhouse.JSONCompact, MaxBytes: lookupBytes})
		if err != nil {
			return rows{}, err
		}
		defer answer.Release()
		return rows{columns: answer.Columns, values: answer.Values, bytes: answer.Bytes}, nil
	}
	if s.CacheSeconds <= 0 {
		return run(ctx)
	}
	return in.lookups.get(ctx, keyOf(who.identity, s, nil), time.Duration(s.CacheSeconds)*time.Second, run)
}

// answer runs a plan's statement. Who gets it must release it.
func (in *instance) answer(ctx context.Context, who caller, p plan) (*clickhouse.Answer, error) {
	run := func(ctx context.Context) (*clickhouse.Answer, error) {
		return in.run(ctx, who, "answer", p.Statement, clickhouse.Call{
			Format: clickhouse.ArrowStream, MaxRows: p.Limits.Rows, MaxBytes: p.Limits.Bytes, OnExceeded: p.Limits.OnExceeded,
		})
	}
	if !who.fromAlert() {
		return run(ctx)
	}
	return in.alerts.get(ctx, keyOf(who.identity, p.Statement, &p.Limits), evaluation, run)
}

func (in *instance) run(ctx context.Context, who caller, purpose string, s clickhouse.Statement, c clickhouse.Call) (*clickhouse.Answer, error) {
	leave, err := in.lanes.enter(ctx, who.lane)
	if err != nil {
		return nil, err
	}
	defer leave()
	c.QueryID, c.LogComment, c.FromAlert, c.Budget = uuid.NewString(), who.logComment(), who.fromAlert(), in.budget
	start, outcome := time.Now(), "ok"
	answer, failure := in.client.Do(ctx, s, c)
	if failure != nil {
		outcome = failure.Phase
	}
	statementSeconds.WithLabelValues(purpose, outcome).Observe(since(start))
	if failure != nil {
		return nil, failure
	}
	return answer, nil
}

// keyOf is the same for statements that the server would answer the same.
func keyOf(identity string, s clickhouse.Statement, limits *frame.Limits) string {
	text, _ := json.Marshal([]any{identity, s.SQL, s.Params, s.Settings, limits})
	sum := sha256.Sum256(text)
	return string(sum[:])
}
