package clickhouse

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"
)

const (
	closeSetting    = "cancel_http_readonly_queries_on_client_close"
	readonlySetting = "readonly"
	timeSetting     = "max_execution_time"
)

// typical are the settings that statements carry, each with a usual value.
var typical = map[string]string{
	closeSetting:                                           "1",
	readonlySetting:                                        "2",
	timeSetting:                                            "60",
	"max_query_size":                                       "4194304",
	"max_rows_to_read":                                     "1000000000",
	"max_bytes_to_read":                                    "1000000000000",
	"log_comment":                                          "{}",
	"enable_http_compression":                              "1",
	"skip_unavailable_shards":                              "0",
	"short_circuit_function_evaluation":                    "disable",
	"optimize_and_compare_chain":                           "0",
	"optimize_aggregators_of_group_by_keys":                "0",
	"use_index_for_in_with_subqueries":                     "0",
	"optimize_move_to_prewhere":                            "0",
	"output_format_arrow_string_as_string":                 "1",
	"output_format_arrow_low_cardinality_as_dictionary":    "0",
	"output_format_arrow_fixed_string_as_fixed_byte_array": "0",
	"output_format_arrow_compression_method":               "none",
	"output_format_json_quote_64bit_integers":              "0",
}

// nothing permits no setting.
var nothing = func() Permits {
	none := Permits{}
	for name := range typical {
		none[name] = Permit{IsFixed: true}
	}
	return none
}()

// bounds are settings of which a lower value that a profile sets stays.
var bounds = []string{timeSetting, "max_rows_to_read", "max_bytes_to_read"}

// parameters are not settings: the HTTP interface takes them from everybody.
var parameters = []string{"wait_end_of_query"}

// Permits are the settings that an identity may set, as the server tells. Those that it does not name are sent as they are.
type Permits map[string]Permit

// Permit is what may be done to one setting. Min and Max are empty where there is no such constraint.
type Permit struct {
	Value, Min, Max string
	// IsFixed says that the setting cannot be changed, or that the server does not know it.
	IsFixed bool
}

// ReadOnly reports whether statements cannot write or change readonly, because the user's profile or the request says so.
func (p Permits) ReadOnly() bool {
	value, sent := p.admit(readonlySetting, "2")
	if !sent {
		value = p[readonlySetting].Value
	}
	return value == "1" || value == "2"
}

// Refused lists the settings that are left out, although the server has other values of them.
func (p Permits) Refused() []string {
	names := []string{}
	for name, wanted := range typical {
		if permit, known := p[name]; known && permit.IsFixed && permit.Value != wanted && !(name == readonlySetting && p.ReadOnly()) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

// Equal reports whether both permit the same.
func (p Permits) Equal(other Permits) bool { return fmt.Sprint(p) == fmt.Sprint(other) }

// closingEnds reports whether the server ends a statement whose client leaves, which it does for those that cannot write.
func (p Permits) closingEnds() bool {
	value, sent := p.admit(closeSetting, "1")
	if !sent {
		value = p[closeSetting].Value
	}
	return value == "1" && p.ReadOnly()
}

// admit returns the value to send: within the constraints, and no higher than a bound of the profile. It may be none.
func (p Permits) admit(name, value string) (string, bool) {
	permit, known := p[name]
	if !known {
		return value, true
	}
	if permit.IsFixed {
		return "", false
	}
	if slices.Contains(bounds, name) && permit.Value != "0" && isLess(permit.Value, value) {
		return "", false
	}
	if isLess(permit.Max, value) {
		value = permit.Max
	}
	if isLess(value, permit.Min) {
		value = permit.Min
	}
	return value, true
}

// isLess compares numbers; a text that is none, such as the empty one, is not less than anything.
func isLess(a, b string) bool {
	x, notX := strconv.ParseFloat(a, 64)
	y, notY := strconv.ParseFloat(b, 64)
	return notX == nil && notY == nil && x < y
}

// Permits asks the server what this identity may set. Statements of users have no part in it: an error that a query provokes
// says nothing about the settings that others send.
func (c *Client) Permits(ctx context.Context, who Identity) (Permits, *Failure) {
	names := make([]string, 0, len(typical))
	for name := range typical {
		names = append(names, name)
	}
	sort.Strings(names)
	rows, failure := c.bare(ctx, Statement{
		SQL: "SELECT name, value, min, max, readonly FROM system.settings WHERE name IN ('" + strings.Join(names, "','") + "')",
	}, who)
	if failure != nil {
		if failure.Code == 0 || isCredentials(failure.Code) {
			return nil, failure
		}
		return c.tried(ctx, who, names)
	}
	permits := maps.Clone(nothing) // a server does not name those that it does not know
	for _, row := range rows {
		if len(row) == 5 {
			permits[textOf(row[0])] = Permit{Value: textOf(row[1]), Min: textOf(row[2]), Max: textOf(row[3]), IsFixed: textOf(row[4]) != "0"}
		}
	}
	return permits, nil
}

// tried finds out what is refused where system.settings cannot be read, from refusals of a statement of ours.
func (c *Client) tried(ctx context.Context, who Identity, names []string) (Permits, *Failure) {
	statement := Statement{SQL: "SELECT toString(getSetting('" + readonlySetting + "'))", Settings: map[string]any{}}
	for _, name := range names {
		statement.Settings[name] = typical[name]
	}
	permits := Permits{}
	for range names {
		rows, failure := c.bare(ctx, statement, who)
		if failure == nil {
			if permit, refused := permits[readonlySetting]; refused && len(rows) == 1 {
				permit.Value = textOf(rows[0][0])
				permits[readonlySetting] = permit
			}
			break
		}
		name := firstNamed(failure.Excerpt, names)
		if !IsRefusal(failure) || name == "" {
			return nil, failure
		}
		delete(statement.Settings, name)
		permits[name] = Permit{IsFixed: true}
		names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == name })
	}
	return permits, nil
}

// bare runs a statement with no settings but its own.
func (c *Client) bare(ctx context.Context, s Statement, who Identity) ([][]any, *Failure) {
	only := maps.Clone(nothing)
	for name := range s.Settings {
		delete(only, name)
	}
	_, rows, failure := c.Rows(ctx, s, Call{Identity: who, Permits: only, MaxBytes: maxErrorBody})
	return rows, failure
}

// IsRefusal reports whether a setting was refused: READONLY, SETTING_CONSTRAINT_VIOLATION, UNKNOWN_SETTING.
func IsRefusal(f *Failure) bool { return f.Code == 164 || f.Code == 452 || f.Code == 115 }

// isCredentials reports whether the user is unknown or cannot log in.
func isCredentials(code int) bool { return slices.Contains([]int{192, 193, 194, 516}, code) }

func textOf(value any) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

// firstNamed returns the name that a text mentions first.
func firstNamed(text string, names []string) string {
	first, at := "", len(text)
	for _, name := range names {
		if i := wordIndex(text, name); i >= 0 && i < at {
			first, at = name, i
		}
	}
	return first
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
