package host

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

const metricsNamespace = "genai_observability"

var (
	queriesTotal = promauto.NewCounterVec(prometheus.CounterOpts{
		Namespace: metricsNamespace, Name: "queries_total",
		Help: "Queries by who asked (panel, alert) and outcome (ok, or the category of the error).",
	}, []string{"caller", "outcome"})
	statementSeconds = promauto.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: metricsNamespace, Name: "statement_duration_seconds",
		Help:    "ClickHouse statements by purpose (answer, lookup) and outcome (ok, or the phase of the failure).",
		Buckets: []float64{.005, .02, .1, .5, 2, 10, 30, 120},
	}, []string{"purpose", "outcome"})
	engineSeconds = promauto.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: metricsNamespace, Name: "engine_call_duration_seconds",
		Help:    "Calls of the query engine by operation.",
		Buckets: []float64{.0005, .002, .01, .05, .2, 1, 2},
	}, []string{"op"})
)

func since(start time.Time) float64 { return time.Since(start).Seconds() }
