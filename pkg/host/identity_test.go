package host

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
)

// forwarded are headers as Grafana passes those of a request on.
func forwarded(headers map[string]string) map[string]string {
	out := map[string]string{}
	for name, value := range headers {
		out["http_"+name] = value
	}
	return out
}

func TestOnlyCredentialsAreForwarded(t *testing.T) {
	client := map[string]string{
		"Authorization": "Bearer ada", "X-Id-Token": "id", "X-Grafana-Id": "gid", "Cookie": "session=s; other=o; team=t",
		"X-ClickHouse-User": "default", "X-ClickHouse-Key": "k", "X-ClickHouse-Database": "system", "X-ClickHouse-Quota": "q",
		"X-ClickHouse-Format": "CSV", "X-ClickHouse-SSL-Certificate-Auth": "on", "X-Forwarded-For": "1.2.3.4", "FromAlert": "true", "X-Tenant": "theirs",
	}
	for settings, want := range map[string]map[string]string{
		`{}`:                                 {},
		`{"oauthPassThru":true}`:             {"Authorization": "Bearer ada", "X-Id-Token": "id", "X-Grafana-Id": "gid"},
		`{"keepCookies":["session","team"]}`: {"Cookie": "session=s; team=t"},
		`{"oauthPassThru":true,"keepCookies":["absent"]}`: {"Authorization": "Bearer ada", "X-Id-Token": "id", "X-Grafana-Id": "gid"},
	} {
		f := newFake(t)
		in := source(t, f.URL, func(s *backend.DataSourceInstanceSettings) { s.JSONData, s.User = []byte(settings), "reader" })
		if got := ask(t.Context(), t, in, forwarded(client), `{"sql":"a","rounds":[["b"]]}`)["A"]; got.Error != nil {
			t.Fatal(got.Error)
		}
		resource := &backend.CallResourceRequest{Path: "schema", Headers: map[string][]string{}}
		for name, value := range client {
			resource.Headers[name] = []string{value}
		}
		_ = in.CallResource(t.Context(), resource, backend.CallResourceResponseSenderFunc(func(*backend.CallResourceResponse) error { return nil }))
		sent := append(append([]http.Header{}, f.headers...), f.probes...)
		if len(sent) != 3 {
			t.Fatalf("%d requests", len(sent))
		}
		for _, header := range sent {
			for name := range client {
				expected := want[name]
				if name == "X-ClickHouse-User" {
					expected = "reader"
				}
				if got := header.Get(name); got != expected {
					t.Errorf("%s: %s is sent as %q, not %q", settings, name, got, expected)
				}
			}
		}
	}
}

func TestNothingOfOneIdentityIsAnothers(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, func(s *backend.DataSourceInstanceSettings) {
		s.JSONData = []byte(`{"oauthPassThru":true,"keepCookies":["session"]}`)
	})
	who := []map[string]string{
		nil, {"Authorization": "Bearer ada"}, {"Authorization": "Bearer bob"}, {"X-Id-Token": "Bearer ada"}, {"X-Grafana-Id": "gid"},
		{"Cookie": "session=1"}, {"Cookie": "session=2"},
	}
	for i, headers := range who {
		for range 2 {
			for _, more := range []map[string]string{nil, {"FromAlert": "true"}} {
				sent := forwarded(headers)
				for name, value := range more {
					sent[name] = value
				}
				ask(t.Context(), t, in, sent, `{"sql":"x","type":"numeric-long","rounds":[["lookup"]]}`)
			}
		}
		if n := f.count("lookup"); n != i+1 {
			t.Errorf("%v: the lookup ran %d times", headers, n)
		}
		f.mu.Lock()
		if n := len(f.probes); n != i+1 {
			t.Errorf("%v: the settings were asked for %d times", headers, n)
		}
		f.mu.Unlock()
	}
	// What is not forwarded makes no difference.
	ask(t.Context(), t, in, forwarded(map[string]string{"Authorization": "Bearer ada", "Cookie": "session=1; tracking=3", "X-Other": "1"}), `{"sql":"x","rounds":[["lookup"]]}`)
	ask(t.Context(), t, in, forwarded(map[string]string{"Authorization": "Bearer ada", "Cookie": "session=1; tracking=4"}), `{"sql":"x","rounds":[["lookup"]]}`)
	if n := f.count("lookup"); n != len(who)+1 {
		t.Errorf("the lookup ran %d times", n)
	}
}

func TestUsersTextsTeachNothing(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	for _, text := range []string{
		"error 164 Cannot modify 'readonly' setting in readonly mode",
		"error 115 Setting max_execution_tim is neither a builtin setting. Maybe you meant ['max_execution_time','log_comment']",
		"error 115 Setting skip_unavailable_shard: maybe you meant 'skip_unavailable_shards'",
		"error 452 Setting max_execution_time shouldn't be greater than 10",
	} {
		ask(t.Context(), t, in, nil, `{"sql":"`+text+`","settings":{"readonly":2,"skip_unavailable_shards":0}}`)
	}
	ask(t.Context(), t, in, fromAlert, `{"sql":"rule","type":"numeric-long","settings":{"skip_unavailable_shards":0}}`)
	for name, want := range map[string]string{"readonly": "2", "skip_unavailable_shards": "0"} {
		if got := f.last()[name]; got != want {
			t.Errorf("%s = %q", name, got)
		}
	}
	if f.last()["log_comment"] == "" || f.last()["max_execution_time"] == "" {
		t.Errorf("sent %v", f.last())
	}
	if n := len(f.probes); n != 1 {
		t.Errorf("the settings were asked for %d times", n)
	}
}

func TestAChangedProfileIsNoticed(t *testing.T) {
	f := newFake(t)
	in := source(t, f.URL, nil)
	now := time.Unix(0, 0)
	in.permits.now = func() time.Time { return now }
	ask(t.Context(), t, in, nil, `{"sql":"a"}`)
	f.mu.Lock()
	f.settings = map[string][]any{"log_comment": {"log_comment", "", nil, nil, 1}}
	f.refuse = "log_comment"
	f.mu.Unlock()
	if got := ask(t.Context(), t, in, nil, `{"sql":"b"}`)["A"]; got.Error == nil {
		t.Error("the server does not refuse")
	}
	now = now.Add(permitPause)
	for _, sql := range []string{"c", "d"} {
		if got := ask(t.Context(), t, in, nil, `{"sql":"`+sql+`"}`)["A"]; got.Error != nil {
			t.Errorf("%s: %v", sql, got.Error)
		}
	}
	if n := len(f.probes); n != 2 {
		t.Errorf("the settings were asked for %d times", n)
	}
}

func TestResourcesHaveALaneOfTheirOwn(t *testing.T) {
	f := newFake(t)
	f.lookups = "hang"
	in := source(t, f.URL, nil)
	var group sync.WaitGroup
	for range 2 * (resourceStatements + alertStatements) {
		group.Go(func() {
			request := &backend.CallResourceRequest{Path: "ask", Body: []byte(`"x"`), Headers: map[string][]string{"FromAlert": {"true"}}}
			_ = in.CallResource(t.Context(), request, backend.CallResourceResponseSenderFunc(func(*backend.CallResourceResponse) error { return nil }))
		})
	}
	for start := time.Now(); f.total() < resourceStatements; time.Sleep(time.Millisecond) {
		if time.Since(start) > 20*time.Second {
			t.Fatalf("%d statements of resources run", f.total())
		}
	}
	if len(in.lanes.alerts)+len(in.lanes.alertLookups)+len(in.lanes.panels)+len(in.lanes.panelLookups) != 0 {
		t.Error("resources take the places of others")
	}
	for _, headers := range []map[string]string{nil, fromAlert} {
		if got := ask(t.Context(), t, in, headers, `{"sql":"rule","type":"numeric-long"}`)["A"]; got.Error != nil {
			t.Error(got.Error)
		}
	}
	close(f.release)
	group.Wait()
}

func TestUsersCannotMakeWhatRulesNeedGo(t *testing.T) {
	m := newMemo(3, 100, func(int) int64 { return 1 })
	runs := map[string]int{}
	get := func(key string, isRule bool) {
		t.Helper()
		ctx := t.Context()
		if isRule {
			ctx = urging(ctx, caller{lane: 1})
		}
		if _, err := m.get(ctx, key, life{fresh: time.Hour}, func(context.Context, bool) (int, error) { runs[key]++; return 1, nil }); err != nil {
			t.Fatal(err)
		}
	}
	get("census", true)
	get("shared", false)
	get("shared", true) // a user asked first
	for i := range 50 {
		get(strings.Repeat("x", i), false)
	}
	get("census", true)
	get("shared", true)
	if runs["census"] != 1 || runs["shared"] != 1 {
		t.Errorf("asked again: %v", runs)
	}
	if m.users.order.Len() != 3 || m.rules.order.Len() != 2 || len(m.kept) != 5 {
		t.Errorf("holds %d of users, %d of rules, %d", m.users.order.Len(), m.rules.order.Len(), len(m.kept))
	}
	// Rules bound each other.
	for i := range 50 {
		get("rule"+strings.Repeat("x", i), true)
	}
	if m.rules.order.Len() != 3 || m.users.order.Len() != 3 {
		t.Errorf("holds %d of users, %d of rules", m.users.order.Len(), m.rules.order.Len())
	}
}

func TestStatementsOfUsersAreRefusedWhereTheyCouldWrite(t *testing.T) {
	f := newFake(t)
	f.settings = map[string][]any{"readonly": {"readonly", "0", nil, nil, 1}}
	in := source(t, f.URL, nil)
	got := ask(t.Context(), t, in, nil, `{"sql":"users","settings":{"readonly":2}}`, `{"sql":"ours"}`)
	if got["A"].Error == nil || !strings.Contains(got["A"].Error.Error(), clickhouse.PhaseReadOnly) || f.count("users") != 0 {
		t.Errorf("%v, sent %d times", got["A"].Error, f.count("users"))
	}
	if got["B"].Error != nil {
		t.Error(got["B"].Error)
	}
}
