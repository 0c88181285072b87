package frame

import (
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

var (
	seriesFields = []arrow.Field{field("service", arrow.BinaryTypes.String, false), field("model", arrow.BinaryTypes.String, false),
		field("time", nanoseconds, true), field("v", arrow.PrimitiveTypes.Float64, true), field("n", arrow.PrimitiveTypes.Uint64, false)}
	seriesPlan = Plan{Type: TimeSeriesMulti, Columns: []Column{{Name: "service", Role: RoleLabel}, {Name: "model", Role: RoleLabel}, {Name: "time", Role: RoleTime},
		{Name: "v", Role: RoleValue, Config: map[string]any{"displayName": "Latency", "unit": "s"}}, {Name: "n", Role: RoleValue}}}
)

func seriesAnswer(t *testing.T) *clickhouse.Answer {
	return answerOf(t, seriesFields,
		[][]any{{"a", "m", 1, 1.0, uint64(1)}, {"a", "m", 2, nil, uint64(2)}, {"b", "m", 1, 3.0, uint64(3)}},
		[][]any{{"b", "m", 2, 4.0, uint64(4)}},
		[][]any{{"b", "m", 3, 5.0, uint64(5)}, {"é", "m", 1, 6.0, uint64(6)}})
}

func TestSeriesOfAPanelSayWhich(t *testing.T) {
	plan := seriesPlan
	plan.PreferredPanel = "heatmap"
	files, failure := Shape(seriesAnswer(t), plan, Limits{}, Options{RefID: "A"})
	for i, frame := range decode(t, files, failure) {
		if frame.Meta.PreferredVisualizationPluginID != "heatmap" || frame.Meta.PreferredVisualization != "" {
			t.Errorf("%d: %+v", i, frame.Meta)
		}
	}
}

func TestSeriesAreSlices(t *testing.T) {
	files, failure := Shape(seriesAnswer(t), seriesPlan, Limits{}, Options{RefID: "A", SQL: "S"})
	frames := decode(t, files, failure)
	if len(frames) != 6 {
		t.Fatal(len(frames))
	}
	lengths := []int{2, 2, 3, 3, 1, 1}
	names := []string{"a, m · Latency", "a, m · n", "b, m · Latency", "b, m · n", "é, m · Latency", "é, m · n"}
	for i, frame := range frames {
		times, values := frame.Fields[0], frame.Fields[1]
		if len(frame.Fields) != 2 || frame.Rows() != lengths[i] || times.Type() != data.FieldTypeTime || times.Name != "time" {
			t.Fatalf("%d: %v", i, frame.Fields)
		}
		if values.Config.DisplayNameFromDS != names[i] || values.Config.DisplayName != "" || len(values.Labels) != 2 || values.Labels["model"] != "m" {
			t.Errorf("%d: %+v %v", i, values.Config, values.Labels)
		}
		if frame.Meta.Type != data.FrameTypeTimeSeriesMulti || frame.Meta.TypeVersion != (data.FrameTypeVersion{0, 1}) || (frame.Meta.ExecutedQueryString == "S") != (i == 0) || frame.RefID != "A" {
			t.Errorf("%d: %+v", i, frame.Meta)
		}
	}
	if v := frames[2].Fields[1]; *v.At(2).(*float64) != 5 || v.Labels["service"] != "b" || v.Config.Unit != "s" || !frames[2].Fields[0].At(2).(time.Time).Equal(time.Unix(0, 3)) {
		t.Error(v.At(2))
	}
	if !frames[0].Fields[1].NilAt(1) || frames[1].Fields[1].At(1) != uint64(2) {
		t.Error("null is kept")
	}
	if seriesPlan.Columns[3].Config["displayName"] != "Latency" {
		t.Error("the plan is only read")
	}
}

func TestSeriesWithoutLabels(t *testing.T) {
	plan := Plan{Type: TimeSeriesMulti, Columns: []Column{{Name: "time", Role: RoleTime}, {Name: "v", Role: RoleValue}}}
	files, failure := Shape(answerOf(t, seriesFields[2:4], [][]any{{1, 1.0}, {2, 2.0}}), plan, Limits{}, Options{})
	frames := decode(t, files, failure)
	if len(frames) != 1 || frames[0].Fields[1].Config.DisplayNameFromDS != "v" || frames[0].Fields[1].Labels != nil {
		t.Fatalf("%+v", frames[0].Fields[1])
	}
}

func TestSeriesNamedByLabelsAlone(t *testing.T) {
	plan := Plan{Type: TimeSeriesMulti, Columns: append(append([]Column{}, seriesPlan.Columns[:4]...), Column{Name: "n", Role: RoleSkip})}
	files, failure := Shape(seriesAnswer(t), plan, Limits{}, Options{})
	if frames := decode(t, files, failure); len(frames) != 3 || frames[0].Fields[1].Config.DisplayNameFromDS != "a, m" {
		t.Fatal(len(frames))
	}
}

func TestSeriesLimit(t *testing.T) {
	files, failure := Shape(seriesAnswer(t), seriesPlan, Limits{Series: 3, OnExceeded: "notice"}, Options{})
	frames := decode(t, files, failure)
	if len(frames) != 3 || len(frames[0].Meta.Notices) != 1 {
		t.Fatal(len(frames))
	}
	if _, failure = Shape(seriesAnswer(t), seriesPlan, Limits{Series: 5, OnExceeded: "error"}, Options{}); failure == nil || failure.Phase != clickhouse.PhaseLimit || failure.Detail["limit"] != "series" || failure.Detail["value"] != int64(5) {
		t.Fatalf("%+v", failure)
	}
	if files, failure = Shape(seriesAnswer(t), seriesPlan, Limits{Series: 6, OnExceeded: "error"}, Options{}); len(decode(t, files, failure)[0].Meta.Notices) != 0 {
		t.Fatal("the limit itself is allowed")
	}
}

func TestSeriesOutOfOrder(t *testing.T) {
	for name, rows := range map[string][][]any{
		"label set returns": {{"a", "m", 1, 1.0, uint64(1)}, {"b", "m", 1, 1.0, uint64(1)}, {"a", "m", 2, 1.0, uint64(1)}},
		"time goes back":    {{"a", "m", 2, 1.0, uint64(1)}, {"a", "m", 1, 1.0, uint64(1)}},
		"null time":         {{"a", "m", nil, 1.0, uint64(1)}},
		"null label":        {{nil, "m", 1, 1.0, uint64(1)}},
	} {
		if _, failure := Shape(answerOf(t, seriesFields, rows), seriesPlan, Limits{}, Options{}); failure == nil || failure.Phase != clickhouse.PhaseShape {
			t.Errorf("%s: %+v", name, failure)
		}
	}
}

// TestSaidOnce checks that a notice is on one frame only: forty series with a notice each would show it forty times.
func TestSaidOnce(t *testing.T) {
	fields := []arrow.Field{field("t", &arrow.TimestampType{Unit: arrow.Nanosecond}, false), field("l", arrow.BinaryTypes.String, false), field("v", arrow.PrimitiveTypes.Float64, true)}
	plan := Plan{Type: TimeSeriesMulti, Columns: []Column{{Name: "t", Role: RoleTime}, {Name: "l", Role: RoleLabel}, {Name: "v", Role: RoleValue}}}
	files, failure := Shape(answerOf(t, fields, [][]any{{1, "a", 1.0}, {1, "b", 2.0}}), plan, Limits{}, Options{SQL: "SELECT 1", Notices: []Notice{{Severity: "info", Text: "note"}}})
	frames := decode(t, files, failure)
	if len(frames) != 2 || len(frames[0].Meta.Notices) != 1 || frames[0].Meta.ExecutedQueryString == "" || len(frames[1].Meta.Notices) != 0 {
		t.Fatalf("%+v", frames)
	}
}
