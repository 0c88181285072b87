package clickhouse

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// serveSettings answers as a server whose system.settings has the rows name, value, min, max, readonly.
func serveSettings(t *testing.T, rows ...[]any) *Client {
	t.Helper()
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		for name := range typical {
			if r.URL.Query().Has(name) {
				t.Errorf("the question itself sets %s, which may be refused", name)
			}
		}
		columns := []any{}
		for _, name := range []string{"name", "value", "min", "max", "readonly"} {
			columns = append(columns, map[string]any{"name": name})
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"meta": columns, "data": rows})
	})
}

func TestWhatAnIdentityMaySet(t *testing.T) {
	client := serveSettings(t,
		[]any{readonlySetting, "0", nil, nil, 0},
		[]any{timeSetting, "30", nil, nil, 0},
		[]any{"max_rows_to_read", "0", nil, "500", 0},
		[]any{"max_bytes_to_read", "0", "100", nil, 0},
		[]any{"log_comment", "", nil, nil, 1},
		[]any{closeSetting, "1", nil, nil, 1},
		[]any{"short_circuit_function_evaluation", "enable", nil, nil, 0},
	)
	permits, failure := client.Permits(context.Background(), Identity{})
	if failure != nil {
		t.Fatal(failure)
	}
	for _, test := range []struct{ name, value, want string }{
		{readonlySetting, "2", "2"},
		{timeSetting, "60", ""},   // the profile's 30 s stay
		{timeSetting, "20", "20"}, // less than that is ours to say
		{"max_rows_to_read", "1000", "500"},
		{"max_rows_to_read", "200", "200"},
		{"max_bytes_to_read", "50", "100"},
		{"log_comment", "x", ""},
		{"short_circuit_function_evaluation", "disable", "disable"},
		{"enable_http_compression", "1", ""}, // the server does not know it
		{"wait_end_of_query", "1", "1"},      // no setting
	} {
		if got, _ := permits.admit(test.name, test.value); got != test.want {
			t.Errorf("%s = %s is sent as %q, not %q", test.name, test.value, got, test.want)
		}
	}
	refused := permits.Refused()
	if !slices.Contains(refused, "log_comment") || slices.Contains(refused, closeSetting) || slices.Contains(refused, readonlySetting) {
		t.Errorf("refused %v", refused)
	}
}

func TestStatementsOfUsersNeedReadonly(t *testing.T) {
	users := Statement{SQL: "SELECT 1", Settings: map[string]any{"readonly": 2}}
	for name, test := range map[string]struct {
		row  []any
		sent string
		runs bool
	}{
		"may be set":              {[]any{readonlySetting, "0", nil, nil, 0}, "2", true},
		"may be set to 1 only":    {[]any{readonlySetting, "0", nil, "1", 0}, "1", true},
		"in force":                {[]any{readonlySetting, "2", nil, nil, 1}, "", true},
		"in force, the strictest": {[]any{readonlySetting, "1", nil, nil, 1}, "", true},
		"refused":                 {[]any{readonlySetting, "0", nil, nil, 1}, "", false},
		"held at 0":               {[]any{readonlySetting, "0", nil, "0", 0}, "", false},
	} {
		permits, failure := serveSettings(t, test.row).Permits(context.Background(), Identity{})
		if failure != nil {
			t.Fatal(failure)
		}
		requests, sent := 0, ""
		client := serve(t, func(w http.ResponseWriter, r *http.Request) {
			requests++
			sent = r.URL.Query().Get(readonlySetting)
			_, _ = w.Write(arrowStream(t, 1, 1, "x", true))
		})
		_, failure = client.Do(context.Background(), users, Call{Permits: permits})
		if runs := failure == nil; runs != test.runs || requests > 0 != test.runs || sent != test.sent {
			t.Errorf("%s: %+v, %d requests, readonly %q", name, failure, requests, sent)
		}
		if !test.runs && failure.Phase != PhaseReadOnly {
			t.Errorf("%s: phase %s", name, failure.Phase)
		}
		if _, failure = client.Do(context.Background(), ask, Call{Permits: permits}); failure != nil {
			t.Errorf("%s: a statement of ours: %+v", name, failure)
		}
	}
}

func TestWithoutSystemSettingsAStatementOfOursIsTried(t *testing.T) {
	refuse := map[string]string{
		closeSetting:              "Code: 164. DB::Exception: Cannot modify '" + closeSetting + "' setting in readonly mode. (READONLY)",
		"log_comment":             "Code: 452. DB::Exception: Setting log_comment should not be changed. (SETTING_CONSTRAINT_VIOLATION)",
		readonlySetting:           "Code: 164. DB::Exception: Cannot modify 'readonly' setting in readonly mode. (READONLY)",
		"enable_http_compression": "Code: 115. DB::Exception: Setting enable_http_compression is neither a builtin setting nor started with 'SQL_'. (UNKNOWN_SETTING)",
	}
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if text, _ := io.ReadAll(r.Body); strings.Contains(string(text), "system.settings") {
			w.WriteHeader(500)
			_, _ = io.WriteString(w, "Code: 497. DB::Exception: reader: Not enough privileges. (ACCESS_DENIED)")
			return
		}
		for _, name := range []string{closeSetting, "log_comment", readonlySetting, "enable_http_compression"} {
			if r.URL.Query().Has(name) {
				w.WriteHeader(500)
				_, _ = io.WriteString(w, refuse[name])
				return
			}
		}
		_, _ = io.WriteString(w, `{"meta":[{"name":"x"}],"data":[["2"]]}`)
	})
	permits, failure := client.Permits(context.Background(), Identity{})
	if failure != nil {
		t.Fatal(failure)
	}
	if got := permits.Refused(); !slices.Equal(got, []string{closeSetting, "enable_http_compression", "log_comment"}) || !permits.ReadOnly() {
		t.Errorf("refused %v, readonly %v", got, permits.ReadOnly())
	}
}

func TestAServerThatCannotBeAskedIsAFailure(t *testing.T) {
	for _, fails := range []string{"Code: 516. DB::Exception: reader: Authentication failed", "<html>bad gateway</html>"} {
		requests := 0
		client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			requests++
			w.WriteHeader(502)
			_, _ = io.WriteString(w, fails)
		})
		if permits, failure := client.Permits(context.Background(), Identity{}); failure == nil || requests != 1 {
			t.Errorf("%s: %v after %d requests", fails, permits, requests)
		}
	}
}

func TestIdentities(t *testing.T) {
	ada := NewIdentity(http.Header{"Authorization": {"Bearer ada"}})
	bob := NewIdentity(http.Header{"Authorization": {"Bearer bob"}})
	cookie := NewIdentity(http.Header{"Cookie": {"Bearer ada"}})
	if ada.Key() == bob.Key() || ada.Key() == cookie.Key() || ada.Key() != NewIdentity(http.Header{"Authorization": {"Bearer ada"}}).Key() {
		t.Error("identities are mixed up")
	}
	if NewIdentity(nil).Key() != "" || NewIdentity(http.Header{"Cookie": nil}).Key() != "" {
		t.Error("nobody has a key")
	}
}
