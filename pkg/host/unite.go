package host

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// unitedLast is how long the engine's word on the same answers is remembered. It is the same for ever.
const unitedLast = 24 * time.Hour

// unite has the engine make one answer of what was looked up. The slices of a month are long, and every query of a dashboard
// would read all of them again.
func (in *instance) unite(ctx context.Context, who caller, results []result) ([]json.RawMessage, error) {
	var key strings.Builder
	for _, r := range results {
		if r.failed != nil {
			return textsOf(results) // the engine tells what failed
		}
		for _, one := range r.slices {
			key.WriteString(strconv.FormatInt(one.id, 36) + " ")
		}
		key.WriteByte('\n')
	}
	sum := sha256.Sum256([]byte(key.String()))
	one, err := in.united.get(urging(ctx, who), who.own(string(sum[:])), life{fresh: unitedLast}, func(ctx context.Context, _ bool) (json.RawMessage, error) {
		texts, err := textsOf(results)
		if err != nil {
			return nil, err
		}
		r, err := in.ask(ctx, who.lane, call{Op: "unite", Settings: &in.settings, Results: texts})
		switch {
		case err != nil:
			return nil, err
		case r.Error != nil:
			return nil, r.Error
		}
		return r.Done, nil
	})
	return []json.RawMessage{one}, err
}
