import { log, span } from '../../demo/data/onerow.ts';
import { random as seeded } from '../../demo/data/random.ts';
import type { LogRow, SpanRow } from '../../demo/data/rows.ts';

const minute = 60_000;
export const begin = Date.UTC(2026, 2, 20, 9, 0);

export interface Arriving {
  /** When the row is in the table, in epoch milliseconds. */
  at: number;
  span?: SpanRow;
  log?: LogRow;
}

/**
 * Generates calls, most of which are answered within seconds and some after a minute (lognormal, p50 3 s, p99 45 s). They are
 * exported up to 15 s after they end, and scored up to half an hour later. A provider rejects calls immediately.
 */
export function arriving(minutes: number, perMinute: number, seed: number): Arriving[] {
  const { next: random } = seeded(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const rows: Arriving[] = [];
  for (let index = 0; index < minutes * perMinute; index++) {
    const at = begin + ((index + random()) / perMinute) * minute;
    const failed = random() < 0.095;
    const seconds = failed ? 0.2 : 3 * Math.exp((Math.log(45 / 3) / 2.326) * normal());
    const call = span(
      Math.floor(at),
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': '1000',
        // Long answers take longer and cost more.
        'gen_ai.usage.output_tokens': String(Math.ceil(seconds * 40)),
        'gen_ai.usage.cost': String(failed ? 0 : 0.001 + seconds * 0.0004),
        'app.feature': 'assistant',
        'app.team': 'crew',
        'gen_ai.prompt.name': 'answer',
        'gen_ai.prompt.version': 'v1',
        ...(failed ? { 'error.type': 'RateLimitError' } : {}),
      },
      { Duration: Math.round(seconds * 1e9), StatusCode: failed ? 'Error' : 'Unset' }
    );
    const exported = at + (seconds + random() * 15) * 1000;
    rows.push({ at: exported, span: call });
    if (!failed && random() < 0.5) {
      const scored = at + seconds * 1000 + random() ** 2 * 30 * minute;
      const score = Math.min(5, 3.65 + normal());
      rows.push({
        at: scored + random() * 15_000,
        log: log(Math.floor(scored), call, {
          'gen_ai.evaluation.name': 'faithfulness',
          'gen_ai.evaluation.score.value': score.toFixed(2),
        }),
      });
    }
  }
  return rows.sort((a, b) => a.at - b.at);
}
