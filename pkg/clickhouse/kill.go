package clickhouse

import (
	"context"
	"io"
	"time"
)

// killIfNeeded ends an abandoned statement, as whoever began it, on a server that does not do so when its client disconnects.
func (c *Client) killIfNeeded(call Call) {
	if call.QueryID == "" || call.Permits.closingEnds() {
		return
	}
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		kill := Statement{SQL: "KILL QUERY WHERE query_id = {id:String} ASYNC", Params: map[string]string{"id": call.QueryID}}
		request, err := c.request(ctx, kill, Call{Format: JSONCompact, Identity: call.Identity, Permits: nothing})
		if err != nil {
			return
		}
		if response, err := c.http.Do(request); err == nil {
			_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, maxErrorBody))
			_ = response.Body.Close()
		}
	}()
}
