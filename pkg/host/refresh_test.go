package host

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

const minute = time.Minute

// counter answers with the number of requests, and fails while failing is set.
type counter struct {
	runs, inBackground int
	fails              bool
	takes              time.Duration
}

func (c *counter) run(_ context.Context, background bool) (int, error) {
	time.Sleep(c.takes)
	c.runs++
	if background {
		c.inBackground++
	}
	if c.fails {
		return 0, errors.New("down")
	}
	return c.runs, nil
}

func TestAStaleAnswerIsGivenAtOnceAndRefreshedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemo(3, 100, func(int) int64 { return 1 })
		c := &counter{takes: time.Second}
		get := func() int {
			t.Helper()
			v, err := m.get(t.Context(), "k", life{fresh: 10 * minute, stale: 60 * minute}, c.run)
			if err != nil {
				t.Error(err)
			}
			return v
		}
		get()
		time.Sleep(11 * minute)
		asked := time.Now()
		for range 40 {
			if v := get(); v != 1 || time.Since(asked) != 0 {
				t.Fatalf("got %d after %v", v, time.Since(asked))
			}
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if v := get(); v != 2 || c.runs != 2 || c.inBackground != 1 {
			t.Errorf("got %d after %d runs, %d in the background", v, c.runs, c.inBackground)
		}
		time.Sleep(2 * 60 * minute)
		if v := get(); v != 3 || c.inBackground != 1 {
			t.Errorf("got %d after %d runs in the background; too old an answer is waited for", v, c.inBackground)
		}
		if m.users.order.Len() != 1 || m.users.used != 1 {
			t.Errorf("keeps %d entries, %d bytes", m.users.order.Len(), m.users.used)
		}
	})
}

func TestAFailedRefreshKeepsTheAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemo(3, 100, func(int) int64 { return 1 })
		c := &counter{}
		keep := life{fresh: 10 * minute, stale: 60 * minute}
		get := func() (int, error) { return m.get(t.Context(), "k", keep, c.run) }
		_, _ = get()
		c.fails = true
		time.Sleep(11 * minute)
		for range 10 {
			if v, err := get(); v != 1 || err != nil {
				t.Fatalf("got %d, %v", v, err)
			}
			synctest.Wait()
		}
		if c.inBackground != 1 {
			t.Errorf("asked a failing server %d times at once", c.inBackground)
		}
		time.Sleep(refreshPause)
		c.fails = false
		_, _ = get()
		synctest.Wait()
		if v, err := get(); v != 3 || err != nil {
			t.Errorf("got %d, %v", v, err)
		}
		c.fails = true
		time.Sleep(2 * 60 * minute)
		if _, err := get(); err == nil {
			t.Error("an answer outlived its life")
		}
	})
}

func TestARefreshEndsByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemo(3, 100, func(int) int64 { return 1 })
		m.ownTime = 2 * minute
		ended := make(chan error, 1)
		run := func(ctx context.Context, background bool) (int, error) {
			if !background {
				return 1, nil
			}
			<-ctx.Done()
			ended <- ctx.Err()
			return 0, ctx.Err()
		}
		ctx, cancel := context.WithCancel(t.Context())
		keep := life{fresh: minute, stale: 10 * minute}
		_, _ = m.get(ctx, "k", keep, run)
		time.Sleep(minute)
		_, _ = m.get(ctx, "k", keep, run)
		start := time.Now()
		cancel() // the caller has its answer and is gone
		if err := <-ended; !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != m.ownTime {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

func TestNothingIsKeptAfterTheSettingsChanged(t *testing.T) {
	m := newMemo(3, 100, func(int) int64 { return 1 })
	c := &counter{}
	m.close()
	for range 2 {
		if _, err := m.get(t.Context(), "k", life{fresh: minute}, c.run); err != nil {
			t.Error(err)
		}
	}
	if c.runs != 2 || m.users.order.Len() != 0 || len(m.kept) != 0 {
		t.Errorf("%d runs, %d kept", c.runs, m.users.order.Len())
	}
}
