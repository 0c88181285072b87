package frame

import (
	"encoding/json"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

// sheet is an answer by columns: checked against the plan, in types that Grafana reads, without skipped columns.
type sheet struct{ columns []column }

// column is a column over all record batches.
type column struct {
	Column
	kind     arrow.DataType
	nullable bool
	chunks   []arrow.Array
	labels   map[string]string
}

func newSheet(answer *clickhouse.Answer, plan Plan, options *Options) (*sheet, *clickhouse.Failure) {
	if got, want := answer.Schema.NumFields(), len(plan.Columns); got != want {
		return nil, failure(clickhouse.PhaseShape, *options, map[string]any{"columns": got, "planned": want})
	}
	read := &sheet{}
	for i, planned := range plan.Columns {
		field := answer.Schema.Field(i)
		if field.Name != planned.Name {
			read.release()
			return nil, failure(clickhouse.PhaseShape, *options, map[string]any{"column": field.Name, "planned": planned.Name})
		}
		if planned.Role == RoleSkip {
			continue
		}
		kind, readable := grafanaType(field.Type, planned.JSON)
		if !readable {
			read.release()
			return nil, failure(clickhouse.PhaseDecode, *options, map[string]any{"column": field.Name, "type": field.Type.String()})
		}
		if !validConfig(planned.Config) {
			read.release()
			return nil, failure(clickhouse.PhaseShape, *options, map[string]any{"column": field.Name, "reason": "config"})
		}
		c := column{Column: planned, kind: kind, nullable: field.Nullable}
		if planned.Role == RoleTime && plan.Type == TimeSeriesMulti {
			c.nullable = false
		}
		for _, batch := range answer.Batches {
			if batch.NumRows() > 0 {
				c.add(batch.Column(i))
			}
		}
		if options.FromAlert && c.dropNotFinite() {
			options.notice(noticeNotFinite(planned.Name))
		}
		read.columns = append(read.columns, c)
	}
	return read, nil
}

func (c *column) add(values arrow.Array) {
	if values.NullN() > 0 {
		c.nullable = true
	}
	if arrow.TypeEqual(values.DataType(), c.kind) {
		values.Retain()
	} else { // text becomes JSON: the same buffers with another type
		from := values.Data()
		to := array.NewData(c.kind, from.Len(), from.Buffers(), nil, from.NullN(), from.Offset())
		values = array.MakeFromData(to)
		to.Release()
	}
	c.chunks = append(c.chunks, values)
}

func (s *sheet) release() {
	for _, c := range s.columns {
		for _, chunk := range c.chunks {
			chunk.Release()
		}
	}
}

// only returns the columns of a role.
func (s *sheet) only(role string) []column {
	var found []column
	for _, c := range s.columns {
		if c.Role == role {
			found = append(found, c)
		}
	}
	return found
}

// grafanaType returns the type that a column has in Grafana, and whether Grafana can read it at all.
func grafanaType(t arrow.DataType, isJSON bool) (arrow.DataType, bool) {
	switch t.ID() {
	case arrow.STRING:
		if isJSON {
			return arrow.BinaryTypes.Binary, true
		}
		return t, true
	case arrow.BINARY:
		return t, isJSON
	case arrow.TIMESTAMP:
		return t, t.(*arrow.TimestampType).Unit == arrow.Nanosecond
	case arrow.BOOL:
		return t, true
	default:
		return t, isNumber(t)
	}
}

func isNumber(t arrow.DataType) bool {
	switch t.ID() {
	case arrow.INT8, arrow.INT16, arrow.INT32, arrow.INT64, arrow.UINT8, arrow.UINT16, arrow.UINT32, arrow.UINT64,
		arrow.FLOAT32, arrow.FLOAT64:
		return true
	default:
		return false
	}
}

// validConfig rejects a config that Grafana cannot decode, which would fail every query of the request.
func validConfig(config map[string]any) bool {
	text, err := json.Marshal(config)
	return err == nil && json.Unmarshal(text, &data.FieldConfig{}) == nil
}
