package clickhouse

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
)

const (
	tailSize      = 32 << 10
	maxDrain      = 1 << 20
	exceptionMark = "__exception__"
)

var bareException = regexp.MustCompile(`Code: \d{1,5}\. DB::`)

// Reasons why a body with status 200 is not an answer.
var (
	errTruncated = errors.New("the response ended early")
	errMalformed = errors.New("the response is not in the requested format")
	errException = errors.New("the response ends with an exception")
)

// exceptionError is an exception within the format itself.
type exceptionError struct{ text string }

func (e *exceptionError) Error() string { return errException.Error() }

// tail passes a body on and remembers its end, where a server that fails after its headers writes its exception.
type tail struct {
	body  io.Reader
	tag   string
	old   []byte
	last  []byte
	total int64
}

func newTail(response *http.Response) (*tail, error) {
	body, err := decoded(response)
	return &tail{body: body, tag: response.Header.Get("X-ClickHouse-Exception-Tag")}, err
}

// decoded undoes Content-Encoding. A truncated gzip stream is an error of its reader.
func decoded(response *http.Response) (io.Reader, error) {
	switch strings.ToLower(response.Header.Get("Content-Encoding")) {
	case "", "identity":
		return response.Body, nil
	case "gzip":
		reader, err := gzip.NewReader(response.Body)
		if err != nil {
			return strings.NewReader(""), errTruncated
		}
		return reader, nil
	default:
		return strings.NewReader(""), errMalformed
	}
}

func (t *tail) Read(p []byte) (int, error) {
	n, err := t.body.Read(p)
	t.total += int64(n)
	t.last = append(t.last, p[max(0, n-tailSize):n]...)
	if len(t.last) >= tailSize { // two halves, so that bytes are copied once
		t.old, t.last = t.last, t.old[:0]
	}
	return n, err
}

// end reads to the end of the body. An answer is complete only if the body ends cleanly, without any more data.
func (t *tail) end() error {
	extra, err := io.Copy(io.Discard, io.LimitReader(t, maxDrain))
	switch {
	case err != nil:
		return errTruncated
	case t.tag != "" && bytes.Contains(t.bytes(), []byte(exceptionMark+"\r\n"+t.tag)):
		return errException
	case extra != 0:
		return errMalformed
	}
	return nil
}

func (t *tail) bytes() []byte { return append(append([]byte{}, t.old...), t.last...) }

// failure reads on to the exception behind err, if there is one. It only quotes the exception's text.
func (t *tail) failure(err error) *Failure {
	_, drained := io.Copy(io.Discard, io.LimitReader(t, maxDrain))
	failure := &Failure{Phase: PhaseBody, Status: http.StatusOK}
	var inFormat *exceptionError
	if errors.As(err, &inFormat) {
		failure.Code, failure.Excerpt = codeOf([]byte(inFormat.text)), inFormat.text
		return failure
	}
	if failure.Code, failure.Excerpt = t.exception(); failure.Excerpt != "" {
		return failure
	}
	reason := "malformed"
	if drained != nil || errors.Is(err, errTruncated) || errors.Is(err, io.ErrUnexpectedEOF) {
		reason = "truncated"
	}
	if t.total == 0 {
		reason = "empty"
	}
	failure.Detail = map[string]any{"reason": reason}
	return failure
}

// exception finds the server's message in the three forms that different server versions use.
func (t *tail) exception() (int, string) {
	text := t.bytes()
	start := -1
	if t.tag != "" { // since 25.11: tagged, so that data cannot look like it
		open := []byte(exceptionMark + "\r\n" + t.tag + "\r\n")
		if i := bytes.LastIndex(text, open); i >= 0 {
			start = i + len(open)
			if end := bytes.LastIndex(text, []byte(" "+t.tag+"\r\n"+exceptionMark)); end > start {
				text = text[:max(bytes.LastIndexByte(text[:end], '\n'), start)] // without the length before the tag
			}
		}
	} else if i := bytes.LastIndex(text, []byte(exceptionMark)); i >= 0 { // since 24.11
		start = i + len(exceptionMark)
	} else if found := bareException.FindAllIndex(text, -1); found != nil { // older
		start = found[len(found)-1][0]
	}
	if start < 0 {
		return 0, ""
	}
	return codeOf(text[start:]), printable(text[start:])
}

// printable returns the text up to the first byte that cannot be part of a message.
func printable(text []byte) string {
	if i := bytes.IndexByte(text, 0); i >= 0 {
		text = text[:i]
	}
	return strings.TrimSpace(string(text))
}
