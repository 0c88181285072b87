package host

import (
	"bytes"
	"context"
	"net"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/genai-observability/genai-observability-app/pkg/frame"
)

// answering is a data server that holds a file for A and B, and has nothing but an error for C.
type answering struct {
	pluginv2.UnimplementedDataServer
	files map[string][]*frame.File
}

func (a answering) QueryData(ctx context.Context, req *pluginv2.QueryDataRequest) (*pluginv2.QueryDataResponse, error) {
	resp := &pluginv2.QueryDataResponse{Responses: map[string]*pluginv2.DataResponse{
		"A": {Status: 200}, "B": {Status: 200, JsonMeta: []byte("{}")}, "C": {Status: 500, Error: "failed", ErrorSource: "downstream"}, "D": {Status: 200},
	}}
	if h := holderFrom(ctx); h != nil {
		for refID, files := range a.files {
			h.put(refID, files)
		}
	} else {
		resp.Responses["D"].Frames = [][]byte{[]byte("the SDK's")}
	}
	return resp, nil
}

func fileOf(pieces ...[]byte) *frame.File {
	file := &frame.File{}
	for _, piece := range pieces {
		_, _ = file.Write(piece)
	}
	return file
}

func TestFilesAreSentAsTheResponsesFrames(t *testing.T) {
	long := bytes.Repeat([]byte("0123456789"), 100_000)
	files := map[string][]*frame.File{
		"A": {fileOf([]byte("short"), long, []byte("end")), fileOf(), fileOf([]byte("third"))},
		"B": {fileOf(long, long)},
		"C": {fileOf([]byte("not to be sent"))},
	}
	server := grpc.NewServer(grpc.ForceServerCodecV2(newCodec()), grpc.ChainUnaryInterceptor(passThrough))
	pluginv2.RegisterDataServer(server, answering{files: files})
	listener, err := net.Listen("unix", t.TempDir()+"/s")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	defer server.Stop()
	conn, err := grpc.NewClient("unix:"+listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	client := pluginv2.NewDataClient(conn)

	got, err := client.QueryData(t.Context(), &pluginv2.QueryDataRequest{Format: pluginv2.DataFrameFormat_ARROW})
	if err != nil {
		t.Fatal(err)
	}
	for refID, want := range map[string]*pluginv2.DataResponse{
		"A": {Status: 200, Frames: [][]byte{files["A"][0].Bytes(), {}, []byte("third")}},
		"B": {Status: 200, Frames: [][]byte{append(bytes.Clone(long), long...)}, JsonMeta: []byte("{}")},
		"C": {Status: 500, Error: "failed", ErrorSource: "downstream"},
		"D": {Status: 200},
	} {
		r := got.GetResponses()[refID]
		if r.GetStatus() != want.Status || r.GetError() != want.Error || r.GetErrorSource() != want.ErrorSource || !bytes.Equal(r.GetJsonMeta(), want.JsonMeta) || len(r.GetFrames()) != len(want.Frames) {
			t.Fatalf("%s: status %d, error %q, %d frames", refID, r.GetStatus(), r.GetError(), len(r.GetFrames()))
		}
		for i, got := range r.GetFrames() {
			if !bytes.Equal(got, want.Frames[i]) {
				t.Errorf("%s: frame %d has %d bytes", refID, i, len(got))
			}
		}
	}
	if len(got.GetResponses()) != 4 {
		t.Errorf("%d responses", len(got.GetResponses()))
	}
	plain, err := client.QueryData(t.Context(), &pluginv2.QueryDataRequest{Format: pluginv2.DataFrameFormat_JSON})
	if err != nil || string(plain.GetResponses()["D"].GetFrames()[0]) != "the SDK's" {
		t.Errorf("JSON: %v, %v", plain, err)
	}
}

func TestAMessageIsNotACopy(t *testing.T) {
	long := make([]byte, 8<<20)
	answer := &filled{&pluginv2.QueryDataResponse{Responses: map[string]*pluginv2.DataResponse{"A": {}}}, map[string][]*frame.File{"A": {fileOf(long)}}}
	size := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			if _, err := newCodec().Marshal(answer); err != nil {
				b.Fatal(err)
			}
		}
	}).AllocedBytesPerOp()
	if size > 64<<10 {
		t.Errorf("%d bytes allocated for a message of %d", size, len(long))
	}
}
