package clickhouse

import (
	"encoding/binary"
	"errors"
	"io"
	"sync/atomic"

	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

const (
	continuation    = 0xFFFFFFFF
	maxArrowMeta    = 16 << 20
	maxArrowMessage = 1 << 30
	messageStep     = 4 << 20
)

// messageReader reads the messages of an Arrow stream. Unlike the library's, it distinguishes the end mark from a truncated
// stream, checks the caps before it allocates, and does not trust a length in what may be text instead of a message.
type messageReader struct {
	from     io.Reader
	lease    *lease
	maxBytes int64
	total    int64 // bytes of all bodies
	size     int64 // bytes of the current body
	ended    bool
	err      error
	current  *ipc.Message
	refs     atomic.Int64
}

func (m *messageReader) Message() (message *ipc.Message, err error) {
	defer func() {
		if recover() != nil { // invalid metadata
			message, err = nil, errMalformed
		}
		if err != nil && !errors.Is(err, io.EOF) {
			m.err = err
		}
	}()
	var head [8]byte
	if err := m.fill(head[:]); err != nil {
		return nil, err
	}
	length := int64(binary.LittleEndian.Uint32(head[4:]))
	if binary.LittleEndian.Uint32(head[:4]) != continuation || length > maxArrowMeta {
		return nil, errMalformed
	}
	if length == 0 {
		m.ended = true
		return nil, io.EOF
	}
	metadata := make([]byte, length)
	if err := m.fill(metadata); err != nil {
		return nil, err
	}
	m.size = ipc.NewMessage(memory.NewBufferBytes(metadata), memory.NewBufferBytes(nil)).BodyLen()
	if m.size < 0 || m.size > maxArrowMessage {
		return nil, errMalformed
	}
	if m.maxBytes > 0 && m.total+m.size > m.maxBytes {
		return nil, &capError{limit: "bytes", value: m.maxBytes}
	}
	if err := m.lease.take(m.size); err != nil {
		return nil, err
	}
	body, err := m.body()
	if err != nil {
		return nil, err
	}
	m.total += m.size
	m.drop()
	m.current = ipc.NewMessage(memory.NewBufferBytes(metadata), memory.NewBufferBytes(body))
	return m.current, nil
}

// body allocates a long body as it arrives, so that a wrong length costs nothing.
func (m *messageReader) body() ([]byte, error) {
	body := make([]byte, min(m.size, messageStep))
	for filled := int64(0); ; {
		if err := m.fill(body[filled:]); err != nil {
			return nil, err
		}
		filled = int64(len(body))
		if filled == m.size {
			return body, nil
		}
		body = append(body, make([]byte, min(m.size-filled, filled))...)
	}
}

func (m *messageReader) fill(p []byte) error {
	if _, err := io.ReadFull(m.from, p); err != nil {
		return errTruncated
	}
	return nil
}

// reason prefers the reader's own error to the library's.
func (m *messageReader) reason(err error) error {
	switch {
	case m.err != nil:
		return m.err
	case err != nil:
		return errMalformed
	}
	return nil
}

func (m *messageReader) drop() {
	if m.current != nil {
		m.current.Release()
		m.current = nil
	}
}

func (m *messageReader) Retain() { m.refs.Add(1) }

func (m *messageReader) Release() {
	if m.refs.Add(-1) == 0 {
		m.drop()
	}
}
