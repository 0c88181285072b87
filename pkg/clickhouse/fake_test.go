package clickhouse

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/iotest"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

const (
	testTag   = "abcdefghij012345"
	testError = "Code: 241. DB::Exception: Memory limit (for query) exceeded. (MEMORY_LIMIT_EXCEEDED)"
)

var ask = Statement{SQL: "SELECT 1"}

// arrowStream encodes batches of rows of an int64 and a text, with or without the end mark.
func arrowStream(t testing.TB, batches, rows int, text string, ended bool) []byte {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int64}, {Name: "s", Type: arrow.BinaryTypes.String}}, nil)
	var out bytes.Buffer
	writer := ipc.NewWriter(&out, ipc.WithSchema(schema))
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for range batches {
		for i := range rows {
			builder.Field(0).(*array.Int64Builder).Append(int64(i))
			builder.Field(1).(*array.StringBuilder).Append(text)
		}
		if err := writer.Write(builder.NewRecordBatch()); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if !ended {
		return out.Bytes()[:out.Len()-8]
	}
	return out.Bytes()
}

func zipped(t testing.TB, body []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	writer := gzip.NewWriter(&out)
	_, _ = writer.Write(body)
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// canned answers every request with the same body, in two pieces and possibly with a broken end.
type canned struct {
	status int
	header http.Header
	body   []byte
	split  int
	broken bool
}

func (f canned) RoundTrip(request *http.Request) (*http.Response, error) {
	_, _ = io.Copy(io.Discard, request.Body)
	end := io.Reader(bytes.NewReader(nil))
	if f.broken {
		end = iotest.ErrReader(io.ErrUnexpectedEOF)
	}
	status := f.status
	if status == 0 {
		status = http.StatusOK
	}
	header := f.header
	if header == nil {
		header = http.Header{}
	}
	body := io.MultiReader(bytes.NewReader(f.body[:f.split]), bytes.NewReader(f.body[f.split:]), end)
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(body), Request: request}, nil
}

func (f canned) do(t testing.TB, call Call) (*Answer, *Failure) {
	t.Helper()
	client, err := New(Settings{URL: "http://server", User: "u", Password: "hunter2"}, &http.Client{Transport: f})
	if err != nil {
		t.Fatal(err)
	}
	return client.Do(context.Background(), ask, call)
}

func serve(t testing.TB, handler http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return clientOf(t, server.URL)
}

func clientOf(t testing.TB, url string) *Client {
	t.Helper()
	client, err := New(Settings{URL: url, User: "reader", Password: "hunter2", Secrets: []string{"Bearer tok-123"}}, &http.Client{Transport: &http.Transport{}})
	if err != nil {
		t.Fatal(err)
	}
	return client
}
