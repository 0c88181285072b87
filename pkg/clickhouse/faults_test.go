package clickhouse

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestTransportFaults(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + listener.Addr().String()
	_ = listener.Close()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	secure.Config.ErrorLog = nil
	defer secure.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	reset := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer reset.Close()
	for _, test := range []struct{ url, phase string }{
		{closed, PhaseConnect},
		{"http://clickhouse.invalid:8123", PhaseConnect},
		{secure.URL, PhaseTLS},
		{strings.Replace(plain.URL, "http:", "https:", 1), PhaseTLS},
		{reset.URL, PhaseSend},
	} {
		_, failure := clientOf(t, test.url).Do(context.Background(), Statement{SQL: "SELECT 1", Params: map[string]string{"p": "hidden"}}, Call{FromAlert: true})
		if failure == nil || failure.Phase != test.phase || failure.Excerpt == "" || !failure.FromAlert || strings.Contains(failure.Excerpt, "hidden") {
			t.Errorf("%s: %+v", test.url, failure)
		}
	}
}

func TestStatusFaults(t *testing.T) {
	html := "<html><body>bad gateway hunter2</body></html>"
	for _, test := range []struct {
		name   string
		fake   canned
		phase  string
		code   int
		quoted bool
	}{
		{"401", canned{status: 401, header: http.Header{"X-Clickhouse-Exception-Code": {"194"}}, body: []byte("Code: 194. DB::Exception: no password")}, PhaseStatus, 194, true},
		{"403", canned{status: 403, body: []byte("Code: 516. DB::Exception: reader: Authentication failed")}, PhaseStatus, 516, true},
		{"404", canned{status: 404, body: []byte("Code: 60. DB::Exception: Table default.t does not exist.")}, PhaseStatus, 60, true},
		{"408", canned{status: 408, body: []byte("Code: 159. DB::Exception: Timeout exceeded")}, PhaseStatus, 159, true},
		{"502 HTML", canned{status: 502, header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, body: []byte(html)}, PhaseStatus, 0, false},
		{"503 HTML unnamed", canned{status: 503, body: []byte(html)}, PhaseStatus, 0, false},
		{"200 HTML", canned{header: http.Header{"Content-Type": {"text/html"}}, body: []byte(html)}, PhaseBody, 0, false},
		{"200 HTML unnamed", canned{body: []byte(html)}, PhaseBody, 0, false},
		{"200 empty", canned{}, PhaseBody, 0, false},
		{"200 with a code", canned{header: http.Header{"X-Clickhouse-Exception-Code": {"62"}}, body: []byte("Code: 62. DB::Exception: Syntax error")}, PhaseStatus, 62, true},
		{"204", canned{status: 204}, PhaseStatus, 0, false},
		{"302", canned{status: 302, header: http.Header{"Location": {"https://login.example/x?token=hunter2"}}, body: []byte("moved")}, PhaseStatus, 0, false},
		{"brotli", canned{header: http.Header{"Content-Encoding": {"br"}}, body: []byte("x")}, PhaseBody, 0, false},
	} {
		_, failure := test.fake.do(t, Call{})
		if failure == nil || failure.Phase != test.phase || failure.Code != test.code || (failure.Excerpt != "") != test.quoted {
			t.Errorf("%s: %+v", test.name, failure)
		}
		if text, _ := json.Marshal(failure); strings.Contains(string(text), "hunter2") || strings.Contains(string(text), "<html") {
			t.Errorf("%s: %s", test.name, text)
		}
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	followed := false
	target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed = true }))
	defer target.Close()
	for _, status := range []int{301, 302, 307, 308} {
		client := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, target.URL+"/secret/path", status) })
		_, failure := client.Do(context.Background(), ask, Call{})
		if followed || failure == nil || failure.Status != status || failure.Detail["redirect"] != strings.TrimPrefix(target.URL, "http://") {
			t.Fatalf("%d: followed %v, %+v", status, followed, failure)
		}
	}
}

func TestDeadlineAndCancelEndTheRequest(t *testing.T) {
	for _, part := range []string{"headers", "body"} {
		for _, phase := range []string{PhaseDeadline, PhaseCancelled} {
			ended, asked := make(chan time.Time, 1), make(chan struct{}, 1)
			client := serve(t, func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body) // otherwise the server does not watch its client
				if part == "body" {
					_, _ = w.Write(arrowStream(t, 1, 1, "x", false))
					w.(http.Flusher).Flush()
				}
				asked <- struct{}{}
				<-r.Context().Done()
				ended <- time.Now()
			})
			ctx, cancel := context.WithCancel(context.Background())
			if phase == PhaseDeadline {
				ctx, cancel = context.WithTimeout(context.Background(), 150*time.Millisecond)
			}
			stopped := make(chan time.Time, 1)
			go func() {
				<-asked
				if phase == PhaseCancelled {
					cancel()
				}
				<-ctx.Done()
				stopped <- time.Now()
			}()
			_, failure := client.Do(ctx, ask, Call{QueryID: "q"})
			if failure == nil || failure.Phase != phase {
				t.Fatalf("%s %s: %+v", part, phase, failure)
			}
			select {
			case at := <-ended:
				if late := at.Sub(<-stopped); late > 100*time.Millisecond {
					t.Fatalf("%s %s: the server noticed after %s", part, phase, late)
				}
			case <-time.After(2 * time.Second):
				t.Fatalf("%s %s: the request goes on", part, phase)
			}
			cancel()
		}
	}
}

func TestSecretsNeverLeave(t *testing.T) {
	echo := "hunter2 aHVudGVyMg== aHVudGVyMg " + "cmVhZGVyOmh1bnRlcjI= Bearer tok-123 tok-123 " + strings.Repeat("hunter2", 1000)
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(500)
		_, _ = w.Write([]byte("Code: 1. DB::Exception: " + echo))
	})
	_, failure := client.Do(context.Background(), ask, Call{})
	text, _ := json.Marshal(failure)
	for _, secret := range []string{"hunter2", "aHVudGVyMg", "cmVhZGVyOmh1bnRlcjI", "tok-123"} {
		if strings.Contains(string(text)+failure.Error(), secret) {
			t.Errorf("%s in %s", secret, text)
		}
	}
	if len(failure.Excerpt) > maxExcerpt {
		t.Errorf("%d bytes", len(failure.Excerpt))
	}
}

func TestBadURLs(t *testing.T) {
	for _, url := range []string{"", "server:8123", "file:///etc/passwd", "http://", "gopher://x", "http://u:p@server"} {
		if _, err := New(Settings{URL: url}, nil); err == nil {
			t.Errorf("%q is taken", url)
		}
	}
}
