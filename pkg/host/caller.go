package host

import (
	"encoding/json"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
	"github.com/genai-observability/genai-observability-app/pkg/engine"
)

// caller is the origin of a request, on whose behalf the host works.
type caller struct {
	lane engine.Lane
	// identity is what is forwarded of the request, by which everything is kept that the server answered.
	identity clickhouse.Identity
	comment  comment
	// background marks work that nobody waits for.
	background bool
}

// comment is written to the server's query log, so that an expensive statement can be traced to its panel or rule.
type comment struct {
	Plugin    string `json:"plugin"`
	Version   string `json:"version,omitempty"`
	User      string `json:"user,omitempty"`
	Dashboard string `json:"dashboard,omitempty"`
	Panel     string `json:"panel,omitempty"`
	Rule      string `json:"rule,omitempty"`
	RefID     string `json:"refId,omitempty"`
}

func (c caller) logComment() string {
	text, _ := json.Marshal(c.comment)
	return string(text)
}

func (c caller) fromAlert() bool { return c.lane == engine.Alerts }

// own returns the key of what costs only the engine's time. Rules do not share it: they would wait in the lane of whoever came first.
func (c caller) own(key string) string {
	if c.fromAlert() {
		return "rule " + key
	}
	return key
}

// withRefID returns the caller for one refId.
func (c caller) withRefID(refID string) caller {
	c.comment.RefID = refID
	return c
}

// inBackground returns the caller, marked as not waiting.
func (c caller) inBackground(background bool) caller {
	c.background = background
	return c
}

// callerOf returns who asks. What is typed in an address bar or a request's headers can say who asks, not in which lane.
func callerOf(pc backend.PluginContext, lane engine.Lane, get func(string) string, headers http.Header, forwarded forwarding) caller {
	c := caller{lane: lane, identity: forwarded.of(headers), comment: comment{
		Plugin:    pc.PluginID,
		Version:   pc.PluginVersion,
		Dashboard: get("X-Dashboard-Uid"),
		Panel:     get("X-Panel-Id"),
		Rule:      get("X-Rule-Uid"),
	}}
	if pc.User != nil {
		c.comment.User = pc.User.Login
	}
	return c
}

// headerIn looks up a header with and without the prefix that Grafana adds to forwarded HTTP headers.
func headerIn(plain map[string]string, forwarded http.Header) func(string) string {
	return func(name string) string { return firstOf(plain[name], forwarded.Get(name)) }
}
