package host

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
	"github.com/genai-observability/genai-observability-app/pkg/engine"
	"github.com/genai-observability/genai-observability-app/pkg/frame"
)

// queryBytes bounds what the engine reads, whose time grows with it. The largest queries of dashboards have a few kilobytes.
const queryBytes = 256 << 10

// ClickHouse's codes for more than max_rows_to_read and max_bytes_to_read.
const (
	tooManyRows  = 158
	tooManyBytes = 307
)

func tooLarge(what string) error {
	return &engineError{
		Category: "limit", Source: "downstream", Status: http.StatusRequestEntityTooLarge,
		Message: "The " + what + " is larger than 256 KiB. Shorten it: put long lists into a table or a view.",
	}
}

// QueryData answers all queries of a request in parallel; a failed query does not affect the others.
func (in *instance) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	headers := req.GetHTTPHeaders()
	lane := engine.Panels
	if req.Headers[backend.FromAlertHeaderName] == "true" {
		lane = engine.Alerts
	}
	who := callerOf(req.PluginContext, lane, headerIn(req.Headers, headers), headers, in.forwards)
	resp := backend.NewQueryDataResponse()
	var mu sync.Mutex
	var group sync.WaitGroup
	for _, q := range req.Queries {
		group.Go(func() {
			answer := in.respond(ctx, who.withRefID(q.RefID), q)
			mu.Lock()
			defer mu.Unlock()
			resp.Responses[q.RefID] = answer
		})
	}
	group.Wait()
	return resp, nil
}

func (in *instance) respond(ctx context.Context, who caller, q backend.DataQuery) backend.DataResponse {
	outcome, asked := "ok", "panel"
	if who.fromAlert() {
		asked = "alert"
	}
	defer func() { queriesTotal.WithLabelValues(asked, outcome).Inc() }()
	response, err := guarded(func() (backend.DataResponse, error) { return in.query(ctx, who, q) })
	if err != nil {
		explained := in.explain(ctx, who, err)
		outcome = explained.Category
		return errorResponse(explained)
	}
	return response
}

func (in *instance) query(ctx context.Context, who caller, q backend.DataQuery) (backend.DataResponse, error) {
	if in.broken != nil {
		return backend.DataResponse{}, in.broken
	}
	if len(q.JSON) > queryBytes {
		return backend.DataResponse{}, tooLarge("query")
	}
	if !json.Valid(q.JSON) {
		return backend.DataResponse{}, &engineError{Category: "config", Source: "downstream", Status: 400, Message: "The query is not valid JSON."}
	}
	p, answer, err := in.answered(ctx, who, call{Op: "query", Query: q.JSON, Request: &request{
		RefID:         q.RefID,
		From:          q.TimeRange.From.UnixMilli(),
		To:            q.TimeRange.To.UnixMilli(),
		IntervalMs:    int64(q.Interval / time.Millisecond),
		MaxDataPoints: q.MaxDataPoints,
		FromAlert:     who.fromAlert(),
		User:          who.user,
	}})
	if err != nil {
		return backend.DataResponse{}, withWindow(err, p.Meta)
	}
	audit(ctx, who, p.Audit)
	files, err := in.shape(ctx, who, answer, p, q.RefID)
	if err != nil {
		return backend.DataResponse{}, err
	}
	if ctx.Err() != nil {
		return backend.DataResponse{}, ctx.Err()
	}
	if h := holderFrom(ctx); h != nil {
		h.put(q.RefID, files)
		return backend.DataResponse{Status: backend.StatusOK}, nil
	}
	whole := make([][]byte, len(files))
	for i, file := range files {
		whole[i] = file.Bytes()
	}
	frames, err := data.UnmarshalArrowFrames(whole)
	return backend.DataResponse{Status: backend.StatusOK, Frames: frames}, err
}

// shape makes the answer's frames, and releases it. The files stay until they are sent, and with them the answer's memory.
func (in *instance) shape(ctx context.Context, who caller, answer *clickhouse.Answer, p plan, refID string) ([]*frame.File, error) {
	files, failure := func() ([]*frame.File, *clickhouse.Failure) {
		defer answer.Release() // an answer that is not what it says may panic
		return frame.Shape(answer, p.Frame, p.Limits, frame.Options{
			RefID: refID, Notices: p.Notices, Meta: p.Meta, SQL: p.Statement.SQL, FromAlert: who.fromAlert(),
		})
	}()
	if failure != nil {
		return nil, failure
	}
	size := int64(0)
	for _, file := range files {
		size += int64(file.Size())
	}
	if err := leaseUntilSent(ctx, in.budget, size, who.fromAlert()); err != nil {
		return nil, err
	}
	return files, nil
}

// withWindow adds the length of the window to a failure of a statement that was not let read so much.
func withWindow(err error, meta map[string]any) error {
	var failure *clickhouse.Failure
	window, _ := meta["window"].(map[string]any)
	from, hasFrom := window["from"].(float64)
	to, hasTo := window["to"].(float64)
	if !errors.As(err, &failure) || !hasFrom || !hasTo || (failure.Code != tooManyRows && failure.Code != tooManyBytes) {
		return err
	}
	own := *failure
	own.Detail = map[string]any{"windowSeconds": (to - from) / 1000}
	return &own
}
