package host

import (
	"context"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
	"github.com/grafana/grafana-plugin-sdk-go/backend/tracing"
	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"
)

// middlewares returns those that backend.Manage adds and backend.GRPCServeOpts does not, in the SDK's order.
func middlewares() []backend.HandlerMiddleware {
	return []backend.HandlerMiddleware{
		contextual(withLogAttributes),
		backend.NewTracingMiddleware(tracing.DefaultTracer()),
		backend.NewMetricsMiddleware(prometheus.DefaultRegisterer, "grafana", false),
		backend.NewLoggerMiddleware(discreet{backend.Logger}, nil),
		contextual(withForwardedHeaders),
		backend.NewAlertForwarderMiddleware(),
		backend.NewErrorSourceMiddleware(),
	}
}

// contextual returns a middleware that only adds to the context.
func contextual(add func(context.Context, backend.PluginContext, http.Header) context.Context) backend.HandlerMiddleware {
	return backend.HandlerMiddlewareFunc(func(next backend.Handler) backend.Handler {
		return &contextHandler{BaseHandler: backend.NewBaseHandler(next), add: add}
	})
}

type contextHandler struct {
	backend.BaseHandler
	add func(context.Context, backend.PluginContext, http.Header) context.Context
}

func (h *contextHandler) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	return h.BaseHandler.QueryData(h.add(ctx, req.PluginContext, req.GetHTTPHeaders()), req)
}

func (h *contextHandler) CallResource(ctx context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	return h.BaseHandler.CallResource(h.add(ctx, req.PluginContext, req.GetHTTPHeaders()), req, sender)
}

func (h *contextHandler) CheckHealth(ctx context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	return h.BaseHandler.CheckHealth(h.add(ctx, req.PluginContext, req.GetHTTPHeaders()), req)
}

func (h *contextHandler) CollectMetrics(ctx context.Context, req *backend.CollectMetricsRequest) (*backend.CollectMetricsResult, error) {
	return h.BaseHandler.CollectMetrics(h.add(ctx, req.PluginContext, nil), req)
}

func withLogAttributes(ctx context.Context, pc backend.PluginContext, _ http.Header) context.Context {
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

func withForwardedHeaders(ctx context.Context, _ backend.PluginContext, headers http.Header) context.Context {
	if len(headers) == 0 {
		return ctx
	}
	return httpclient.WithContextualMiddleware(ctx, httpclient.MiddlewareFunc(func(opts httpclient.Options, next http.RoundTripper) http.RoundTripper {
		if !opts.ForwardHTTPHeaders {
			return next
		}
		return httpclient.RoundTripperFunc(func(req *http.Request) (*http.Response, error) {
			for name, values := range headers {
				if req.Header.Get(name) == "" {
					req.Header[name] = values
				}
			}
			return next.RoundTrip(req)
		})
	}))
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
