// Package clickhouse runs statements on ClickHouse over HTTP and distinguishes complete answers from broken ones.
package clickhouse

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Settings are the server and the credentials to use. The secret fields never come from JSON.
type Settings struct {
	URL         string `json:"url"`
	Database    string `json:"database"`
	User        string `json:"user"`
	Compression bool   `json:"compression"`

	Password string `json:"-"`
	// Secrets are additional values that must never appear in a Failure: secure header values, tokens.
	Secrets []string `json:"-"`
	// DefaultTimeout is the statement's time limit if the caller's context has no deadline. Zero leaves it to the server.
	DefaultTimeout time.Duration `json:"-"`
}

// Client runs statements. It is safe for concurrent use.
type Client struct {
	settings Settings
	base     *url.URL
	http     *http.Client
	redact   *strings.Replacer
	clock    clock
}

// New returns a client on top of an HTTP client that handles TLS, headers and proxies. The time limit of a call is that of
// its context, and redirects are refused, regardless of httpClient.
func New(settings Settings, httpClient *http.Client) (*Client, error) {
	base, err := url.Parse(strings.TrimSpace(settings.URL))
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		return nil, &Failure{Phase: PhaseSettings, Detail: map[string]any{"setting": "url"}}
	}
	if base.User != nil {
		return nil, &Failure{Phase: PhaseSettings, Detail: map[string]any{"setting": "url", "reason": "credentials"}}
	}
	if base.Path == "" {
		base.Path = "/"
	}
	base.Fragment = ""
	if httpClient == nil {
		httpClient = http.DefaultClient
	}
	own := *httpClient
	own.Timeout = 0
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{settings: settings, base: base, http: &own, redact: newRedactor(settings)}, nil
}
