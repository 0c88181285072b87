package host

import (
	"context"
	"errors"
	"runtime/debug"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

var errPanic = errors.New("the plugin's backend panicked")

// guarded turns a panic into an error, so that one query cannot take down the process and every other query with it.
func guarded[V any](run func() (V, error)) (value V, err error) {
	defer func() {
		if recover() != nil {
			// The value of a panic may contain data of a query; the stack does not.
			backend.Logger.Error("panic", "stack", string(debug.Stack()))
			err = errPanic
		}
	}()
	return run()
}

// isMemory reports whether the bytes that answers may hold together were taken.
func isMemory(err error) bool {
	var failure *clickhouse.Failure
	return errors.As(err, &failure) && failure.Phase == clickhouse.PhaseLimit && failure.Detail["limit"] == "memory"
}

// isContextError reports whether err only means that the caller stopped waiting.
func isContextError(err error) bool {
	var failure *clickhouse.Failure
	if errors.As(err, &failure) {
		return failure.Phase == clickhouse.PhaseDeadline || failure.Phase == clickhouse.PhaseCancelled
	}
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
