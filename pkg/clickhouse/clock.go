package clickhouse

import (
	"net/http"
	"sync/atomic"
	"time"
)

// clockTolerance is how far two clocks may be apart and count as one. The header tells whole seconds, and an answer takes time.
const clockTolerance = 5 * time.Second

// clock learns from answers how far the server's clock is ahead.
type clock struct{ offset atomic.Int64 }

// learn reads the Date of an answer whose request was sent at the given time.
func (c *clock) learn(response *http.Response, sent time.Time) {
	date, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil || response.Header.Get("X-ClickHouse-Query-Id") == "" {
		return // not ClickHouse's word
	}
	now := time.Now()
	offset := time.Duration(0)
	switch {
	case date.Before(sent.Add(-clockTolerance)):
		offset = date.Sub(sent)
	case date.After(now.Add(clockTolerance)):
		offset = date.Sub(now)
	}
	c.offset.Store(int64(offset))
}

// ClockOffset is how far the server's clock is ahead of this machine's; 0 where they agree within a few seconds.
func (c *Client) ClockOffset() time.Duration { return time.Duration(c.clock.offset.Load()) }
