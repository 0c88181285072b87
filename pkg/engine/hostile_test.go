package engine

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

const hostileBytes = 256 << 10

// TestLongSQLIsReadInOnePass would take minutes if the rest of the text were read again for each of its words. The limit
// only ends what does not end.
func TestLongSQLIsReadInOnePass(t *testing.T) {
	p, err := NewPool(Bundle, Options{Shared: 1, Limit: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	for _, unit := range []string{"$q ", "$__interval_s,", "$__interval_s(", "$a$ ", "'' ", "x😀 "} {
		sql := "SELECT " + strings.Repeat(unit, hostileBytes/len(unit))
		call, err := json.Marshal(sqlCall(sql))
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if _, err := p.Call(t.Context(), Panels, call); err != nil {
			t.Errorf("%s: %v", unit, err)
		}
		t.Logf("%s: %v", unit, time.Since(start))
	}
}

// TestTokensAreThoseOfNode shows by what is expanded where words begin and end, which is up to this runtime's own patterns.
func TestTokensAreThoseOfNode(t *testing.T) {
	p, err := NewPool(Bundle, Options{Shared: 1})
	if err != nil {
		t.Fatal(err)
	}
	const table = "`otel`.`otel_traces`"
	for sql, want := range map[string]string{
		"SELECT 1 FROM $__table":                      "SELECT 1 FROM " + table,
		"SELECT 1 FROM\u00a0$__table":                 "SELECT 1 FROM\u00a0" + table,
		"SELECT 1 AS a\ufeff$__table":                 "SELECT 1 AS a\ufeff$__table", // part of a word
		"SELECT größe_Ω FROM $__table":                "SELECT größe_Ω FROM " + table,
		"SELECT größe$__table":                        "SELECT größe$__table",
		"SELECT a😀b, 😀$__table, 1😀 FROM $__table":     "SELECT a😀b, 😀$__table, 1😀 FROM " + table,
		"SELECT “$__table”, '😀' FROM $__table":        "SELECT “" + table + "”, '😀' FROM " + table,
		"SELECT 'it''s $__table', 'it\\'s $__table'":  "SELECT 'it''s $__table', 'it\\'s $__table'",
		"SELECT $x$ it's $__table $x$ FROM $__table":  "SELECT $x$ it's $__table $x$ FROM " + table,
		"SELECT 1 /* $__table\n */ -- $__table\n, 2":  "SELECT 1 /* $__table\n */ -- $__table\n, 2",
		"SELECT \"ü$__table\", `$__table` # $__table": "SELECT \"ü$__table\", `$__table` # $__table",
	} {
		call, err := json.Marshal(sqlCall(sql))
		if err != nil {
			t.Fatal(err)
		}
		text, err := p.Call(t.Context(), Panels, call)
		if err != nil {
			t.Fatal(err)
		}
		var reply struct{ Need []struct{ SQL string } }
		if err := json.Unmarshal(text, &reply); err != nil || len(reply.Need) != 1 || reply.Need[0].SQL != "DESCRIBE TABLE (\n"+want+"\n)" {
			t.Errorf("%q becomes %s", sql, text)
		}
	}
}

func sqlCall(sql string) map[string]any {
	return map[string]any{
		"op": "query", "now": 1_700_000_000_000,
		"query":    map[string]any{"version": 1, "kind": "sql", "format": "table", "sql": sql},
		"request":  map[string]any{"refId": "A", "from": 0, "to": 60_000, "intervalMs": 1000, "maxDataPoints": 100, "fromAlert": false},
		"settings": map[string]any{"url": "", "database": "otel", "user": "", "jsonData": map[string]any{"sql": "all"}},
	}
}
