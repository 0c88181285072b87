package clickhouse

import "sync"

// Budget bounds the bytes that concurrent answers hold together. A part of it is kept for alerts.
type Budget struct {
	mu       sync.Mutex
	total    int64
	reserved int64
	used     int64
}

// NewBudget makes a budget of total bytes, of which panels never take the last reservedForAlerts.
func NewBudget(total, reservedForAlerts int64) *Budget {
	return &Budget{total: total, reserved: min(max(reservedForAlerts, 0), total)}
}

// Take takes n bytes, or none and says false.
func (b *Budget) Take(n int64, forAlert bool) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	limit := b.total
	if !forAlert {
		limit -= b.reserved
	}
	if n < 0 || n > limit-b.used {
		return false
	}
	b.used += n
	return true
}

// Release gives n bytes back.
func (b *Budget) Release(n int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.used = max(b.used-n, 0)
}

// Used is what answers hold now.
func (b *Budget) Used() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.used
}

// Total is the whole budget.
func (b *Budget) Total() int64 { return b.total }

// lease is one answer's part of a budget.
type lease struct {
	budget   *Budget
	forAlert bool
	held     int64
}

func (l *lease) take(n int64) error {
	if l.budget == nil {
		return nil
	}
	if !l.budget.Take(n, l.forAlert) {
		return &capError{limit: "memory", value: l.budget.Total()}
	}
	l.held += n
	return nil
}

func (l *lease) release() {
	if l.budget != nil {
		l.budget.Release(l.held)
		l.held = 0
	}
}

// capError says that an answer went over a cap.
type capError struct {
	limit string
	value int64
}

func (e *capError) Error() string { return "over the limit of " + e.limit }
