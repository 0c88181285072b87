package frame

import "github.com/genai-observability/genai-observability-app/pkg/clickhouse"

// numericLong builds one frame of text labels, unique by row, and one number, as alerts need it. Each row is a series.
func numericLong(read *sheet, out output, limits Limits) ([]*File, *clickhouse.Failure) {
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
	first, isCut := run{}, false
	known := seen{}
	row := make([]string, 0, len(labels))
	for chunk, numbers := range values[0].chunks {
		for i := range numbers.Len() {
			if row = rows.values(chunk, i, row); !known.add(row) {
				return nil, failure(clickhouse.PhaseShape, out.options, map[string]any{"duplicate": rows.text(row)})
			}
			if isCut = limits.Series > 0 && int64(len(known)) > limits.Series; isCut {
				break
			}
			first.extend(chunk, i)
		}
		if isCut {
			break
		}
	}
	if !isCut {
		return out.frames([]part{{columns: read.columns}})
	}
	if limits.OnExceeded != clickhouse.OnExceededNotice {
		return nil, failure(clickhouse.PhaseLimit, out.options, map[string]any{"limit": "series", "value": limits.Series})
	}
	out.options.notice(noticeSeries(limits.Series))
	shown := part{}
	for _, c := range read.columns {
		shown.columns = append(shown.columns, c.slice(first))
	}
	defer releaseParts([]part{shown})
	return out.frames([]part{shown})
}
