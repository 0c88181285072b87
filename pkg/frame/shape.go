package frame

import (
	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

// Shape turns an answer into Grafana frames, each an Arrow file ready for a DataResponse. It does not change the answer, whose
// memory the files keep after it is released.
func Shape(answer *clickhouse.Answer, plan Plan, limits Limits, options Options) ([]*File, *clickhouse.Failure) {
	if answer == nil || answer.Schema == nil {
		return nil, failure(clickhouse.PhaseShape, options, map[string]any{"reason": "no columns"})
	}
	switch answer.Truncated {
	case "rows":
		options.notice(noticeRows(answer.Rows))
	case "bytes":
		options.notice(noticeBytes(answer.Rows))
	}
	read, fault := newSheet(answer, plan, &options)
	if fault != nil {
		return nil, fault
	}
	defer read.release()
	out := output{plan: plan, options: options, stats: answer.Stats}
	switch {
	case plan.Type != Table && plan.Type != NumericLong && plan.Type != TimeSeriesMulti:
		return nil, failure(clickhouse.PhaseShape, options, map[string]any{"type": plan.Type})
	case answer.Rows == 0:
		return out.frames(nil)
	case plan.Type == NumericLong:
		return numericLong(read, out, limits)
	case plan.Type == TimeSeriesMulti:
		return timeSeries(read, out, limits)
	default:
		return out.frames([]part{{columns: read.columns}})
	}
}

func (o *Options) notice(n Notice) { o.Notices = append(o.Notices[:len(o.Notices):len(o.Notices)], n) }

func failure(phase string, options Options, detail map[string]any) *clickhouse.Failure {
	return &clickhouse.Failure{Phase: phase, Detail: detail, FromAlert: options.FromAlert}
}
