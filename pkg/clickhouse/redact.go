package clickhouse

import (
	"encoding/base64"
	"net/url"
	"sort"
	"strings"
)

const maxExcerpt = 2 << 10

// newRedactor returns a replacer of every secret, in each form in which a server or a proxy may echo it.
func newRedactor(settings Settings) *strings.Replacer {
	forms := map[string]bool{}
	add := func(secret string) {
		encoded := base64.StdEncoding.EncodeToString([]byte(secret))
		for _, form := range []string{
			secret, encoded, strings.TrimRight(encoded, "="), base64.URLEncoding.EncodeToString([]byte(secret)),
			base64.RawURLEncoding.EncodeToString([]byte(secret)), url.QueryEscape(secret), url.PathEscape(secret),
		} {
			forms[form] = form != ""
		}
	}
	for _, secret := range append([]string{settings.Password}, settings.Secrets...) {
		if strings.TrimSpace(secret) == "" {
			continue
		}
		add(secret)
		add(strings.TrimSpace(secret))
		add(settings.User + ":" + secret)
		for _, scheme := range []string{"Bearer ", "Basic ", "Token "} {
			if rest, found := strings.CutPrefix(secret, scheme); found && rest != "" {
				add(rest)
			}
		}
	}
	delete(forms, "")
	longest := make([]string, 0, len(forms))
	for form := range forms {
		longest = append(longest, form)
	}
	sort.Slice(longest, func(i, j int) bool { return len(longest[i]) > len(longest[j]) })
	pairs := make([]string, 0, 2*len(longest))
	for _, form := range longest {
		pairs = append(pairs, form, "***")
	}
	return strings.NewReplacer(pairs...)
}

// clean removes secrets from a failure and shortens it. Every failure leaves the client through it.
func (c *Client) clean(f *Failure, call Call) *Failure {
	f.FromAlert = call.FromAlert
	forwarded := newRedactor(Settings{Secrets: call.Identity.secrets()})
	redacted := func(text string) string { return forwarded.Replace(c.redact.Replace(text)) }
	f.Excerpt = cut(strings.ToValidUTF8(strings.TrimSpace(redacted(f.Excerpt)), "?"), maxExcerpt)
	for key, value := range f.Detail {
		if text, ok := value.(string); ok {
			f.Detail[key] = redacted(text)
		}
	}
	return f
}

// cut shortens text to at most n bytes without splitting a character.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	return strings.ToValidUTF8(text[:n], "")
}
