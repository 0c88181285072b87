package clickhouse

import "sync"

// Budget limits the bytes that concurrent answers hold together. A part of it is reserved for alerts.
type Budget struct {
	mu       sync.Mutex
	total    int64
	reserved int64
	used     int64
}

// NewBudget returns a budget of total bytes, of which panels cannot take the last reservedForAlerts.
func NewBudget(total, reservedForAlerts int64) *Budget {
	return &Budget{total: total, reserved: min(max(reservedForAlerts, 0), total)}
}

// Take takes n bytes and returns true, or takes none and returns false.
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

// Release returns n bytes.
func (b *Budget) Release(n int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.used = max(b.used-n, 0)
}

// Used returns the bytes that answers currently hold.
func (b *Budget) Used() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.used
}

// Total returns the size of the whole budget.
func (b *Budget) Total() int64 { return b.total }

// lease is one answer's part of a budget.
type lease struct {
	budget   *Budget
	forAlert bool
	copies   int64
	held     int64
}

func (l *lease) take(n int64) error {
	if l.budget == nil {
		return nil
	}
	n *= max(l.copies, 1)
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

// capError reports that an answer exceeded a cap.
type capError struct {
	limit string
	value int64
}

func (e *capError) Error() string { return "over the limit of " + e.limit }
