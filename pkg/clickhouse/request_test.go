package clickhouse

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestRequest(t *testing.T) {
	body := arrowStream(t, 1, 1, "x", true)
	var got *http.Request
	var sql string
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		text, _ := io.ReadAll(r.Body)
		sql = string(text)
		w.Header().Set("X-ClickHouse-Summary", `{"read_rows":"7","read_bytes":"70","elapsed_ns":"700"}`)
		_, _ = w.Write(body)
	})
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	statement := Statement{SQL: "SELECT {a:String}", Params: map[string]string{"a": `x&y=ü\n`}, Settings: map[string]any{"max_threads": float64(2)}}
	answer, failure := client.Do(ctx, statement, Call{QueryID: "id1", LogComment: "panel", WaitEndOfQuery: true})
	if failure != nil || answer.Stats != (Stats{7, 70, 700}) {
		t.Fatalf("%+v %+v", answer, failure)
	}
	query := got.URL.Query()
	for name, want := range map[string]string{
		"param_a": `x&y=ü\n`, "query_id": "id1", "log_comment": "panel", "wait_end_of_query": "1", "max_threads": "2", "max_execution_time": "18",
		"default_format": "ArrowStream", closeSetting: "1", readonlySetting: "2", "output_format_arrow_compression_method": "none", "output_format_arrow_string_as_string": "1",
	} {
		if query.Get(name) != want {
			t.Errorf("%s = %q, want %q", name, query.Get(name), want)
		}
	}
	if sql != statement.SQL || got.Header.Get("X-ClickHouse-User") != "reader" || got.Header.Get("X-ClickHouse-Key") != "hunter2" || got.Header.Get("Accept-Encoding") != "identity" {
		t.Errorf("%q %v", sql, got.Header)
	}
	if strings.Contains(got.URL.String(), "hunter2") {
		t.Error("the password is in the URL")
	}
}

func TestTimeLimits(t *testing.T) {
	var sent string
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		sent = r.URL.Query().Get(timeSetting)
		_, _ = w.Write(arrowStream(t, 1, 1, "x", true))
	})
	client.settings.DefaultTimeout = 2 * time.Minute
	for _, test := range []struct {
		deadline time.Duration
		own      any
		want     string
	}{{0, nil, "120"}, {0, float64(600), "600"}, {20 * time.Second, nil, "18"}, {20 * time.Second, float64(600), "18"}, {20 * time.Second, float64(5), "5"}} {
		ctx, cancel := context.WithCancel(context.Background())
		if test.deadline > 0 {
			ctx, cancel = context.WithTimeout(ctx, test.deadline)
		}
		s := ask
		if test.own != nil {
			s.Settings = map[string]any{timeSetting: test.own}
		}
		if _, failure := client.Do(ctx, s, Call{}); failure != nil || sent != test.want {
			t.Errorf("%+v: %q, %+v", test, sent, failure)
		}
		cancel()
	}
}

func TestLongParametersAreAForm(t *testing.T) {
	for name, params := range map[string]map[string]string{
		"one long":   {"a": strings.Repeat("x", maxURLParam+1), "b": "y"},
		"many short": {"a": strings.Repeat("x", maxURLParam), "b": strings.Repeat("x", maxURLParam), "c": "z"},
	} {
		client := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if err := r.ParseMultipartForm(1 << 20); err != nil {
				t.Error(err)
			}
			for key, value := range params {
				if r.PostForm.Get("param_"+key) != value || r.URL.Query().Has("param_"+key) {
					t.Errorf("%s: %s", name, key)
				}
			}
			if r.PostForm.Get("query") != ask.SQL || r.URL.Query().Get("default_format") == "" {
				t.Errorf("%s: query %q", name, r.PostForm.Get("query"))
			}
			_, _ = w.Write(arrowStream(t, 1, 1, "x", true))
		})
		if _, failure := client.Do(context.Background(), Statement{SQL: ask.SQL, Params: params}, Call{}); failure != nil {
			t.Fatal(failure)
		}
	}
}

func TestReadonlyStatementIsNotRetried(t *testing.T) {
	requests := 0
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		requests++
		w.WriteHeader(500)
		_, _ = io.WriteString(w, "Code: 164. DB::Exception: reader: Cannot execute query in readonly mode. (READONLY)")
	})
	if _, failure := client.Do(context.Background(), ask, Call{}); failure.Code != 164 || requests != 1 {
		t.Fatalf("%d requests, %+v", requests, failure)
	}
}

func TestTooManyQueriesIsRetriedOnce(t *testing.T) {
	for _, test := range []struct {
		fails, want int
		timeout     time.Duration
	}{{1, 2, time.Minute}, {9, 2, time.Minute}, {9, 1, 5 * time.Second}} {
		requests := 0
		client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if requests++; requests <= test.fails {
				w.WriteHeader(500)
				_, _ = io.WriteString(w, "Code: 202. DB::Exception: Too many simultaneous queries")
				return
			}
			_, _ = w.Write(arrowStream(t, 1, 1, "x", true))
		})
		ctx, cancel := context.WithTimeout(context.Background(), test.timeout)
		_, failure := client.Do(ctx, ask, Call{QueryID: "q"})
		cancel()
		if requests != test.want || (failure == nil) != (test.fails == 1) {
			t.Fatalf("%+v: %d requests, %+v", test, requests, failure)
		}
	}
}

func TestStaleConnectionIsRetriedOnce(t *testing.T) {
	requests := 0
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if requests++; requests == 2 {
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write(arrowStream(t, 1, 1, "x", true))
	})
	for range 2 {
		if _, failure := client.Do(context.Background(), ask, Call{}); failure != nil {
			t.Fatal(failure)
		}
	}
	if requests != 3 {
		t.Fatalf("%d requests", requests)
	}
}

func TestAbandonedQueryIsKilledWhereClosingDoesNot(t *testing.T) {
	for name, test := range map[string]struct {
		permits Permits
		killed  bool
	}{
		"closing ends it":                   {Permits{}, false},
		"the setting is refused":            {Permits{closeSetting: {IsFixed: true, Value: "0"}}, true},
		"the profile has it":                {Permits{closeSetting: {IsFixed: true, Value: "1"}}, false},
		"only statements that cannot write": {Permits{readonlySetting: {IsFixed: true, Value: "0"}}, true},
	} {
		killed := make(chan *http.Request, 1)
		ctx, cancel := context.WithCancel(context.Background())
		client := serve(t, func(_ http.ResponseWriter, r *http.Request) {
			if text, _ := io.ReadAll(r.Body); strings.HasPrefix(string(text), "KILL QUERY") {
				killed <- r
				return
			}
			cancel()
			<-r.Context().Done()
		})
		call := Call{QueryID: "q9", Permits: test.permits, Identity: NewIdentity(http.Header{"Authorization": {"Bearer ada"}})}
		if _, failure := client.Do(ctx, ask, call); failure.Phase != PhaseCancelled {
			t.Fatal(failure)
		}
		if !test.killed {
			if len(killed) != 0 {
				t.Errorf("%s: killed", name)
			}
			continue
		}
		select {
		case r := <-killed:
			if r.URL.Query().Get("param_id") != "q9" || r.Header.Get("Authorization") != "Bearer ada" || r.URL.Query().Has(readonlySetting) {
				t.Errorf("%s: %v %v", name, r.URL.Query(), r.Header)
			}
		case <-time.After(20 * time.Second):
			t.Fatal(name + ": not killed")
		}
	}
}

func TestCompression(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("enable_http_compression") != "1" || r.Header.Get("Accept-Encoding") != "gzip" {
			t.Error("compression is not asked for")
		}
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(zipped(t, arrowStream(t, 2, 10, "x", true)))
	})
	client.settings.Compression = true
	if answer, failure := client.Do(context.Background(), ask, Call{}); failure != nil || answer.Rows != 20 {
		t.Fatalf("%+v", failure)
	}
}
