package host

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/genai-observability/genai-observability-app/pkg/engine"
)

const resourceTime = 60 * time.Second

// CallResource passes JSON to the engine and back; the engine defines which resources exist.
func (in *instance) CallResource(ctx context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	ctx, cancel := context.WithTimeout(ctx, resourceTime)
	defer cancel()
	headers := req.GetHTTPHeaders()
	who := callerOf(req.PluginContext, engine.Resources, headers.Get, headers, in.forwards)
	answer, err := guarded(func() (resourceAnswer, error) { return in.resource(ctx, who, req) })
	if err != nil {
		explained := in.explain(ctx, who, err)
		answer.Status = explained.Status
		answer.Body, _ = json.Marshal(map[string]string{"message": explained.Message, "category": explained.Category})
	}
	return sender.Send(&backend.CallResourceResponse{
		Status:  answer.Status,
		Headers: map[string][]string{"Content-Type": {"application/json"}, "X-Content-Type-Options": {"nosniff"}},
		Body:    answer.Body,
	})
}

func (in *instance) resource(ctx context.Context, who caller, req *backend.CallResourceRequest) (resourceAnswer, error) {
	var answer resourceAnswer
	body := json.RawMessage(req.Body)
	if len(body) == 0 {
		body = json.RawMessage("null")
	}
	switch {
	case in.broken != nil:
		return answer, in.broken
	case len(body) > queryBytes:
		return answer, tooLarge("request")
	case !json.Valid(body):
		return answer, &engineError{Category: "config", Source: "downstream", Status: http.StatusBadRequest, Message: "The request is not valid JSON."}
	}
	err := in.converse(ctx, who, call{Op: "resource", Path: strings.Trim(req.Path, "/"), Body: body}, &answer)
	return answer, err
}
