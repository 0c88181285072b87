import * as z from 'zod';
import type { Http } from '../config/schema.ts';
import { cutTo } from '../cut.ts';
import { byStatus, isTimeout, type Asked } from '../remote.ts';
import type { Values } from '../variables.ts';

/** What a service answers. */
const answer = z.object({
  score: z.number(),
  label: z.string().max(200).nullish(),
  passed: z.boolean().nullish(),
  explanation: z.string().nullish(),
});

/** Characters of an explanation that are kept. */
const longest = 4000;

/** Asks a service about a call: `POST {evaluator, version, variables: {question, …}}`, answered with `{score, label?, passed?, explanation?}`. */
export async function askService(evaluator: Http, key: string | undefined, values: Values): Promise<Asked> {
  const { name, version, url, timeoutSeconds, variables, maxCharacters } = evaluator;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({
        evaluator: name,
        version,
        variables: Object.fromEntries(variables.map((one) => [one, cutTo(values[one], maxCharacters)])),
      }),
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    });
    const text = await response.text();
    return response.ok ? read(text) : byStatus(response.status, response.headers.get('retry-after'));
  } catch (thrown) {
    return { unavailable: isTimeout(thrown) ? 'timeout' : 'unreachable', retryAfter: undefined, mayCost: false };
  }
}

function read(text: string): Asked {
  const bad = (reason: 'empty' | 'no_json' | 'no_score'): Asked => ({ answered: { bad: reason }, tokens: undefined });
  if (text.trim() === '') {
    return bad('empty');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return bad('no_json');
  }
  const parsed = answer.safeParse(value);
  if (!parsed.success) {
    return bad('no_score');
  }
  const { score, label = null, passed = null, explanation } = parsed.data;
  const own = label ?? (passed === null ? null : passed ? 'pass' : 'fail');
  return {
    answered: { score, label: own, passed, explanation: (explanation ?? '').slice(0, longest) },
    tokens: undefined,
  };
}
