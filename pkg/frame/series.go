package frame

import (
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

// run is the rows of one label set, which are adjacent in the answer's order.
type run struct {
	labels []string
	spans  []span
}

// span is a run's rows in one chunk.
type span struct{ chunk, from, to int }

// timeSeries builds one frame of time and value for each label set and value column.
func timeSeries(read *sheet, out output, limits Limits) ([]*File, *clickhouse.Failure) {
	times, values := read.only(RoleTime), read.only(RoleValue)
	rows, fault := newLabelled(read.only(RoleLabel), out.options)
	if fault != nil {
		return nil, fault
	}
	if len(times) != 1 || len(values) == 0 {
		return nil, failure(clickhouse.PhaseShape, out.options, map[string]any{"times": len(times), "values": len(values)})
	}
	if t := times[0]; t.kind.ID() != arrow.TIMESTAMP || t.nullable {
		return nil, failure(clickhouse.PhaseShape, out.options, map[string]any{"column": t.Name, "reason": "null or not a time"})
	}
	for _, value := range values {
		if !isNumber(value.kind) && value.kind.ID() != arrow.BOOL {
			return nil, failure(clickhouse.PhaseShape, out.options, map[string]any{"column": value.Name, "type": value.kind.String()})
		}
	}
	runs, fault := runsOf(rows, times[0], out.options)
	if fault != nil {
		return nil, fault
	}
	if most := limits.Series; most > 0 && int64(len(runs)*len(values)) > most {
		if limits.OnExceeded != clickhouse.OnExceededNotice {
			return nil, failure(clickhouse.PhaseLimit, out.options, map[string]any{"limit": "series", "value": most})
		}
		out.options.notice(noticeSeries(most))
	}
	var parts []part
	defer func() { releaseParts(parts) }()
	for _, r := range runs {
		for _, value := range values {
			if limits.Series > 0 && int64(len(parts)) == limits.Series {
				return out.frames(parts)
			}
			parts = append(parts, series(r, rows, times[0], value, len(values) > 1))
		}
	}
	return out.frames(parts)
}

// runsOf finds the label sets and checks the order that Grafana assumes.
func runsOf(rows labelled, times column, options Options) ([]run, *clickhouse.Failure) {
	var runs []run
	known := seen{}
	row := make([]string, 0, len(rows.columns))
	last := arrow.Timestamp(0)
	for chunk, chunkTimes := range times.chunks {
		stamps := chunkTimes.(*array.Timestamp)
		for i := range stamps.Len() {
			row = rows.values(chunk, i, row)
			at := stamps.Value(i)
			if len(runs) == 0 || !slices.Equal(runs[len(runs)-1].labels, row) {
				if !known.add(row) {
					return nil, failure(clickhouse.PhaseShape, options, map[string]any{"duplicate": rows.text(row)})
				}
				runs = append(runs, run{labels: slices.Clone(row)})
			} else if at < last {
				return nil, failure(clickhouse.PhaseShape, options, map[string]any{"column": times.Name, "reason": "not in order"})
			}
			last = at
			runs[len(runs)-1].extend(chunk, i)
		}
	}
	return runs, nil
}

func (r *run) extend(chunk, row int) {
	if n := len(r.spans); n > 0 && r.spans[n-1].chunk == chunk {
		r.spans[n-1].to = row + 1
		return
	}
	r.spans = append(r.spans, span{chunk, row, row + 1})
}

func series(r run, rows labelled, times, value column, manyValues bool) part {
	title, _ := value.Config["displayName"].(string)
	if title == "" {
		title = value.Name
	}
	name := title
	if labels := strings.Join(r.labels, ", "); len(r.labels) > 0 {
		name = labels
		if manyValues {
			name += " · " + title
		}
	}
	times, value = times.slice(r), value.slice(r)
	value.labels = rows.asMap(r.labels)
	value.Config = maps.Clone(value.Config)
	if value.Config == nil {
		value.Config = map[string]any{}
	}
	delete(value.Config, "displayName")
	value.Config["displayNameFromDS"] = name
	return part{name: name, columns: []column{times, value}}
}

// slice returns the column's rows of a run, still in the answer's memory.
func (c column) slice(r run) column {
	chunks := make([]arrow.Array, len(r.spans))
	for i, s := range r.spans {
		chunks[i] = array.NewSlice(c.chunks[s.chunk], int64(s.from), int64(s.to))
	}
	c.chunks = chunks
	return c
}

func releaseParts(parts []part) {
	for _, p := range parts {
		for _, c := range p.columns {
			for _, chunk := range c.chunks {
				chunk.Release()
			}
		}
	}
}
