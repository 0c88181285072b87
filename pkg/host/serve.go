package host

import (
	"context"
	"os"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/backend/tracing"
	grpcprom "github.com/grpc-ecosystem/go-grpc-middleware/providers/prometheus"
	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/recovery"
	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"
	"go.opentelemetry.io/otel"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/genai-observability/genai-observability-app/pkg/engine"
)

const maxReceive = 16 << 20 // the SDK's default

// Serve runs the plugin until Grafana ends it.
func Serve(pluginID string) error {
	ctx, ended := context.WithCancel(context.Background())
	defer ended()
	manageMemory(ctx)
	backend.SetupPluginEnvironment(pluginID)
	if err := backend.SetupTracer(pluginID, tracing.Opts{}); err != nil {
		return err
	}
	defer shutdownTracer()

	pool := sync.OnceValues(func() (*engine.Pool, error) { return engine.NewPool(engine.Bundle, engine.Options{}) })
	go warm(pool)
	h := newHandler(newProcess(pool))
	opts := backend.ServeOpts{QueryDataHandler: h, CheckHealthHandler: h, CallResourceHandler: h}

	if slices.Contains(os.Args[1:], "-standalone") {
		return backend.Manage(pluginID, opts) // for a debugger: without pass-through, with the SDK's own defaults
	}
	opts.HandlerMiddlewares = middlewares()
	served, err := backend.GRPCServeOpts(opts)
	if err != nil {
		return err
	}
	socket := &socketPath{}
	served.GRPCServer = func(custom []grpc.ServerOption) *grpc.Server {
		return grpc.NewServer(append(serverOptions(socket), custom...)...)
	}
	exitWhenOrphaned(socket, func(reason string) {
		backend.Logger.Warn("exiting", "reason", reason)
		os.Exit(1)
	})
	return grpcplugin.Serve(served)
}

// serverOptions returns the options of the SDK's own server, and how answers pass around it.
func serverOptions(socket *socketPath) []grpc.ServerOption {
	metrics := grpcprom.NewServerMetrics(grpcprom.WithServerHandlingTimeHistogram())
	prometheus.MustRegister(metrics)
	recovered := recovery.WithRecoveryHandler(func(any) error {
		backend.Logger.Error("panic", "stack", string(debug.Stack()))
		return status.Error(codes.Unknown, errPanic.Error())
	})
	return []grpc.ServerOption{
		grpc.MaxRecvMsgSize(maxReceive),
		grpc.ForceServerCodecV2(newCodec()),
		grpc.StatsHandler(otelgrpc.NewServerHandler()),
		grpc.StatsHandler(socket),
		grpc.StatsHandler(sendings{}),
		grpc.ChainUnaryInterceptor(metrics.UnaryServerInterceptor(), recovery.UnaryServerInterceptor(recovered), passThrough),
		grpc.ChainStreamInterceptor(metrics.StreamServerInterceptor(), recovery.StreamServerInterceptor(recovered)),
	}
}

func warm(pool func() (*engine.Pool, error)) {
	p, err := pool()
	if err == nil {
		err = p.Warm(context.Background())
	}
	if err != nil {
		backend.Logger.Error("the engine did not start", "error", err.Error())
	}
}

func shutdownTracer() {
	provider, ok := otel.GetTracerProvider().(interface{ Shutdown(context.Context) error })
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = provider.Shutdown(ctx)
}
