package host

import (
	"context"
	"net"
	"os"
	"sync"
	"time"

	"google.golang.org/grpc/stats"
)

const watchEvery = time.Second

// watch returns when nobody can reach this process anymore, because its parent is gone or its socket file was deleted.
// Grafana restarts a plugin that exits, but does not notice one whose socket is gone.
func watch(ctx context.Context, every time.Duration, parent func() int, reachable func() bool) string {
	first, missed := parent(), 0
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ""
		case <-tick.C:
		}
		if parent() != first {
			return "parent process is gone"
		}
		if reachable() {
			missed = 0
		} else if missed++; missed == 2 {
			return "socket is gone"
		}
	}
}

// exitWhenOrphaned watches until the process ends. The socket's path comes from the first accepted connection.
func exitWhenOrphaned(socket *socketPath, exit func(reason string)) {
	go func() {
		exit(watch(context.Background(), watchEvery, os.Getppid, socket.reachable))
	}()
}

// socketPath learns the path of the server's unix socket, which go-plugin chooses and does not tell.
type socketPath struct {
	mu   sync.Mutex
	path string
}

func (s *socketPath) TagConn(ctx context.Context, info *stats.ConnTagInfo) context.Context {
	if info.LocalAddr != nil && info.LocalAddr.Network() == "unix" {
		s.mu.Lock()
		s.path = info.LocalAddr.String()
		s.mu.Unlock()
	}
	return ctx
}

func (*socketPath) HandleConn(context.Context, stats.ConnStats)                     {}
func (*socketPath) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context { return ctx }
func (*socketPath) HandleRPC(context.Context, stats.RPCStats)                       {}

func (s *socketPath) reachable() bool {
	s.mu.Lock()
	path := s.path
	s.mu.Unlock()
	if path == "" {
		return true
	}
	conn, err := net.DialTimeout("unix", path, watchEvery)
	if err != nil {
		return false
	}
	_ = conn.Close()
	return true
}
