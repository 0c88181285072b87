package host

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
	"github.com/grafana/grafana-plugin-sdk-go/backend/tracing"
	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"
)

// middlewares returns those that backend.Manage adds and backend.GRPCServeOpts does not, in the SDK's order, but for those
// that forward headers: the host itself sends on what may be.
func middlewares() []backend.HandlerMiddleware {
	return []backend.HandlerMiddleware{
		withLogs(),
		backend.NewTracingMiddleware(tracing.DefaultTracer()),
		backend.NewMetricsMiddleware(prometheus.DefaultRegisterer, "grafana", false),
		backend.NewLoggerMiddleware(discreet{backend.Logger}, nil),
		backend.NewErrorSourceMiddleware(),
	}
}

// withLogs returns the middleware that says in every line of the log whose it is.
func withLogs() backend.HandlerMiddleware {
	return backend.HandlerMiddlewareFunc(func(next backend.Handler) backend.Handler {
		return &logHandler{BaseHandler: backend.NewBaseHandler(next)}
	})
}

type logHandler struct{ backend.BaseHandler }

func (h *logHandler) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	return h.BaseHandler.QueryData(withLogAttributes(ctx, req.PluginContext), req)
}

func (h *logHandler) CallResource(ctx context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	return h.BaseHandler.CallResource(withLogAttributes(ctx, req.PluginContext), req, sender)
}

func (h *logHandler) CheckHealth(ctx context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	return h.BaseHandler.CheckHealth(withLogAttributes(ctx, req.PluginContext), req)
}

func (h *logHandler) CollectMetrics(ctx context.Context, req *backend.CollectMetricsRequest) (*backend.CollectMetricsResult, error) {
	return h.BaseHandler.CollectMetrics(withLogAttributes(ctx, req.PluginContext), req)
}

func withLogAttributes(ctx context.Context, pc backend.PluginContext) context.Context {
	args := []any{"pluginId", pc.PluginID, "pluginVersion", pc.PluginVersion}
	if endpoint := backend.EndpointFromContext(ctx); !endpoint.IsEmpty() {
		args = append(args, "endpoint", endpoint.String())
	}
	if id := trace.SpanContextFromContext(ctx).TraceID(); id.IsValid() {
		args = append(args, "traceId", id.String())
	}
	if s := pc.DataSourceInstanceSettings; s != nil {
		args = append(args, "dsName", s.Name, "dsUid", s.UID)
	}
	args = append(args, log.ContextualAttributesFromIncomingContext(ctx)...)
	return log.WithContextualAttributes(ctx, args)
}

// discreet keeps error texts, which may quote a query or an answer, out of the log.
type discreet struct{ log.Logger }

func (d discreet) Debug(msg string, args ...any) { d.Logger.Debug(msg, withoutErrors(args)...) }
func (d discreet) Info(msg string, args ...any)  { d.Logger.Info(msg, withoutErrors(args)...) }
func (d discreet) Warn(msg string, args ...any)  { d.Logger.Warn(msg, withoutErrors(args)...) }
func (d discreet) Error(msg string, args ...any) { d.Logger.Error(msg, withoutErrors(args)...) }
func (d discreet) With(args ...any) log.Logger   { return discreet{d.Logger.With(args...)} }
func (d discreet) FromContext(ctx context.Context) log.Logger {
	return discreet{d.Logger.FromContext(ctx)}
}

func withoutErrors(args []any) []any {
	kept := make([]any, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != "error" {
			kept = append(kept, args[i], args[i+1])
		}
	}
	return kept
}
