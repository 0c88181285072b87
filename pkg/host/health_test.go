package host

import (
	"context"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

func TestAHealthCheckOutlivesItsLookups(t *testing.T) {
	f := newFake(t)
	f.lookups = "hang"
	ctx, cancel := context.WithTimeout(t.Context(), healthRest+healthRest/5)
	defer cancel()
	h, err := source(t, f.URL, nil).CheckHealth(ctx, &backend.CheckHealthRequest{})
	close(f.release)
	// The engine is told which lookup took too long, and answers.
	if err != nil || ctx.Err() != nil || h.Message != "deadline" {
		t.Errorf("got %+v, %v, %v", h, err, ctx.Err())
	}
}
