package host

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
	"github.com/genai-observability/genai-observability-app/pkg/frame"
)

const (
	lookupPurpose = "lookup"
	// describePurpose asks for the types of users' SQL, or what a statement would read. A subquery may take as long as the
	// statement itself, so that it takes the place of an answer, and ends with whoever asked.
	describePurpose = "describe"
)

// The refIds of one rule are asked one after another; a statement they share runs once.
const evaluation = 30 * time.Second

// answer runs a plan's statement. The caller must release the answer.
func (in *instance) answer(ctx context.Context, who caller, p plan) (*clickhouse.Answer, error) {
	run := func(ctx context.Context, _ bool) (*clickhouse.Answer, error) {
		return in.run(ctx, who, "answer", p.Statement, clickhouse.Call{
			Format: clickhouse.ArrowStream, MaxRows: p.Limits.Rows, MaxBytes: p.Limits.Bytes, OnExceeded: p.Limits.OnExceeded,
		})
	}
	if !who.fromAlert() {
		return run(ctx, false)
	}
	return in.alerts.get(ctx, who.identity.Key()+keyOf(p.Statement, &p.Limits), life{fresh: evaluation}, run)
}

func (in *instance) run(ctx context.Context, who caller, purpose string, s clickhouse.Statement, c clickhouse.Call) (*clickhouse.Answer, error) {
	leave, err := in.lanes.enter(ctx, who, purpose)
	if err != nil {
		return nil, err
	}
	defer leave()
	c.QueryID, c.LogComment, c.FromAlert, c.Budget = uuid.NewString(), who.logComment(), who.fromAlert(), in.budget
	start, outcome := time.Now(), "ok"
	answer, err := in.do(ctx, who, s, c)
	if err != nil {
		outcome = failureOf(err, who).Phase
	}
	statementSeconds.WithLabelValues(purpose, outcome).Observe(since(start))
	return answer, err
}

// keyOf returns a key that is the same for statements with the same answer.
func keyOf(s clickhouse.Statement, limits *frame.Limits) string {
	text, _ := json.Marshal([]any{s.SQL, s.Params, s.Settings, limits})
	sum := sha256.Sum256(text)
	return string(sum[:])
}
