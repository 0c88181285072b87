package host

import (
	"context"

	"github.com/genai-observability/genai-observability-app/pkg/engine"
)

const (
	panelStatements      = 8
	alertStatements      = 4
	panelLookups         = 4
	alertLookups         = 4
	resourceStatements   = 4
	backgroundStatements = 2
)

// lanes bound the statements that run at once, so that slow panels can neither flood the server nor delay a rule. What is
// asked before a plan has lanes of its own: it is shared by many, and may take longer than any of them waits.
type lanes struct {
	panels, alerts, panelLookups, alertLookups, resources, background chan struct{}
}

func newLanes() *lanes {
	return &lanes{
		panels:       make(chan struct{}, panelStatements),
		alerts:       make(chan struct{}, alertStatements),
		panelLookups: make(chan struct{}, panelLookups),
		alertLookups: make(chan struct{}, alertLookups),
		resources:    make(chan struct{}, resourceStatements),
		background:   make(chan struct{}, backgroundStatements),
	}
}

// of is the lane of a statement that answers, or that is looked up before.
func (l *lanes) of(who caller, purpose string) chan struct{} {
	isLookup := purpose == lookupPurpose
	switch {
	case who.background:
		return l.background
	case who.lane == engine.Resources:
		return l.resources
	case isLookup && who.fromAlert():
		return l.alertLookups
	case isLookup:
		return l.panelLookups
	case who.fromAlert():
		return l.alerts
	default:
		return l.panels
	}
}

// enter waits for a place; leave must be called once. What a rule has come to wait for takes a place of rules as well.
func (l *lanes) enter(ctx context.Context, who caller, purpose string) (leave func(), err error) {
	places := l.of(who, purpose)
	out := func(places chan struct{}) func() { return func() { <-places } }
	select {
	case places <- struct{}{}:
		return out(places), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-hurryOf(ctx):
	}
	select {
	case places <- struct{}{}:
		return out(places), nil
	case l.alertLookups <- struct{}{}:
		return out(l.alertLookups), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
