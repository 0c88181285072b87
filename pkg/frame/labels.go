package frame

import (
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

// labelled reads the label columns of a sheet row by row.
type labelled struct{ columns []column }

func newLabelled(columns []column, options Options) (labelled, *clickhouse.Failure) {
	for _, c := range columns {
		if c.kind.ID() != arrow.STRING {
			return labelled{}, failure(clickhouse.PhaseShape, options, map[string]any{"column": c.Name, "type": c.kind.String()})
		}
		for _, chunk := range c.chunks {
			if chunk.NullN() > 0 {
				return labelled{}, failure(clickhouse.PhaseShape, options, map[string]any{"column": c.Name, "reason": "null label"})
			}
		}
	}
	return labelled{columns}, nil
}

// values returns a row's labels, which share the answer's memory.
func (l labelled) values(chunk, row int, into []string) []string {
	into = into[:0]
	for _, c := range l.columns {
		into = append(into, c.chunks[chunk].(*array.String).Value(row))
	}
	return into
}

func (l labelled) names() map[string]string {
	if len(l.columns) == 0 {
		return nil
	}
	return make(map[string]string, len(l.columns))
}

func (l labelled) asMap(values []string) map[string]string {
	labels := l.names()
	for i, c := range l.columns {
		labels[c.Name] = strings.Clone(values[i])
	}
	return labels
}

func (l labelled) text(values []string) string {
	pairs := make([]string, len(values))
	for i, c := range l.columns {
		pairs[i] = c.Name + "=" + values[i]
	}
	return strings.Join(pairs, ", ")
}

// seen distinguishes label sets, whatever text they contain.
type seen map[string]struct{}

// add adds a set and reports whether it is new.
func (s seen) add(values []string) bool {
	var key strings.Builder
	for _, value := range values {
		key.WriteString(strconv.Itoa(len(value)))
		key.WriteByte(':')
		key.WriteString(value)
	}
	_, known := s[key.String()]
	s[key.String()] = struct{}{}
	return !known
}
