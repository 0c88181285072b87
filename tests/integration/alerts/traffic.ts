import type { Attributes, LogRow, SpanRow } from '../../../tools/demo/data/rows.ts';
import { log, span } from '../engine/rows.ts';
import type { Rows } from '../engine/canonical.ts';

/** Mulberry32: the same numbers on every machine. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const day = 86_400_000;
/** The beginning of the replayed range. */
export const begin = Date.UTC(2026, 2, 29, 0, 30);
export const hours = 2;

/**
 * Generates calls, tools, guardrails and scores of three features, sparse enough for gaps, in the same hours of eight days. One
 * feature stops, one begins late, and errors come in waves.
 */
export function randomTraffic(seed: number): Rows {
  const random = generator(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const spans: SpanRow[] = [];
  const logs: LogRow[] = [];
  for (let back = 0; back <= 7; back++) {
    const from = begin - back * day - 2.5 * 3_600_000;
    const length = (hours + 2.6) * 3_600_000;
    const calls = back === 0 ? 800 : 250;
    for (let index = 0; index < calls; index++) {
      // Some are on whole minutes, because windows are half-open.
      const at = random() < 0.05 ? Math.floor((from + random() * length) / 60_000) * 60_000 : from + random() * length;
      const feature = pick(['search', 'search', 'chat', 'late']);
      const into = at - begin;
      if (
        back === 0 &&
        ((feature === 'late' && into < 1_800_000) || (feature === 'chat' && into > 1_500_000 && into < 6_500_000))
      ) {
        continue;
      }
      const wave = Math.floor(at / 1_200_000) % 2 === 0;
      const failed = random() < (wave ? 0.5 : 0.05);
      const [provider, model] = pick([
        ['openai', 'gpt-4o-mini'],
        ['anthropic', 'claude-sonnet-4-5'],
        ['openai', 'house-model'],
      ] as const);
      const tags: Attributes = { 'app.feature': feature, 'app.team': pick(['core', 'growth']) };
      const service = pick(['api', 'worker']);
      const call = span(
        Math.floor(at),
        {
          ...tags,
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': provider,
          'gen_ai.request.model': model,
          'gen_ai.prompt.name': 'answer',
          'gen_ai.prompt.version': wave ? '1' : '2',
          ...(random() < 0.8
            ? {
                'gen_ai.usage.input_tokens': String(Math.floor(random() * 120_000)),
                'gen_ai.usage.output_tokens': String(Math.floor(random() * 900)),
                'gen_ai.usage.cache_read.input_tokens': String(Math.floor(random() * 90)),
              }
            : {}),
          ...(random() < 0.6 ? { 'gen_ai.response.time_to_first_chunk': String(0.1 + random() * 3) } : {}),
          ...(failed ? { 'error.type': pick(['rate_limit_exceeded', 'timeout', '500']) } : {}),
        },
        {
          ServiceName: service,
          Duration: Math.floor(1e9 * random() * (wave ? 40 : 8)),
          StatusCode: failed ? 'Error' : 'Unset',
        }
      );
      spans.push(call);
      if (random() < 0.4) {
        spans.push(
          span(
            Math.floor(at) + 5,
            { ...tags, 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': pick(['sql', 'web']) },
            { TraceId: call.TraceId, ServiceName: service, StatusCode: random() < 0.4 ? 'Error' : 'Unset' }
          )
        );
      }
      if (random() < 0.3) {
        spans.push(
          span(
            Math.floor(at) + 7,
            {
              ...tags,
              'openinference.span.kind': 'GUARDRAIL',
              'guardrail.triggered': String(random() < 0.4),
            },
            { TraceId: call.TraceId, ServiceName: service, StatusCode: random() < 0.3 ? 'Error' : 'Unset' }
          )
        );
      }
      if (random() < 0.5) {
        logs.push(
          log(Math.floor(at) + 20_000, call, {
            'gen_ai.evaluation.name': pick(['faithfulness', 'relevance']),
            'gen_ai.evaluation.score.value': String(1 + random() * (wave ? 3 : 4)),
          })
        );
      }
    }
  }
  return { spans, logs };
}
