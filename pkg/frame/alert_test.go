package frame

import (
	"math"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

var (
	alertFields = []arrow.Field{field("service", arrow.BinaryTypes.String, false), field("model", arrow.BinaryTypes.String, false),
		field("n", arrow.PrimitiveTypes.Uint64, false), field("v", arrow.PrimitiveTypes.Float64, false)}
	alertPlan = Plan{Type: NumericLong, Columns: []Column{{Name: "service", Role: RoleLabel}, {Name: "model", Role: RoleLabel}, {Name: "n", Role: RoleSkip}, {Name: "v", Role: RoleValue}}}
)

func TestNumericLong(t *testing.T) {
	answer := answerOf(t, alertFields, [][]any{{"a", "m", uint64(1), 1.0}}, [][]any{{"a", "k", uint64(1), 2.0}, {"b", "m", uint64(1), 3.0}})
	files, failure := Shape(answer, alertPlan, Limits{}, Options{RefID: "A"})
	frame := decode(t, files, failure)[0]
	if len(frame.Fields) != 3 || frame.Rows() != 3 || frame.Meta.Type != data.FrameTypeNumericLong || frame.Fields[2].At(2) != 3.0 {
		t.Fatalf("%+v", frame)
	}
}

func TestNumericLongHasALimitOfSeries(t *testing.T) {
	answer := answerOf(t, alertFields, [][]any{{"a", "m", uint64(1), 1.0}}, [][]any{{"a", "k", uint64(1), 2.0}, {"b", "m", uint64(1), 3.0}})
	for _, most := range []int64{0, 3, 4} {
		if files, failure := Shape(answer, alertPlan, Limits{Series: most}, Options{FromAlert: true}); decode(t, files, failure)[0].Rows() != 3 {
			t.Errorf("a limit of %d", most)
		}
	}
	for _, most := range []int64{1, 2} {
		if _, failure := Shape(answer, alertPlan, Limits{Series: most, OnExceeded: clickhouse.OnExceededError}, Options{FromAlert: true}); failure == nil || failure.Phase != clickhouse.PhaseLimit || failure.Detail["limit"] != "series" || failure.Detail["value"] != most {
			t.Errorf("a limit of %d: %+v", most, failure)
		}
		files, failure := Shape(answer, alertPlan, Limits{Series: most, OnExceeded: clickhouse.OnExceededNotice}, Options{})
		frame := decode(t, files, failure)[0]
		if int64(frame.Rows()) != most || len(frame.Meta.Notices) != 1 || frame.Fields[2].At(int(most)-1) != float64(most) {
			t.Errorf("a panel with a limit of %d: %d rows, %+v", most, frame.Rows(), frame.Meta.Notices)
		}
	}
}

func TestDuplicateLabels(t *testing.T) {
	answer := answerOf(t, alertFields, [][]any{{"a", "m", uint64(1), 1.0}, {"am", "", uint64(1), 1.0}, {"", "am", uint64(1), 1.0}}, [][]any{{"a", "m", uint64(1), 2.0}})
	_, failure := Shape(answer, alertPlan, Limits{}, Options{FromAlert: true})
	if failure == nil || failure.Phase != clickhouse.PhaseShape || failure.Detail["duplicate"] != "service=a, model=m" || !failure.FromAlert {
		t.Fatalf("%+v", failure)
	}
}

func TestNumericLongIsOneNumberAndText(t *testing.T) {
	answer := answerOf(t, alertFields, [][]any{{"a", "m", uint64(1), 1.0}})
	for _, roles := range [][4]string{
		{RoleLabel, RoleLabel, RoleValue, RoleValue}, {RoleLabel, RoleLabel, RoleSkip, RoleSkip}, {RoleLabel, RoleValue, RoleSkip, RoleSkip},
		{RoleLabel, RoleLabel, RoleLabel, RoleValue}, {RoleLabel, RoleField, RoleSkip, RoleValue},
	} {
		plan := Plan{Type: NumericLong}
		for i, f := range alertFields {
			plan.Columns = append(plan.Columns, Column{Name: f.Name, Role: roles[i]})
		}
		if _, failure := Shape(answer, plan, Limits{}, Options{}); failure == nil || failure.Phase != clickhouse.PhaseShape {
			t.Errorf("%v: %+v", roles, failure)
		}
	}
}

func TestNotFiniteNeverReachesAnAlert(t *testing.T) {
	rows := [][]any{{"a", math.NaN(), float32(1)}, {"b", math.Inf(1), float32(math.Inf(-1))}, {"c", 4.0, float32(2)}, {"d", nil, nil}}
	fields := []arrow.Field{field("l", arrow.BinaryTypes.String, false), field("v", arrow.PrimitiveTypes.Float64, true), field("w", arrow.PrimitiveTypes.Float32, true)}
	plan := Plan{Type: NumericLong, Columns: []Column{{Name: "l", Role: RoleLabel}, {Name: "v", Role: RoleValue}, {Name: "w", Role: RoleSkip}}}
	whole := answerOf(t, fields, rows)
	sliced := answerOf(t, fields, append([][]any{{"z", 9.0, float32(9)}}, rows...))
	sliced.Batches[0], sliced.Rows = sliced.Batches[0].NewSlice(1, 5), 4
	for _, answer := range []*clickhouse.Answer{whole, sliced} {
		files, failure := Shape(answer, plan, Limits{}, Options{FromAlert: true})
		frame := decode(t, files, failure)[0]
		values := frame.Fields[1]
		if !values.NilAt(0) || !values.NilAt(1) || values.NilAt(2) || !values.NilAt(3) || *values.At(2).(*float64) != 4 {
			t.Fatalf("%v %v %v", values.At(0), values.At(1), values.At(2))
		}
		if len(frame.Meta.Notices) != 1 {
			t.Fatal(frame.Meta.Notices)
		}
		files, failure = Shape(answer, plan, Limits{}, Options{})
		if panel := decode(t, files, failure)[0]; panel.Fields[1].NilAt(0) || len(panel.Meta.Notices) != 0 {
			t.Fatal("a panel keeps NaN, and the answer is only read")
		}
	}
	table := Plan{Type: Table, Columns: []Column{{Name: "l", Role: RoleField}, {Name: "v", Role: RoleField}, {Name: "w", Role: RoleField}}}
	files, failure := Shape(whole, table, Limits{}, Options{FromAlert: true})
	if w := decode(t, files, failure)[0].Fields[2]; !w.NilAt(1) || *w.At(2).(*float32) != 2 {
		t.Fatal(w.At(1))
	}
}

func TestNotFiniteInAColumnThatIsNotNullable(t *testing.T) {
	files, failure := Shape(answerOf(t, alertFields, [][]any{{"a", "m", uint64(1), math.NaN()}}), alertPlan, Limits{}, Options{FromAlert: true})
	if v := decode(t, files, failure)[0].Fields[2]; !v.Nullable() || !v.NilAt(0) {
		t.Fatal(v.At(0))
	}
}
