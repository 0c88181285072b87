package host

import (
	"context"

	"github.com/genai-observability/genai-observability-app/pkg/engine"
)

const (
	panelStatements = 8
	alertStatements = 4
)

// lanes bound the statements that run at once, so that slow panels can neither flood the server nor delay a rule.
type lanes struct {
	panels, alerts chan struct{}
}

func newLanes() *lanes {
	return &lanes{panels: make(chan struct{}, panelStatements), alerts: make(chan struct{}, alertStatements)}
}

// enter waits for a place; leave must be called once.
func (l *lanes) enter(ctx context.Context, lane engine.Lane) (leave func(), err error) {
	places := l.panels
	if lane == engine.Alerts {
		places = l.alerts
	}
	select {
	case places <- struct{}{}:
		return func() { <-places }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
