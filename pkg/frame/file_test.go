package frame

import (
	"bytes"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

func TestAFileHasItsPiecesInOrder(t *testing.T) {
	short, long := []byte("short"), bytes.Repeat([]byte("x"), aliased)
	file := &File{}
	var want []byte
	for _, piece := range [][]byte{short, short, long, long, short, {}, long, short} {
		if n, err := file.Write(piece); n != len(piece) || err != nil {
			t.Fatal(n, err)
		}
		want = append(want, piece...)
		if file.Size() != len(want) || !bytes.Equal(file.Bytes(), want) {
			t.Fatalf("%d bytes after %d", file.Size(), len(want))
		}
	}
	copy(short, "later")
	if !bytes.Equal(file.Bytes(), want) {
		t.Error("a short piece is the writer's own")
	}
}

func TestAFileIsTheAnswersMemory(t *testing.T) {
	rows := make([][]any, 10_000)
	for i := range rows {
		rows[i] = []any{int64(i), "some text"}
	}
	answer := answerOf(t, []arrow.Field{field("n", arrow.PrimitiveTypes.Int64, false), field("s", arrow.BinaryTypes.String, false)}, rows)
	numbers, texts := answer.Batches[0].Column(0).(*array.Int64), answer.Batches[0].Column(1).(*array.String)
	files, failure := Shape(answer, Plan{Type: Table, Columns: []Column{{Name: "n", Role: RoleField}, {Name: "s", Role: RoleField}}}, Limits{}, Options{})
	if failure != nil {
		t.Fatalf("%+v", failure)
	}
	shared, own := 0, 0
	first, text := numbers.Data().Buffers()[1].Bytes(), texts.ValueBytes()
	for _, piece := range files[0].Pieces() {
		switch &piece[0] {
		case &first[0], &text[0]:
			shared++
		default:
			if len(piece) < 10_000*4 { // the offsets of a text are read where they are, too
				own += len(piece)
			}
		}
	}
	answer.Release()
	if shared != 2 || own > 8<<10 {
		t.Errorf("%d columns are the answer's, %d bytes are copies", shared, own)
	}
	if frames := decode(t, files, nil); frames[0].At(0, 9_999) != int64(9_999) || frames[0].At(1, 9_999) != "some text" {
		t.Errorf("the file does not outlive the answer: %v", frames[0].At(1, 9_999))
	}
}
