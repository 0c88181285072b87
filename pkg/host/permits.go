package host

import (
	"context"
	"time"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

const (
	permitsKept = 1024
	permitBytes = 4 << 10 // about
	permitTime  = 20 * time.Second
	// An administrator may change a profile at any time. A refusal makes us ask again, though not more often than this.
	permitPause = 30 * time.Second
)

var permitLife = life{fresh: 10 * time.Minute, stale: time.Hour}

// permitsOf returns what the caller's identity may set, for each of which the server is asked by a statement of ours.
func (in *instance) permitsOf(ctx context.Context, who caller, keep life) (clickhouse.Permits, error) {
	return in.permits.get(urging(ctx, who), who.identity.Key(), keep, func(ctx context.Context, _ bool) (clickhouse.Permits, error) {
		found, failure := in.client.Permits(ctx, who.identity)
		if failure != nil {
			return nil, failure
		}
		return found, nil
	})
}

// do runs a statement with what the caller may set. A refusal may mean that this has changed since we asked; what a user's
// text provokes does not.
func (in *instance) do(ctx context.Context, who caller, s clickhouse.Statement, c clickhouse.Call) (*clickhouse.Answer, error) {
	permits, err := in.permitsOf(ctx, who, permitLife)
	if err != nil {
		return nil, err
	}
	c.Identity, c.Permits = who.identity, permits
	answer, failure := in.client.Do(ctx, s, c)
	if failure == nil {
		return answer, nil
	}
	if clickhouse.IsRefusal(failure) && ctx.Err() == nil {
		now, err := in.permitsOf(ctx, who, life{fresh: permitPause})
		if err == nil && !now.Equal(permits) {
			c.Permits, c.QueryID = now, c.QueryID+"-3"
			answer, failure = in.client.Do(ctx, s, c)
		}
	}
	if failure != nil {
		return nil, failure
	}
	return answer, nil
}
