package host

import (
	"container/list"
	"context"
	"sync"
	"time"
)

// memo answers equal questions from one run: those asked while it runs, and those asked while its answer is fresh.
// Errors are told to whoever waits and are never kept. It holds at most so many answers and so many bytes, the oldest go first.
type memo[V any] struct {
	entries int
	bytes   int64
	size    func(V) int64
	retain  func(V) // adds a holder of a value
	release func(V) // takes one away
	now     func() time.Time

	mu    sync.Mutex
	used  int64
	byKey map[string]*answer[V]
	order *list.List // of *answer[V], last used in front; only answers that are kept
}

type answer[V any] struct {
	key     string
	done    chan struct{}
	value   V
	err     error
	size    int64
	expires time.Time
	place   *list.Element
	over    bool
	waiters int
	cancel  context.CancelFunc
}

func newMemo[V any](entries int, bytes int64, size func(V) int64) *memo[V] {
	nothing := func(V) {}
	return &memo[V]{
		entries: entries, bytes: bytes, size: size, retain: nothing, release: nothing,
		now: time.Now, byKey: map[string]*answer[V]{}, order: list.New(),
	}
}

// get runs at most one `run` per key at a time. The run outlives the caller that started it while somebody else waits.
// The caller becomes a holder of the value.
func (m *memo[V]) get(ctx context.Context, key string, keep time.Duration, run func(context.Context) (V, error)) (V, error) {
	for {
		a, mine := m.join(ctx, key, keep, run)
		select {
		case <-a.done:
		case <-ctx.Done():
			m.leave(a)
			var none V
			return none, ctx.Err()
		}
		// Another caller's deadline is not ours.
		if mine || ctx.Err() != nil || !isContextError(a.err) {
			return a.value, a.err
		}
	}
}

func (m *memo[V]) join(ctx context.Context, key string, keep time.Duration, run func(context.Context) (V, error)) (a *answer[V], mine bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if a := m.byKey[key]; a != nil {
		if a.place == nil {
			a.waiters++
			return a, false
		}
		if m.now().Before(a.expires) {
			m.order.MoveToFront(a.place)
			m.retain(a.value)
			return a, false
		}
		m.drop(a)
	}
	running, cancel := detached(ctx)
	a = &answer[V]{key: key, done: make(chan struct{}), waiters: 1, cancel: cancel}
	m.byKey[key] = a
	go m.run(running, a, keep, run)
	return a, true
}

func (m *memo[V]) run(ctx context.Context, a *answer[V], keep time.Duration, run func(context.Context) (V, error)) {
	defer a.cancel()
	value, err := guarded(func() (V, error) { return run(ctx) })
	m.mu.Lock()
	defer m.mu.Unlock()
	defer close(a.done)
	a.value, a.err, a.over = value, err, true
	if err == nil {
		for range a.waiters {
			m.retain(value)
		}
		defer m.release(value) // the run's own hold
	}
	if m.byKey[a.key] != a {
		return
	}
	if err != nil || keep <= 0 || m.size(value) > m.bytes {
		delete(m.byKey, a.key)
		return
	}
	m.retain(value)
	a.size, a.expires = m.size(value), m.now().Add(keep)
	a.place = m.order.PushFront(a)
	m.used += a.size
	for m.order.Len() > m.entries || m.used > m.bytes {
		m.drop(m.order.Back().Value.(*answer[V]))
	}
}

// leave ends a run that nobody waits for any more, and lets the next caller start another.
func (m *memo[V]) leave(a *answer[V]) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if a.over {
		if a.err == nil {
			m.release(a.value)
		}
		return
	}
	if a.waiters--; a.waiters == 0 {
		a.cancel()
		delete(m.byKey, a.key)
	}
}

func (m *memo[V]) drop(a *answer[V]) {
	m.order.Remove(a.place)
	m.used -= a.size
	delete(m.byKey, a.key)
	m.release(a.value)
}

// detached keeps the values and the deadline of ctx, not its cancellation.
func detached(ctx context.Context) (context.Context, context.CancelFunc) {
	if deadline, ok := ctx.Deadline(); ok {
		return context.WithDeadline(context.WithoutCancel(ctx), deadline)
	}
	return context.WithCancel(context.WithoutCancel(ctx))
}

// clear gives up what is kept; what runs goes on.
func (m *memo[V]) clear() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for m.order.Len() > 0 {
		m.drop(m.order.Back().Value.(*answer[V]))
	}
}
