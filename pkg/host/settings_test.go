package host

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

func TestReadSettings(t *testing.T) {
	got, err := readSettings(t.Context(), backend.DataSourceInstanceSettings{
		URL:  " https://u:inurl@host:8443/ch?password=p#f ",
		User: "reader",
		JSONData: []byte(`{"defaultDatabase":"otel","tracesTable":"t","compression":true,"timeout":5,"tlsAuthWithCACert":true,"serverName":"ch",
			"httpHeaderName1":"X-Token","httpHeaders":[{"name":"x-tenant","value":"a"}]}`),
		DecryptedSecureJSONData: map[string]string{"password": "pw", "httpHeaderValue1": "tok", "tlsCACert": "ca"},
	})
	if err != nil {
		t.Fatal(err)
	}
	s, o := got.server, got.http
	if s.URL != "https://host:8443/ch" || s.User != "reader" || s.Password != "pw" || s.Database != "otel" || !s.Compression {
		t.Errorf("server %+v", s)
	}
	if o.Timeouts.Timeout != 0 || o.BasicAuth != nil || o.Header.Get("X-Token") != "tok" || o.Header.Get("X-Tenant") != "a" || o.TLS == nil || o.TLS.ServerName != "ch" || o.ForwardHTTPHeaders {
		t.Errorf("http %+v", o)
	}
	seen, _ := json.Marshal(got.forEngine)
	for _, secret := range []string{"pw", "tok", "inurl", "password"} {
		if strings.Contains(string(seen), secret) {
			t.Errorf("the engine sees %s: %s", secret, seen)
		}
	}
	if len(s.Secrets) != 4 {
		t.Errorf("%d secrets", len(s.Secrets))
	}
}

func TestBasicAuthIsTheUserWhereThereIsNoOther(t *testing.T) {
	got, err := readSettings(t.Context(), backend.DataSourceInstanceSettings{
		URL: "http://h", BasicAuthEnabled: true, BasicAuthUser: "b", DecryptedSecureJSONData: map[string]string{"basicAuthPassword": "bp"},
	})
	if err != nil || got.server.User != "b" || got.server.Password != "bp" || got.http.BasicAuth != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestSettingsThatAreRefused(t *testing.T) {
	for _, c := range []struct{ url, json, reason string }{
		{"", `{}`, "not set"},
		{"host:8123", `{}`, "http://"},
		{"file:///etc/passwd", `{}`, "http://"},
		{"http://", `{}`, "no host"},
		{"http://u:secret@%zz", `{}`, "not valid"},
		{"http://h", `{"httpHeaders":1}`, "could not be parsed"},
		{"http://h", `{"tlsAuth":true,"serverName":1}`, "HTTP settings"},
		{"http://h", `{"httpHeaders":[{"name":"X-A","value":"a\r\nB: c"}]}`, "line break"},
		{"http://h", `{"httpHeaders":[{"name":"X A","value":"a"}]}`, "line break"},
		{"http://h", `{"httpHeaders":[{"name":"authorization","value":"a"}]}`, "Authorization"},
		{"http://h", `{"httpHeaders":[{"name":"x-clickhouse-user","value":"a"}]}`, "X-Clickhouse-User"},
		{"http://h", `{"httpHeaders":[{"name":"Transfer-Encoding","value":"a"}]}`, "Transfer-Encoding"},
	} {
		_, err := readSettings(t.Context(), backend.DataSourceInstanceSettings{URL: c.url, JSONData: []byte(c.json)})
		if err == nil || !strings.Contains(err.Error(), c.reason) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s %s: %v", c.url, c.json, err)
		}
	}
}

func TestStandardHeaderWithLineBreakIsRefused(t *testing.T) {
	_, err := readSettings(t.Context(), backend.DataSourceInstanceSettings{
		URL: "http://h", JSONData: []byte(`{"httpHeaderName1":"X-A"}`), DecryptedSecureJSONData: map[string]string{"httpHeaderValue1": "a\nb"},
	})
	if err == nil || strings.Contains(err.Error(), "a\nb") {
		t.Error(err)
	}
}
