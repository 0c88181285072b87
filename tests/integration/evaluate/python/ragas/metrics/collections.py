from dataclasses import dataclass


@dataclass
class MetricResult:
    value: float
    reason: str | None = None


class Faithfulness:
    def __init__(self, llm):
        assert llm is not None

    async def ascore(self, user_input, response, retrieved_contexts):
        assert user_input and isinstance(retrieved_contexts, list)
        if response == "Hello.":
            return MetricResult(float("nan"))
        return MetricResult(1.0 if response in retrieved_contexts else 0.0)
