package clickhouse

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"time"
)

const (
	codeTooManyQueries = 202
	retryNeeds         = 10 * time.Second
)

// Do runs a statement and returns either a failure or a complete answer, or one ended by a cap, which says so.
func (c *Client) Do(ctx context.Context, s Statement, call Call) (*Answer, *Failure) {
	if call.Format == "" {
		call.Format = ArrowStream
	}
	if s.IsUsers() && !call.Permits.ReadOnly() {
		return nil, c.clean(&Failure{Phase: PhaseReadOnly}, call)
	}
	for retried := false; ; {
		try := c.attempt(ctx, s, call)
		if try.failure == nil {
			return try.answer, nil
		}
		if !retried && try.mayRetry && hasTime(ctx) {
			retried = true
			pause(ctx, 50*time.Millisecond+rand.N(200*time.Millisecond))
			if call.QueryID != "" {
				call.QueryID += "-2" // the server may still know the first one
			}
			continue
		}
		return nil, c.clean(try.failure, call)
	}
}

// Rows runs a statement whose answer is small and needed as values.
func (c *Client) Rows(ctx context.Context, s Statement, call Call) ([]string, [][]any, *Failure) {
	call.Format = JSONCompact
	answer, failure := c.Do(ctx, s, call)
	if failure != nil {
		return nil, nil, failure
	}
	columns, values := answer.Columns, answer.Values
	answer.Release()
	return columns, values, nil
}

type outcome struct {
	answer   *Answer
	failure  *Failure
	mayRetry bool
}

func (c *Client) attempt(ctx context.Context, s Statement, call Call) outcome {
	var reused, firstByte bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn:              func(info httptrace.GotConnInfo) { reused, firstByte = info.Reused, false },
		GotFirstResponseByte: func() { firstByte = true },
	})
	request, err := c.request(traced, s, call)
	if err != nil {
		return outcome{failure: &Failure{Phase: PhaseSend, Excerpt: err.Error()}}
	}
	began := time.Now()
	response, err := c.http.Do(request)
	if err != nil {
		if failure := contextFailure(ctx); failure != nil {
			c.killIfNeeded(call)
			return outcome{failure: failure}
		}
		failure := transportFailure(err)
		return outcome{failure: failure, mayRetry: failure.Phase == PhaseSend && reused && !firstByte}
	}
	defer func() { _ = response.Body.Close() }()
	c.clock.learn(response, began)
	answer, failure := c.read(response, call)
	if inTime := contextFailure(ctx); failure != nil && inTime != nil {
		failure = inTime
	}
	if failure != nil && (failure.Phase == PhaseLimit || ctx.Err() != nil) || answer != nil && answer.Truncated != "" {
		c.killIfNeeded(call)
	}
	return outcome{answer: answer, failure: failure, mayRetry: failure != nil && failure.Code == codeTooManyQueries}
}

// read returns the answer, or the failure that it contains.
func (c *Client) read(response *http.Response, call Call) (*Answer, *Failure) {
	if failure := statusFailure(response); failure != nil {
		return nil, failure
	}
	answer := &Answer{QueryID: call.QueryID, Stats: statsOf(response.Header), lease: lease{budget: call.Budget, forAlert: call.FromAlert, copies: call.Copies}}
	answer.refs.Store(1)
	tail, err := newTail(response)
	if err == nil {
		if call.Format == JSONCompact {
			err = answer.readJSON(tail, call)
		} else {
			err = answer.readArrow(tail, call)
		}
	}
	if err == nil {
		return answer, nil
	}
	answer.Release()
	var over *capError
	if errors.As(err, &over) {
		return nil, &Failure{Phase: PhaseLimit, Detail: map[string]any{"limit": over.limit, "value": over.value}}
	}
	return nil, tail.failure(err)
}

func hasTime(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ctx.Err() == nil && (!ok || time.Until(deadline) > retryNeeds)
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
