package host

import (
	"testing"
	"time"
)

func TestWhatWasUnseenIsLookedAtOnceMore(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	now := time.Unix(0, 0)
	in.looked.now = func() time.Time { return now }
	// The column v of the fake's answers has values above 0.
	const query = `{"sql":"before","again":"after","unseen":"v"}`
	for i, want := range []struct{ before, after int }{{1, 1}, {2, 1}} {
		if got := ask(t.Context(), t, in, nil, query)["A"]; got.Error != nil {
			t.Fatal(got.Error)
		}
		if before, after := f.count("before"), f.count("after"); before != want.before || after != want.after {
			t.Errorf("query %d: %d before, %d after", i, before, after)
		}
	}
	now = now.Add(seenPause)
	_ = ask(t.Context(), t, in, nil, query)
	if n := f.count("after"); n != 2 {
		t.Errorf("after the pause: %d", n)
	}
	_ = ask(t.Context(), t, in, nil, `{"sql":"seen","again":"never"}`, `{"sql":"none","again":"never","unseen":"n"}`)
	if n := f.count("never"); n != 0 {
		t.Error("looked again without need")
	}
}

func TestWhatFailsAtTheSecondLookLeavesTheFirstAnswer(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	got := ask(t.Context(), t, in, fromAlert, `{"sql":"before","again":"error","unseen":"v","type":"numeric-long"}`)["A"]
	if got.Error != nil || got.Frames[0].Rows() != 3 || f.count("error") != 1 {
		t.Errorf("got %+v", got)
	}
}
