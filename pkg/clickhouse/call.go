package clickhouse

import "time"

// Formats that a call may request.
const (
	ArrowStream = "ArrowStream"
	JSONCompact = "JSONCompact"
)

// What happens when an answer exceeds a cap.
const (
	OnExceededNotice = "notice"
	OnExceededError  = "error"
)

// Statement is a statement of the engine: text, parameters in ClickHouse's text format, and settings.
type Statement struct {
	SQL    string            `json:"sql"`
	Params map[string]string `json:"params"`
	// Settings may contain readonly: the statement is then a user's, and is not run unless the server cannot be written.
	Settings     map[string]any `json:"settings"`
	CacheSeconds int            `json:"cacheSeconds,omitempty"`
	StaleSeconds int            `json:"staleSeconds,omitempty"`
	WaitSeconds  int            `json:"waitSeconds,omitempty"`
	// Slices says that the answer is of several keys, which may be asked for one by one.
	Slices *Slices `json:"slices,omitempty"`
	// OfQuery says that it asks about a query's own statement, in whose place it runs, and that its answer depends on Params.
	OfQuery bool `json:"ofQuery,omitempty"`
}

// InItsPlace reports whether it takes the place of a query's statement and ends with whoever asked, as no lookup does.
func (s Statement) InItsPlace() bool { return s.OfQuery || s.IsUsers() }

// IsUsers reports whether a user wrote the statement.
func (s Statement) IsUsers() bool {
	_, is := s.Settings[readonlySetting]
	return is
}

// Slices names the parameter that lists the keys, and the column that tells whose a row is.
type Slices struct {
	Parameter string  `json:"parameter"`
	Column    string  `json:"column"`
	Keys      []int64 `json:"keys"`
	// Apart has a key without rows asked again soon, even if other statements have rows of it: a day with spans may have no
	// scores yet.
	Apart bool `json:"apart,omitempty"`
}

// Call is how to run a statement. The zero value streams Arrow without caps.
type Call struct {
	QueryID    string
	LogComment string
	// Format is ArrowStream unless set.
	Format string
	// WaitEndOfQuery makes the server finish before it responds, so that status and statistics are final.
	WaitEndOfQuery bool
	FromAlert      bool
	// MaxExecution limits the statement if the context has no deadline; Settings.DefaultTimeout if zero.
	MaxExecution time.Duration
	// MaxRows and MaxBytes cap the answer; zero means no cap. OnExceeded is OnExceededError unless set to OnExceededNotice.
	MaxRows    int64
	MaxBytes   int64
	OnExceeded string
	// Identity is on whose behalf the statement runs, and Permits is what the server lets it set. Nil permits everything.
	Identity Identity
	Permits  Permits
	// Budget is shared by concurrent answers; nil means no budget. Copies is how many copies of an answer there are while it is
	// held, one unless set.
	Budget *Budget
	Copies int64
}
