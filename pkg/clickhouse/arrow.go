package clickhouse

import (
	"errors"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
)

// readArrow reads record batches until the stream's end mark, a cap or an error.
func (a *Answer) readArrow(t *tail, call Call) error {
	messages := &messageReader{from: t, lease: &a.lease, maxBytes: call.MaxBytes}
	messages.refs.Store(1)
	reader, err := ipc.NewReaderFromMessageReader(messages)
	if err != nil {
		messages.Release()
		return messages.reason(err)
	}
	defer reader.Release()
	a.Schema = reader.Schema()
	for reader.Next() {
		batch := reader.RecordBatch()
		if whole := sizeOf(batch); whole > messages.size { // the batch was compressed
			if err := a.lease.take(whole - messages.size); err != nil {
				return err
			}
			messages.total += whole - messages.size
		}
		if left := call.MaxRows - a.Rows; call.MaxRows > 0 && batch.NumRows() > left {
			if call.OnExceeded != OnExceededNotice {
				return &capError{limit: "rows", value: call.MaxRows}
			}
			if left > 0 {
				a.Batches = append(a.Batches, batch.NewSlice(0, left))
			}
			a.Rows, a.Bytes, a.Truncated = call.MaxRows, messages.total, "rows"
			return nil
		}
		batch.Retain()
		a.Batches = append(a.Batches, batch)
		a.Rows += batch.NumRows()
	}
	a.Bytes = messages.total
	var over *capError
	switch err := messages.reason(reader.Err()); {
	case errors.As(err, &over) && over.limit == "bytes" && call.OnExceeded == OnExceededNotice && a.Rows > 0:
		a.Truncated = "bytes"
		return nil
	case err != nil:
		return err
	case !messages.ended:
		return errTruncated
	}
	return t.end()
}

func sizeOf(batch arrow.RecordBatch) int64 {
	size := int64(0)
	for _, column := range batch.Columns() {
		for _, buffer := range column.Data().Buffers() {
			if buffer != nil {
				size += int64(buffer.Len())
			}
		}
	}
	return size
}
