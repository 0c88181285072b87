package host

import "context"

type urgesKey struct{}
type hurriedKey struct{}

// urging marks the context of a rule: what it waits for must not wait behind panels.
func urging(ctx context.Context, who caller) context.Context {
	if who.fromAlert() {
		return context.WithValue(ctx, urgesKey{}, true)
	}
	return ctx
}

func urges(ctx context.Context) bool {
	is, _ := ctx.Value(urgesKey{}).(bool)
	return is
}

// withHurry gives a run the signal that a rule waits for it.
func withHurry(ctx context.Context, hurried <-chan struct{}) context.Context {
	return context.WithValue(ctx, hurriedKey{}, hurried)
}

func isHurried(ctx context.Context) bool {
	select {
	case <-hurryOf(ctx):
		return true
	default:
		return false
	}
}

// hurryOf is that signal, nil where there is none.
func hurryOf(ctx context.Context) <-chan struct{} {
	hurried, _ := ctx.Value(hurriedKey{}).(<-chan struct{})
	return hurried
}
