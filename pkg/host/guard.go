package host

import (
	"context"
	"errors"
	"runtime/debug"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

var errPanic = errors.New("the plugin's backend panicked")

// guarded turns a panic into an error: one query must not take the process, and with it every other query, down.
func guarded[V any](run func() (V, error)) (value V, err error) {
	defer func() {
		if recover() != nil {
			// The value of a panic may hold data of a query; the stack does not.
			backend.Logger.Error("panic", "stack", string(debug.Stack()))
			err = errPanic
		}
	}()
	return run()
}

// isContextError says whether err only tells that somebody stopped waiting.
func isContextError(err error) bool {
	var failure *clickhouse.Failure
	if errors.As(err, &failure) {
		return failure.Phase == clickhouse.PhaseDeadline || failure.Phase == clickhouse.PhaseCancelled
	}
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
