package engine

import (
	"context"
	_ "embed"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
)

//go:embed testdata/script.js
var script string

func pool(t *testing.T, o Options) *Pool {
	t.Helper()
	p, err := NewPool(script, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestCallAnswersAndKeepsTheInstance(t *testing.T) {
	p := pool(t, Options{Shared: 1})
	for _, want := range []string{`{"done":"ü€😀","calls":1}`, `{"done":"ü€😀","calls":2}`} {
		got, err := p.Call(t.Context(), Panels, []byte(`{"do":"echo","value":"ü€😀"}`))
		if err != nil || string(got) != want {
			t.Fatalf("got %s, %v; want %s", got, err, want)
		}
	}
}

func TestTheInstanceUsedLastIsUsedNext(t *testing.T) {
	p := pool(t, Options{Shared: 4})
	var group sync.WaitGroup
	for range 40 {
		group.Go(func() { _, _ = p.Call(t.Context(), Panels, []byte(`{"do":"echo"}`)) })
	}
	group.Wait()
	made := len(p.idle)
	last := p.idle[made-1]
	for range 3 {
		if _, err := p.Call(t.Context(), Alerts, []byte(`{"do":"echo"}`)); err != nil || len(p.idle) != made || p.idle[made-1] != last {
			t.Fatalf("%v, %d of %d instances", err, len(p.idle), made)
		}
	}
}

func TestFailedInstanceIsDiscarded(t *testing.T) {
	for call, reason := range map[string]string{
		`{"do":"throw","value":1}`: "secret 1",
		`{"do":"loop"}`:            "too long",
		`{"do":"deep"}`:            "deep",
		`{"do":"number"}`:          "not a string",
		`{`:                        "SyntaxError",
	} {
		p := pool(t, Options{Shared: 1, Limit: 50 * time.Millisecond})
		var failed *Error
		if _, err := p.Call(t.Context(), Panels, []byte(call)); !errors.As(err, &failed) || !strings.Contains(failed.Reason, reason) {
			t.Errorf("%s: got %v, want %q", call, err, reason)
			continue
		}
		if strings.Contains(failed.Where, "secret") {
			t.Errorf("%s: the position holds user data: %s", call, failed.Where)
		}
		got, err := p.Call(t.Context(), Panels, []byte(`{"do":"echo"}`))
		if err != nil || string(got) != `{"calls":1}` {
			t.Errorf("after %s: got %s, %v; want a fresh instance", call, got, err)
		}
	}
}

func TestCancelledContextInterrupts(t *testing.T) {
	p := pool(t, Options{Limit: time.Minute})
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if _, err := p.Call(ctx, Panels, []byte(`{"do":"loop"}`)); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v", err)
	}
}

func TestAlertsHaveALane(t *testing.T) {
	p := pool(t, Options{Shared: 2, Limit: time.Minute})
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() { _, _ = p.Call(ctx, Panels, []byte(`{"do":"loop"}`)) })
	}
	time.Sleep(20 * time.Millisecond)
	if _, err := p.Call(t.Context(), Alerts, []byte(`{"do":"echo"}`)); err != nil {
		t.Fatal(err)
	}
	cancel()
	group.Wait()
	if _, err := p.Call(t.Context(), Panels, []byte(`{"do":"echo"}`)); err != nil {
		t.Fatal(err)
	}
}

func TestBrokenScript(t *testing.T) {
	if _, err := NewPool("(", Options{}); err == nil {
		t.Fatal("compiled")
	}
	p, err := NewPool("1", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Warm(t.Context()); err == nil {
		t.Fatal("a script without handle was taken")
	}
	if _, err := p.Call(t.Context(), Panels, []byte(`{}`)); err == nil {
		t.Fatal("a script without handle was called")
	}
}

func TestResourcesUseFewInstances(t *testing.T) {
	p := pool(t, Options{Shared: 4, Limit: time.Minute})
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() { _, _ = p.Call(ctx, Resources, []byte(`{"do":"loop"}`)) })
	}
	for len(p.resource) < resourceCalls || len(p.shared) < resourceCalls {
		time.Sleep(time.Millisecond)
	}
	for _, lane := range []Lane{Panels, Alerts} {
		if _, err := p.Call(t.Context(), lane, []byte(`{"do":"echo"}`)); err != nil {
			t.Error(err)
		}
	}
	if len(p.shared) != resourceCalls {
		t.Errorf("resources use %d instances", len(p.shared))
	}
	cancel()
	group.Wait()
	if len(p.resource)+len(p.shared) != 0 {
		t.Error("a place is never given back")
	}
}
