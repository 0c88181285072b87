package host

import (
	"context"
	"sync"

	"google.golang.org/grpc/stats"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

type sendingKey struct{}

// sending is a request whose answer is not sent yet, with what its bytes have taken of the budget.
type sending struct {
	mu     sync.Mutex
	budget *clickhouse.Budget
	held   int64
	isOver bool
}

// leaseUntilSent takes bytes of the budget until the request of ctx is over. Without a server, nothing is sent.
func leaseUntilSent(ctx context.Context, budget *clickhouse.Budget, n int64, forAlert bool) error {
	s, _ := ctx.Value(sendingKey{}).(*sending)
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.isOver {
		return context.Canceled
	}
	if !budget.Take(n, forAlert) {
		return &clickhouse.Failure{Phase: clickhouse.PhaseLimit, Detail: map[string]any{"limit": "memory", "value": budget.Total()}}
	}
	s.budget, s.held = budget, s.held+n
	return nil
}

func (s *sending) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.isOver = true
	if s.budget != nil {
		s.budget.Release(s.held)
	}
}

// sendings tells each request of a server apart, until its answer is sent.
type sendings struct{}

func (sendings) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context {
	return context.WithValue(ctx, sendingKey{}, &sending{})
}

func (sendings) HandleRPC(ctx context.Context, event stats.RPCStats) {
	if s, _ := ctx.Value(sendingKey{}).(*sending); s != nil {
		if _, isEnd := event.(*stats.End); isEnd {
			s.end()
		}
	}
}

func (sendings) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }
func (sendings) HandleConn(context.Context, stats.ConnStats)                       {}
