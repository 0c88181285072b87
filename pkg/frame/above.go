package frame

import (
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

// AnyAbove reports whether a Float64 column of the answer has a value above the bound.
func AnyAbove(answer *clickhouse.Answer, name string, bound float64) bool {
	for _, at := range answer.Schema.FieldIndices(name) {
		for _, batch := range answer.Batches {
			values, ok := batch.Column(at).(*array.Float64)
			for i := 0; ok && i < values.Len(); i++ {
				if values.IsValid(i) && values.Value(i) > bound {
					return true
				}
			}
		}
	}
	return false
}
