import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallContent } from '../../../tools/evaluate/content/trace.ts';
import { libraries } from '../corpus/folder.ts';
import { loadLibraries } from '../corpus/load.ts';
import { startHost, type Host } from '../engine/support.ts';
import { askingOf, contents, due, type DueCall } from './host.ts';

// What evaluators read of calls, of every library that records what was said, compared with what the models' server served.

let host: Host;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host?.close());

const window = { from: Date.UTC(2026, 10, 22), to: Date.UTC(2026, 10, 25) };

/** Libraries that were recorded without content, or that never write any. */
const silent = ['agento11y_langchain', 'agento11y_openai', 'google_genai', 'nemoguardrails', 'otel_genai_langchain'];

/** How many answers more or fewer there are than the server gave, and why. */
const gaps: Readonly<Record<string, readonly [answers: number, asked: number, why: string]>> = {
  java_otel_openai: [-5, -1, 'the Responses API is not instrumented'],
  js_mastra: [0, -5, 'answers that only ask for tools have no output'],
  js_vercel_ai: [-2, 0, 'objects are not written'],
  langfuse: [2, 0, 'the script wrote two calls by hand'],
  litellm: [-6, 0, 'calls of the Responses API have no span of their own'],
  logfire_openai: [-3, 0, 'streams of Anthropic have no output'],
  otel_openai_v2: [-5, 0, 'the Responses API is not instrumented'],
};

/** Libraries that do not write what some calls were sent: Guardrails AI calls a function of the application without its arguments. */
const unasked = ['guardrails_ai'];

/** Some of the libraries that send what tools answered, in each way of writing it. */
const tellingTools = [
  'go_genkit',
  'langsmith',
  'openinference',
  'otel_genai',
  'otel_openai_v2',
  'strands',
  'traceloop',
];

interface Served {
  path: string;
  status: number;
  output: number;
  tool_calls: unknown[];
  client_timeout: boolean;
  id: string | null;
}

const folder = fileURLToPath(new URL('../../corpus', import.meta.url));
const servedTo = (library: string): Served[] =>
  gunzipSync(readFileSync(`${folder}/${library}/requests.ndjson.gz`))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Served)
    .filter(({ path, status, client_timeout: left }) => !path.includes('embed') && status === 200 && !left);

const found = (content: CallContent | undefined) => (content?.found ? content : undefined);

test.each(libraries.filter((library) => !silent.includes(library)))('%s', async (library) => {
  const database = `said_${library}`;
  await loadLibraries(host, database, [library]);
  const asking = askingOf(host, { ...host.settings, database });
  const calls = await due(asking, { window });
  const said = await contents(asking, calls, window);
  const served = servedTo(library);
  const [answers = 0, asked = 0] = gaps[library] ?? [];

  const answered = said.filter((one) => found(one)?.values.answer);
  expect(answered).toHaveLength(served.filter((one) => one.tool_calls.length === 0).length + answers);
  expect(said.filter((one) => found(one)?.isOnlyTools)).toHaveLength(
    served.filter((one) => one.tool_calls.length > 0).length + asked
  );
  for (const one of answered) {
    const { question = '', answer = '' } = found(one)?.values ?? {};
    if (question === '' && unasked.includes(library)) {
      continue;
    }
    // The script's questions say what the server is to do: `Answer question 0 about our product briefly. #out=30`.
    expect(question).toMatch(/^\w[^{}[\]]* #|^hi$/);
    expect(answer).toMatch(/^(Sure\.|Based on|\{|Thinking|hello$)/);
  }
  expect(mismatched(calls, said, served)).toEqual([]);
  if (tellingTools.includes(library)) {
    const after = said.map((one) => found(one)?.values).filter((one) => one?.answer && one.tools !== '');
    expect(after.some((one) => /get_weather\(.*Paris.*\) → .*(Paris|sunny)/s.test(one?.tools ?? ''))).toBe(true);
    expect(after.some((one) => /Paris|sunny/.test(one?.context ?? ''))).toBe(true);
  }
});

/** Questions that asked the server for another length than that of the answer whose id the call has. */
function mismatched(calls: readonly DueCall[], said: readonly CallContent[], served: readonly Served[]): string[] {
  return calls.flatMap(({ response }, index) => {
    const own = served.filter(({ id }) => id !== null && id === response);
    const { question = '' } = found(said[index])?.values ?? {};
    const number = (name: string) => Number(new RegExp(`#${name}=(\\d+)`).exec(question)?.[1] ?? 0);
    const length = number('out') + number('reason');
    return own.length !== 1 || number('out') === 0 || own[0]?.tool_calls.length || own[0]?.output === length
      ? []
      : [`${response}: ${question}, answered with ${own[0]?.output}`];
  });
}

describe('of libraries that record nothing', () => {
  test.each(silent)('%s, every call says so', async (library) => {
    const database = `silent_${library}`;
    await loadLibraries(host, database, [library]);
    const asking = askingOf(host, { ...host.settings, database });
    const calls = await due(asking, { window });
    expect(calls.length).toBeGreaterThan(0);
    const said = await contents(asking, calls, window);
    expect(new Set(said.map((one) => (one.found ? 'found' : one.reason)))).toEqual(new Set(['not_recorded']));
  });
});

test('all libraries in one table say the same', async () => {
  const database = 'said_together';
  await loadLibraries(host, database, libraries);
  const asking = askingOf(host, { ...host.settings, database });
  const calls = await due(asking, { window });
  const said = await contents(asking, calls, window);
  const homes = await host.answer({
    sql: `SELECT concat(TraceId, ':', SpanId), replaceOne(ServiceName, 'corpus-', '') FROM ${database}.otel_traces`,
    params: {},
    settings: {},
  });
  const libraryOf = new Map(homes.rows.map(([home, library]) => [home, String(library)]));
  const together = Object.fromEntries(libraries.map((library) => [library, 0]));
  calls.forEach(({ home }, index) => {
    const library = libraryOf.get(home) ?? '';
    together[library] = (together[library] ?? NaN) + (found(said[index])?.values.answer ? 1 : 0);
  });
  const expected = libraries.map((library) => {
    const texts = servedTo(library).filter((one) => one.tool_calls.length === 0).length;
    return [library, silent.includes(library) ? 0 : texts + (gaps[library]?.[0] ?? 0)];
  });
  expect(together).toEqual(Object.fromEntries(expected));
});
