package host

import (
	"context"
	"errors"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
)

// handler finds the instance of a request.
type handler struct {
	instances instancemgmt.InstanceManager
}

func newHandler(p *process) *handler {
	return &handler{instances: datasource.NewInstanceManager(p.newInstance)}
}

func (h *handler) instance(ctx context.Context, pc backend.PluginContext) (*instance, error) {
	found, err := h.instances.Get(ctx, pc)
	if err != nil {
		return nil, &engineError{Category: "plugin", Source: "plugin", Status: 500, Message: "The request names no data source."}
	}
	in, ok := found.(*instance)
	if !ok {
		return nil, errors.New("unexpected instance")
	}
	return in, nil
}

func (h *handler) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	in, err := h.instance(ctx, req.PluginContext)
	if err == nil {
		return in.QueryData(ctx, req)
	}
	resp := backend.NewQueryDataResponse()
	for _, q := range req.Queries {
		resp.Responses[q.RefID] = backend.DataResponse{Error: err, Status: backend.StatusInternal, ErrorSource: backend.ErrorSourcePlugin}
	}
	return resp, nil
}

func (h *handler) CheckHealth(ctx context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	in, err := h.instance(ctx, req.PluginContext)
	if err != nil {
		return &backend.CheckHealthResult{Status: backend.HealthStatusError, Message: err.Error()}, nil
	}
	return in.CheckHealth(ctx, req)
}

func (h *handler) CallResource(ctx context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	in, err := h.instance(ctx, req.PluginContext)
	if err != nil {
		return err
	}
	return in.CallResource(ctx, req, sender)
}
