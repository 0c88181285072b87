package host

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
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
			held[value]++
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
	if m.users.order.Len() != 3 || m.users.used != 6 {
		t.Errorf("keeps %d entries, %d bytes", m.users.order.Len(), m.users.used)
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
		waiting = m.running["k"].waiters
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

// An answer that only its callers need ends with them. Lookups go on: TestALookupGoesOnWhoeverLeaves.
func TestARunWithoutATimeOfItsOwnEndsWithItsLastCaller(t *testing.T) {
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
	if len(m.kept) != 0 || len(m.running) != 0 {
		t.Error("something is kept")
	}
}

func TestALookupGoesOnWhoeverLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemo(3, 100, func(int) int64 { return 1 })
		m.ownTime = time.Minute
		c := &counter{takes: 40 * time.Second}
		get := func() (int, error) {
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			return m.get(ctx, "k", life{fresh: time.Hour}, c.run)
		}
		if _, err := get(); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		if v, err := get(); v != 1 || err != nil {
			t.Errorf("got %d, %v: it was asked again", v, err)
		}
		c.takes = 2 * time.Minute
		m.close()
		m.closed = false
		start := time.Now()
		_, _ = m.get(t.Context(), "other", life{fresh: time.Hour}, func(ctx context.Context, _ bool) (int, error) {
			<-ctx.Done()
			return 0, ctx.Err()
		})
		if time.Since(start) != time.Minute {
			t.Errorf("ended after %v, not after its own time", time.Since(start))
		}
	})
}

func TestARuleWaitsALittleAndTakesWhatWasKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemo(3, 100, func(int) int64 { return 1 })
		m.ownTime = 10 * time.Minute
		c := &counter{}
		_, _ = m.get(t.Context(), "k", life{fresh: time.Minute, stale: time.Hour}, c.run)
		time.Sleep(2 * time.Minute)
		rule := life{fresh: time.Minute, stale: time.Hour, wait: 5 * time.Second}
		c.takes = time.Second
		if v, err := m.get(t.Context(), "k", rule, c.run); v != 2 || err != nil {
			t.Errorf("got %d, %v instead of the young answer", v, err)
		}
		time.Sleep(2 * time.Minute)
		c.takes = time.Minute
		start := time.Now()
		if v, err := m.get(t.Context(), "k", rule, c.run); v != 2 || err != nil || time.Since(start) != 5*time.Second {
			t.Errorf("got %d, %v after %v instead of what was known", v, err, time.Since(start))
		}
		time.Sleep(3 * time.Minute)
		c.takes, c.fails = 0, true
		if v, err := m.get(t.Context(), "k", rule, c.run); v != 3 || err != nil {
			t.Errorf("got %d, %v: a lookup that fails took away what was known", v, err)
		}
	})
}

func TestOnlyWhatIsMissingIsAskedAndAtOnce(t *testing.T) {
	m := newMemo(10, 100, func(string) int64 { return 1 })
	m.ownTime = time.Minute
	var asked [][]string
	get := func(keys ...string) []string {
		t.Helper()
		values, err := m.getAll(t.Context(), keys, life{fresh: time.Hour}, func(_ context.Context, _ bool, missing []string) (map[string]string, error) {
			asked = append(asked, missing)
			found := map[string]string{}
			for _, key := range missing {
				found[key] = "of " + key
			}
			return found, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return values
	}
	if got := get("a", "b"); !slices.Equal(got, []string{"of a", "of b"}) {
		t.Error(got)
	}
	if got := get("c", "b", "a", "d"); !slices.Equal(got, []string{"of c", "of b", "of a", "of d"}) {
		t.Error(got)
	}
	if len(asked) != 2 || !slices.Equal(asked[1], []string{"c", "d"}) {
		t.Errorf("asked %v", asked)
	}
}
