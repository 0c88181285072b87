// Package engine runs the TypeScript engine: a script that sets a global handle(callJSON) => replyJSON and never waits.
package engine

import (
	"context"
	"errors"
	"time"

	"github.com/grafana/sobek"
)

// Lane says who calls. Alerts may use every instance, panels all but the reserved one.
type Lane int

const (
	Panels Lane = iota
	Alerts
)

// Options of a pool; zero values mean the defaults.
type Options struct {
	Shared   int           // instances that anyone may use
	Reserved int           // instances that only alerts may use
	Limit    time.Duration // of one call
}

const maxCallStack = 2000

// Pool is a bounded set of runtimes, made when first needed.
type Pool struct {
	program  *sobek.Program
	shared   chan *instance
	reserved chan *instance
	limit    time.Duration
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
		o.Limit = 2 * time.Second
	}
	return &Pool{program: program, shared: vacancies(o.Shared), reserved: vacancies(o.Reserved), limit: o.Limit}, nil
}

// vacancies is a lane of places whose runtime is not made yet.
func vacancies(n int) chan *instance {
	lane := make(chan *instance, n)
	for range n {
		lane <- nil
	}
	return lane
}

// Call gives the engine one call and returns its reply. The error is ctx's, or an *Error.
func (p *Pool) Call(ctx context.Context, lane Lane, call []byte) ([]byte, error) {
	in, home, err := p.take(ctx, lane)
	if err != nil {
		return nil, err
	}
	keep := (*instance)(nil)
	defer func() { home <- keep }()
	if in == nil {
		if in, err = p.start(ctx); err != nil {
			return nil, err
		}
	}
	reply, err := in.call(ctx, p.limit, call)
	if err != nil {
		return nil, err
	}
	if !in.spent {
		keep = in
	}
	return reply, nil
}

func (p *Pool) take(ctx context.Context, lane Lane) (*instance, chan *instance, error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	reserved := p.reserved
	if lane != Alerts {
		reserved = nil // a nil channel is never ready
	}
	select {
	case in := <-p.shared:
		return in, p.shared, nil
	default:
	}
	select {
	case in := <-p.shared:
		return in, p.shared, nil
	case in := <-reserved:
		return in, reserved, nil
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

// Warm makes one runtime, so that the first query does not wait for it.
func (p *Pool) Warm(ctx context.Context) error {
	in, home, err := p.take(ctx, Panels)
	if err != nil {
		return err
	}
	if in == nil {
		in, err = p.start(ctx)
	}
	home <- in
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
