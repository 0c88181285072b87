package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"path/filepath"
	"runtime/debug"
	"slices"
	"testing"
	"time"
)

// yardstick is a loop that measures the machine, so that results from two machines can be compared.
const yardstick = `globalThis.handle = () => { let sum = 0; for (let i = 0; i < 10000; i++) sum += i % 7; return String(sum); };`

const timedRuns = 5

// BenchmarkCompile plays the queries of the corpus and measures a query's calls to the engine, over all rounds.
// `first` is a data source's first query, `new` is another one, and `repeated` is the same query a minute later.
func BenchmarkCompile(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(GCPercent))
	changes := map[string]func(call map[string]map[string]any, run int){
		"first": func(call map[string]map[string]any, run int) {
			call["settings"]["jsonData"] = map[string]any{"delaySeconds": run}
		},
		"new": func(call map[string]map[string]any, run int) { call["request"]["maxDataPoints"] = run },
		"repeated": func(call map[string]map[string]any, run int) {
			for _, edge := range []string{"from", "to"} {
				call["request"][edge] = call["request"][edge].(float64) + float64(run)*60_000
			}
		},
	}
	for name, change := range changes {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				measureCompile(b, change)
			}
		})
	}
}

func measureCompile(b *testing.B, change func(call map[string]map[string]any, run int)) {
	b.Helper()
	p, err := NewPool(Bundle, Options{Shared: 1, Limit: time.Minute})
	if err != nil {
		b.Fatal(err)
	}
	calls := &stopwatch{Pool: p, needs: map[string][]byte{}}
	times, loop := map[string]time.Duration{}, time.Hour
	for name, play := range compileCases(b, calls, change) {
		times[name] = quickest(func(run int) time.Duration {
			calls.spent = 0
			play(run)
			return calls.spent
		})
		loop = min(loop, yardstickTime(b))
	}
	names := slices.SortedFunc(maps.Keys(times), func(x, y string) int { return int(times[x] - times[y]) })
	for what, name := range map[string]string{"median": names[len(names)/2], "p90": names[len(names)*9/10], "max": names[len(names)-1]} {
		b.ReportMetric(float64(times[name].Microseconds())/1000, what+"-ms")
		b.ReportMetric(float64(times[name])/float64(loop), what+"-loops")
	}
	b.ReportMetric(float64(len(names)), "cases")
	b.ReportMetric(0, "ns/op")
	b.Logf("slowest: %v", names[len(names)-3:])
}

// compileCases returns the measure queries of the corpus, each played with the changes of a run.
func compileCases(b *testing.B, p caller, change func(call map[string]map[string]any, run int)) map[string]func(run int) {
	b.Helper()
	var files []string
	var shared sharedGolden
	readGolden(b, "index.json", &files)
	readGolden(b, "shared.json", &shared)
	cases := map[string]func(int){}
	for _, file := range files {
		var stored map[string]rawByName
		readGolden(b, filepath.Join("queries", file+".json"), &stored)
		for name, one := range stored {
			if _, counted := one["census"]; !counted {
				continue
			}
			cases[file+", "+name] = func(run int) {
				changed := shared.changed(b, one, func(call map[string]map[string]any) { change(call, run) })
				if _, err := changed.play(b, p, one); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	return cases
}

// changed returns the corpus with a changed request and settings of a case.
func (s sharedGolden) changed(b *testing.B, stored rawByName, change func(call map[string]map[string]any)) sharedGolden {
	b.Helper()
	request, settings := name(b, stored["request"]), name(b, stored["settings"])
	call := map[string]map[string]any{}
	for what, text := range (rawByName{"request": s.Requests[request], "settings": s.Settings[settings]}) {
		var read map[string]any
		if err := json.Unmarshal(text, &read); err != nil {
			b.Fatal(err)
		}
		call[what] = read
	}
	change(call)
	s.Requests = rawByName{request: encoded(b, call["request"])}
	s.Settings = rawByName{settings: encoded(b, call["settings"])}
	return s
}

func yardstickTime(b *testing.B) time.Duration {
	b.Helper()
	p, err := NewPool(yardstick, Options{Shared: 1})
	if err != nil {
		b.Fatal(err)
	}
	return quickest(func(int) time.Duration {
		start := time.Now()
		if _, err := p.Call(b.Context(), Panels, nil); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	})
}

// stopwatch adds up the time of calls. It sets brief, as does the host, which remembers what a state needed.
type stopwatch struct {
	*Pool
	needs map[string][]byte
	spent time.Duration
}

func (s *stopwatch) Call(ctx context.Context, lane Lane, call []byte) ([]byte, error) {
	brief := append([]byte(`{"brief":true,`), call[1:]...)
	reply, err := s.timed(ctx, lane, brief)
	if bytes.Contains(reply, []byte(`"need":`)) || !bytes.Contains(reply, []byte(`"byState":true`)) {
		return reply, err
	}
	whole, known := s.needs[string(reply)]
	if !known {
		whole, err = s.timed(ctx, lane, call)
		s.needs[string(reply)] = whole
	}
	return whole, err
}

func (s *stopwatch) timed(ctx context.Context, lane Lane, call []byte) ([]byte, error) {
	start := time.Now()
	defer func() { s.spent += time.Since(start) }()
	return s.Pool.Call(ctx, lane, call)
}

// quickest returns the minimum of several runs, because the machine may have other work.
func quickest(run func(run int) time.Duration) time.Duration {
	run(0)
	least := time.Hour
	for i := range timedRuns {
		least = min(least, run(i+1))
	}
	return least
}
