package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/grafana/sobek"
)

// Error reports a call that the engine did not answer; its runtime is discarded.
type Error struct {
	// Reason is for the user; it may contain text of the query, so it is never logged.
	Reason string
	// Where is a position in the script, for the log.
	Where string
}

func (e *Error) Error() string { return e.Reason }

var errTooLong = errors.New("the call took too long")

type instance struct {
	vm     *sobek.Runtime
	handle sobek.Callable
	spent  bool
}

func (in *instance) call(ctx context.Context, limit time.Duration, call []byte) (reply []byte, err error) {
	err = in.guarded(ctx, limit, func() error {
		value, err := in.handle(sobek.Undefined(), in.vm.ToValue(string(call)))
		if err != nil {
			return err
		}
		text, ok := value.Export().(string)
		if !ok {
			return errors.New("the reply is not a string")
		}
		reply = []byte(text)
		return nil
	})
	return reply, err
}

// guarded runs fn until the limit or the end of ctx. An interrupt just as fn ends would hit the next call, so the runtime is discarded.
func (in *instance) guarded(ctx context.Context, limit time.Duration, fn func() error) (err error) {
	timer := time.AfterFunc(limit, func() { in.vm.Interrupt(errTooLong) })
	stop := context.AfterFunc(ctx, func() { in.vm.Interrupt(ctx.Err()) })
	defer func() {
		inTime, notCancelled := timer.Stop(), stop()
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in the runtime: %v", p)
		}
		in.spent = err != nil || !inTime || !notCancelled
		if err != nil {
			err = asError(ctx, err)
		}
	}()
	return fn()
}

func asError(ctx context.Context, err error) error {
	var interrupted *sobek.InterruptedError
	if errors.As(err, &interrupted) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return &Error{Reason: errTooLong.Error(), Where: position(interrupted.Stack())}
	}
	var overflow *sobek.StackOverflowError
	if errors.As(err, &overflow) {
		return &Error{Reason: "the call nests too deeply", Where: position(overflow.Stack())}
	}
	var thrown *sobek.Exception
	if errors.As(err, &thrown) {
		return &Error{Reason: thrown.Value().String(), Where: position(thrown.Stack())}
	}
	return &Error{Reason: err.Error()}
}

func position(stack []sobek.StackFrame) string {
	if len(stack) == 0 {
		return ""
	}
	return stack[0].FuncName() + " " + stack[0].Position().String()
}
