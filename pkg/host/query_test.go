package host

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
	"github.com/genai-observability/genai-observability-app/pkg/engine"
	"github.com/genai-observability/genai-observability-app/pkg/frame"
)

func TestQueryGivesFrames(t *testing.T) {
	f := newFake(t)
	got := ask(t.Context(), t, source(t, f.URL, nil), map[string]string{"X-Panel-Id": "7"}, `{"sql":"SELECT 1"}`)["A"]
	if got.Error != nil || len(got.Frames) != 1 || got.Frames[0].Rows() != 3 {
		t.Fatalf("got %+v", got)
	}
	var said comment
	if err := json.Unmarshal([]byte(f.last()["log_comment"]), &said); err != nil || said != (comment{Plugin: "p", User: "ada", Panel: "7", RefID: "A"}) {
		t.Errorf("comment %+v, %v", said, err)
	}
	if strings.Contains(f.last()["log_comment"], "example.com") || len(f.last()["query_id"]) != 36 {
		t.Errorf("sent %v", f.last())
	}
}

func TestHolderTakesTheFiles(t *testing.T) {
	f := newFake(t)
	h := &holder{frames: map[string][]*frame.File{}}
	got := ask(context.WithValue(t.Context(), holderKey{}, h), t, source(t, f.URL, nil), nil, `{"sql":"SELECT 1"}`)["A"]
	if got.Error != nil || len(got.Frames) != 0 || len(h.frames["A"]) != 1 {
		t.Fatalf("got %+v, holder %d", got, len(h.frames["A"]))
	}
}

func TestEveryRefIDFailsOnItsOwn(t *testing.T) {
	f := newFake(t)
	got := ask(t.Context(), t, source(t, f.URL, nil), nil, `{`, `{"refuse":1}`, `{"crash":1}`, `{"sql":"error"}`, `{"sql":"ok"}`, `{"forever":1}`)
	for refID, want := range map[string]struct {
		text   string
		status backend.Status
	}{
		"A": {"[config] The query is not valid JSON.", 400},
		"B": {"[query] refused", 400},
		"C": {"[server] engine: Error: crash", 502},
		"D": {"[server] status: Code: 60. DB::Exception: no table", 502},
		"F": {"[server] engine: the engine asked for too many rounds", 502},
	} {
		r := got[refID]
		if r.Error == nil || !strings.HasPrefix(r.Error.Error(), want.text) || r.Status != want.status || !r.ErrorSource.IsValid() {
			t.Errorf("%s: got %v, status %d", refID, r.Error, r.Status)
		}
	}
	if got["E"].Error != nil {
		t.Errorf("E: %v", got["E"].Error)
	}
}

func TestLargeQueriesDoNotReachTheEngine(t *testing.T) {
	in := source(t, newFake(t).URL, nil)
	in.process = newProcess(func() (*engine.Pool, error) {
		t.Error("the engine is called")
		return nil, errPanic
	})
	for _, headers := range []map[string]string{nil, fromAlert} {
		got := ask(t.Context(), t, in, headers, `{"sql":"`+strings.Repeat("$q ", queryBytes/3)+`"}`)["A"]
		if got.Error == nil || got.Status != http.StatusRequestEntityTooLarge || !strings.Contains(got.Error.Error(), "256 KiB") {
			t.Errorf("%v, status %d", got.Error, got.Status)
		}
	}
}

func TestBrokenSettingsAreAnErrorOnEveryRefID(t *testing.T) {
	in := source(t, "ftp://host", nil)
	for refID, r := range ask(t.Context(), t, in, nil, `{"sql":"a"}`, `{"sql":"b"}`) {
		if r.Error == nil || !strings.Contains(r.Error.Error(), "settings") {
			t.Errorf("%s: %v", refID, r.Error)
		}
	}
	h, err := in.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	if err != nil || h.Status != backend.HealthStatusError {
		t.Errorf("health %+v, %v", h, err)
	}
}

func TestLookupIsKeptAndItsResultsReachTheEngine(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	for range 3 {
		got := ask(t.Context(), t, in, nil, `{"sql":"x","rounds":[["slow lookup"]]}`, `{"sql":"y","rounds":[["slow lookup"]]}`)
		custom, _ := json.Marshal(got["A"].Frames[0].Meta.Custom)
		if !strings.Contains(string(custom), `"rows":[[1]]`) || !strings.Contains(string(custom), `"state":{"step":1}`) {
			t.Fatalf("meta %s", custom)
		}
	}
	if n := f.count("slow lookup"); n != 1 {
		t.Errorf("ran %d times", n)
	}
}

func TestRulesShareTheCensus(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	var now atomic.Int64
	in.lookups.now = func() time.Time { return time.Unix(now.Load(), 0) }
	evaluate := func() (statements int) {
		before := f.total()
		var group sync.WaitGroup
		for i := range 40 {
			rule := `{"sql":"rule ` + strconv.Itoa(i) + " " + strconv.FormatInt(now.Load(), 10) + `","type":"numeric-long","rounds":[["columns"],["slow census","slow nesting"]]}`
			group.Go(func() {
				if got := ask(t.Context(), t, in, fromAlert, rule)["A"]; got.Error != nil {
					t.Error(got.Error)
				}
			})
		}
		group.Wait()
		return f.total() - before
	}
	if n := evaluate(); n != 40+3 {
		t.Errorf("a cold evaluation of 40 rules sends %d statements", n)
	}
	now.Store(10)
	if n := evaluate(); n != 40 {
		t.Errorf("a warm one sends %d", n)
	}
	f.mu.Lock()
	f.lookups = "hang"
	f.mu.Unlock()
	now.Store(100)
	start := time.Now()
	if n := evaluate(); n < 40 || n > 40+3 || time.Since(start) > 2*time.Second {
		t.Errorf("a stale one sends %d, and waits for them: %v", n, time.Since(start))
	}
	close(f.release)
}

func TestAnswersWithoutRowsAreSoonForgotten(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	now := time.Unix(0, 0)
	in.lookups.now = func() time.Time { return now }
	for range 2 {
		for range 2 {
			ask(t.Context(), t, in, nil, `{"sql":"x","rounds":[["empty"]]}`)
		}
		now = now.Add(emptyLife)
	}
	if n := f.count("empty"); n != 2 {
		t.Errorf("ran %d times", n)
	}
}

func TestSiblingsOfAnEvaluationShareOneRun(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() { ask(t.Context(), t, in, fromAlert, `{"sql":"slow rule","type":"numeric-long"}`) })
	}
	group.Wait()
	got := ask(t.Context(), t, in, fromAlert, `{"sql":"slow rule","type":"numeric-long"}`)["A"]
	if got.Error != nil || got.Frames[0].Rows() != 3 || f.count("slow rule") != 1 {
		t.Errorf("%v, ran %d times", got.Error, f.count("slow rule"))
	}
	for range 2 {
		ask(t.Context(), t, in, fromAlert, `{"sql":"error"}`)
		ask(t.Context(), t, in, nil, `{"sql":"panel"}`)
	}
	if f.count("error") != 2 || f.count("panel") != 2 {
		t.Errorf("errors ran %d times, panels %d times", f.count("error"), f.count("panel"))
	}
	if in.budget.Used() != in.alerts.users.used {
		t.Errorf("held %d, kept %d", in.budget.Used(), in.alerts.users.used)
	}
	in.Dispose()
	if in.budget.Used() != 0 {
		t.Errorf("%d bytes are never given back", in.budget.Used())
	}
}

func TestSlowPanelsDoNotDelayARule(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	var group sync.WaitGroup
	for i := range 40 {
		group.Go(func() { ask(t.Context(), t, in, nil, `{"sql":"hang `+strconv.Itoa(i)+`"}`) })
	}
	time.Sleep(100 * time.Millisecond)
	f.mu.Lock()
	running := len(f.asked)
	f.mu.Unlock()
	if running != panelStatements {
		t.Errorf("%d statements run", running)
	}
	start := time.Now()
	if got := ask(t.Context(), t, in, fromAlert, `{"sql":"rule"}`)["A"]; got.Error != nil {
		t.Error(got.Error)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %v", took)
	}
	close(f.release)
	group.Wait()
}

func TestDeadlineEndsAQuery(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	for _, headers := range []map[string]string{nil, fromAlert} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		start := time.Now()
		got := ask(ctx, t, in, headers, `{"sql":"hang"}`)["A"]
		cancel()
		if got.Error == nil || !strings.Contains(got.Error.Error(), "deadline") || time.Since(start) > time.Second {
			t.Errorf("%v: %v after %v", headers, got.Error, time.Since(start))
		}
	}
	for start := time.Now(); len(in.lanes.panels)+len(in.lanes.alerts) != 0; time.Sleep(time.Millisecond) {
		if time.Since(start) > time.Second {
			t.Fatal("a place is never given back")
		}
	}
}

func TestHealthAndResource(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, func(s *backend.DataSourceInstanceSettings) {
		s.JSONData = []byte(`{"tracesTable":"t"}`)
		s.DecryptedSecureJSONData = map[string]string{"password": "hidden"}
	})
	h, err := in.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	if err != nil || h.Status != backend.HealthStatusOk || string(h.JSONDetails) != `{"rows":[[1]]}` {
		t.Errorf("health %+v, %v", h, err)
	}
	for body, want := range map[string]int{`{"a":1}`: 200, ``: 200, `{`: 400, `"` + strings.Repeat("x", queryBytes) + `"`: 413} {
		var got *backend.CallResourceResponse
		err := in.CallResource(t.Context(), &backend.CallResourceRequest{Path: "/schema/", Body: []byte(body)}, backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error {
			got = r
			return nil
		}))
		if err != nil || got.Status != want || !json.Valid(got.Body) || strings.Contains(string(got.Body), "hidden") {
			t.Errorf("%.10s: %+v, %v", body, got, err)
		}
		if want == 200 && !strings.Contains(string(got.Body), `"path":"schema"`) {
			t.Errorf("body %s", got.Body)
		}
	}
}

func TestHangingPanelsDoNotDelayWhatARuleLooksUp(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	ctx, cancel := context.WithCancel(t.Context())
	var hanging sync.WaitGroup
	defer func() { cancel(); close(f.release); hanging.Wait() }()
	// Eight panels take all places of answers, and four others all places of panels' lookups.
	for i := range panelStatements {
		hanging.Go(func() { ask(ctx, t, in, nil, `{"sql":"hang `+strconv.Itoa(i)+`"}`) })
	}
	for i := range panelLookups {
		hanging.Go(func() { ask(ctx, t, in, nil, `{"sql":"x","rounds":[["hang lookup `+strconv.Itoa(i)+`"]]}`) })
	}
	for f.total() < panelStatements+panelLookups {
		time.Sleep(time.Millisecond)
	}
	// Another panel waits for a place with the lookup that a rule needs, too.
	hanging.Go(func() { ask(ctx, t, in, nil, `{"sql":"hang 9","rounds":[["census"]]}`) })
	for waiting := 0; waiting == 0; time.Sleep(time.Millisecond) {
		in.lookups.mu.Lock()
		waiting = len(in.lookups.running) - panelLookups
		in.lookups.mu.Unlock()
	}
	got := ask(t.Context(), t, in, fromAlert, `{"sql":"rule","type":"numeric-long","rounds":[["census"]]}`)["A"]
	if got.Error != nil {
		t.Error(got.Error)
	}
	if n := f.count("census"); n != 1 {
		t.Errorf("the lookup ran %d times", n)
	}
}

func TestSlicesAreAskedOnceInTheirLife(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	statement := func(keys ...int64) needed {
		s := clickhouse.Statement{SQL: "census", Params: map[string]string{"slices": "all of them"}, CacheSeconds: 60,
			Slices: &clickhouse.Slices{Parameter: "slices", Column: "a", Keys: keys}}
		all, err := prepared([]clickhouse.Statement{s})
		if err != nil {
			t.Fatal(err)
		}
		return all[0]
	}
	textOf := func(keys ...int64) string {
		t.Helper()
		found, err := in.lookUp(t.Context(), caller{}, []needed{statement(keys...)})
		if err != nil {
			t.Fatal(err)
		}
		texts, err := textsOf(found)
		if err != nil {
			t.Fatal(err)
		}
		return string(texts[0])
	}
	// The server answers one row of key 1 whatever it is asked.
	if got := textOf(1, 2); !strings.Contains(got, `"rows":[[1]]`) {
		t.Error(got)
	}
	if asked := f.last()["param_slices"]; asked != "[1,2]" {
		t.Errorf("asked for %s", asked)
	}
	if got := textOf(1, 2, 3); !strings.Contains(got, `"rows":[[1]]`) {
		t.Error(got)
	}
	if asked := f.last()["param_slices"]; asked != "[3]" || f.total() != 2 {
		t.Errorf("asked for %s in statement %d", asked, f.total())
	}
	textOf(2, 3)
	if f.total() != 2 {
		t.Error("what is known was asked again")
	}
}

func TestASliceWithoutRowsIsFinalOnlyWhereAnotherStatementHasSome(t *testing.T) {
	empty := func() lookup { return lookup{empty: true, slice: &sliceState{}} }
	full := func() lookup { return lookup{slice: &sliceState{}} }
	results := []result{
		{isSliced: true, slices: []lookup{full(), empty()}},
		{isSliced: true, slices: []lookup{empty(), empty()}},
		{slices: []lookup{{empty: true}}},
	}
	settleSlices(results)
	asked := life{fresh: time.Hour}
	for at, want := range map[int]time.Duration{0: time.Hour, 1: emptySliceLife} {
		for _, r := range results[:2] {
			if got := r.slices[at].lasts(asked).fresh; got != want {
				t.Errorf("slice %d is good for %v, not %v", at, got, want)
			}
		}
	}
	if got := results[2].slices[0].lasts(asked).fresh; got != emptyLife {
		t.Errorf("an answer without rows is good for %v", got)
	}
}

func TestASliceWithNeighboursKnownIsAskedWithoutThem(t *testing.T) {
	all := []int64{20500, 20501, 20502, 20503, 20600, 20601, 494448, 494449}
	for name, test := range map[string]struct {
		asked []string
		want  [][]string
	}{
		"all, with hours after the days": {[]string{"20600", "20601", "494448", "494449"}, [][]string{{"20600", "20601", "494448", "494449"}}},
		"far apart":                      {[]string{"20502", "20503", "20600"}, [][]string{{"20502", "20503"}, {"20600"}}},
		"with a known one between":       {[]string{"20500", "20502"}, [][]string{{"20500"}, {"20502"}}},
	} {
		if got := runsOf(all, test.asked, ""); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestTypesAreRememberedByTheText(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	for _, from := range []string{"1", "2", "2"} {
		for _, query := range []string{`"users":true,"rounds":[["types"]]`, `"rounds":[["columns"]]`} {
			if got := ask(t.Context(), t, in, nil, `{"sql":"a","params":{"from":"`+from+`"},`+query+`}`)["A"]; got.Error != nil {
				t.Fatal(got.Error)
			}
		}
	}
	if f.count("types") != 1 || f.count("columns") != 2 {
		t.Errorf("types were asked for %d times, columns %d times", f.count("types"), f.count("columns"))
	}
}
