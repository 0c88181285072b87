package clickhouse

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

type trailer struct {
	name   string
	text   string
	tag    string
	broken bool
}

func trailers() []trailer {
	return []trailer{
		{"tagged", "\r\n__exception__\r\n" + testTag + "\r\n" + testError + "\n86 " + testTag + "\r\n__exception__\r\n", testTag, false},
		{"marked", "__exception__\n" + testError + "\n", "", true},
		{"bare", testError + "\n", "", false},
	}
}

func TestExceptionAtEverySplit(t *testing.T) {
	for _, end := range trailers() {
		for _, ended := range []bool{false, true} {
			for _, zip := range []bool{false, true} {
				body := append(arrowStream(t, 2, 3, "x", ended), end.text...)
				header := http.Header{}
				if end.tag != "" {
					header.Set("X-ClickHouse-Exception-Tag", end.tag)
				}
				if zip {
					body = zipped(t, body)
					header.Set("Content-Encoding", "gzip")
				}
				for split := range len(body) + 1 {
					answer, failure := canned{header: header, body: body, split: split, broken: end.broken}.do(t, Call{})
					if answer != nil || failure == nil || failure.Phase != PhaseBody || failure.Code != 241 || failure.Excerpt != testError {
						t.Fatalf("%s, ended %v, gzip %v, split %d: %+v %+v", end.name, ended, zip, split, answer, failure)
					}
				}
			}
		}
	}
}

func TestExceptionInsideABatch(t *testing.T) {
	for _, end := range trailers() {
		whole := arrowStream(t, 1, 2000, "some text", true)
		for _, at := range []int{10, 100, len(whole) / 2, len(whole) - 20} {
			header := http.Header{"X-Clickhouse-Exception-Tag": {end.tag}}
			body := append(whole[:at:at], end.text...)
			answer, failure := canned{header: header, body: body, broken: end.broken}.do(t, Call{})
			if answer != nil || failure.Phase != PhaseBody || failure.Code != 241 {
				t.Fatalf("%s at %d: %+v", end.name, at, failure)
			}
		}
	}
}

func TestMarkInsideDataIsData(t *testing.T) {
	text := "\r\n__exception__\r\nzzzzzzzzzz999999\r\n" + testError + "\r\n__exception__\r\n"
	for _, tag := range []string{testTag, ""} {
		header := http.Header{}
		if tag != "" {
			header.Set("X-ClickHouse-Exception-Tag", tag)
		}
		answer, failure := canned{header: header, body: arrowStream(t, 1, 3, text, true)}.do(t, Call{})
		if failure != nil || answer.Rows != 3 {
			t.Fatalf("tag %q: %+v", tag, failure)
		}
	}
}

func TestCutDataIsNotQuoted(t *testing.T) {
	body := arrowStream(t, 1, 30, "private words "+testError, true)
	_, failure := canned{header: http.Header{"X-Clickhouse-Exception-Tag": {testTag}}, body: body[:len(body)-100]}.do(t, Call{})
	if failure == nil || failure.Excerpt != "" || failure.Code != 0 || failure.Detail["reason"] != "truncated" {
		t.Fatalf("%+v", failure)
	}
}

func TestTruncatedIsNeverAnAnswer(t *testing.T) {
	whole := arrowStream(t, 4, 500, "text", true)
	packed := zipped(t, whole)
	for at := 0; at < len(whole); at += 64 {
		for _, broken := range []bool{false, true} {
			if answer, failure := (canned{body: whole[:at], broken: broken}).do(t, Call{}); answer != nil || failure.Phase != PhaseBody {
				t.Fatalf("cut at %d: %+v", at, failure)
			}
		}
	}
	for at := range 8 {
		if answer, failure := (canned{body: whole[:len(whole)-1-at]}).do(t, Call{}); answer != nil || failure == nil {
			t.Fatalf("cut at end-%d", 1+at)
		}
	}
	header := http.Header{"Content-Encoding": {"gzip"}}
	for at := 0; at < len(packed); at += 16 {
		if answer, failure := (canned{body: packed[:at], header: header}).do(t, Call{}); answer != nil || failure.Phase != PhaseBody {
			t.Fatalf("gzip cut at %d: %+v", at, failure)
		}
	}
	if answer, failure := (canned{body: whole, broken: true}).do(t, Call{}); answer != nil || failure.Detail["reason"] != "truncated" {
		t.Fatalf("a broken connection after the end mark: %+v", failure)
	}
}

func TestGarbageIsMalformed(t *testing.T) {
	for _, body := range []string{"", "hello", "<html>", strings.Repeat("\xff", 100), "\xff\xff\xff\xff\x10\x00\x00\x00" + strings.Repeat("\xaa", 64)} {
		answer, failure := canned{body: []byte(body)}.do(t, Call{})
		if answer != nil || failure.Phase != PhaseBody || failure.Excerpt != "" {
			t.Fatalf("%q: %+v", body, failure)
		}
	}
}

func TestJSON(t *testing.T) {
	good := `{"meta":[{"name":"a","type":"UInt64"},{"name":"b","type":"String"}],"data":[[18446744073709551615,"x"],[1,null]],"rows":2}` + "\n"
	answer, failure := canned{body: []byte(good)}.do(t, Call{Format: JSONCompact})
	if failure != nil || len(answer.Columns) != 2 || answer.Values[0][0] != json.Number("18446744073709551615") || answer.Values[1][1] != nil {
		t.Fatalf("%+v %+v", answer, failure)
	}
	for at := range len(good) - 1 {
		if answer, failure := (canned{body: []byte(good[:at])}).do(t, Call{Format: JSONCompact}); answer != nil || failure == nil {
			t.Fatalf("cut at %d", at)
		}
	}
	inFormat := `{"meta":[{"name":"a"}],"data":[[1]],"exception":"` + testError + `"}`
	if answer, failure := (canned{body: []byte(inFormat)}).do(t, Call{Format: JSONCompact}); answer != nil || failure.Code != 241 || failure.Excerpt != testError {
		t.Fatalf("%+v", failure)
	}
	for _, end := range trailers() {
		header := http.Header{"X-Clickhouse-Exception-Tag": {end.tag}}
		for _, start := range []string{good, good[:40]} {
			answer, failure := canned{body: []byte(start + end.text), header: header, broken: end.broken}.do(t, Call{Format: JSONCompact})
			if answer != nil || failure.Code != 241 {
				t.Fatalf("%s: %+v", end.name, failure)
			}
		}
	}
}
