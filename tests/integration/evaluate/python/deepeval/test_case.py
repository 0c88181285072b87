from dataclasses import dataclass


@dataclass
class LLMTestCase:
    input: str
    actual_output: str
    retrieval_context: list
