import { afterAll, beforeAll, expect, test } from 'vitest';
import { schema } from '../../../tools/demo/data/schema.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// The editor shows what a rule would see: the same plan, though a panel asks.

let host: Host;
const database = 'asrule';
const to = Date.UTC(2026, 5, 1, 12);

beforeAll(async () => {
  host = await startHost();
  for (const statement of schema(database)) {
    await host.command(statement);
  }
});

afterAll(() => host?.close());

const planOf = (query: object, more: object) =>
  host.plan({ version: 1, ...query }, panel(to - 3_600_000, to, more), { ...host.settings, database });

const asked = { kind: 'measure', format: 'table', measures: [{ id: 'error_rate' }], groupBy: ['feature'] };

test('a query that is evaluated as a rule has the plan of a rule', async () => {
  const { meta, ...seen } = await planOf({ ...asked, evaluate: 'rule' }, {});
  const { meta: ofRule, ...rule } = await planOf(asked, { fromAlert: true });
  expect(seen).toEqual(rule);
  expect(meta).toEqual(ofRule);
  expect(seen.frame.type).toBe('numeric-long');
  expect(seen.limits.onExceeded).toBe('error');
});

test('and its errors', async () => {
  const two = { ...asked, measures: [{ id: 'error_rate' }, { id: 'requests' }], evaluate: 'rule' };
  await expect(planOf(two, {})).rejects.toThrow('single number');
  const trace = { kind: 'trace', format: 'table', traceId: '0'.repeat(32), evaluate: 'rule' };
  await expect(planOf(trace, {})).rejects.toThrow('alert rule');
});
