package host

import (
	"context"
	"time"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
	"github.com/genai-observability/genai-observability-app/pkg/frame"
)

// seenPause is how long nobody looks again for what the lookups had not seen. Whoever comes meanwhile is told what was found.
const seenPause = 10 * time.Second

// answered plans a query and runs its statement. The caller must release the answer.
//
// A model that is first used a minute ago may be in the table, and not yet in what was looked up. Its rows say so, and the
// query is planned once more after a look at what is new.
func (in *instance) answered(ctx context.Context, who caller, c call) (plan, *clickhouse.Answer, error) {
	c.Now = in.now().UnixMilli() // the same for both, or the plans would never be the same
	var p plan
	if err := in.converse(ctx, who, c, &p); err != nil {
		return plan{}, nil, err
	}
	answer, err := in.answer(ctx, who, p)
	if err != nil || p.Unseen == "" || !frame.AnyAbove(answer, p.Unseen, 0) {
		return p, answer, err
	}
	c.Unseen = in.looksAgain(ctx, who)
	var again plan
	if err := in.converse(ctx, who, c, &again); err != nil || isSame(p, again) {
		return p, answer, nil
	}
	better, err := in.answer(ctx, who, again)
	if err != nil {
		return p, answer, nil
	}
	answer.Release()
	return again, better, nil
}

func isSame(a, b plan) bool { return keyOf(a.Statement, &a.Limits) == keyOf(b.Statement, &b.Limits) }

// looksAgain tells one caller of an identity every so often.
func (in *instance) looksAgain(ctx context.Context, who caller) bool {
	isFirst := false
	_, err := in.looked.get(ctx, who.identity.Key(), life{fresh: seenPause}, func(context.Context, bool) (struct{}, error) {
		isFirst = true
		return struct{}{}, nil
	})
	return err == nil && isFirst
}
