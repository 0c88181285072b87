package frame

import (
	"encoding/json"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

// output holds what all frames of an answer share.
type output struct {
	plan    Plan
	options Options
	stats   clickhouse.Stats
}

// part is one frame of whole columns, all in the same chunks.
type part struct {
	name    string
	columns []column
}

// frames writes the parts, or a single frame without fields, which means "no data" to Grafana.
func (o output) frames(parts []part) ([]*File, *clickhouse.Failure) {
	if len(parts) == 0 {
		parts = []part{{}}
	}
	files := make([]*File, len(parts))
	for i, p := range parts {
		about := o.kind()
		// Only the first frame gets notices, because Grafana shows those of all frames: forty series would show forty notices.
		if i == 0 {
			o.describe(&about)
		}
		meta, err := json.Marshal(about)
		if err != nil {
			return nil, o.failed(err)
		}
		if files[i], err = o.write(p, string(meta)); err != nil {
			return nil, o.failed(err)
		}
	}
	return files, nil
}

func (o output) failed(err error) *clickhouse.Failure {
	return failure(clickhouse.PhaseDecode, o.options, map[string]any{"reason": err.Error()})
}

// kind returns the metadata that Grafana needs to read a frame.
func (o output) kind() data.FrameMeta {
	meta := data.FrameMeta{PreferredVisualization: data.VisType(o.plan.PreferredVisualisation), PreferredVisualizationPluginID: o.plan.PreferredPanel}
	switch o.plan.Type {
	case NumericLong:
		meta.Type, meta.TypeVersion = data.FrameTypeNumericLong, data.FrameTypeVersion{0, 1}
	case TimeSeriesMulti:
		meta.Type, meta.TypeVersion = data.FrameTypeTimeSeriesMulti, data.FrameTypeVersion{0, 1}
	}
	return meta
}

// describe adds the metadata that an answer has once.
func (o output) describe(meta *data.FrameMeta) {
	meta.ExecutedQueryString = o.options.SQL
	meta.Stats = []data.QueryStat{
		{FieldConfig: data.FieldConfig{DisplayName: "Rows read", Unit: "short"}, Value: float64(o.stats.ReadRows)},
		{FieldConfig: data.FieldConfig{DisplayName: "Bytes read", Unit: "decbytes"}, Value: float64(o.stats.ReadBytes)},
		{FieldConfig: data.FieldConfig{DisplayName: "Time in ClickHouse", Unit: "ns"}, Value: float64(o.stats.ElapsedNs)},
	}
	if len(o.options.Meta) > 0 {
		meta.Custom = o.options.Meta
	}
	for _, notice := range o.options.Notices {
		severity := data.NoticeSeverityInfo
		if notice.Severity == "warning" {
			severity = data.NoticeSeverityWarning
		}
		meta.Notices = append(meta.Notices, data.Notice{Severity: severity, Text: notice.Text})
	}
}

// write encodes the file as the SDK's MarshalArrow would, without copying values.
func (o output) write(p part, meta string) (*File, error) {
	fields := make([]arrow.Field, len(p.columns))
	for i, c := range p.columns {
		field, err := c.field()
		if err != nil {
			return nil, err
		}
		fields[i] = field
	}
	about := arrow.NewMetadata([]string{"name", "refId", "meta"}, []string{p.name, o.options.RefID, meta})
	schema := arrow.NewSchema(fields, &about)
	file := &File{}
	// What the writer allocates is left to the garbage collector, because the file may keep it.
	writer, err := ipc.NewFileWriter(file, ipc.WithSchema(schema), ipc.WithAllocator(memory.NewGoAllocator()))
	if err != nil {
		return nil, err
	}
	if len(p.columns) > 0 {
		for chunk := range p.columns[0].chunks {
			values := make([]arrow.Array, len(p.columns))
			for i, c := range p.columns {
				values[i] = c.chunks[chunk]
			}
			batch := array.NewRecordBatch(schema, values, int64(values[0].Len()))
			err := writer.Write(batch)
			batch.Release()
			if err != nil {
				return nil, err
			}
		}
	}
	if err := writer.Close(); err != nil {
		return nil, fmt.Errorf("close: %w", err)
	}
	return file, nil
}

// field describes a column under the keys that the SDK reads.
func (c column) field() (arrow.Field, error) {
	keys, values := []string{"tstype"}, []string{tsType(c.kind)}
	add := func(key string, value any) error {
		text, err := json.Marshal(value)
		keys, values = append(keys, key), append(values, string(text))
		return err
	}
	var err error
	if c.labels != nil {
		err = add("labels", c.labels)
	}
	if len(c.Config) > 0 && err == nil {
		err = add("config", c.Config)
	}
	return arrow.Field{Name: c.Name, Type: c.kind, Nullable: c.nullable, Metadata: arrow.NewMetadata(keys, values)}, err
}

func tsType(t arrow.DataType) string {
	switch t.ID() {
	case arrow.STRING:
		return "string"
	case arrow.BOOL:
		return "boolean"
	case arrow.TIMESTAMP:
		return "time"
	case arrow.BINARY:
		return "other"
	default:
		return "number"
	}
}
