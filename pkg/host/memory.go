package host

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"github.com/genai-observability/genai-observability-app/pkg/engine"
)

const (
	// softMemoryLimit is above what an idle process holds. Near a limit, garbage is collected sooner, but nothing fails. A
	// million rows of six columns, one after another, peak at 148 MB instead of 247 with 220 MiB, for a sixth more time of the
	// processor. The rest of the peak is the executable.
	softMemoryLimit = 116 << 20
	// besideLive is left for answers and garbage above what is live: rules and panels of a busy Grafana fill the runtimes' memos,
	// which took 300 MB. Under a limit of 116 MiB the collector then ran all the time, and queries took minutes.
	besideLive    = 64 << 20
	timesLive     = 2
	limitInterval = 2 * time.Second
)

// manageMemory sets how garbage is collected, unless the environment says so, and lets the limit follow what is live.
func manageMemory(ctx context.Context) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(engine.GCPercent)
	}
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetMemoryLimit(softMemoryLimit)
	go func() {
		ticks := time.NewTicker(limitInterval)
		defer ticks.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticks.C:
				debug.SetMemoryLimit(limitFor(liveBytes()))
			}
		}
	}()
}

// limitFor returns the soft limit of a process with so many bytes of live objects.
func limitFor(live uint64) int64 {
	return max(softMemoryLimit, int64(timesLive*live)+besideLive)
}

// liveBytes returns the size of the objects that the last collection kept, and of what the runtime holds beside the heap.
func liveBytes() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
