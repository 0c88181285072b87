package clickhouse

import "time"

// Formats a call may ask for.
const (
	ArrowStream = "ArrowStream"
	JSONCompact = "JSONCompact"
)

// What happens over a cap of a call.
const (
	OnExceededNotice = "notice"
	OnExceededError  = "error"
)

// Statement is the engine's: text, parameters in ClickHouse's text form, and settings.
type Statement struct {
	SQL          string            `json:"sql"`
	Params       map[string]string `json:"params"`
	Settings     map[string]any    `json:"settings"`
	CacheSeconds int               `json:"cacheSeconds,omitempty"`
	StaleSeconds int               `json:"staleSeconds,omitempty"`
}

// Call is how to run a statement. The zero value streams Arrow without caps.
type Call struct {
	QueryID    string
	LogComment string
	// Format is ArrowStream unless set.
	Format string
	// WaitEndOfQuery has the server finish before it answers: a true status and final statistics.
	WaitEndOfQuery bool
	FromAlert      bool
	// MaxExecution limits the statement where the context has no deadline; Settings.DefaultTimeout if zero.
	MaxExecution time.Duration
	// MaxRows and MaxBytes cap the answer; zero is no cap. OnExceeded is OnExceededError unless set to OnExceededNotice.
	MaxRows    int64
	MaxBytes   int64
	OnExceeded string
	// Budget is shared by concurrent answers; nil is none.
	Budget *Budget
}
