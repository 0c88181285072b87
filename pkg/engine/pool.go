// Package engine runs the TypeScript engine, a script that sets a global handle(callJSON) => replyJSON and never waits.
package engine

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/grafana/sobek"
)

// Lane is the origin of a call. Alerts may use every instance, panels all but the reserved ones, resources a few of those.
type Lane int

// Lanes.
const (
	Panels Lane = iota
	Alerts
	Resources
)

// resourceCalls is how many instances resources may use at once, so that editors and scripts do not stop panels.
const resourceCalls = 2

// Options configure a pool; zero values mean the defaults.
type Options struct {
	Shared   int           // instances that anyone may use
	Reserved int           // instances that only alerts may use
	Limit    time.Duration // of one call
}

const maxCallStack = 2000

// GCPercent suits a process with runtimes, which live long, while the garbage of a call does not. At 50, a third of a
// call's time went into marking the runtimes again.
const GCPercent = 300

// Pool is a limited set of runtimes, created when needed. The most recently used one is used next, because it remembers plans.
type Pool struct {
	program  *sobek.Program
	shared   chan struct{}
	reserved chan struct{}
	resource chan struct{}
	limit    time.Duration

	mu   sync.Mutex
	idle []*instance
}

// NewPool compiles the script. It does not run it.
func NewPool(script string, o Options) (*Pool, error) {
	program, err := sobek.Compile("engine.js", script, false)
	if err != nil {
		return nil, err
	}
	if o.Shared <= 0 {
		o.Shared = 4
	}
	if o.Reserved <= 0 {
		o.Reserved = 1
	}
	if o.Limit <= 0 {
		// The limit is meant to stop calls that would never end, not calls on a busy machine.
		o.Limit = 10 * time.Second
	}
	return &Pool{program: program, shared: make(chan struct{}, o.Shared), reserved: make(chan struct{}, o.Reserved), resource: make(chan struct{}, resourceCalls), limit: o.Limit}, nil
}

// Call passes a call to the engine and returns its reply. The error is ctx's, or an *Error.
func (p *Pool) Call(ctx context.Context, lane Lane, call []byte) ([]byte, error) {
	leave, err := p.enter(ctx, lane)
	if err != nil {
		return nil, err
	}
	defer leave()
	in, err := p.take(ctx)
	if err != nil {
		return nil, err
	}
	reply, err := in.call(ctx, p.limit, call)
	if err != nil {
		return nil, err
	}
	if !in.spent {
		p.keep(in)
	}
	return reply, nil
}

// enter waits for a free instance; leave must be called once.
func (p *Pool) enter(ctx context.Context, lane Lane) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if lane == Resources {
		return p.enterFew(ctx)
	}
	reserved := p.reserved
	if lane != Alerts {
		reserved = nil // a nil channel is never ready
	}
	leaving := func(places chan struct{}) func() { return func() { <-places } }
	select {
	case p.shared <- struct{}{}:
		return leaving(p.shared), nil
	default:
	}
	select {
	case p.shared <- struct{}{}:
		return leaving(p.shared), nil
	case reserved <- struct{}{}:
		return leaving(reserved), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// enterFew waits for a place among the few of resources, and then for a free instance.
func (p *Pool) enterFew(ctx context.Context) (leave func(), err error) {
	select {
	case p.resource <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	leaveShared, err := p.enter(ctx, Panels)
	if err != nil {
		<-p.resource
		return nil, err
	}
	return func() { leaveShared(); <-p.resource }, nil
}

func (p *Pool) take(ctx context.Context) (*instance, error) {
	p.mu.Lock()
	if last := len(p.idle) - 1; last >= 0 {
		in := p.idle[last]
		p.idle = p.idle[:last]
		p.mu.Unlock()
		return in, nil
	}
	p.mu.Unlock()
	return p.start(ctx)
}

func (p *Pool) keep(in *instance) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = append(p.idle, in)
}

// Warm creates one runtime, so that the first query does not wait for it.
func (p *Pool) Warm(ctx context.Context) error {
	leave, err := p.enter(ctx, Panels)
	if err != nil {
		return err
	}
	defer leave()
	in, err := p.take(ctx)
	if err == nil {
		p.keep(in)
	}
	return err
}

func (p *Pool) start(ctx context.Context) (*instance, error) {
	vm := sobek.New()
	vm.SetMaxCallStackSize(maxCallStack)
	in := &instance{vm: vm}
	err := in.guarded(ctx, 5*p.limit, func() error {
		if _, err := vm.RunProgram(p.program); err != nil {
			return err
		}
		handle, ok := sobek.AssertFunction(vm.Get("handle"))
		if !ok {
			return errors.New("the script sets no function handle")
		}
		in.handle = handle
		return nil
	})
	if err == nil && in.spent {
		err = &Error{Reason: errTooLong.Error()}
	}
	if err != nil {
		return nil, err
	}
	return in, nil
}
