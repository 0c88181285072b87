package host

import (
	"net/http"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

// credentialHeaders are set by Grafana where a data source forwards the identity of its users.
var credentialHeaders = []string{
	backend.OAuthIdentityTokenHeaderName, backend.OAuthIdentityIDTokenHeaderName, backend.GrafanaUserSignInTokenHeaderName,
}

// forwarding says what of a request goes on to the server. Nothing else does: a client could otherwise name another user,
// database or format with headers of ClickHouse's own.
type forwarding struct {
	credentials bool
	cookies     []string
}

func (f forwarding) of(headers http.Header) clickhouse.Identity {
	kept := http.Header{}
	if f.credentials {
		for _, name := range credentialHeaders {
			if value := headers.Get(name); value != "" {
				kept.Set(name, value)
			}
		}
	}
	if cookies := f.cookiesOf(headers); cookies != "" {
		kept.Set(backend.CookiesHeaderName, cookies)
	}
	return clickhouse.NewIdentity(kept)
}

func (f forwarding) cookiesOf(headers http.Header) string {
	if len(f.cookies) == 0 {
		return ""
	}
	kept := http.Request{Header: http.Header{}}
	for _, cookie := range (&http.Request{Header: headers}).Cookies() {
		if slices.Contains(f.cookies, cookie.Name) {
			kept.AddCookie(cookie)
		}
	}
	return kept.Header.Get(backend.CookiesHeaderName)
}
