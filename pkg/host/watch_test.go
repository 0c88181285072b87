package host

import (
	"context"
	"net"
	"testing"
	"time"

	"google.golang.org/grpc/stats"
)

func TestWatch(t *testing.T) {
	always := func() bool { return true }
	parent := 1
	if got := watch(t.Context(), time.Millisecond, func() int { parent++; return parent }, always); got != "parent process is gone" {
		t.Errorf("got %q", got)
	}
	self := func() int { return 1 }
	if got := watch(t.Context(), time.Millisecond, self, func() bool { return false }); got != "socket is gone" {
		t.Errorf("got %q", got)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	reached := false
	if got := watch(ctx, time.Millisecond, self, func() bool { reached = !reached; return reached }); got != "" {
		t.Errorf("one missed dial is enough: %q", got)
	}
}

func TestSocketPath(t *testing.T) {
	s := &socketPath{}
	if !s.reachable() {
		t.Error("before the first connection there is nothing to reach")
	}
	listener, err := net.Listen("unix", t.TempDir()+"/s")
	if err != nil {
		t.Skip(err)
	}
	s.TagConn(t.Context(), &stats.ConnTagInfo{LocalAddr: listener.Addr()})
	if !s.reachable() {
		t.Error("the socket is there")
	}
	_ = listener.Close()
	if s.reachable() {
		t.Error("the socket is gone")
	}
}
