package host

import (
	"container/list"
	"context"
	"sync"
	"time"
)

const (
	// Nobody waits for a refresh, so it has its own time limit.
	refreshTime = 2 * time.Minute
	// After a failed refresh, the earlier answer is not refreshed for a while.
	refreshPause = 30 * time.Second
)

// memo answers equal requests with one run: those that arrive while it runs, and those that arrive while its answer is
// fresh. A stale answer is returned immediately and refreshed in the background. Errors go to those who wait and are not kept.
// It keeps a limited number of answers and bytes, and drops the least recently used first.
type memo[V any] struct {
	entries int
	bytes   int64
	size    func(V) int64
	lasts   func(V, life) life // how long a value is kept, given the requested life
	retain  func(V)            // adds a holder of a value
	release func(V)            // removes a holder
	now     func() time.Time

	mu     sync.Mutex
	closed bool
	used   int64
	byKey  map[string]*answer[V]
	order  *list.List // of *answer[V], most recently used first; only answers that are kept
}

// life is how long an answer is fresh, and how long it may be used while it is refreshed.
type life struct{ fresh, stale time.Duration }

// runner computes an answer, for a caller who waits or in the background.
type runner[V any] func(ctx context.Context, background bool) (V, error)

type answer[V any] struct {
	key        string
	done       chan struct{}
	value      V
	err        error
	size       int64
	fresh      time.Time // until when
	stale      time.Time
	place      *list.Element
	over       bool
	refreshing bool
	waiters    int
	cancel     context.CancelFunc
}

func newMemo[V any](entries int, bytes int64, size func(V) int64) *memo[V] {
	nothing := func(V) {}
	return &memo[V]{
		entries: entries, bytes: bytes, size: size, lasts: func(_ V, l life) life { return l }, retain: nothing, release: nothing,
		now: time.Now, byKey: map[string]*answer[V]{}, order: list.New(),
	}
}

// get runs at most one `run` per key at a time. The run outlives the caller that started it while others wait.
// The caller becomes a holder of the value.
func (m *memo[V]) get(ctx context.Context, key string, keep life, run runner[V]) (V, error) {
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

func (m *memo[V]) join(ctx context.Context, key string, keep life, run runner[V]) (a *answer[V], mine bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if a := m.byKey[key]; a != nil {
		if a.place == nil {
			a.waiters++
			return a, false
		}
		now := m.now()
		if now.Before(a.fresh) || now.Before(a.stale) {
			if !now.Before(a.fresh) {
				m.refresh(ctx, a, keep, run)
			}
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

func (m *memo[V]) run(ctx context.Context, a *answer[V], keep life, run runner[V]) {
	defer a.cancel()
	value, err := guarded(func() (V, error) { return run(ctx, false) })
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
	if err != nil || !m.keep(a, keep) {
		delete(m.byKey, a.key)
	}
}

// refresh runs again for a stale answer, in the background. If it fails, the answer stays.
func (m *memo[V]) refresh(ctx context.Context, a *answer[V], keep life, run runner[V]) {
	if a.refreshing {
		return
	}
	a.refreshing = true
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshTime)
	go func() {
		defer cancel()
		value, err := guarded(func() (V, error) { return run(ctx, true) })
		m.mu.Lock()
		defer m.mu.Unlock()
		a.refreshing = false
		if err != nil {
			a.fresh = m.now().Add(refreshPause)
			return
		}
		defer m.release(value)
		if current := m.byKey[a.key]; current == a {
			m.drop(a)
		} else if current != nil {
			return // requested again in the meantime
		}
		fresh := &answer[V]{key: a.key, done: a.done, value: value, over: true, cancel: cancel}
		if m.keep(fresh, keep) {
			m.byKey[a.key] = fresh
		}
	}()
}

// keep holds an answer for its life, unless it is too large.
func (m *memo[V]) keep(a *answer[V], keep life) bool {
	keep = m.lasts(a.value, keep)
	a.size = m.size(a.value)
	if m.closed || keep.fresh <= 0 || a.size > m.bytes {
		return false
	}
	m.retain(a.value)
	now := m.now()
	a.fresh, a.stale = now.Add(keep.fresh), now.Add(keep.stale)
	a.place = m.order.PushFront(a)
	m.used += a.size
	for m.order.Len() > m.entries || m.used > m.bytes {
		m.drop(m.order.Back().Value.(*answer[V]))
	}
	return true
}

// leave ends a run that nobody waits for anymore, and lets the next caller start another.
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

// close drops all kept answers and keeps no new ones; current runs continue.
func (m *memo[V]) close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	for m.order.Len() > 0 {
		m.drop(m.order.Back().Value.(*answer[V]))
	}
}
