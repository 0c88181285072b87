package frame

import (
	"encoding/json"
	"math"
	"runtime"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

func TestTableKeepsEveryType(t *testing.T) {
	text := "é😀\u202eשלום\x00\"'"
	cases := []struct {
		kind  arrow.DataType
		value any
		want  any
	}{
		{arrow.PrimitiveTypes.Int8, int8(-128), int8(-128)},
		{arrow.PrimitiveTypes.Int16, int16(-1), int16(-1)},
		{arrow.PrimitiveTypes.Int32, int32(math.MinInt32), int32(math.MinInt32)},
		{arrow.PrimitiveTypes.Int64, int64(math.MinInt64), int64(math.MinInt64)},
		{arrow.PrimitiveTypes.Uint8, uint8(255), uint8(255)},
		{arrow.PrimitiveTypes.Uint16, uint16(65535), uint16(65535)},
		{arrow.PrimitiveTypes.Uint32, uint32(math.MaxUint32), uint32(math.MaxUint32)},
		{arrow.PrimitiveTypes.Uint64, uint64(1<<53 + 1), uint64(1<<53 + 1)},
		{arrow.PrimitiveTypes.Float32, float32(1.5), float32(1.5)},
		{arrow.PrimitiveTypes.Float64, math.Inf(1), math.Inf(1)},
		{arrow.FixedWidthTypes.Boolean, true, true},
		{arrow.BinaryTypes.String, text, text},
		{nanoseconds, 1700000000123456789, time.Unix(0, 1700000000123456789)},
	}
	var fields []arrow.Field
	var plan Plan
	var full, empty []any
	for _, nullable := range []bool{false, true} {
		for _, c := range cases {
			name := c.kind.String()
			if nullable {
				name += "?"
			}
			fields = append(fields, field(name, c.kind, nullable))
			plan.Columns = append(plan.Columns, Column{Name: name, Role: RoleField, Config: map[string]any{"unit": "ms"}})
			full = append(full, c.value)
			if nullable {
				empty = append(empty, nil)
			} else {
				empty = append(empty, c.value)
			}
		}
	}
	plan.Type, plan.PreferredVisualisation = Table, "logs"
	answer := answerOf(t, fields, [][]any{full, empty}, [][]any{}, [][]any{full})
	options := Options{RefID: "A", SQL: "SELECT 1", Meta: map[string]any{"window": "w"}, Notices: []Notice{{"info", "hello"}}}
	files, failure := Shape(answer, plan, Limits{}, options)
	frame := decode(t, files, failure)[0]
	if rows, err := frame.RowLen(); err != nil || rows != 3 {
		t.Fatal(rows, err)
	}
	for i, f := range frame.Fields {
		c := cases[i%len(cases)]
		for _, row := range []int{0, 2} {
			value, ok := f.ConcreteAt(row)
			if at, isTime := value.(time.Time); isTime && at.Equal(c.want.(time.Time)) {
				continue
			}
			if !ok || value != c.want {
				t.Errorf("%s[%d] = %v", f.Name, row, value)
			}
		}
		if nullable := i >= len(cases); nullable != f.Nullable() || nullable != f.NilAt(1) {
			t.Errorf("%s: nullable %v, nil %v", f.Name, f.Nullable(), f.NilAt(1))
		}
		if f.Config.Unit != "ms" {
			t.Errorf("%s: %+v", f.Name, f.Config)
		}
	}
	meta := frame.Meta
	if frame.RefID != "A" || meta.Type != "" || meta.ExecutedQueryString != "SELECT 1" || meta.PreferredVisualization != "logs" ||
		meta.Custom.(map[string]any)["window"] != "w" || len(meta.Notices) != 1 || len(meta.Stats) != 3 || meta.Stats[0].Value != 5 {
		t.Errorf("%+v", meta)
	}
}

// TestSameAsTheSDK compares the schema with the one that the SDK writes for the same frame.
func TestSameAsTheSDK(t *testing.T) {
	fields := []arrow.Field{field("t", &arrow.TimestampType{Unit: arrow.Nanosecond}, false), field("s", arrow.BinaryTypes.String, true),
		field("j", arrow.BinaryTypes.String, false), field("b", arrow.FixedWidthTypes.Boolean, false), field("n", arrow.PrimitiveTypes.Float64, true)}
	plan := Plan{Type: Table, Columns: []Column{{Name: "t", Role: RoleTime}, {Name: "s", Role: RoleField}, {Name: "j", Role: RoleField, JSON: true}, {Name: "b", Role: RoleField}, {Name: "n", Role: RoleField}}}
	files, failure := Shape(answerOf(t, fields, [][]any{{1, "x", `{"a":1}`, true, 1.5}}), plan, Limits{}, Options{})
	frame := decode(t, files, failure)[0]
	table, err := data.FrameToArrowTable(frame)
	if err != nil {
		t.Fatal(err)
	}
	defer table.Release()
	out := output{plan: plan}
	read, _ := newSheet(answerOf(t, fields), plan, &Options{})
	for i, c := range read.columns {
		ours, _ := c.field()
		if theirs := table.Schema().Field(i); !ours.Equal(theirs) {
			t.Errorf("%v\n%v", ours, theirs)
		}
	}
	if meta := out.kind(); meta.Type != "" {
		t.Error(meta.Type)
	}
}

func TestJSONColumn(t *testing.T) {
	for _, nullable := range []bool{false, true} {
		rows := [][]any{{`{"a":"é"}`}, {`[1,2]`}}
		if nullable {
			rows = append(rows, []any{nil})
		}
		answer := answerOf(t, []arrow.Field{field("j", arrow.BinaryTypes.String, nullable)}, rows, rows)
		files, failure := Shape(answer, Plan{Type: Table, Columns: []Column{{Name: "j", Role: RoleField, JSON: true}}}, Limits{}, Options{})
		f := decode(t, files, failure)[0].Fields[0]
		value, _ := f.ConcreteAt(len(rows) + 1)
		if f.Len() != 2*len(rows) || string(value.(json.RawMessage)) != `[1,2]` || nullable != f.Nullable() {
			t.Fatalf("%v %v", f.Type(), value)
		}
	}
}

func TestSkipIsLeftOut(t *testing.T) {
	answer := answerOf(t, []arrow.Field{field("a", arrow.BinaryTypes.String, false), field("b", arrow.BinaryTypes.LargeString, false)})
	answer.Rows = 0
	if _, failure := Shape(answer, Plan{Type: Table, Columns: []Column{{Name: "a", Role: RoleField}, {Name: "b", Role: RoleSkip}}}, Limits{}, Options{}); failure != nil {
		t.Fatal(failure)
	}
}

func TestUnreadableTypes(t *testing.T) {
	for _, kind := range []arrow.DataType{arrow.BinaryTypes.LargeString, arrow.BinaryTypes.Binary, arrow.FixedWidthTypes.Timestamp_ms, arrow.FixedWidthTypes.Date32,
		&arrow.Decimal128Type{Precision: 10, Scale: 2}, &arrow.FixedSizeBinaryType{ByteWidth: 16}, arrow.ListOf(arrow.PrimitiveTypes.Int8),
		&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}} {
		answer := answerOf(t, []arrow.Field{field("x", kind, false)})
		_, failure := Shape(answer, Plan{Type: Table, Columns: []Column{{Name: "x", Role: RoleField}}}, Limits{}, Options{FromAlert: true})
		if failure == nil || failure.Phase != clickhouse.PhaseDecode || failure.Detail["column"] != "x" || failure.Detail["type"] != kind.String() || !failure.FromAlert {
			t.Errorf("%s: %+v", kind, failure)
		}
	}
}

func TestPlanThatDoesNotFit(t *testing.T) {
	answer := answerOf(t, []arrow.Field{field("a", arrow.BinaryTypes.String, false)}, [][]any{{"x"}})
	for name, plan := range map[string]Plan{
		"fewer":  {Type: Table},
		"other":  {Type: Table, Columns: []Column{{Name: "b", Role: RoleField}}},
		"type":   {Type: "heatmap", Columns: []Column{{Name: "a", Role: RoleField}}},
		"config": {Type: Table, Columns: []Column{{Name: "a", Role: RoleField, Config: map[string]any{"decimals": "two"}}}},
	} {
		if _, failure := Shape(answer, plan, Limits{}, Options{}); failure == nil || failure.Phase != clickhouse.PhaseShape {
			t.Errorf("%s: %+v", name, failure)
		}
	}
}

func TestEmptyIsATypedFrameWithoutFields(t *testing.T) {
	fields := []arrow.Field{field("time", nanoseconds, false), field("l", arrow.BinaryTypes.String, false), field("v", arrow.PrimitiveTypes.Float64, true)}
	for kind, want := range map[string]data.FrameType{Table: "", NumericLong: "numeric-long", TimeSeriesMulti: "timeseries-multi"} {
		plan := Plan{Type: kind, Columns: []Column{{Name: "time", Role: RoleTime}, {Name: "l", Role: RoleLabel}, {Name: "v", Role: RoleValue}}}
		for _, answer := range []*clickhouse.Answer{answerOf(t, fields), answerOf(t, fields, [][]any{})} {
			files, failure := Shape(answer, plan, Limits{}, Options{RefID: "B"})
			frames := decode(t, files, failure)
			if len(frames) != 1 || len(frames[0].Fields) != 0 || frames[0].Meta.Type != want || frames[0].RefID != "B" {
				t.Errorf("%s: %+v", kind, frames[0])
			}
			if want != "" && frames[0].Meta.TypeVersion != (data.FrameTypeVersion{0, 1}) {
				t.Errorf("%s: %v", kind, frames[0].Meta.TypeVersion)
			}
		}
	}
}

func TestTruncatedIsSaid(t *testing.T) {
	answer := answerOf(t, []arrow.Field{field("a", arrow.BinaryTypes.String, false)}, [][]any{{"x"}})
	for _, limit := range []string{"rows", "bytes"} {
		answer.Truncated = limit
		files, failure := Shape(answer, Plan{Type: Table, Columns: []Column{{Name: "a", Role: RoleField}}}, Limits{}, Options{})
		if notices := decode(t, files, failure)[0].Meta.Notices; len(notices) != 1 || notices[0].Severity != data.NoticeSeverityWarning {
			t.Errorf("%s: %v", limit, notices)
		}
	}
}

func TestMillionRowsAreCopiedOnce(t *testing.T) {
	const batches, rows = 16, 62500
	schema := arrow.NewSchema([]arrow.Field{field("n", arrow.PrimitiveTypes.Int64, false), field("f", arrow.PrimitiveTypes.Float64, false)}, nil)
	answer := &clickhouse.Answer{Schema: schema, Rows: batches * rows}
	answer.Retain()
	for range batches {
		builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		builder.Field(0).(*array.Int64Builder).AppendValues(make([]int64, rows), nil)
		builder.Field(1).(*array.Float64Builder).AppendValues(make([]float64, rows), nil)
		answer.Batches = append(answer.Batches, builder.NewRecordBatch())
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	files, failure := Shape(answer, Plan{Type: Table, Columns: []Column{{Name: "n", Role: RoleField}, {Name: "f", Role: RoleField}}}, Limits{}, Options{})
	runtime.ReadMemStats(&after)
	if failure != nil || files[0].Size() < batches*rows*16 {
		t.Fatal(failure)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > uint64(files[0].Size())/16 {
		t.Errorf("%d bytes allocated for a file of %d", used, files[0].Size())
	}
}
