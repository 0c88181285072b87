package host

import (
	"context"
	"encoding/json"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/genai-observability/genai-observability-app/pkg/engine"
)

const healthTime = 30 * time.Second

// CheckHealth implements the data source's "Save & test".
func (in *instance) CheckHealth(ctx context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	ctx, cancel := context.WithTimeout(ctx, healthTime)
	defer cancel()
	headers := req.GetHTTPHeaders()
	who := callerOf(req.PluginContext, engine.Panels, headerIn(req.Headers, headers), headers, in.forwards)
	var refused []string
	found, err := guarded(func() (health, error) {
		var h health
		if in.broken != nil {
			return h, in.broken
		}
		permits, err := in.permitsOf(ctx, who, life{fresh: permitPause})
		if err != nil {
			return h, err
		}
		refused = permits.Refused()
		return h, in.converse(ctx, who, call{Op: "health", ClockOffset: in.client.ClockOffset().Milliseconds(), MayWrite: !permits.ReadOnly()}, &h)
	})
	if err != nil {
		explained := in.explain(ctx, who, err)
		found = health{Status: "error", Message: explained.Error(), Details: map[string]any{"category": explained.Category}}
	}
	if found.Details == nil {
		found.Details = map[string]any{}
	}
	if len(refused) > 0 {
		found.Details["refusedSettings"] = refused
	}
	details, err := json.Marshal(found.Details)
	if err != nil {
		return nil, err
	}
	result := &backend.CheckHealthResult{Status: backend.HealthStatusError, Message: found.Message, JSONDetails: details}
	if found.Status == "ok" {
		result.Status = backend.HealthStatusOk
	}
	return result, nil
}
