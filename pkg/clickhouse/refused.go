package clickhouse

import (
	"sort"
	"strings"
)

// refusalCodes are the codes of refused settings: READONLY, SETTING_CONSTRAINT_VIOLATION, UNKNOWN_SETTING.
var refusalCodes = map[int]bool{164: true, 452: true, 115: true}

const maxRefusals = 16

// RefusedSettings lists the settings that this user may not set, or that this server does not know.
func (c *Client) RefusedSettings() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	names := make([]string, 0, len(c.refused))
	for name := range c.refused {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func (c *Client) isRefused(name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.refused[name]
}

// learn remembers the setting that a failure refuses, if it was sent.
func (c *Client) learn(f *Failure, sent []string) bool {
	if !refusalCodes[f.Code] {
		return false
	}
	first, at := "", len(f.Excerpt)
	for _, name := range sent {
		if i := wordIndex(f.Excerpt, name); i >= 0 && i < at {
			first, at = name, i
		}
	}
	if first == "" {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refused[first] = true
	return true
}

// wordIndex finds word where it is not adjacent to a letter, digit or underscore.
func wordIndex(text, word string) int {
	inWord := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i] == '_' || text[i] >= '0' && text[i] <= '9' || text[i]|0x20 >= 'a' && text[i]|0x20 <= 'z')
	}
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return -1
		}
		i += from
		if !inWord(i-1) && !inWord(i+len(word)) {
			return i
		}
		from = i + 1
	}
}
