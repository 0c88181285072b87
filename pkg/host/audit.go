package host

import (
	"context"
	"maps"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// audit logs that somebody was sent what may hold prompts or answers: who, where, and what the plan says of it.
func audit(ctx context.Context, who caller, of map[string]string) {
	if len(of) == 0 {
		return
	}
	args := []any{"user", who.comment.User, "dashboard", who.comment.Dashboard, "panel", who.comment.Panel}
	for _, name := range slices.Sorted(maps.Keys(of)) {
		args = append(args, name, said(of[name]))
	}
	backend.Logger.FromContext(ctx).Info("Content was read", args...)
}
