package host

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"maps"
	"time"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
	"github.com/genai-observability/genai-observability-app/pkg/engine"
)

// maxRounds limits the rounds of a call. A resource may replay a rule one evaluation at a time: 500 of them,
// 32 in parallel, in up to seven rounds each.
var maxRounds = map[string]int{"resource": 128}

// maxRoundsOtherwise is enough for budgets, which ask for the census of a time zone's closed days in up to three rounds each.
const maxRoundsOtherwise = 48

// converse calls the engine, runs what it needs, and calls it again until it is done. The error is an *engineError or a failure.
func (in *instance) converse(ctx context.Context, who caller, c call, done any) error {
	c.Settings, c.Brief, c.Now = &in.settings, true, cmp.Or(c.Now, in.now().UnixMilli())
	for range cmp.Or(maxRounds[c.Op], maxRoundsOtherwise) {
		r, err := in.ask(ctx, who.lane, c)
		switch {
		case err != nil:
			return err
		case r.Error != nil:
			return r.Error
		case len(r.Done) > 0:
			return json.Unmarshal(r.Done, done)
		}
		need, err := in.needOf(ctx, who, c, r)
		if err != nil {
			return err
		}
		c.State = r.State
		found, err := in.lookUpFor(ctx, who, c.Op, need)
		if err != nil {
			return err
		}
		if r.Unite {
			c.Results, err = in.unite(ctx, who, found)
		} else {
			c.Results, err = textsOf(found)
		}
		if err != nil {
			return err
		}
	}
	return &engine.Error{Reason: "the engine asked for too many rounds of statements"}
}

// healthRest is what a health check keeps of its time: what takes longer to look up is missing in its answer, and no fault.
const healthRest = 5 * time.Second

func (in *instance) lookUpFor(ctx context.Context, who caller, op string, need []needed) ([]result, error) {
	end, ok := ctx.Deadline()
	if op != "health" || !ok {
		return in.lookUp(ctx, who, need)
	}
	shorter, cancel := context.WithDeadline(ctx, end.Add(-healthRest))
	defer cancel()
	found, _ := in.lookUp(shorter, who, need)
	return found, ctx.Err()
}

// needsLast is how long statements are remembered by the state that needs them. They never change.
const needsLast = 24 * time.Hour

// needOf returns what a reply needs. If the state alone determines it, it is requested only once, because a census is long.
func (in *instance) needOf(ctx context.Context, who caller, c call, r *reply) ([]needed, error) {
	if !r.ByState {
		return prepared(r.Need)
	}
	sum := sha256.Sum256([]byte(c.Op + string(r.State))) // a state is as long as the answers it came from
	key := who.own(string(sum[:]))
	return in.needs.get(urging(ctx, who), key, life{fresh: needsLast}, func(ctx context.Context, _ bool) ([]needed, error) {
		c.Brief = false
		whole, err := in.ask(ctx, who.lane, c)
		if err != nil {
			return nil, err
		}
		return prepared(whole.Need)
	})
}

func prepared(need []clickhouse.Statement) ([]needed, error) {
	if need == nil {
		return nil, &engine.Error{Reason: "the reply is empty"}
	}
	all := make([]needed, len(need))
	for i, s := range need {
		all[i] = needed{Statement: s, key: keyOf(remembered(s), nil)}
	}
	return all, nil
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
		return nil, errors.New("the engine's reply is not the expected JSON")
	}
	return &r, nil
}

// remembered is the statement as far as its answer follows from it: without the keys that happen to be asked for, each of
// which is remembered by itself, and of a user's SQL, whose types are asked for, without the times of a panel that refreshes.
func remembered(s clickhouse.Statement) clickhouse.Statement {
	switch {
	case s.IsUsers() && !s.OfQuery:
		s.Params = nil
	case s.Slices != nil:
		s.Params = maps.Clone(s.Params)
		delete(s.Params, s.Slices.Parameter)
	}
	return s
}
