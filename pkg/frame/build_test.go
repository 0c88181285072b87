package frame

import (
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

var nanoseconds = &arrow.TimestampType{Unit: arrow.Nanosecond, TimeZone: "UTC"}

func field(name string, kind arrow.DataType, nullable bool) arrow.Field {
	return arrow.Field{Name: name, Type: kind, Nullable: nullable}
}

// answerOf builds an answer from batches of rows; nil is NULL.
func answerOf(t testing.TB, fields []arrow.Field, batches ...[][]any) *clickhouse.Answer {
	t.Helper()
	schema := arrow.NewSchema(fields, nil)
	answer := &clickhouse.Answer{Schema: schema, Stats: clickhouse.Stats{ReadRows: 5, ReadBytes: 50, ElapsedNs: 500}}
	answer.Retain()
	for _, rows := range batches {
		builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		for _, row := range rows {
			for i, value := range row {
				add(t, builder.Field(i), value)
			}
		}
		answer.Batches = append(answer.Batches, builder.NewRecordBatch())
		answer.Rows += int64(len(rows))
	}
	return answer
}

func add(t testing.TB, to array.Builder, value any) {
	t.Helper()
	if value == nil {
		to.AppendNull()
		return
	}
	switch b := to.(type) {
	case *array.Int8Builder:
		b.Append(value.(int8))
	case *array.Int16Builder:
		b.Append(value.(int16))
	case *array.Int32Builder:
		b.Append(value.(int32))
	case *array.Int64Builder:
		b.Append(value.(int64))
	case *array.Uint8Builder:
		b.Append(value.(uint8))
	case *array.Uint16Builder:
		b.Append(value.(uint16))
	case *array.Uint32Builder:
		b.Append(value.(uint32))
	case *array.Uint64Builder:
		b.Append(value.(uint64))
	case *array.Float32Builder:
		b.Append(value.(float32))
	case *array.Float64Builder:
		b.Append(value.(float64))
	case *array.BooleanBuilder:
		b.Append(value.(bool))
	case *array.StringBuilder:
		b.Append(value.(string))
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(value.(int)))
	default:
		t.Fatalf("no builder for %T", to)
	}
}

// decode reads files as Grafana does.
func decode(t testing.TB, files []*File, failure *clickhouse.Failure) data.Frames {
	t.Helper()
	if failure != nil {
		t.Fatalf("%+v", failure)
	}
	whole := make([][]byte, len(files))
	for i, file := range files {
		if whole[i] = file.Bytes(); len(whole[i]) != file.Size() {
			t.Fatalf("a file of %d bytes says %d", len(whole[i]), file.Size())
		}
	}
	frames, err := data.UnmarshalArrowFrames(whole)
	if err != nil {
		t.Fatal(err)
	}
	for _, frame := range frames {
		if _, err := frame.MarshalJSON(); err != nil {
			t.Fatal(err)
		}
	}
	return frames
}
