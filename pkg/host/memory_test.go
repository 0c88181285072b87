package host

import (
	"runtime"
	"testing"
)

func TestMemoryLimitFollowsWhatIsLive(t *testing.T) {
	if limit := limitFor(0); limit != softMemoryLimit {
		t.Errorf("an idle process has a limit of %d", limit)
	}
	if limit := limitFor(300 << 20); limit < 600<<20 {
		t.Errorf("with 300 MiB live the limit is %d: the collector would run all the time", limit)
	}
	held := make([]byte, 64<<20)
	runtime.GC()
	if live := liveBytes(); live < 64<<20 {
		t.Errorf("%d bytes are live, although 64 MiB are held", live)
	}
	runtime.KeepAlive(held)
}
