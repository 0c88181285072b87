"""Runs docs/examples/instrument.py and evaluate.py against a model that is none, and prints what they write.

    pip install opentelemetry-sdk ragas && python tests/integration/instrument/record.py > tests/integration/instrument/python.json
"""

import json
import os
import pathlib
import sys

os.environ["RAGAS_DO_NOT_TRACK"] = "true"

from opentelemetry import metrics, trace
from opentelemetry._logs import set_logger_provider
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from ragas import EvaluationDataset, evaluate as ragas_evaluate
from ragas.metrics import ExactMatch, StringPresence

spans = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(spans))
trace.set_tracer_provider(provider)

records = InMemoryLogRecordExporter()
log_provider = LoggerProvider()
log_provider.add_log_record_processor(SimpleLogRecordProcessor(records))
set_logger_provider(log_provider)

reader = InMemoryMetricReader()
metrics.set_meter_provider(MeterProvider(metric_readers=[reader]))

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "docs/examples"))
import evaluate  # noqa: E402
import instrument  # noqa: E402


def complete(question):
    return {
        "id": "chatcmpl-1",
        "text": "Yes.",
        "input_tokens": 1000,
        "cached_tokens": 400,
        "output_tokens": 50,
        "finish_reason": "stop",
        "first_chunk_seconds": 0.4,
    }


def fail():
    raise TimeoutError("deadline exceeded")


def work():
    instrument.use_tool("lookup_order", lambda: "ordered")
    try:
        instrument.use_tool("check_stock", fail)
    except TimeoutError:
        pass
    return instrument.answer(complete, "Is it in stock?")


answer = instrument.run_agent("order-agent", work)
instrument.guard("pii", lambda: False)

call = next(span.context for span in spans.get_finished_spans() if span.name == "llm.chat")
# Metrics that ask no model.
samples = EvaluationDataset.from_list([{"user_input": "Is it in stock?", "response": answer, "reference": "Yes."}])
evaluate.score_with_ragas(ragas_evaluate(samples, metrics=[ExactMatch(), StringPresence()], show_progress=False), [call])
evaluate.score_later(call, "judge", {"unknown": float("nan")})
evaluate.feedback("chatcmpl-1", False)
evaluate.report_faithfulness(4.25, {"app.feature": "support-chat"})


def text(value):
    """Writes a value as the collector's exporter does."""
    if isinstance(value, tuple):
        return json.dumps(list(value), separators=(",", ":"))
    return f"{value:g}" if isinstance(value, float) else str(value)


def texts(attributes):
    return {key: text(value) for key, value in attributes.items() if key != "exception.stacktrace"}


def span_row(span):
    return {
        "name": span.name,
        "trace": format(span.context.trace_id, "032x"),
        "span": format(span.context.span_id, "016x"),
        "parent": format(span.parent.span_id, "016x") if span.parent else "",
        "failed": span.status.status_code.name == "ERROR",
        "attributes": texts(span.attributes),
        "events": [{"name": event.name, "attributes": texts(event.attributes)} for event in span.events],
    }


def log_row(record):
    return {
        "event": record.event_name or "",
        "trace": format(record.trace_id, "032x") if record.trace_id else "",
        "span": format(record.span_id, "016x") if record.span_id else "",
        "attributes": texts(record.attributes),
    }


gauges = [
    {"name": metric.name, "value": point.value, "attributes": texts(point.attributes)}
    for resource in reader.get_metrics_data().resource_metrics
    for scope in resource.scope_metrics
    for metric in scope.metrics
    for point in metric.data.data_points
]
written = {
    "spans": [span_row(span) for span in spans.get_finished_spans()],
    "logs": [log_row(data.log_record) for data in records.get_finished_logs()],
    "gauges": gauges,
}
print(json.dumps(written, indent=2))
