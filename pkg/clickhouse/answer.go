package clickhouse

import (
	"encoding/json"
	"net/http"
	"strconv"
	"sync/atomic"

	"github.com/apache/arrow-go/v18/arrow"
)

// Answer is a complete answer: Schema and Batches for Arrow, Columns and Values for JSON. Its holders must call Release.
type Answer struct {
	QueryID string
	Schema  *arrow.Schema
	Batches []arrow.RecordBatch

	Columns []string
	Values  [][]any

	Rows  int64
	Bytes int64
	// Truncated names the cap (`rows`, `bytes`) that ended the answer early, or is empty.
	Truncated string
	Stats     Stats

	lease lease
	refs  atomic.Int64
}

// Stats says how much the server read for an answer.
type Stats struct {
	ReadRows  int64 `json:"readRows"`
	ReadBytes int64 `json:"readBytes"`
	ElapsedNs int64 `json:"elapsedNs"`
}

// Retain adds a holder: an answer shared by several queries is released once by each.
func (a *Answer) Retain() { a.refs.Add(1) }

// Release ends a holder's use; the last one frees the batches and returns the memory to the budget.
func (a *Answer) Release() {
	if a == nil || a.refs.Add(-1) != 0 {
		return
	}
	for _, batch := range a.Batches {
		batch.Release()
	}
	a.Batches, a.Values = nil, nil
	a.lease.release()
}

func statsOf(header http.Header) Stats {
	var summary map[string]string
	if json.Unmarshal([]byte(header.Get("X-ClickHouse-Summary")), &summary) != nil {
		return Stats{}
	}
	number := func(key string) int64 {
		n, _ := strconv.ParseInt(summary[key], 10, 64)
		return n
	}
	return Stats{ReadRows: number("read_rows"), ReadBytes: number("read_bytes"), ElapsedNs: number("elapsed_ns")}
}
