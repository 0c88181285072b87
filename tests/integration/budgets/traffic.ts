import type { SpanRow } from '../../../tools/demo/data/rows.ts';
import { span } from '../engine/rows.ts';

export interface Call {
  at: number;
  feature: string;
  team: string;
  /** US dollars; null for a request without a price. */
  cost: number | null;
  failed: boolean;
}

const day = 86_400_000;

/** Generates numbers between 0 and 1, the same for the same seed. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Generates traffic that differs by hour and day, with requests on the boundaries of hours and days of every zone. */
export function traffic(from: number, days: number, seed: number): Call[] {
  const next = random(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item;
  const calls: Call[] = [];
  for (let hours = 0; hours < days * 24; hours++) {
    const busy = hours % 24 > 7 && hours % 24 < 19 ? 3 : 1;
    for (let count = Math.floor(next() * (busy + 1)); count > 0; count--) {
      const minutes = pick([0, 0, 15, 30, 45, 59.99999, Math.floor(next() * 3_600_000) / 60_000]);
      calls.push({
        at: Math.floor(from + hours * 3_600_000 + minutes * 60_000),
        feature: pick(['chat', 'chat', 'search', 'batch']),
        team: pick(['red', 'blue']),
        cost: next() < 0.15 ? null : Math.floor(next() * 1000) / 100,
        failed: next() < 0.1,
      });
    }
  }
  return calls.filter(({ at }) => at < from + days * day);
}

/** Converts calls to spans. A reported cost of 0 means unknown; see the row field `cost`. */
export const spansOf = (calls: readonly Call[]): SpanRow[] =>
  calls.map(({ at, feature, team, cost, failed }) =>
    span(
      at,
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'own',
        'gen_ai.request.model': 'a-model-of-ours',
        'app.feature': feature,
        'app.team': team,
        ...(cost === null ? {} : { 'gen_ai.usage.cost': String(cost) }),
      },
      { StatusCode: failed ? 'Error' : 'Ok' }
    )
  );
