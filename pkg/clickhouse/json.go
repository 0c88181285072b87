package clickhouse

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

type compact struct {
	Meta []struct {
		Name string `json:"name"`
	} `json:"meta"`
	Data      [][]any `json:"data"`
	Exception *string `json:"exception"`
}

// readJSON reads one JSONCompact document, with numbers as json.Number.
func (a *Answer) readJSON(t *tail, call Call) error {
	text, err := a.readAll(t, call.MaxBytes)
	if err != nil {
		return err
	}
	if err := t.end(); err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var document compact
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errTruncated
	case err != nil:
		return errMalformed
	case document.Exception != nil:
		return &exceptionError{*document.Exception}
	case document.Meta == nil || document.Data == nil:
		return errMalformed
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errMalformed
	}
	a.Columns, a.Values = make([]string, len(document.Meta)), document.Data
	for i, column := range document.Meta {
		a.Columns[i] = column.Name
	}
	a.Rows, a.Bytes = int64(len(a.Values)), int64(len(text))
	if call.MaxRows > 0 && a.Rows > call.MaxRows {
		if call.OnExceeded != OnExceededNotice {
			return &capError{limit: "rows", value: call.MaxRows}
		}
		a.Values, a.Rows, a.Truncated = a.Values[:call.MaxRows], call.MaxRows, "rows"
	}
	return nil
}

// readAll reads the body within the caps; a partial JSON document is of no use.
func (a *Answer) readAll(t *tail, maxBytes int64) ([]byte, error) {
	var text bytes.Buffer
	chunk := make([]byte, 32<<10)
	for {
		n, err := t.Read(chunk)
		if maxBytes > 0 && int64(text.Len()+n) > maxBytes {
			return nil, &capError{limit: "bytes", value: maxBytes}
		}
		if over := a.lease.take(int64(n)); over != nil {
			return nil, over
		}
		text.Write(chunk[:n])
		switch {
		case errors.Is(err, io.EOF):
			return text.Bytes(), nil
		case err != nil:
			return nil, errTruncated
		}
	}
}
