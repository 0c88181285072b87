package host

import (
	"encoding/json"
	"net/http"
	"strings"

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
	// user is nil where nobody is known.
	user *user
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

// own returns the key of what rules do not share with others: they would wait in the lane of whoever came first.
func (c caller) own(key string) string {
	if c.fromAlert() {
		return "rule " + key
	}
	return key
}

// withRefID returns the caller for one refId.
func (c caller) withRefID(refID string) caller {
	c.comment.RefID = said(refID)
	return c
}

// forRule returns the caller in the lane of rules, for one of which it does the same.
func (c caller) forRule() caller {
	c.lane, c.background = engine.Alerts, false
	return c
}

// inBackground returns the caller, marked as not waiting.
func (c caller) inBackground(background bool) caller {
	c.background = background
	return c
}

// callerOf returns who asks. What is typed in an address bar or a request's headers can say who asks, not in which lane.
//
// It is cut: whoever joins a lookup depends on the first caller's comment, with which no server takes a megabyte.
func callerOf(pc backend.PluginContext, lane engine.Lane, get func(string) string, headers http.Header, forwarded forwarding) caller {
	c := caller{lane: lane, identity: forwarded.of(headers), comment: comment{
		Plugin:    pc.PluginID,
		Version:   pc.PluginVersion,
		Dashboard: said(get("X-Dashboard-Uid")),
		Panel:     said(get("X-Panel-Id")),
		Rule:      said(get("X-Rule-Uid")),
	}}
	if pc.User != nil {
		c.comment.User = said(pc.User.Login)
		c.user = &user{Login: pc.User.Login, Role: pc.User.Role}
	}
	return c
}

// mostSaid is longer than any uid or login.
const mostSaid = 256

func said(text string) string {
	if len(text) > mostSaid {
		return strings.ToValidUTF8(text[:mostSaid], "")
	}
	return text
}

// headerIn looks up a header with and without the prefix that Grafana adds to forwarded HTTP headers.
func headerIn(plain map[string]string, forwarded http.Header) func(string) string {
	return func(name string) string { return firstOf(plain[name], forwarded.Get(name)) }
}
