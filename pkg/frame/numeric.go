package frame

import "github.com/genai-observability/genai-observability-app/pkg/clickhouse"

// numericLong builds one frame of text labels, unique by row, and one number, as alerts need it.
func numericLong(read *sheet, out output) ([][]byte, *clickhouse.Failure) {
	labels, values := read.only(RoleLabel), read.only(RoleValue)
	if len(values) != 1 || len(labels)+1 != len(read.columns) {
		return nil, failure(clickhouse.PhaseShape, out.options, map[string]any{"values": len(values)})
	}
	if value := values[0]; !isNumber(value.kind) {
		return nil, failure(clickhouse.PhaseShape, out.options, map[string]any{"column": value.Name, "type": value.kind.String()})
	}
	rows, fault := newLabelled(labels, out.options)
	if fault != nil {
		return nil, fault
	}
	known := seen{}
	row := make([]string, 0, len(labels))
	for chunk, numbers := range values[0].chunks {
		for i := range numbers.Len() {
			if row = rows.values(chunk, i, row); !known.add(row) {
				return nil, failure(clickhouse.PhaseShape, out.options, map[string]any{"duplicate": rows.text(row)})
			}
		}
	}
	return out.frames([]part{{columns: read.columns}})
}
