// Package host is the backend around the engine: process, settings, transport and limits. All behaviour visible to users is the engine's.
package host

import (
	"encoding/json"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
	"github.com/genai-observability/genai-observability-app/pkg/frame"
)

// The types of src/engine/host.ts, as far as the host reads or writes them.

type call struct {
	Op      string          `json:"op"`
	Brief   bool            `json:"brief,omitempty"`
	Now     int64           `json:"now,omitempty"`
	Query   json.RawMessage `json:"query,omitempty"`
	Request *request        `json:"request,omitempty"`
	// Unseen says that an answer had rows of what the lookups had not seen.
	Unseen   bool                `json:"unseen,omitempty"`
	Path     string              `json:"path,omitempty"`
	Body     json.RawMessage     `json:"body,omitempty"`
	Settings *hostSettings       `json:"settings,omitempty"`
	State    json.RawMessage     `json:"state,omitempty"`
	Results  []json.RawMessage   `json:"results,omitempty"`
	Failure  *clickhouse.Failure `json:"failure,omitempty"`
	// ClockOffset is how many milliseconds the server's clock is ahead, 0 where they agree.
	ClockOffset int64 `json:"clockOffset,omitempty"`
	// MayWrite says that statements could write, because readonly is neither in force nor can be set.
	MayWrite bool `json:"mayWrite,omitempty"`
}

type request struct {
	RefID         string `json:"refId"`
	From          int64  `json:"from"`
	To            int64  `json:"to"`
	IntervalMs    int64  `json:"intervalMs"`
	MaxDataPoints int64  `json:"maxDataPoints"`
	FromAlert     bool   `json:"fromAlert"`
	// User is nil where nobody is known.
	User *user `json:"user,omitempty"`
}

// user is who asks, with the role in the organization.
type user struct {
	Login string `json:"login"`
	Role  string `json:"role"`
}

type hostSettings struct {
	URL      string          `json:"url"`
	Database string          `json:"database"`
	User     string          `json:"user"`
	JSONData json.RawMessage `json:"jsonData"`
	UID      string          `json:"uid,omitempty"`
}

type reply struct {
	Done  json.RawMessage        `json:"done"`
	Need  []clickhouse.Statement `json:"need"`
	State json.RawMessage        `json:"state"`
	// ByState says that the state alone tells what is needed.
	ByState bool `json:"byState"`
	// Unite says that the results are to be made one by the engine before they are given back.
	Unite bool         `json:"unite"`
	Error *engineError `json:"error"`
}

type plan struct {
	Statement clickhouse.Statement `json:"statement"`
	Frame     frame.Plan           `json:"frame"`
	Limits    frame.Limits         `json:"limits"`
	Notices   []frame.Notice       `json:"notices"`
	Meta      map[string]any       `json:"meta"`
	// Unseen names the column that counts rows of what the lookups had not seen.
	Unseen string `json:"unseen"`
	// Audit is what to log of an answer that may have prompts or answers of models in it.
	Audit map[string]string `json:"audit"`
}

type health struct {
	Status  string         `json:"status"`
	Message string         `json:"message"`
	Details map[string]any `json:"details"`
}

type resourceAnswer struct {
	Status int             `json:"status"`
	Body   json.RawMessage `json:"body"`
}

// engineError is an error for the user.
type engineError struct {
	Category string `json:"category"`
	Source   string `json:"source"`
	Status   int    `json:"status"`
	Message  string `json:"message"`
	// cause lets the SDK distinguish a cancelled request from a failed one.
	cause error
}

func (e *engineError) Unwrap() error { return e.cause }
func (e *engineError) Error() string { return "[" + e.Category + "] " + e.Message }
