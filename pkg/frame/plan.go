// Package frame turns an answer into Grafana frames: Arrow files whose values are the server's own.
package frame

// Types of a plan.
const (
	Table           = "table"
	NumericLong     = "numeric-long"
	TimeSeriesMulti = "timeseries-multi"
)

// Roles of a column.
const (
	RoleTime  = "time"
	RoleLabel = "label"
	RoleValue = "value"
	RoleField = "field"
	RoleSkip  = "skip"
)

// Plan is the engine's frame plan, which says how the answer's columns become frames.
type Plan struct {
	Type                   string   `json:"type"`
	PreferredVisualisation string   `json:"preferredVisualisation,omitempty"`
	PreferredPanel         string   `json:"preferredPanel,omitempty"`
	Columns                []Column `json:"columns"`
}

// Column is one column of the answer, in the answer's order.
type Column struct {
	Name   string         `json:"name"`
	Role   string         `json:"role"`
	JSON   bool           `json:"json,omitempty"`
	Config map[string]any `json:"config,omitempty"`
}

// Limits are caps on an answer. Zero means no cap.
type Limits struct {
	Rows       int64  `json:"rows"`
	Bytes      int64  `json:"bytes"`
	Series     int64  `json:"series"`
	OnExceeded string `json:"onExceeded"`
}

// Notice is shown with the frame.
type Notice struct {
	Severity string `json:"severity"`
	Text     string `json:"text"`
}

// Options hold what every frame has besides its values.
type Options struct {
	RefID     string
	Notices   []Notice
	Meta      map[string]any
	SQL       string
	FromAlert bool
}
