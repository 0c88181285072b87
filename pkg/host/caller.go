package host

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/genai-observability/genai-observability-app/pkg/engine"
)

// caller is the origin of a request, on whose behalf the host works.
type caller struct {
	lane engine.Lane
	// identity differs between callers that the server may answer differently, because their credentials are forwarded.
	identity string
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

func callerOf(pc backend.PluginContext, get func(string) string, headers http.Header, forwards bool) caller {
	c := caller{comment: comment{
		Plugin:    pc.PluginID,
		Version:   pc.PluginVersion,
		Dashboard: get("X-Dashboard-Uid"),
		Panel:     get("X-Panel-Id"),
		Rule:      get("X-Rule-Uid"),
	}}
	if pc.User != nil {
		c.comment.User = pc.User.Login
	}
	if get(backend.FromAlertHeaderName) == "true" {
		c.lane = engine.Alerts
	}
	if forwards && len(headers) > 0 {
		sum := sha256.New()
		for _, name := range []string{backend.OAuthIdentityTokenHeaderName, backend.OAuthIdentityIDTokenHeaderName, backend.CookiesHeaderName, backend.GrafanaUserSignInTokenHeaderName} {
			sum.Write([]byte(headers.Get(name) + "\n"))
		}
		c.identity = hex.EncodeToString(sum.Sum(nil))
	}
	return c
}

// headerIn looks up a header with and without the prefix that Grafana adds to forwarded HTTP headers.
func headerIn(plain map[string]string, forwarded http.Header) func(string) string {
	return func(name string) string { return firstOf(plain[name], forwarded.Get(name)) }
}
