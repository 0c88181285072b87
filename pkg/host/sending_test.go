package host

import (
	"strings"
	"testing"

	"google.golang.org/grpc/stats"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

func TestAnAnswersBytesAreHeldUntilItIsSent(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	for _, headers := range []map[string]string{nil, fromAlert} {
		kept := in.budget.Used()
		ctx := sendings{}.TagRPC(t.Context(), nil)
		got := ask(ctx, t, in, headers, `{"sql":"a","type":"numeric-long"}`, `{"sql":"b","type":"numeric-long"}`)
		if got["A"].Error != nil || got["B"].Error != nil {
			t.Fatal(got)
		}
		ofRules := int64(0) // a rule's answer is kept as well
		for _, a := range in.alerts.kept {
			ofRules += a.size
		}
		held := in.budget.Used() - ofRules
		if files := int64(len(threeRows())); held < 2*files/2 {
			t.Errorf("holds %d bytes of two answers of about %d", held, files)
		}
		sendings{}.HandleRPC(ctx, &stats.OutPayload{})
		if in.budget.Used()-ofRules != held {
			t.Error("given back before the end")
		}
		sendings{}.HandleRPC(ctx, &stats.End{})
		if in.budget.Used() != ofRules || kept != 0 {
			t.Errorf("%d bytes are never given back", in.budget.Used()-ofRules)
		}
	}
}

func TestADefaultPanelLeavesRoomForAnother(t *testing.T) {
	const largest = 64 << 20 // the default of limits.bytes
	if largest > (answerBytes-alertAnswerBytes)/2+(answerBytes-alertAnswerBytes)/4 {
		t.Error("one panel fills what panels share")
	}
	budget := clickhouse.NewBudget(answerBytes, alertAnswerBytes)
	if !budget.Take(largest, false) || !budget.Take(1<<20, false) || !budget.Take(alertAnswerBytes, true) {
		t.Error("one panel leaves nothing")
	}
}

func TestAnAnswerForWhichThereIsNoRoomIsAnError(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	in.process = &process{pool: in.pool, budget: clickhouse.NewBudget(100, 0)}
	ctx := sendings{}.TagRPC(t.Context(), nil)
	if got := ask(ctx, t, in, nil, `{"sql":"a"}`)["A"]; got.Error == nil || !strings.Contains(got.Error.Error(), "limit") || in.budget.Used() != 0 {
		t.Errorf("%v, %d bytes held", got.Error, in.budget.Used())
	}
}
