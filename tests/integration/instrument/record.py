"""Runs docs/examples/instrument.py against a model that is none, and prints its spans as rows of the collector's table.

    pip install opentelemetry-sdk && python tests/integration/instrument/record.py > tests/integration/instrument/python.json
"""

import json
import pathlib
import sys

from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "docs/examples"))
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


instrument.run_agent("order-agent", work)
instrument.guard("pii", lambda: False)


def text(value):
    """Writes a value as the collector's exporter does."""
    if isinstance(value, tuple):
        return json.dumps(list(value), separators=(",", ":"))
    return f"{value:g}" if isinstance(value, float) else str(value)


def row(span):
    return {
        "name": span.name,
        "trace": format(span.context.trace_id, "032x"),
        "span": format(span.context.span_id, "016x"),
        "parent": format(span.parent.span_id, "016x") if span.parent else "",
        "failed": span.status.status_code.name == "ERROR",
        "attributes": {key: text(value) for key, value in span.attributes.items()},
        "events": [
            {"name": event.name, "attributes": {key: text(value) for key, value in event.attributes.items() if key != "exception.stacktrace"}}
            for event in span.events
        ],
    }


print(json.dumps([row(span) for span in exporter.get_finished_spans()], indent=2))
