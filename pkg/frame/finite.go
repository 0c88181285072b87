package frame

import (
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/bitutil"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// dropNotFinite turns NaN and infinities into null, because a condition would treat them as true. Values stay in place;
// only the validity bits are new.
func (c *column) dropNotFinite() bool {
	dropped := false
	for i, chunk := range c.chunks {
		var at func(int) float64
		switch values := chunk.(type) {
		case *array.Float64:
			at = values.Value
		case *array.Float32:
			at = func(row int) float64 { return float64(values.Value(row)) }
		default:
			return false
		}
		if masked := maskNotFinite(chunk, at); masked != nil {
			chunk.Release()
			c.chunks[i], c.nullable, dropped = masked, true, true
		}
	}
	return dropped
}

// maskNotFinite returns nil if every value is finite or null.
func maskNotFinite(values arrow.Array, at func(int) float64) arrow.Array {
	var valid []byte
	from := values.Data()
	nulls := values.NullN()
	for row := range values.Len() {
		if v := at(row); values.IsNull(row) || !math.IsNaN(v) && !math.IsInf(v, 0) {
			continue
		}
		if valid == nil {
			valid = validity(values)
		}
		bitutil.ClearBit(valid, from.Offset()+row)
		nulls++
	}
	if valid == nil {
		return nil
	}
	buffers := append([]*memory.Buffer{memory.NewBufferBytes(valid)}, from.Buffers()[1:]...)
	to := array.NewData(from.DataType(), from.Len(), buffers, nil, nulls, from.Offset())
	defer to.Release()
	return array.MakeFromData(to)
}

func validity(values arrow.Array) []byte {
	from := values.Data()
	valid := make([]byte, bitutil.BytesForBits(int64(from.Offset()+from.Len())))
	for row := range values.Len() {
		bitutil.SetBitTo(valid, from.Offset()+row, values.IsValid(row))
	}
	return valid
}
