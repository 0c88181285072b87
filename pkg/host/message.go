package host

import (
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/encoding/proto"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/encoding/protowire"
	protobuf "google.golang.org/protobuf/proto"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"

	"github.com/genai-observability/genai-observability-app/pkg/frame"
)

// Numbers of fields in Grafana's backend.proto, and of every map's entries.
const (
	responsesOfAnswer protowire.Number = 1
	keyOfEntry        protowire.Number = 1
	valueOfEntry      protowire.Number = 2
	framesOfResponse  protowire.Number = 1
)

// filled is an answer whose frames are files in pieces.
type filled struct {
	*pluginv2.QueryDataResponse
	frames map[string][]*frame.File
}

// codec encodes messages as the default codec does, but a filled answer without copying its frames.
type codec struct{ encoding.CodecV2 }

func newCodec() codec { return codec{encoding.GetCodecV2(proto.Name)} }

func (c codec) Marshal(message any) (mem.BufferSlice, error) {
	answer, isFilled := message.(*filled)
	if !isFilled {
		return c.CodecV2.Marshal(message)
	}
	m := &pieces{}
	rest := &pluginv2.QueryDataResponse{Responses: map[string]*pluginv2.DataResponse{}}
	for refID, response := range answer.GetResponses() {
		files := answer.frames[refID]
		if len(files) == 0 || response.GetError() != "" {
			rest.Responses[refID] = response
		} else if err := m.entry(refID, response, files); err != nil {
			return nil, err
		}
	}
	end, err := protobuf.Marshal(rest)
	m.open = append(m.open, end...)
	return m.slice(), err
}

// pieces is a message that is being written.
type pieces struct {
	done mem.BufferSlice
	open []byte
}

// entry writes an entry of the map of responses, with the files as the response's frames.
func (m *pieces) entry(refID string, response *pluginv2.DataResponse, files []*frame.File) error {
	others, err := protobuf.Marshal(response)
	if err != nil {
		return err
	}
	size := len(others)
	for _, file := range files {
		size += protowire.SizeTag(framesOfResponse) + protowire.SizeBytes(file.Size())
	}
	m.field(responsesOfAnswer, protowire.SizeTag(keyOfEntry)+protowire.SizeBytes(len(refID))+protowire.SizeTag(valueOfEntry)+protowire.SizeBytes(size))
	m.field(keyOfEntry, len(refID))
	m.open = append(m.open, refID...)
	m.field(valueOfEntry, size)
	for _, file := range files {
		m.field(framesOfResponse, file.Size())
		m.close()
		for _, piece := range file.Pieces() {
			m.done = append(m.done, mem.SliceBuffer(piece))
		}
	}
	m.open = append(m.open, others...)
	return nil
}

// field begins a field of so many bytes.
func (m *pieces) field(number protowire.Number, length int) {
	m.open = protowire.AppendTag(m.open, number, protowire.BytesType)
	m.open = protowire.AppendVarint(m.open, uint64(length))
}

func (m *pieces) close() {
	if n := len(m.open); n > 0 {
		m.done, m.open = append(m.done, mem.SliceBuffer(m.open[:n:n])), m.open[n:]
	}
}

func (m *pieces) slice() mem.BufferSlice {
	m.close()
	return m.done
}
