package host

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"

	"github.com/genai-observability/genai-observability-app/pkg/engine"
	"github.com/genai-observability/genai-observability-app/pkg/frame"
)

var sixColumns = []arrow.Field{
	{Name: "n", Type: arrow.PrimitiveTypes.Uint64}, {Name: "t", Type: &arrow.TimestampType{Unit: arrow.Nanosecond}}, {Name: "v", Type: arrow.PrimitiveTypes.Float64},
	{Name: "m", Type: arrow.BinaryTypes.String}, {Name: "k", Type: arrow.PrimitiveTypes.Uint32}, {Name: "w", Type: arrow.PrimitiveTypes.Float64},
}

// recorded is an answer of six columns in blocks of ClickHouse's size.
func recorded(rows int) []byte {
	const block = 65_409
	schema := arrow.NewSchema(sixColumns, nil)
	var out bytes.Buffer
	w := ipc.NewWriter(&out, ipc.WithSchema(schema))
	for from := 0; from < rows; from += block {
		b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		for i := from; i < min(from+block, rows); i++ {
			b.Field(0).(*array.Uint64Builder).Append(uint64(i))
			b.Field(1).(*array.TimestampBuilder).Append(arrow.Timestamp(i))
			b.Field(2).(*array.Float64Builder).Append(float64(i) / 7)
			b.Field(3).(*array.StringBuilder).Append(fmt.Sprint("model-", i%50))
			b.Field(4).(*array.Uint32Builder).Append(uint32(i % 1000))
			b.Field(5).(*array.Float64Builder).Append(float64(i) * 1.5)
		}
		_ = w.Write(b.NewRecordBatch())
	}
	_ = w.Close()
	return out.Bytes()
}

// BenchmarkAnswer is a SQL query with the real engine, from Grafana's request to the message that is sent.
func BenchmarkAnswer(b *testing.B) {
	pool := sync.OnceValues(func() (*engine.Pool, error) { return engine.NewPool(engine.Bundle, engine.Options{}) })
	for _, rows := range []int{10_000, 100_000, 1_000_000} {
		body := recorded(rows)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			sql, _ := io.ReadAll(r.Body)
			lookup := func(rows [][]any) {
				_ = json.NewEncoder(w).Encode(map[string]any{"meta": []any{map[string]any{"name": "name"}}, "data": rows})
			}
			switch {
			case strings.Contains(string(sql), "system.settings"):
				lookup((&fake{}).settingsIn(string(sql)))
				return
			case r.URL.Query().Get("default_format") == "JSONCompact":
				lookup([][]any{{"n", "UInt64"}, {"t", "DateTime64(9)"}, {"v", "Float64"}, {"m", "String"}, {"k", "UInt32"}, {"w", "Float64"}})
				return
			}
			for rest := body; len(rest) > 0; {
				n, _ := w.Write(rest[:min(len(rest), 1<<20)])
				rest = rest[n:]
			}
		}))
		in, err := newProcess(pool).newInstance(b.Context(), backend.DataSourceInstanceSettings{URL: server.URL, UID: "bench", JSONData: []byte(`{}`)})
		if err != nil {
			b.Fatal(err)
		}
		query, _ := json.Marshal(map[string]any{"version": 1, "kind": "sql", "format": "table", "sql": "SELECT n, t, v, m, k, w FROM six_columns"})
		answer := func() {
			h := &holder{frames: map[string][]*frame.File{}}
			got, err := in.(*instance).QueryData(context.WithValue(b.Context(), holderKey{}, h), &backend.QueryDataRequest{Queries: []backend.DataQuery{
				{RefID: "A", JSON: query, MaxDataPoints: 1000, Interval: time.Minute, TimeRange: backend.TimeRange{From: time.UnixMilli(0), To: time.UnixMilli(86_400_000)}},
			}})
			if err != nil || got.Responses["A"].Error != nil {
				b.Fatal(err, got.Responses["A"].Error)
			}
			message, err := newCodec().Marshal(&filled{&pluginv2.QueryDataResponse{Responses: map[string]*pluginv2.DataResponse{"A": {Status: 200}}}, h.frames})
			if err != nil || message.Len() < rows*40 {
				b.Fatal(err, message.Len())
			}
			message.Free()
		}
		answer() // what is asked about the server and the SQL is known from then on
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				answer()
			}
		})
		in.(*instance).Dispose()
		server.Close()
	}
}
