package host

import (
	"context"
)

const (
	panelStatements      = 8
	alertStatements      = 4
	backgroundStatements = 2
)

// lanes limit the statements that run at once, so that slow panels can neither flood the server nor delay a rule.
type lanes struct {
	panels, alerts, background chan struct{}
}

func newLanes() *lanes {
	return &lanes{
		panels:     make(chan struct{}, panelStatements),
		alerts:     make(chan struct{}, alertStatements),
		background: make(chan struct{}, backgroundStatements),
	}
}

// enter waits for a place; leave must be called once.
func (l *lanes) enter(ctx context.Context, who caller) (leave func(), err error) {
	places := l.panels
	switch {
	case who.background:
		places = l.background
	case who.fromAlert():
		places = l.alerts
	}
	select {
	case places <- struct{}{}:
		return func() { <-places }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
