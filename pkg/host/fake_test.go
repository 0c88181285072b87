package host

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
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

	"github.com/genai-observability/genai-observability-app/pkg/engine"
)

//go:embed testdata/engine.js
var standIn string

// fake is a ClickHouse server that answers every Arrow statement with three rows. The statement may ask for: slow, error, hang.
type fake struct {
	*httptest.Server
	mu      sync.Mutex
	asked   []string
	queries []map[string]string
	headers []http.Header
	probes  []http.Header // of questions about settings
	refuse  string        // a setting
	// settings are rows of system.settings; those that it does not have may be set.
	settings map[string][]any
	lookups  string // how lookups are answered
	release  chan struct{}
}

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{release: make(chan struct{})}
	f.Server = httptest.NewServer(http.HandlerFunc(f.serve))
	t.Cleanup(f.Close)
	return f
}

func (f *fake) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	sql := string(body)
	params := map[string]string{"user": r.Header.Get("X-ClickHouse-User"), "header": r.Header.Get("X-Tenant")}
	for name := range r.URL.Query() {
		params[name] = r.URL.Query().Get(name)
	}
	f.mu.Lock()
	if strings.Contains(sql, "system.settings") {
		f.probes = append(f.probes, r.Header.Clone())
	} else {
		f.asked, f.queries = append(f.asked, sql), append(f.queries, params)
		f.headers = append(f.headers, r.Header.Clone())
	}
	how := sql
	if params["default_format"] == "JSONCompact" {
		how += f.lookups
	}
	f.mu.Unlock()
	if strings.Contains(sql, "system.settings") {
		_ = json.NewEncoder(w).Encode(map[string]any{"meta": []any{map[string]any{"name": "name", "type": "String"}}, "data": f.settingsIn(sql)})
		return
	}
	f.mu.Lock()
	refuse := f.refuse
	f.mu.Unlock()
	switch {
	case refuse != "" && params[refuse] != "":
		w.Header().Set("X-ClickHouse-Exception-Code", "452")
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = w.Write([]byte("Code: 452. DB::Exception: Setting " + refuse + " should not be changed"))
		return
	case strings.Contains(how, "hang"):
		select {
		case <-f.release:
		case <-r.Context().Done():
		}
	case strings.Contains(sql, "slow"):
		time.Sleep(50 * time.Millisecond)
	case strings.Contains(sql, "error"):
		code, text := "60", "no table"
		if words := strings.SplitN(sql, " ", 3); len(words) == 3 {
			code, text = words[1], words[2]
		}
		w.Header().Set("X-ClickHouse-Exception-Code", code)
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte("Code: " + code + ". DB::Exception: " + text))
		return
	}
	if params["default_format"] == "JSONCompact" {
		data := [][]any{{1}}
		if strings.Contains(sql, "empty") {
			data = [][]any{}
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"meta": []any{map[string]any{"name": "a", "type": "UInt8"}}, "data": data, "rows": len(data)})
		return
	}
	_, _ = w.Write(threeRows())
}

func (f *fake) settingsIn(sql string) [][]any {
	f.mu.Lock()
	defer f.mu.Unlock()
	rows := [][]any{}
	for i, name := range strings.Split(sql[strings.Index(sql, "("):], "'") {
		if row := f.settings[name]; row != nil {
			rows = append(rows, row)
		} else if i%2 == 1 {
			rows = append(rows, []any{name, "0", nil, nil, 0})
		}
	}
	return rows
}

func (f *fake) count(sql string) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.asked {
		if s == sql {
			n++
		}
	}
	return n
}

func (f *fake) total() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.asked)
}

func (f *fake) last() map[string]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.queries[len(f.queries)-1]
}

func threeRows() []byte {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "n", Type: arrow.PrimitiveTypes.Uint64}, {Name: "v", Type: arrow.PrimitiveTypes.Float64}, {Name: "s", Type: arrow.BinaryTypes.String},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	b.Field(0).(*array.Uint64Builder).AppendValues([]uint64{1, 2, 3}, nil)
	b.Field(1).(*array.Float64Builder).AppendValues([]float64{.5, 1.5, 2.5}, nil)
	b.Field(2).(*array.StringBuilder).AppendValues([]string{"a", "b", "c"}, nil)
	var out bytes.Buffer
	w := ipc.NewWriter(&out, ipc.WithSchema(schema))
	_ = w.Write(b.NewRecordBatch())
	_ = w.Close()
	return out.Bytes()
}

// source creates a data source for url, with a process of its own.
func source(t *testing.T, url string, change func(*backend.DataSourceInstanceSettings)) *instance {
	t.Helper()
	pool := sync.OnceValues(func() (*engine.Pool, error) { return engine.NewPool(standIn, engine.Options{}) })
	s := backend.DataSourceInstanceSettings{URL: url, Type: "test", Name: "test", UID: "test", JSONData: []byte(`{}`)}
	if change != nil {
		change(&s)
	}
	in, err := newProcess(pool).newInstance(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(in.(*instance).Dispose)
	return in.(*instance)
}

var fromAlert = map[string]string{"FromAlert": "true", "http_X-Rule-Uid": "r1"}

func ask(ctx context.Context, t *testing.T, in *instance, headers map[string]string, queries ...string) backend.Responses {
	t.Helper()
	req := &backend.QueryDataRequest{
		Headers:       headers,
		PluginContext: backend.PluginContext{PluginID: "p", User: &backend.User{Login: "ada", Email: "ada@example.com"}},
	}
	for i, q := range queries {
		req.Queries = append(req.Queries, backend.DataQuery{RefID: string(rune('A' + i)), JSON: []byte(q), TimeRange: backend.TimeRange{From: time.UnixMilli(1000), To: time.UnixMilli(2000)}})
	}
	resp, err := in.QueryData(ctx, req)
	if err != nil {
		t.Fatal(err)
	}
	return resp.Responses
}
