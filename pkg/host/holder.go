package host

import (
	"context"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// holder passes finished Arrow files around the SDK, which would decode and encode them again.
type holder struct {
	mu     sync.Mutex
	frames map[string][][]byte
}

type holderKey struct{}

func holderFrom(ctx context.Context) *holder {
	h, _ := ctx.Value(holderKey{}).(*holder)
	return h
}

func (h *holder) put(refID string, frames [][]byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.frames[refID] = frames
}

// passThrough is the SDK's data server, with a holder in the context of every request for Arrow.
type passThrough struct {
	grpcplugin.DataServer
}

func (s passThrough) QueryData(ctx context.Context, req *pluginv2.QueryDataRequest) (*pluginv2.QueryDataResponse, error) {
	if req.GetFormat() != pluginv2.DataFrameFormat_ARROW {
		return s.DataServer.QueryData(ctx, req)
	}
	h := &holder{frames: map[string][][]byte{}}
	resp, err := s.DataServer.QueryData(context.WithValue(ctx, holderKey{}, h), req)
	if err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for refID, frames := range h.frames {
		if r := resp.GetResponses()[refID]; r != nil && r.GetError() == "" {
			r.Frames = frames
		}
	}
	return resp, nil
}
