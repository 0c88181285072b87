package host

import (
	"context"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/grpc"

	"github.com/genai-observability/genai-observability-app/pkg/frame"
)

// holder passes finished Arrow files around the SDK, which would decode and encode them again.
type holder struct {
	mu     sync.Mutex
	frames map[string][]*frame.File
}

type holderKey struct{}

func holderFrom(ctx context.Context) *holder {
	h, _ := ctx.Value(holderKey{}).(*holder)
	return h
}

func (h *holder) put(refID string, frames []*frame.File) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.frames[refID] = frames
}

// passThrough puts a holder into the context of every request for Arrow, and its files into the answer that is sent.
func passThrough(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	asked, isQuery := req.(*pluginv2.QueryDataRequest)
	if !isQuery || asked.GetFormat() != pluginv2.DataFrameFormat_ARROW {
		return next(ctx, req)
	}
	h := &holder{frames: map[string][]*frame.File{}}
	answer, err := next(context.WithValue(ctx, holderKey{}, h), req)
	resp, isAnswer := answer.(*pluginv2.QueryDataResponse)
	if err != nil || !isAnswer {
		return answer, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return &filled{resp, h.frames}, nil
}
