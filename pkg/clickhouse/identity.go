package clickhouse

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
)

// Identity is on whose behalf a statement runs: the headers that are sent along with it. The zero value sends none.
type Identity struct {
	headers http.Header
	key     string
}

// NewIdentity returns the identity of the headers, which nobody may change afterwards.
func NewIdentity(headers http.Header) Identity {
	names := make([]string, 0, len(headers))
	for name, values := range headers {
		if len(values) > 0 {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return Identity{}
	}
	slices.Sort(names)
	sum := sha256.New()
	for _, name := range names {
		for _, value := range headers[name] {
			sum.Write([]byte(name + "\x00" + value + "\n"))
		}
	}
	return Identity{headers: headers, key: hex.EncodeToString(sum.Sum(nil))}
}

// Key differs between identities that the server may answer differently. It is empty where no header is sent along.
func (i Identity) Key() string { return i.key }

// shortestSecret keeps a cookie that says only 1 from spoiling messages.
const shortestSecret = 8

// secrets lists what no failure may quote: the headers, and the value of each cookie.
func (i Identity) secrets() []string {
	secrets := []string{}
	add := func(text string) {
		if len(text) >= shortestSecret {
			secrets = append(secrets, text)
		}
	}
	for _, values := range i.headers {
		for _, value := range values {
			add(value)
		}
	}
	for _, cookie := range (&http.Request{Header: i.headers}).Cookies() {
		add(cookie.Value)
	}
	return secrets
}

func (i Identity) setOn(header http.Header) {
	for name, values := range i.headers {
		header[name] = values
	}
}
