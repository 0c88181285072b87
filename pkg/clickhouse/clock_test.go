package clickhouse

import (
	"net/http"
	"testing"
	"time"
)

func TestTheServersClockIsLearnt(t *testing.T) {
	for name, test := range map[string]struct {
		ahead time.Duration
		query string
		want  time.Duration
	}{
		"the same":               {0, "q", 0},
		"within the tolerance":   {3 * time.Second, "q", 0},
		"ahead":                  {time.Minute, "q", time.Minute},
		"behind":                 {-time.Hour, "q", -time.Hour},
		"somebody else's header": {time.Hour, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			var c Client
			header := http.Header{"Date": {time.Now().Add(test.ahead).UTC().Format(http.TimeFormat)}}
			header.Set("X-ClickHouse-Query-Id", test.query)
			c.clock.learn(&http.Response{Header: header}, time.Now())
			if off := c.ClockOffset() - test.want; off.Abs() > 2*time.Second {
				t.Errorf("%v instead of %v", c.ClockOffset(), test.want)
			}
		})
	}
}
