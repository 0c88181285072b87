package host

import (
	"context"
	"encoding/json"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"

	"github.com/genai-observability/genai-observability-app/pkg/clickhouse"
	"github.com/genai-observability/genai-observability-app/pkg/engine"
)

const (
	answerBytes      = 256 << 20 // of all answers held at once
	alertAnswerBytes = 64 << 20  // of them, out of reach of panels
	memoBytes        = 32 << 20
	memoEntries      = 64
	describedBytes   = 4 << 20
	describedKept    = 512
	lookupsKept      = 4096 // a census is three of them for each day
	needsKept        = 64   // one for the columns, one a range of days
)

// process holds what all data sources of a backend share.
type process struct {
	pool   func() (*engine.Pool, error)
	budget *clickhouse.Budget
}

func newProcess(pool func() (*engine.Pool, error)) *process {
	return &process{pool: pool, budget: clickhouse.NewBudget(answerBytes, alertAnswerBytes)}
}

// instance is a data source with one version of its settings.
type instance struct {
	*process
	settings hostSettings
	client   *clickhouse.Client
	http     interface{ CloseIdleConnections() }
	lanes    *lanes
	needs    *memo[[]needed]
	lookups  *memo[lookup]
	// described are the types of users' SQL and what statements would read, which runs have no time of their own.
	described *memo[lookup]
	united    *memo[json.RawMessage]
	alerts    *memo[*clickhouse.Answer]
	permits   *memo[clickhouse.Permits]
	looked    *memo[struct{}]
	forwards  forwarding
	// broken says why the settings are not usable, in which case there is no client.
	broken error
}

// newInstance never fails: every query reports what is wrong with the settings.
func (p *process) newInstance(ctx context.Context, s backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
	in := &instance{process: p, lanes: newLanes(), settings: hostSettings{JSONData: []byte("{}")}}
	in.needs = newMemo(needsKept, memoBytes, sizeOf)
	in.lookups = newMemo(lookupsKept, memoBytes, lookup.size)
	in.lookups.lasts, in.lookups.ownTime = lookup.lasts, lookupTime
	in.described = newMemo(describedKept, describedBytes, lookup.size)
	in.described.lasts = lookup.lasts
	in.united = newMemo(lookupsKept, memoBytes, func(text json.RawMessage) int64 { return int64(len(text)) })
	in.permits = newMemo(permitsKept, memoBytes, func(clickhouse.Permits) int64 { return permitBytes })
	in.permits.ownTime = permitTime
	in.looked = newMemo(lookupsKept, memoBytes, func(struct{}) int64 { return 1 })
	in.alerts = newMemo(memoEntries, memoBytes, func(a *clickhouse.Answer) int64 { return a.Bytes })
	in.alerts.keptFor = evaluation
	in.alerts.retain = (*clickhouse.Answer).Retain
	in.alerts.release = (*clickhouse.Answer).Release
	in.broken = in.connect(ctx, s)
	return in, nil
}

func (in *instance) connect(ctx context.Context, s backend.DataSourceInstanceSettings) error {
	read, err := readSettings(ctx, s)
	if err != nil {
		return err
	}
	in.settings, in.forwards = read.forEngine, read.forwards
	transport, err := httpclient.New(read.http)
	if err != nil {
		return &clickhouse.Failure{Phase: clickhouse.PhaseSettings, Excerpt: "the TLS or proxy settings are not valid", Detail: map[string]any{"setting": "tls"}}
	}
	in.http = transport
	if in.client, err = clickhouse.New(read.server, transport); err != nil {
		return err
	}
	return nil
}

// Dispose is called some time after the settings changed; running queries continue.
func (in *instance) Dispose() {
	if in.http != nil {
		in.http.CloseIdleConnections()
	}
	in.needs.close()
	in.alerts.close()
	in.lookups.close()
	in.described.close()
	in.united.close()
	in.permits.close()
	in.looked.close()
}

// now is ClickHouse's time where the clocks differ, else that of this machine.
func (in *instance) now() time.Time {
	if in.client == nil {
		return time.Now()
	}
	return time.Now().Add(in.client.ClockOffset())
}
