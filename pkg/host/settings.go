package host

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

// settings are a data source's checked settings.
type settings struct {
	server    clickhouse.Settings
	http      httpclient.Options
	forwards  forwarding
	forEngine hostSettings
}

// storedSettings are the keys of jsonData that the host reads itself, in addition to the SDK's HTTPClientOptions. The engine reads the rest.
type storedSettings struct {
	Database        string   `json:"database"`
	DefaultDatabase string   `json:"defaultDatabase"` // the official ClickHouse data source's name for it
	Username        string   `json:"username"`
	Compression     bool     `json:"compression"`
	HTTPHeaders     []header `json:"httpHeaders"`
	OAuthPassThru   bool     `json:"oauthPassThru"`
	KeepCookies     []string `json:"keepCookies"`
}

// statementTime is how long a statement may take where neither its caller nor the settings say.
const statementTime = 2 * time.Minute

type header struct{ Name, Value string }

func readSettings(ctx context.Context, s backend.DataSourceInstanceSettings) (*settings, error) {
	stored, rest := storedSettings{}, json.RawMessage(`{}`)
	if len(s.JSONData) > 0 {
		rest = s.JSONData
	}
	if err := json.Unmarshal(rest, &stored); err != nil {
		return nil, settingsFailure("the stored settings could not be parsed")
	}
	address, err := readURL(s.URL)
	if err != nil {
		return nil, err
	}
	// The SDK's parser panics on values of an unexpected type.
	options, err := guarded(func() (httpclient.Options, error) { return s.HTTPClientOptions(ctx) })
	if err != nil {
		return nil, settingsFailure("the HTTP settings could not be parsed")
	}
	for _, h := range stored.HTTPHeaders {
		if err := checkHeader(h); err != nil {
			return nil, err
		}
		options.Header.Set(h.Name, h.Value)
	}
	for name, values := range options.Header {
		if slices.ContainsFunc(values, hasLineBreak) || !validHeaderName(name) {
			return nil, settingsFailure("a custom header contains a line break or has a name that HTTP does not allow")
		}
	}
	options.ForwardHTTPHeaders = false
	// A statement is limited by the caller's deadline; a long answer is not an error.
	options.Timeouts.Timeout = 0
	// The ClickHouse client sends the credentials, so that they are sent only once.
	options.BasicAuth = nil

	server := clickhouse.Settings{
		URL:         address,
		Database:    firstOf(stored.Database, stored.DefaultDatabase, s.Database),
		User:        firstOf(stored.Username, s.User),
		Password:    s.DecryptedSecureJSONData["password"],
		Compression: stored.Compression,

		DefaultTimeout: statementTime,
		Secrets:        secretsOf(s),
	}
	if server.User == "" && s.BasicAuthEnabled {
		server.User, server.Password = s.BasicAuthUser, s.DecryptedSecureJSONData["basicAuthPassword"]
	}
	return &settings{
		server: server, http: options, forwards: forwarding{credentials: stored.OAuthPassThru, cookies: stored.KeepCookies},
		forEngine: hostSettings{URL: address, Database: server.Database, User: server.User, JSONData: rest, UID: s.UID},
	}, nil
}

func readURL(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", settingsFailure("the server's URL is not set")
	}
	u, err := url.Parse(text)
	if err != nil {
		return "", settingsFailure("the server's URL is not valid") // url.Error quotes the text, which may contain a password
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return "", settingsFailure(fmt.Sprintf("the server's URL starts with %q; it must start with http:// or https://", u.Scheme))
	}
	if u.Hostname() == "" {
		return "", settingsFailure("the server's URL has no host")
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String(), nil
}

var hopByHop = []string{
	"Connection", "Proxy-Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Te", "Trailer",
	"Transfer-Encoding", "Upgrade", "Host", "Content-Length", "Content-Type", "Content-Encoding", "Accept-Encoding",
}

func checkHeader(h header) error {
	name := http.CanonicalHeaderKey(h.Name)
	switch {
	case !validHeaderName(h.Name), hasLineBreak(h.Value):
		return settingsFailure("a custom header contains a line break or has a name that HTTP does not allow")
	case slices.Contains(hopByHop, name), name == "Authorization", strings.HasPrefix(name, "X-Clickhouse-"):
		return settingsFailure(fmt.Sprintf("the custom header %s is controlled by the connection and cannot be set", name))
	}
	return nil
}

func validHeaderName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`()<>@,;:\"/[]?={}`, r)
	})
}

func hasLineBreak(value string) bool { return strings.ContainsAny(value, "\r\n\x00") }

// secretsOf lists the values that must never be quoted, including a password in the URL.
func secretsOf(s backend.DataSourceInstanceSettings) []string {
	var secrets []string
	for _, value := range s.DecryptedSecureJSONData {
		secrets = append(secrets, value)
	}
	if u, err := url.Parse(strings.TrimSpace(s.URL)); err == nil && u.User != nil {
		password, _ := u.User.Password()
		secrets = append(secrets, password)
	}
	return slices.DeleteFunc(secrets, func(v string) bool { return v == "" })
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func settingsFailure(reason string) error {
	return &clickhouse.Failure{Phase: clickhouse.PhaseSettings, Excerpt: reason}
}
