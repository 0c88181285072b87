import { span } from '../../../tools/demo/data/onerow.ts';
import type { Attributes, SpanRow } from '../../../tools/demo/data/rows.ts';

/** A generator of numbers from 0 to 1 that are the same in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const usage = (name: string): string => `gen_ai.usage.${name}`;

/**
 * Calls whose numbers need not fit each other: more cached tokens than input, sizes around the bounds of long prompts, costs
 * in currencies with a rate and without, weights, none of this at all. They come in some kinds that say the same things, so
 * that several of a minute are added up.
 */
export function contradictory(from: number, to: number, count: number): SpanRow[] {
  const random = randomFrom(7);
  const one = <Any>(...of: readonly Any[]): Any => of[Math.floor(random() * of.length)] as Any;
  const kinds = Array.from({ length: 24 }, () => {
    const maybe = (share: number, name: string, ...values: string[]) =>
      random() < share ? [[name, [one(...values), one(...values)]] as const] : [];
    return {
      failed: random() < 0.15,
      sampled: random() < 0.2,
      service: one('web', 'jobs'),
      says: [
        ['gen_ai.operation.name', ['chat']] as const,
        ['gen_ai.provider.name', [one('openai', 'anthropic', 'acme')]] as const,
        [
          'gen_ai.request.model',
          [one('gpt-4o', 'claude-sonnet-4-5', 'gemini-2.5-pro', 'fee-model', 'nobody-knows')],
        ] as const,
        ...maybe(0.9, usage('input_tokens'), '0', '10', '128000', '128001', '199999', '200000', '200001', '300000'),
        ...maybe(0.9, usage('output_tokens'), '0', '5', '900'),
        ...maybe(0.5, usage('cache_read.input_tokens'), '0', '5', '9', '900'),
        ...maybe(0.3, usage('cache_creation.input_tokens'), '0', '7'),
        ...maybe(0.2, usage('cache_creation_1h.input_tokens'), '3', '9'),
        ...maybe(0.2, usage('audio.input_tokens'), '4', '800'),
        ...maybe(0.2, usage('audio.output_tokens'), '2', '1000'),
        ...maybe(0.2, usage('web_search_requests'), '0', '2'),
        ...maybe(0.3, usage('cost'), '0', '0.5', '0.25'),
        ...maybe(0.2, 'gen_ai.usage.cost.currency', one('USD', 'EUR', 'XTS')),
        ...maybe(0.5, 'gen_ai.response.time_to_first_chunk', '0', '0.25', '1.75'),
        ...maybe(0.4, 'gen_ai.conversation.id', 'c1', 'c2', 'c3', 'c4', 'c5'),
        ...maybe(0.4, 'user.id', 'u1', 'u2', 'u3'),
        ...maybe(0.6, 'app.feature', one('search', 'support')),
        ...maybe(0.2, 'openai.response.service_tier', one('flex', 'priority', 'odd')),
        ...maybe(0.5, 'gen_ai.response.finish_reasons', one('["stop"]', '["length"]')),
      ],
    };
  });
  return Array.from({ length: count }, () => {
    const { failed, sampled, service, says } = one(...kinds);
    const minute = Math.floor((random() * (to - from)) / 60_000) * 60_000;
    const attributes: Attributes = Object.fromEntries(says.map(([name, values]) => [name, one(...values)]));
    return span(
      from + minute + one(0, 1, 30_000, 59_999),
      { ...attributes, ...(failed ? { 'error.type': 'timeout' } : {}) },
      {
        Duration: one(0, 1_000_000, 2_500_000_000, Math.floor(random() * 9e9)),
        TraceState: sampled ? 'ot=th:8' : '',
        ServiceName: service,
        StatusCode: failed ? 'Error' : 'Unset',
      }
    );
  });
}
