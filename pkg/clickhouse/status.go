package clickhouse

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

const maxErrorBody = 64 << 10

var codePattern = regexp.MustCompile(`Code: (\d{1,5})\. `)

// statusFailure returns nil for a response whose headers announce data.
func statusFailure(response *http.Response) *Failure {
	contentType, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	exception := response.Header.Get("X-ClickHouse-Exception-Code")
	if response.StatusCode == http.StatusOK && exception == "" {
		if strings.Contains(contentType, "html") {
			return &Failure{Phase: PhaseBody, Status: response.StatusCode, Detail: map[string]any{"contentType": contentType}}
		}
		return nil
	}
	failure := &Failure{Phase: PhaseStatus, Status: response.StatusCode}
	if response.StatusCode >= 300 && response.StatusCode < 400 {
		host := ""
		if location, err := url.Parse(response.Header.Get("Location")); err == nil {
			host = location.Host
		}
		failure.Detail = map[string]any{"redirect": host}
		return failure
	}
	failure.Code, _ = strconv.Atoi(exception)
	text := readError(response)
	if strings.Contains(contentType, "html") || bytes.HasPrefix(bytes.TrimSpace(text), []byte("<")) {
		failure.Detail = map[string]any{"contentType": contentType}
		return failure
	}
	if failure.Code == 0 {
		failure.Code = codeOf(text)
	}
	failure.Excerpt = string(text)
	return failure
}

// codeOf returns the code in ClickHouse's own message, or 0.
func codeOf(message []byte) int {
	found := codePattern.FindSubmatch(message)
	if found == nil {
		return 0
	}
	code, _ := strconv.Atoi(string(found[1]))
	return code
}

func readError(response *http.Response) []byte {
	body, err := decoded(response)
	if err != nil {
		return nil
	}
	text, _ := io.ReadAll(io.LimitReader(body, maxErrorBody))
	return text
}
