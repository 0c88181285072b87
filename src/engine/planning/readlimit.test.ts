import { describe, expect, test } from 'vitest';
import { handle } from '../handle.ts';
import type { Call, Failure, Reply, Request, StatementResult } from '../host.ts';
import { readsTooMuch } from './messages.ts';

// What is asked before a user's SQL runs, and what is said of too much. Queries of the catalogue are tested on ClickHouse.

const day = 86_400;
const refused = { reads: [{ table: 'otel.otel_traces', rows: 4_200_000 }], limit: 1_000_000, seconds: 8 * day };
const panel = { tier: undefined, fromAlert: false };

describe('a refusal', () => {
  test('says how much of what, which range would pass, and how to run it anyway', () => {
    expect(readsTooMuch({ ...refused, ...panel })).toBe(
      'The query would read about 4,200,000 rows of otel.otel_traces, by ClickHouse\'s estimate, and the data source\'s limit is 1,000,000 ("limits.estimateRows"). The range was 8 d; at this traffic, at most 1 d would pass. To run it anyway, switch on "Run even if it reads a lot" in the query\'s options, or set "estimate": "ignore".'
    );
  });

  test('tells a rule the same, but no way around it', () => {
    const [panels, rules] = [false, true].map((fromAlert) => readsTooMuch({ ...refused, tier: 'apply', fromAlert }));
    const common = (text = '') => text.slice(0, text.indexOf('"tiers backfill".'));
    expect(common(rules)).toBe(common(panels));
    expect(common(rules)).toContain('"npm run cli -- tiers apply"');
    expect(rules).toContain('A rule that reads more than the limit is not run, whatever its query says');
    expect(rules).not.toContain('"ignore"');
  });

  test('names tables, the largest first and not too many', () => {
    const reads = Array.from({ length: 7 }, (_, index) => ({ table: `d.t${index}`, rows: 900 - index }));
    expect(readsTooMuch({ ...refused, ...panel, reads, limit: 5 })).toContain(
      'about 6,279 rows (900 of d.t0, 899 of d.t1, 898 of d.t2, 897 of d.t3, 896 of d.t4, 2 more tables), by'
    );
  });

  test('names no range where none would pass, or the SQL does not depend on it', () => {
    expect(readsTooMuch({ ...refused, ...panel, limit: 1 })).not.toContain('The range');
    expect(readsTooMuch({ ...refused, ...panel, seconds: undefined })).toContain('with $__timeFilter');
  });
});

const request: Request = {
  refId: 'A',
  from: 0,
  to: 7_200_000,
  intervalMs: 60_000,
  maxDataPoints: 100,
  fromAlert: false,
};
const sql = (more: object = {}) => ({
  version: 1,
  kind: 'sql',
  format: 'table',
  sql: 'SELECT count() AS n FROM $__table WHERE $__timeFilter(Timestamp)',
  ...more,
});
const types: StatementResult = { ok: true, columns: ['name', 'type'], rows: [['n', 'UInt64']] };
const reads = (...tables: [string, unknown][]): StatementResult => ({
  ok: true,
  columns: ['database', 'table', 'parts', 'rows', 'marks'],
  rows: tables.map(([table, rows]) => ['otel', table, 1, rows, 1]),
});
const failure: Failure = { phase: 'status', status: 500, code: 48, excerpt: 'not implemented' };

/** Plays a query with the answers of its rounds, as far as it asks for them. */
function played(query: object, limits: object, results: StatementResult[], asked = request): Reply<unknown> {
  const settings = { url: '', database: 'otel', user: '', jsonData: { sql: 'all', limits } };
  const call: Call = { op: 'query', now: 7_200_000, query, request: asked, settings };
  let reply = handle(call);
  for (const result of results) {
    if (!('need' in reply)) {
      break;
    }
    const state: unknown = JSON.parse(JSON.stringify(reply.state));
    reply = handle({ ...call, state, results: [result] });
  }
  return reply;
}

describe('SQL', () => {
  const limits = { estimateRows: 1000 };
  const done = played(sql(), {}, [types]);

  test('is planned without an estimate where there is no limit, or a panel ignores it', () => {
    expect(done).toMatchObject({ done: { statement: {} } });
    expect(played(sql({ estimate: 'ignore' }), limits, [types])).toEqual(done);
  });

  test('is estimated as it will run, in its own place', () => {
    expect(played(sql(), limits, [types])).toMatchObject({
      need: [
        {
          sql: expect.stringMatching(/^EXPLAIN ESTIMATE\nSELECT count\(\)/) as string,
          params: { from: '0', to: '7200000' },
          settings: { readonly: 2 },
          ofQuery: true,
        },
      ],
    });
  });

  test('runs up to the limit, whatever form numbers have', () => {
    expect(played(sql(), limits, [types, reads(['otel_traces', '600'], ['otel_logs', 400])])).toEqual(done);
    const refusal = played(sql(), limits, [types, reads(['otel_logs', '401'], ['otel_traces', '600'])]);
    expect(refusal).toMatchObject({
      error: {
        category: 'limit',
        message: expect.stringContaining('about 1,001 rows (600 of otel.otel_traces, 401 of otel.otel_logs)') as string,
      },
    });
    expect(refusal).toMatchObject({
      error: { message: expect.stringContaining('The range was 2 h; at this traffic, at most 1 h would') as string },
    });
  });

  test('runs where ClickHouse has no estimate', () => {
    expect(played(sql(), limits, [types, reads()])).toEqual(done);
    expect(played(sql(), limits, [types, { ok: false, failure }])).toEqual(done);
  });

  test('of a rule is refused whatever the query says', () => {
    const rule = { ...request, fromAlert: true };
    expect(played(sql({ estimate: 'ignore' }), limits, [types, reads(['otel_traces', 1001])], rule)).toMatchObject({
      error: { category: 'limit', message: expect.stringContaining('A rule that reads more') as string },
    });
  });

  test('that does not depend on the range is told to', () => {
    const all = sql({ sql: 'SELECT count() AS n FROM $__table' });
    expect(played(all, limits, [types, reads(['otel_traces', 1001])])).toMatchObject({
      error: { message: expect.stringContaining('does not depend on the time range') as string },
    });
  });
});
