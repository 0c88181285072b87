package host

import (
	"container/list"
	"context"
	"sync"
	"time"
)

// After a refresh that failed the earlier answer is left alone for a while.
const refreshPause = 30 * time.Second

// memo answers equal questions from one run: those asked while it runs, and those asked while its answer is young enough for
// whoever asks. A stale answer is given at once, or after a short wait, and refreshed behind it. Errors are told to whoever
// waits and are never kept. It holds at most so many answers and so many bytes, the oldest go first; as many again are held
// of those that rules have asked for, so that no user can make a rule's answers go.
type memo[V any] struct {
	entries int
	bytes   int64
	size    func(V) int64
	lasts   func(V, life) life // how long a value is good for what was asked for
	retain  func(V)            // adds a holder of a value
	release func(V)            // removes a holder
	now     func() time.Time
	// ownTime bounds a run that goes on whoever leaves. Without it a run has its first caller's time, and ends when nobody
	// waits for it any more.
	ownTime time.Duration
	// keptFor bounds how long an answer is held; without it, it is until others take its place.
	keptFor time.Duration

	mu      sync.Mutex
	closed  bool
	users   part
	rules   part
	kept    map[string]*answer[V]
	running map[string]*flight[V]
	pauses  map[string]time.Time // until when a key is not refreshed
}

// part is what is held for users or for rules.
type part struct {
	order *list.List // of *answer[V], last used in front
	used  int64
}

// life is how old an answer may be: at once, or if it is refreshed behind its caller, who waits so long for the new one.
type life struct{ fresh, stale, wait time.Duration }

// runner makes the answers of the keys: for a caller who waits, or in the background. What it returns with an error is kept.
type runner[V any] func(ctx context.Context, background bool, keys []string) (map[string]V, error)

type answer[V any] struct {
	key   string
	value V
	size  int64
	at    time.Time
	part  *part
	place *list.Element
}

// flight is a run of one key.
type flight[V any] struct {
	key     string
	run     *run
	done    chan struct{}
	value   V
	err     error
	waiters int
	over    bool
	// forRule says that a rule has asked for it.
	forRule bool
}

// run makes the answers of one or more flights.
type run struct {
	waiters int
	cancel  context.CancelFunc
	// hurried is closed when a rule waits for it.
	hurried chan struct{}
	isUrged bool
}

func newMemo[V any](entries int, bytes int64, size func(V) int64) *memo[V] {
	nothing := func(V) {}
	return &memo[V]{
		entries: entries, bytes: bytes, size: size, lasts: func(_ V, l life) life { return l }, retain: nothing, release: nothing,
		now: time.Now, kept: map[string]*answer[V]{}, running: map[string]*flight[V]{}, pauses: map[string]time.Time{}, users: part{order: list.New()}, rules: part{order: list.New()},
	}
}

// get is getAll for one key and a run that knows of no others.
func (m *memo[V]) get(ctx context.Context, key string, keep life, one func(ctx context.Context, background bool) (V, error)) (V, error) {
	values, err := m.getAll(ctx, []string{key}, keep, func(ctx context.Context, background bool, _ []string) (map[string]V, error) {
		value, err := one(ctx, background)
		if err != nil {
			return nil, err
		}
		return map[string]V{key: value}, nil
	})
	if err != nil {
		var none V
		return none, err
	}
	return values[0], nil
}

// getAll runs at most one run per key at a time, and one for all keys that are missing. The caller becomes a holder of the values.
func (m *memo[V]) getAll(ctx context.Context, keys []string, keep life, ask runner[V]) ([]V, error) {
	wants := m.join(ctx, keys, keep, ask)
	values, held := []V{}, []*want[V]{}
	var failure error
	timer := time.NewTimer(max(keep.wait, 0))
	defer timer.Stop()
	late, mine := false, false
	for _, w := range wants {
		mine = mine || w.mine
		switch {
		case failure != nil:
			m.giveUp(w)
			continue
		case w.flight != nil && late && w.old != nil:
			m.leave(w)
		case w.flight != nil:
			late, failure = m.wait(ctx, w, timer, late)
		}
		if failure == nil {
			values, held = append(values, w.value), append(held, w)
		}
	}
	if failure == nil {
		return values, nil
	}
	m.mu.Lock()
	for _, w := range held {
		m.release(w.value)
	}
	m.mu.Unlock()
	// Another caller's deadline is not ours.
	if isContextError(failure) && ctx.Err() == nil && m.ownTime == 0 && !mine {
		return m.getAll(ctx, keys, keep, ask)
	}
	return nil, failure
}

// want is one key that a caller waits for, with the earlier answer that he may be given instead.
type want[V any] struct {
	value  V
	old    *answer[V]
	flight *flight[V]
	mine   bool // the caller began it
}

func (m *memo[V]) wait(ctx context.Context, w *want[V], timer *time.Timer, late bool) (bool, error) {
	var out <-chan time.Time
	if w.old != nil {
		out = timer.C
	}
	select {
	case <-w.flight.done:
		if err := w.flight.err; err != nil {
			if w.old != nil {
				return late, nil
			}
			return late, err
		}
		m.mu.Lock()
		if w.old != nil {
			m.release(w.value)
		}
		w.value = w.flight.value
		m.mu.Unlock()
		return late, nil
	case <-out:
		m.leave(w)
		return true, nil
	case <-ctx.Done():
		m.leave(w)
		if w.old == nil {
			return late, ctx.Err()
		}
		return true, nil
	}
}

// giveUp leaves what the caller waits for and what he would have been given instead.
func (m *memo[V]) giveUp(w *want[V]) {
	m.leave(w)
	if w.old != nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.release(w.value)
	}
}

// join finds what is known, and starts one run of what nobody knows and one of what is to be refreshed.
func (m *memo[V]) join(ctx context.Context, keys []string, keep life, ask runner[V]) []*want[V] {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	wants := []*want[V]{}
	var missing, stale []*flight[V]
	for _, key := range keys {
		w := &want[V]{}
		wants = append(wants, w)
		fresh := false
		if a := m.kept[key]; a != nil {
			asked, age := m.lasts(a.value, keep), now.Sub(a.at)
			fresh = age < asked.fresh
			if fresh || age < asked.stale {
				w.old, w.value = a, a.value
				m.retain(a.value)
				m.use(a, urges(ctx))
			}
		}
		if fresh {
			continue
		}
		f := m.running[key]
		if f == nil && (w.old == nil || !now.Before(m.pauses[key])) {
			f = &flight[V]{key: key, done: make(chan struct{})}
			m.running[key], w.mine = f, true
			if w.old == nil {
				missing = append(missing, f)
			} else {
				stale = append(stale, f)
			}
		}
		if f != nil {
			f.forRule = f.forRule || urges(ctx)
		}
		if f != nil && (w.old == nil || keep.wait > 0) {
			w.flight = f
			f.waiters++
		}
	}
	m.start(ctx, missing, false, ask)
	m.start(ctx, stale, keep.wait == 0, ask)
	for _, w := range wants {
		if w.flight == nil {
			continue
		}
		if r := w.flight.run; w.flight.waiters > 0 {
			r.waiters++
			if urges(ctx) && !r.isUrged {
				r.isUrged = true
				close(r.hurried)
			}
		}
	}
	return wants
}

func (m *memo[V]) start(ctx context.Context, flights []*flight[V], background bool, ask runner[V]) {
	if len(flights) == 0 {
		return
	}
	running, cancel := m.detached(ctx, background)
	r := &run{cancel: cancel, hurried: make(chan struct{})}
	keys := []string{}
	for _, f := range flights {
		f.run = r
		keys = append(keys, f.key)
	}
	go func() {
		defer cancel()
		found, err := guarded(func() (map[string]V, error) { return ask(withHurry(running, r.hurried), background, keys) })
		m.mu.Lock()
		defer m.mu.Unlock()
		for _, f := range flights {
			if value, isFound := found[f.key]; isFound {
				m.land(f, value, nil)
			} else {
				m.land(f, value, err)
			}
		}
	}()
}

func (m *memo[V]) land(f *flight[V], value V, err error) {
	defer close(f.done)
	f.over, f.err = true, err
	isCurrent := m.running[f.key] == f
	if isCurrent {
		delete(m.running, f.key)
	}
	if err != nil {
		if m.kept[f.key] != nil {
			m.pauses[f.key] = m.now().Add(refreshPause)
		}
		return
	}
	delete(m.pauses, f.key)
	f.value = value
	for range f.waiters {
		m.retain(f.value)
	}
	if isCurrent {
		m.keep(f.key, f.value, f.forRule)
	}
	m.release(f.value) // the run's own hold
}

// keep holds an answer, unless it is too large.
func (m *memo[V]) keep(key string, value V, forRule bool) {
	size := m.size(value)
	if m.closed || size > m.bytes {
		return
	}
	in := &m.users
	if before := m.kept[key]; before != nil {
		in = before.part
		m.drop(before)
	}
	if forRule {
		in = &m.rules
	}
	m.retain(value)
	a := &answer[V]{key: key, value: value, size: size, at: m.now()}
	m.kept[key] = a
	m.add(a, in)
	if m.keptFor > 0 {
		time.AfterFunc(m.keptFor, func() {
			m.mu.Lock()
			defer m.mu.Unlock()
			if m.kept[key] == a {
				m.drop(a)
			}
		})
	}
}

func (m *memo[V]) add(a *answer[V], in *part) {
	a.part, a.place = in, in.order.PushFront(a)
	in.used += a.size
	for in.order.Len() > m.entries || in.used > m.bytes {
		m.drop(in.order.Back().Value.(*answer[V]))
	}
}

// use notes that an answer was asked for. What a rule asks for is from then on held for rules.
func (m *memo[V]) use(a *answer[V], forRule bool) {
	if !forRule || a.part == &m.rules {
		a.part.order.MoveToFront(a.place)
		return
	}
	m.remove(a)
	m.add(a, &m.rules)
}

func (m *memo[V]) remove(a *answer[V]) {
	a.part.order.Remove(a.place)
	a.part.used -= a.size
}

// leave gives a want's flight up. A run without a time of its own ends with its last caller, and the next starts another.
func (m *memo[V]) leave(w *want[V]) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := w.flight
	if f == nil {
		return
	}
	w.flight = nil
	if f.over {
		if f.err == nil {
			m.release(f.value)
		}
		return
	}
	f.waiters--
	if f.run.waiters--; f.run.waiters == 0 && m.ownTime == 0 {
		f.run.cancel()
		for key, other := range m.running {
			if other.run == f.run {
				delete(m.running, key)
			}
		}
	}
}

func (m *memo[V]) drop(a *answer[V]) {
	m.remove(a)
	delete(m.kept, a.key)
	delete(m.pauses, a.key)
	m.release(a.value)
}

// detached keeps the values of ctx, not its cancellation, and its deadline only where runs have no time of their own.
func (m *memo[V]) detached(ctx context.Context, background bool) (context.Context, context.CancelFunc) {
	running := context.WithoutCancel(ctx)
	if m.ownTime > 0 {
		return context.WithTimeout(running, m.ownTime)
	}
	if deadline, ok := ctx.Deadline(); ok && !background {
		return context.WithDeadline(running, deadline)
	}
	return context.WithCancel(running)
}

// close drops all kept answers and keeps no new ones; current runs continue.
func (m *memo[V]) close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	for _, in := range []*part{&m.users, &m.rules} {
		for in.order.Len() > 0 {
			m.drop(in.order.Back().Value.(*answer[V]))
		}
	}
}
