package clickhouse

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Above these sizes, parameters are sent in the body instead of the URL.
const (
	maxURLParam  = 4 << 10
	maxURLParams = 8 << 10
)

// request builds the HTTP request.
func (c *Client) request(ctx context.Context, s Statement, call Call) (*http.Request, error) {
	query := c.base.Query()
	for name, value := range c.settingsFor(ctx, s, call) {
		if admitted, may := call.Permits.admit(name, value); may {
			query.Set(name, admitted)
		}
	}
	query.Set("default_format", call.Format)
	if c.settings.Database != "" {
		query.Set("database", c.settings.Database)
	}
	if call.QueryID != "" {
		query.Set("query_id", call.QueryID)
	}
	if call.WaitEndOfQuery {
		query.Set("wait_end_of_query", "1")
	}
	body, contentType, err := encodeBody(s, query)
	if err != nil {
		return nil, err
	}
	target := *c.base
	target.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Accept-Encoding", "identity")
	if c.settings.Compression {
		request.Header.Set("Accept-Encoding", "gzip")
	}
	if c.settings.User != "" {
		request.Header.Set("X-ClickHouse-User", c.settings.User)
		request.Header.Set("X-ClickHouse-Key", c.settings.Password)
	}
	call.Identity.setOn(request.Header)
	return request, nil
}

// settingsFor returns the settings of a call, before what the caller is permitted to set.
func (c *Client) settingsFor(ctx context.Context, s Statement, call Call) map[string]string {
	settings := map[string]string{closeSetting: "1", readonlySetting: "2"}
	switch call.Format {
	case ArrowStream:
		settings["output_format_arrow_string_as_string"] = "1"
		settings["output_format_arrow_low_cardinality_as_dictionary"] = "0"
		settings["output_format_arrow_fixed_string_as_fixed_byte_array"] = "0"
		settings["output_format_arrow_compression_method"] = "none"
	case JSONCompact:
		settings["output_format_json_quote_64bit_integers"] = "0"
	}
	if c.settings.Compression {
		settings["enable_http_compression"] = "1"
	}
	if call.LogComment != "" {
		settings["log_comment"] = call.LogComment
	}
	for name, value := range s.Settings {
		settings[name] = settingText(value)
	}
	own, isSet := settings[timeSetting]
	if seconds := c.executionSeconds(ctx, call, isSet); seconds > 0 && !(isSet && isLess(own, strconv.Itoa(seconds))) {
		settings[timeSetting] = strconv.Itoa(seconds)
	}
	return settings
}

// executionSeconds ends the statement on the server before the caller gives up, so that the server's own message arrives.
// A statement that names a limit of its own has no other without a deadline.
func (c *Client) executionSeconds(ctx context.Context, call Call, hasOwn bool) int {
	limit := call.MaxExecution
	if limit == 0 && !hasOwn {
		limit = c.settings.DefaultTimeout
	}
	if deadline, ok := ctx.Deadline(); ok {
		limit = max(time.Until(deadline)-2*time.Second, time.Second)
	}
	return int(math.Ceil(limit.Seconds()))
}

func settingText(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case bool:
		if v {
			return "1"
		}
		return "0"
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	default:
		text, _ := json.Marshal(v)
		return string(text)
	}
}

// encodeBody puts the statement in the body, and the parameters in the URL or, if they are long, in a form.
func encodeBody(s Statement, query url.Values) ([]byte, string, error) {
	total, longest := 0, 0
	for _, value := range s.Params {
		total += len(value)
		longest = max(longest, len(value))
	}
	if total <= maxURLParams && longest <= maxURLParam {
		for name, value := range s.Params {
			query.Set("param_"+name, value)
		}
		return []byte(s.SQL), "text/plain; charset=utf-8", nil
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	write := func(name, value string) error {
		field, err := form.CreateFormField(name)
		if err == nil {
			_, err = io.WriteString(field, value)
		}
		return err
	}
	err := write("query", s.SQL)
	for name, value := range s.Params {
		if err == nil {
			err = write("param_"+name, value)
		}
	}
	if err == nil {
		err = form.Close()
	}
	return body.Bytes(), form.FormDataContentType(), err
}
