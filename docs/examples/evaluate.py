import math

from opentelemetry import metrics, trace
from opentelemetry._logs import LogRecord, get_logger


def score_later(call, evaluator, results):
    """Scores that come after the call has ended: one log record for each metric, in the context of the call's span."""
    context = trace.set_span_in_context(trace.NonRecordingSpan(call))
    for name, value in results.items():
        # Ragas says NaN where it could not tell.
        if not math.isnan(value):
            get_logger("judge").emit(
                LogRecord(
                    context=context,
                    event_name="gen_ai.evaluation.result",
                    attributes={
                        "gen_ai.evaluation.name": name,
                        "gen_ai.evaluation.evaluator.id": evaluator,
                        "gen_ai.evaluation.score.value": float(value),
                    },
                )
            )


def score_with_ragas(result, calls):
    """What ragas.evaluate returned: the scores of each sample, in the order of the samples; `calls` are their span contexts."""
    for call, scores in zip(calls, result.scores):
        score_later(call, "ragas", scores)


def feedback(response_id, liked):
    """A user's thumb. Whoever knows no span names the response, whose id is on the span of the call."""
    get_logger("feedback").emit(
        LogRecord(
            event_name="gen_ai.evaluation.result",
            attributes={
                "gen_ai.evaluation.name": "user_feedback",
                "gen_ai.evaluation.score.label": "thumbs_up" if liked else "thumbs_down",
                "gen_ai.response.id": response_id,
            },
        )
    )


def report_faithfulness(mean, tags):
    """The mean of a test run, which is about no call: a gauge, with the tags of what was tested."""
    metrics.get_meter("judge").create_gauge("llm.faithfulness").set(mean, tags)
