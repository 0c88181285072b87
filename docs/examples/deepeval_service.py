"""Faithfulness by DeepEval for evaluators of kind `http`. Needs: pip install deepeval, and OPENAI_API_KEY."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from deepeval.metrics import FaithfulnessMetric
from deepeval.test_case import LLMTestCase


def faithfulness(variables):
    # A metric keeps what it last found, so that each request has its own.
    metric = FaithfulnessMetric(threshold=0.7, model=os.environ.get("JUDGE_MODEL", "gpt-4o-mini"), async_mode=False)
    metric.measure(
        LLMTestCase(
            input=variables["question"],
            actual_output=variables["answer"],
            # Documents stand apart by an empty line.
            retrieval_context=variables["context"].split("\n\n"),
        ),
        _show_indicator=False,
    )
    return {"score": metric.score, "passed": metric.is_successful(), "explanation": metric.reason or ""}


class Service(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        found = faithfulness(body["variables"])
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(found).encode())

    def log_message(self, *_):
        """Logs nothing: requests hold what was said."""


if __name__ == "__main__":
    ThreadingHTTPServer((os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8080"))), Service).serve_forever()
