import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dimensions } from '../../../src/engine/catalogue/dimensions/index.ts';
import { previousVersion } from '../../../src/engine/catalogue/dimensions/previous.ts';
import type { FactId } from '../../../src/engine/catalogue/facts.ts';
import { measureIds, measures } from '../../../src/engine/catalogue/measures/index.ts';
import { keptFacts } from '../../../src/engine/compile/rows/storedcolumns.ts';
import { fill } from '../../../tools/cli/tiers/fill.ts';
import { demoRows, from, load, oddRows, t0 } from '../engine/rows.ts';
import { isClose, panel, startHost, withSql, type Answer, type Host } from '../engine/support.ts';
import { createTiers, fillerOf } from '../../../tools/bench/filler.ts';

// Tests that every measure by every dimension is the same from closed hours as from the spans.

const hour = 3_600_000;
let host: Host;

beforeAll(async () => {
  host = await startHost();
  host.now = () => t0 + 60_000;
  const [demo, odd] = [demoRows(), oddRows()];
  await load(host.url, 'otel', { spans: [...demo.spans, ...odd.spans], logs: [...demo.logs, ...odd.logs] });
  await createTiers(host);
  const end = Math.floor(t0 / hour) * hour;
  await fill(fillerOf(host), { from: end - hour, to: end });
});

afterAll(() => host.close());

/** Heads with the same measures may be in any order where values are equal. */
const sorted = ({ rows }: Answer) => [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

async function expectSame(query: object, more: object = {}): Promise<void> {
  const request = panel(from, t0, more);
  const plan = await host.plan(query, request);
  const raw = await host.run(await host.plan({ ...query, source: 'raw' }, request));
  const stored = await host.run(plan);
  withSql(plan, () => {
    expect(Object.values(plan.meta['reads'] as object)).toContainEqual({ from: 'calls' });
    expect(raw.rows.length).toBeGreaterThan(0);
    expect(stored.columns).toEqual(raw.columns);
    const [one, other] = [sorted(stored), sorted(raw)];
    expect(one.length).toBe(other.length);
    const wrong = one.flatMap((row, index) =>
      row.flatMap((value, place) => {
        const right = other[index]?.[place];
        return value === right || isClose(value, right as number | null)
          ? []
          : [`${JSON.stringify(row)}: ${String(value)} instead of ${String(right)}`];
      })
    );
    expect(wrong).toEqual([]);
  });
}

const asked = (question: object) => ({
  ...{ version: 1, kind: 'measure', format: 'table', groupBy: [], filters: [] },
  ...question,
});

const ofFact = (fact: FactId) =>
  measureIds
    .filter((id) => measures[id].fact === fact && !measures[id].over && id !== 'whatif_cost')
    .map((id) => ({ id }));

const evaluationOf = (id: (typeof measureIds)[number]) =>
  measures[id].fact === 'evaluations' ? { evaluation: 'faithfulness' } : {};

/** Several dimensions at once, so that each is compared in few statements. */
const atOnce = 4;

describe.each(keptFacts)('%s', (fact) => {
  const own = Object.values(dimensions)
    .filter(({ id, facts }) => facts.includes(fact) && id !== previousVersion)
    .map(({ id }) => id);
  const groups = Array.from({ length: Math.ceil(own.length / atOnce) }, (_, index) =>
    own.slice(index * atOnce, (index + 1) * atOnce)
  );
  test.each(groups.map((ids) => [ids.join(', '), ids] as const))('every measure by %s', async (_, ids) => {
    // A closed hour has its spans' late events whatever the query's window, which the spans give only to windows near them.
    const filters =
      fact === 'evaluations' ? [{ dimension: 'feature', operator: 'not_in', values: ['beyond the lag'] }] : [];
    const groupBy = fact === 'evaluations' ? [...new Set(['evaluation', ...ids])] : ids;
    await expectSame(asked({ measures: ofFact(fact), groupBy, filters }));
  });
});

test('ratios, baselines, what-if prices and a series over time', async () => {
  await expectSame(
    asked({
      measures: [
        ...measureIds.filter((id) => measures[id].over).map((id) => ({ id, ...evaluationOf(id) })),
        { id: 'whatif_cost' },
        { id: 'requests', compare: 'ratio' },
      ],
      groupBy: ['feature'],
      whatIf: { provider: 'openai', model: 'gpt-4o' },
      baseline: { offset: 1800 },
    }),
    { from: t0 - 1_500_000 }
  );
  await expectSame(
    asked({ measures: ofFact('requests').slice(0, 6), groupBy: ['model'], format: 'timeseries', step: 300 })
  );
});

test('lists of calls, with their ids', async () => {
  await expectSame({
    version: 1,
    kind: 'calls',
    format: 'table',
    groupBy: ['model', 'feature', 'error_class'],
    columns: ['duration', 'cost'],
    filters: [],
    orderBy: 'duration',
    limit: 40,
  });
});
