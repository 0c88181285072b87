package host

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/genai-observability/genai-observability-app/pkg/engine"
)

// maxRounds are those of a query or a health check. A resource may replay a rule evaluation by evaluation: 500 of them,
// 32 at a time, in up to six rounds each.
var maxRounds = map[string]int{"resource": 128}

const maxRoundsOtherwise = 8

// converse asks the engine, runs what it needs, and asks again until it is done. The error is an *engineError or a failure.
func (in *instance) converse(ctx context.Context, who caller, c call, done any) error {
	c.Settings = &in.settings
	for range cmp.Or(maxRounds[c.Op], maxRoundsOtherwise) {
		r, err := in.ask(ctx, who.lane, c)
		switch {
		case err != nil:
			return err
		case r.Error != nil:
			return r.Error
		case r.Need == nil:
			if len(r.Done) == 0 {
				return &engine.Error{Reason: "the reply is empty"}
			}
			return json.Unmarshal(r.Done, done)
		}
		c.State = r.State
		if c.Results, err = in.lookUp(ctx, who, r.Need); err != nil {
			return err
		}
	}
	return &engine.Error{Reason: "the engine asked for too many rounds of statements"}
}

func (in *instance) ask(ctx context.Context, lane engine.Lane, c call) (*reply, error) {
	pool, err := in.pool()
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	answer, err := pool.Call(ctx, lane, text)
	engineSeconds.WithLabelValues(c.Op).Observe(since(start))
	if err != nil {
		return nil, err
	}
	var r reply
	if err := json.Unmarshal(answer, &r); err != nil {
		return nil, errors.New("the engine's reply is not the JSON that was agreed on")
	}
	return &r, nil
}
