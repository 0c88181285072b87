from opentelemetry import trace

tracer = trace.get_tracer("shop")

# For whom a call is made, and who pays for it: on every span, or on the first one of the trace.
TAGS = {
    "app.feature": "support-chat",
    "app.team": "care",
    "app.user_tier": "plus",
    "user.id": "u-0017",
    "gen_ai.conversation.id": "thread-4711",
}


def in_span(name, attributes):
    """Opens a span of its own, which fails if the work in it raises."""
    return tracer.start_as_current_span(name, attributes={**TAGS, **attributes})


def answer(complete, question):
    """A model call, with the version of its prompt, its tokens, the time to its first token, and its scores."""
    with in_span(
        "llm.chat",
        {
            "gen_ai.operation.name": "chat",
            "gen_ai.system": "openai",
            "gen_ai.request.model": "gpt-4o",
            "gen_ai.prompt.name": "support-answer",
            "gen_ai.prompt.version": "v8",
        },
    ) as span:
        completion = complete(question)
        span.set_attributes(
            {
                "gen_ai.response.id": completion["id"],
                "gen_ai.usage.input_tokens": completion["input_tokens"],
                "gen_ai.usage.cache_read.input_tokens": completion["cached_tokens"],
                "gen_ai.usage.output_tokens": completion["output_tokens"],
                "gen_ai.response.finish_reasons": [completion["finish_reason"]],
                "gen_ai.response.time_to_first_chunk": completion["first_chunk_seconds"],
            }
        )
        score(span, {"faithfulness": 4.5, "relevance": 4.0, "completeness": 3.5, "tone": 5.0})
        return completion["text"]


def score(span, scores):
    """What a judge, Ragas or another evaluator found; who scores later writes log records of the same name and attributes."""
    for name, value in scores.items():
        span.add_event(
            "gen_ai.evaluation.result",
            {
                "gen_ai.evaluation.name": name,
                "gen_ai.evaluation.score.value": value,
                "gen_ai.evaluation.score.label": "pass" if value >= 3 else "fail",
            },
        )


def use_tool(name, work):
    """A tool call."""
    with in_span(f"execute_tool {name}", {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": name}):
        return work()


def guard(name, check):
    """A check of an answer before it is shown."""
    with in_span(f"apply_guardrail {name}", {"gen_ai.operation.name": "apply_guardrail"}) as span:
        allowed = check()
        span.set_attribute("gen_ai.guardrail.result.value", "allow" if allowed else "deny")
        return allowed


def run_agent(name, work):
    """An agent's run: the calls and tools within it are its own."""
    with in_span(f"invoke_agent {name}", {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": name}):
        return work()
