import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, Output } from 'ai';
import type { Judge } from '../config/schema.ts';
import { byStatus, isTimeout, type Asked } from '../remote.ts';
import { answerSchema, readAnswer } from './answer.ts';
import type { Verdict } from '../verdict.ts';
import type { Prompt } from './prompt.ts';

/** Asks a model once, over HTTP as OpenAI's. Nothing of what is said is in an error. */
export async function askJudge(judge: Judge, key: string | undefined, { system, user }: Prompt): Promise<Asked> {
  const { model, scale, timeoutSeconds } = judge;
  const provider = createOpenAICompatible({
    name: 'judge',
    baseURL: model.url,
    supportsStructuredOutputs: model.structured,
    ...(key === undefined ? {} : { apiKey: key }),
  });
  try {
    const { text, finishReason, rawFinishReason, usage, response } = await generateText({
      model: provider(model.name),
      system,
      prompt: user,
      // The answer is read by ours, so that what is bad about it is known.
      output: { ...Output.object({ schema: answerSchema(scale) }), parseCompleteOutput: () => Promise.resolve(null) },
      maxOutputTokens: model.maxOutputTokens,
      ...(model.temperature === undefined ? {} : { temperature: model.temperature }),
      maxRetries: 0,
      abortSignal: AbortSignal.timeout(timeoutSeconds * 1000),
    });
    const { inputTokens: input, outputTokens: output } = usage;
    const read = readAnswer(text, scale, finishReason);
    const tokens = input === undefined || output === undefined ? undefined : { input, output };
    return {
      answered: 'bad' in read ? read : verdictOf(judge, read),
      tokens,
      response: { id: response.id, model: response.modelId, finish: rawFinishReason ?? finishReason },
    };
  } catch (thrown) {
    return ofFailure(thrown);
  }
}

function verdictOf({ passFrom }: Judge, { score, explanation }: { score: number; explanation: string }): Verdict {
  const passed = passFrom === undefined ? null : score >= passFrom;
  return { score, explanation, passed, label: passed === null ? null : passed ? 'pass' : 'fail' };
}

function ofFailure(thrown: unknown): Asked {
  if (isTimeout(thrown)) {
    return { unavailable: 'timeout', retryAfter: undefined, mayCost: true };
  }
  if (!APICallError.isInstance(thrown) || thrown.statusCode === undefined) {
    return { unavailable: 'unreachable', retryAfter: undefined, mayCost: true };
  }
  const { statusCode: status, responseHeaders = {} } = thrown;
  if (status >= 200 && status < 300) {
    const bad = /"error"\s*:/.test(thrown.responseBody ?? '') ? 'error_in_body' : 'no_json';
    return { answered: { bad }, tokens: undefined };
  }
  return byStatus(status, responseHeaders['retry-after']);
}
