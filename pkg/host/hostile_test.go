package host

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

// A rule whose SQL holds a slow subquery is asked anew each minute: its types are asked with another range.
func TestTypesOfUsersSQLEndWithWhoeverAsks(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	for i := range alertLookups {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		got := ask(ctx, t, in, fromAlert, `{"users":true,"rounds":[["hang `+strconv.Itoa(i)+`"]],"sql":"a"}`)["A"]
		cancel()
		if got.Error == nil {
			t.Fatal("a statement that hangs was answered")
		}
	}
	for began := time.Now(); in.lanes.busy() > 0; time.Sleep(time.Millisecond) {
		if time.Since(began) > 10*time.Second {
			t.Fatal("statements go on without whoever asked")
		}
	}
	if got := ask(t.Context(), t, in, fromAlert, `{"rounds":[["census"]],"sql":"a"}`)["A"]; got.Error != nil {
		t.Error(got.Error)
	}
}

func TestTypesOfUsersSQLTakeNoPlaceOfLookups(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for i := range panelLookups {
		go in.QueryData(ctx, &backend.QueryDataRequest{Queries: []backend.DataQuery{{RefID: "A", JSON: []byte(`{"users":true,"rounds":[["hang ` + strconv.Itoa(i) + `"]],"sql":"a"}`)}}}) //nolint:errcheck // it hangs
	}
	for f.total() < panelLookups {
		time.Sleep(time.Millisecond)
	}
	if n := len(in.lanes.panelLookups); n != 0 {
		t.Errorf("%d places are taken", n)
	}
}

// What a statement would read depends on its times, as the types of its columns do not.
func TestEstimatesAreKeptByTheirParameters(t *testing.T) {
	for what, want := range map[string]int{`"users":true`: 1, `"users":true,"ofQuery":true`: 2, `"ofQuery":true`: 2} {
		f := newFake(t)
		in := source(t, f.URL, nil)
		for _, from := range []string{"1", "2", "1"} {
			got := ask(t.Context(), t, in, nil, `{`+what+`,"params":{"from":"`+from+`"},"rounds":[["asked before"]],"sql":"a"}`)["A"]
			if got.Error != nil {
				t.Fatal(got.Error)
			}
		}
		if n := f.count("asked before"); n != want {
			t.Errorf("%s: asked %d times, not %d", what, n, want)
		}
	}
}

func TestEstimatesTakeNoPlaceOfLookups(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		ask(ctx, t, in, nil, `{"ofQuery":true,"rounds":[["hang"]],"sql":"a"}`)
	}()
	for f.total() < 1 {
		time.Sleep(time.Millisecond)
	}
	if n := len(in.lanes.panelLookups); n != 0 {
		t.Errorf("%d places are taken", n)
	}
	cancel()
	<-done
	for began := time.Now(); in.lanes.busy() > 0; time.Sleep(time.Millisecond) {
		if time.Since(began) > 10*time.Second {
			t.Fatal("an estimate goes on without whoever asked")
		}
	}
}

func (l *lanes) busy() int {
	return len(l.panels) + len(l.alerts) + len(l.panelLookups) + len(l.alertLookups)
}

// A census of a year is asked month by month. One that fails must not make us ask for the others again.
func TestWhatWasAnsweredBeforeAFailureIsKept(t *testing.T) {
	m := newMemo(10, 100, func(string) int64 { return 1 })
	m.ownTime = time.Minute
	asked := [][]string{}
	get := func() ([]string, error) {
		return m.getAll(t.Context(), []string{"a", "b"}, life{fresh: time.Hour}, func(_ context.Context, _ bool, keys []string) (map[string]string, error) {
			if asked = append(asked, keys); len(asked) == 1 {
				return map[string]string{"a": "of a"}, errors.New("b took too long")
			}
			return map[string]string{"b": "of b"}, nil
		})
	}
	if _, err := get(); err == nil {
		t.Error("half an answer was given")
	}
	if got, err := get(); err != nil || strings.Join(got, ",") != "of a,of b" || len(asked[1]) != 1 {
		t.Errorf("got %v, %v after %v", got, err, asked)
	}
}

func TestTheMonthsOfACensusAreKeptOneByOne(t *testing.T) {
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if !r.URL.Query().Has("param_days") {
			_, _ = w.Write([]byte(`{"meta":[],"data":[]}`)) // about settings
			return
		}
		if asked = append(asked, r.URL.Query().Get("param_days")); len(asked) == 2 {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		_, _ = w.Write([]byte(`{"meta":[{"name":"day"}],"data":[]}`))
	}))
	defer server.Close()
	in := source(t, server.URL, nil)
	days := &clickhouse.Slices{Parameter: "days", Column: "day"}
	for day := range int64(mostSlices + 2) {
		days.Keys = append(days.Keys, day)
	}
	census := needed{Statement: clickhouse.Statement{SQL: "census", Params: map[string]string{}, CacheSeconds: 3600, Slices: days}}
	for i, isAnswered := range []bool{false, true} {
		if _, err := in.lookUpOne(t.Context(), caller{}, census); (err == nil) != isAnswered {
			t.Errorf("%d: %v", i, err)
		}
	}
	if len(asked) != 3 || asked[2] != "[60,61]" {
		t.Errorf("asked %d times, last for %s", len(asked), asked[len(asked)-1])
	}
}

func TestWhatACallerSaysOfItselfIsShort(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	long := strings.Repeat("é", 1<<20)
	got := ask(t.Context(), t, in, map[string]string{"http_X-Dashboard-Uid": long, "http_X-Panel-Id": long}, `{"rounds":[["census"]],"sql":"a"}`)["A"]
	if said := f.last()["log_comment"]; got.Error != nil || len(said) > 2<<10 || !strings.Contains(said, "ééé") {
		t.Errorf("%d bytes were said, %v", len(said), got.Error)
	}
}

// Panels hold all that they may. A rule that joins a lookup of theirs has memory of its own.
func TestALookupThatARuleWaitsForHasItsMemory(t *testing.T) {
	f := newFake(t)
	f.lookups = "hang"
	in := source(t, f.URL, nil)
	in.budget = clickhouse.NewBudget(1<<20, 1<<19)
	go func() { ask(t.Context(), t, in, nil, `{"rounds":[["census"]],"sql":"a"}`) }()
	for f.count("census") == 0 {
		time.Sleep(time.Millisecond)
	}
	answered := make(chan backend.DataResponse)
	go func() {
		answered <- ask(t.Context(), t, in, fromAlert, `{"rounds":[["census"]],"sql":"a","type":"numeric-long"}`)["A"]
	}()
	for isHurried := false; !isHurried; time.Sleep(time.Millisecond) {
		in.lookups.mu.Lock()
		for _, flight := range in.lookups.running {
			isHurried = flight.run.isUrged
		}
		in.lookups.mu.Unlock()
	}
	if !in.budget.Take(1<<19, false) {
		t.Fatal("nothing to take")
	}
	close(f.release)
	got := <-answered
	if results := got.Frames[0].Meta.Custom; got.Error != nil || strings.Contains(textOf(t, results), `"ok":false`) {
		t.Errorf("got %v, %v", got.Error, textOf(t, results))
	}
}

// A rule's answers are shared for an evaluation. A data source that has no more rules must not keep memory from others.
func TestRulesAnswersAreNotHeldForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemo(3, 100, func(int) int64 { return 1 })
		m.keptFor = evaluation
		var held atomic.Int64
		m.retain, m.release = func(int) { held.Add(1) }, func(int) { held.Add(-1) }
		run := func(context.Context, bool) (int, error) { held.Add(1); return 1, nil }
		for range 2 {
			if _, err := m.get(t.Context(), "k", life{fresh: evaluation}, run); err != nil {
				t.Fatal(err)
			}
			held.Add(-1)
			time.Sleep(evaluation - time.Second)
			if held.Load() != 1 {
				t.Fatalf("%d holders within the evaluation", held.Load())
			}
			time.Sleep(time.Second)
			synctest.Wait()
			if held.Load() != 0 || len(m.kept) != 0 {
				t.Errorf("%d holders after it", held.Load())
			}
		}
	})
}

// The budgets of "This month" end now. With another now the plan is another, and every query would be run twice.
func TestAQueryIsPlannedOnceMoreForTheSameMoment(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	for range 2 {
		if got := ask(t.Context(), t, in, nil, `{"sql":"until ","unseen":"v","again":"until ","now":true}`)["A"]; got.Error != nil {
			t.Fatal(got.Error)
		}
	}
	if f.total() != 2 {
		t.Errorf("two queries ran %d statements", f.total())
	}
}

func TestForwardedSecretsAreNeverQuoted(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, func(s *backend.DataSourceInstanceSettings) {
		s.JSONData = []byte(`{"oauthPassThru":true,"keepCookies":["session"]}`)
	})
	headers := map[string]string{"Authorization": "Bearer very.secret.token", backend.CookiesHeaderName: "session=cookie-of-ada"}
	got := ask(t.Context(), t, in, headers, `{"sql":"error 60 no very.secret.token nor cookie-of-ada"}`)["A"]
	if got.Error == nil || strings.Contains(got.Error.Error(), "secret") || strings.Contains(got.Error.Error(), "cookie-of") {
		t.Errorf("got %v", got.Error)
	}
	if f.headers[0].Get("Authorization") == "" || f.headers[0].Get("Cookie") == "" {
		t.Errorf("sent %v", f.headers[0])
	}
}

func textOf(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
