import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FilterOperator } from '../../../src/engine/query/model.ts';
import { from, load, span, t0 } from './rows.ts';
import { panel, startHost, withSql, type Host } from './support.ts';

// Values are parameters: whatever they contain, the statement does not change, and the filter means the same as in JavaScript.

const nasty = [
  "'", "''", "\\'", '\\', '\\\\', '"', '`', "'; DROP TABLE otel_traces; --", '{p0:String}', '$__timeFilter(x)', '/* */', '-- x',
  '\t', '\n', '\r\n', '\0', 'a\0b', '\\N', '\\t', '\\0', 'NULL', '😀', 'é\u0301', '\u2028', '[]', "['a']", 'a,b', '%27', '+', '&param_from=1', ' ', '\u00a0',
]; // prettier-ignore
const stored = [...nasty, 'plain', 'plain2'];
const middle = from + 60_000;
let host: Host;

beforeAll(async () => {
  host = await startHost();
  await load(host.url, 'otel', {
    spans: stored.map((feature) => span(middle, { 'gen_ai.operation.name': 'chat', 'app.feature': feature })),
    logs: [],
  });
});

afterAll(() => host.close());

async function featuresBy(
  operator: FilterOperator,
  values: string[]
): Promise<{ features: string[]; check: (run: () => void) => void }> {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: [{ id: 'requests' }],
    groupBy: ['feature'],
    filters: [{ dimension: 'feature', operator, values }],
  };
  const plan = await host.plan(query, panel(from, t0));
  const { rows } = await host.run(plan);
  return { features: rows.map((row) => row[0] as string).sort(), check: (run) => withSql(plan, run) };
}

const expected = (keep: (feature: string) => boolean) => stored.filter(keep).sort();

describe('filters', () => {
  test('expressions', async () => {
    const patterns = ['^plain', "'", '\\\\', '^.{2}$', '\\x{1F600}', 'DROP TABLE'];
    for (const pattern of patterns) {
      const here = new RegExp(pattern.replace('\\x{1F600}', '😀'), 'su');
      const { features, check } = await featuresBy('matches', [pattern]);
      check(() => expect(features).toEqual(expected((feature) => here.test(feature))));
      const rest = await featuresBy('not_matches', [pattern]);
      rest.check(() => expect(rest.features).toEqual(expected((feature) => !here.test(feature))));
    }
  });

  test('the statement is the same for every value', async () => {
    const texts = await Promise.all(
      nasty.map(async (value) => {
        const query = {
          version: 1,
          kind: 'measure',
          format: 'table',
          measures: [{ id: 'requests' }],
          filters: [{ dimension: 'feature', operator: 'in', values: [value] }],
        };
        return (await host.plan(query, panel(from, t0))).statement.sql;
      })
    );
    expect(new Set(texts).size).toBe(1);
  });
});

test('names of tables are quoted whatever is in them', async () => {
  for (const name of ["od'd", 'a`b', 'back\\slash', 'with space', '😀', 'x; DROP TABLE y']) {
    const quoted = '`' + name.replace(/[\\`]/g, '\\$&') + '`';
    await host.command(`CREATE TABLE otel.${quoted} AS otel.otel_traces`);
    const settings = { ...host.settings, jsonData: { tracesTable: name, sql: 'all' } };
    const { rows } = await host.ask(
      { version: 1, kind: 'measure', format: 'table', measures: [{ id: 'requests' }] },
      panel(from, t0),
      settings
    );
    expect(rows).toEqual([[0]]);
    const bySql = await host.ask(
      { version: 1, kind: 'sql', format: 'table', sql: 'SELECT count() AS n FROM $__table' },
      panel(from, t0),
      settings
    );
    expect(bySql.rows).toEqual([[0]]);
  }
});
