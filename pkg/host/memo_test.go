package host

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"time"
)

func TestMemoIsBoundedAndForgets(t *testing.T) {
	now := time.Unix(0, 0)
	held := map[string]int{}
	m := newMemo(3, 100, func(v string) int64 { return int64(len(v)) })
	m.now = func() time.Time { return now }
	m.retain = func(v string) { held[v]++ }
	m.release = func(v string) { held[v]-- }
	runs := 0
	get := func(key, value string) {
		t.Helper()
		got, err := m.get(t.Context(), key, life{fresh: time.Minute}, func(context.Context, bool) (string, error) {
			m.mu.Lock()
			defer m.mu.Unlock()
			runs++
			held[value] = 1
			return value, nil
		})
		if err != nil || got != value {
			t.Fatalf("got %q, %v", got, err)
		}
		m.mu.Lock()
		defer m.mu.Unlock()
		held[value]--
	}
	for i := range 5 {
		get(strconv.Itoa(i), "v"+strconv.Itoa(i))
	}
	if m.order.Len() != 3 || m.used != 6 {
		t.Errorf("keeps %d entries, %d bytes", m.order.Len(), m.used)
	}
	get("4", "v4")
	if runs != 5 {
		t.Error("a fresh answer was not used")
	}
	now = now.Add(time.Minute)
	get("4", "v4")
	if runs != 6 {
		t.Error("an old answer was used")
	}
	m.close()
	for value, n := range held {
		if n != 0 {
			t.Errorf("%s has %d holders", value, n)
		}
	}
}

func TestMemoRunOutlivesTheFirstCaller(t *testing.T) {
	m := newMemo(3, 100, func(int) int64 { return 1 })
	started, finish := make(chan struct{}), make(chan struct{})
	run := func(ctx context.Context, _ bool) (int, error) {
		close(started)
		select {
		case <-finish:
			return 7, nil
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
	first, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		_, err := m.get(first, "k", life{fresh: time.Minute}, run)
		left <- err
	}()
	<-started
	joined := make(chan int)
	go func() {
		v, _ := m.get(t.Context(), "k", life{fresh: time.Minute}, run)
		joined <- v
	}()
	for waiting := 0; waiting < 2; time.Sleep(time.Millisecond) {
		m.mu.Lock()
		waiting = m.byKey["k"].waiters
		m.mu.Unlock()
	}
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	close(finish)
	if v := <-joined; v != 7 {
		t.Errorf("got %d", v)
	}
}

func TestMemoEndsARunThatNobodyWaitsFor(t *testing.T) {
	m := newMemo(3, 100, func(int) int64 { return 1 })
	ended := make(chan struct{})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	_, err := m.get(ctx, "k", life{fresh: time.Minute}, func(ctx context.Context, _ bool) (int, error) {
		<-ctx.Done()
		close(ended)
		return 0, ctx.Err()
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	<-ended
	if v, err := m.get(t.Context(), "k", life{fresh: time.Minute}, func(context.Context, bool) (int, error) { return 1, nil }); v != 1 || err != nil {
		t.Errorf("got %d, %v", v, err)
	}
}

func TestMemoNeverKeepsErrorsOrPanics(t *testing.T) {
	m := newMemo(3, 100, func(int) int64 { return 1 })
	for range 2 {
		if _, err := m.get(t.Context(), "k", life{fresh: time.Minute}, func(context.Context, bool) (int, error) { panic("x") }); !errors.Is(err, errPanic) {
			t.Error(err)
		}
	}
	if len(m.byKey) != 0 {
		t.Error("something is kept")
	}
}
