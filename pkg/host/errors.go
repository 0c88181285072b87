package host

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
	"github.com/genai-observability/genai-observability-app/pkg/engine"
)

const (
	maxReason   = 2 << 10
	explainTime = 5 * time.Second
)

// failureOf converts any error of the host into the form that the engine explains.
func failureOf(err error, who caller) *clickhouse.Failure {
	var failure *clickhouse.Failure
	if errors.As(err, &failure) {
		own := *failure
		own.FromAlert = who.fromAlert()
		return &own
	}
	out := &clickhouse.Failure{Phase: clickhouse.PhaseEngine, FromAlert: who.fromAlert()}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		out.Phase = clickhouse.PhaseDeadline
	case errors.Is(err, context.Canceled):
		out.Phase = clickhouse.PhaseCancelled
	default:
		out.Excerpt = err.Error()
		if len(out.Excerpt) > maxReason {
			out.Excerpt = out.Excerpt[:maxReason]
		}
	}
	return out
}

// explain turns err into an error for the user. It also works after ctx has ended.
func (in *instance) explain(ctx context.Context, who caller, err error) *engineError {
	var known *engineError
	if errors.As(err, &known) {
		return known
	}
	failure := failureOf(err, who)
	logFailure(ctx, "not answered", who, failure, err)
	if failure.Phase == clickhouse.PhaseCancelled {
		return unexplained(failure) // nobody will read it
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), explainTime)
	defer cancel()
	r, err := guarded(func() (*reply, error) { return in.ask(ctx, who.lane, call{Op: "explain", Failure: failure}) })
	var explained engineError
	if err != nil || json.Unmarshal(r.Done, &explained) != nil || explained.Message == "" {
		return unexplained(failure)
	}
	return &explained
}

// unexplained is used if the engine itself fails.
func unexplained(f *clickhouse.Failure) *engineError {
	switch f.Phase {
	case clickhouse.PhaseCancelled:
		return &engineError{Category: "timeout", Source: "downstream", Status: 499, Message: "The request was cancelled.", cause: context.Canceled}
	case clickhouse.PhaseDeadline:
		return &engineError{Category: "timeout", Source: "downstream", Status: 504, Message: "The query did not finish before its time limit."}
	default:
		return &engineError{Category: "plugin", Source: "plugin", Status: 500, Message: "The plugin's query engine does not answer (after a failure in phase " + f.Phase + "). The log of Grafana says more."}
	}
}

// logFailure logs only what is safe: never the statement, its values or the server's message.
func logFailure(ctx context.Context, what string, who caller, f *clickhouse.Failure, err error) {
	args := []any{"phase", f.Phase, "status", f.Status, "code", f.Code, "refId", who.comment.RefID, "fromAlert", f.FromAlert}
	var failed *engine.Error
	if errors.As(err, &failed) {
		args = append(args, "where", failed.Where)
	}
	backend.Logger.FromContext(ctx).Warn(what, args...)
}

func errorResponse(e *engineError) backend.DataResponse {
	source := backend.ErrorSourcePlugin
	if e.Source == "downstream" {
		source = backend.ErrorSourceDownstream
	}
	return backend.DataResponse{Error: e, Status: backend.Status(e.Status), ErrorSource: source}
}
