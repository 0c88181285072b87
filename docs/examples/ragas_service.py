"""Faithfulness by Ragas for evaluators of kind `http`. Needs: pip install ragas openai 'langchain-community<0.4', and OPENAI_API_KEY."""

import asyncio
import json
import math
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from openai import AsyncOpenAI
from ragas.llms import llm_factory
from ragas.metrics.collections import Faithfulness


async def faithfulness(variables):
    async with AsyncOpenAI() as client:
        llm = llm_factory(os.environ.get("JUDGE_MODEL", "gpt-4o-mini"), client=client)
        result = await Faithfulness(llm=llm).ascore(
            user_input=variables["question"],
            response=variables["answer"],
            # Documents stand apart by an empty line.
            retrieved_contexts=variables["context"].split("\n\n"),
        )
    return {"score": float(result.value), "explanation": result.reason or ""}


class Service(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        found = asyncio.run(faithfulness(body["variables"]))
        # Ragas says NaN where an answer claims nothing: 422 is failed, and not asked again.
        known = not math.isnan(found["score"])
        self.send_response(200 if known else 422)
        self.end_headers()
        self.wfile.write(json.dumps(found).encode() if known else b"")

    def log_message(self, *_):
        """Logs nothing: requests hold what was said."""


if __name__ == "__main__":
    ThreadingHTTPServer((os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8080"))), Service).serve_forever()
