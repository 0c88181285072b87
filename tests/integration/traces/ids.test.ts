import { afterAll, beforeAll, expect, test } from 'vitest';
import { panel, startHost, type Host } from '../engine/support.ts';
import { askTrace } from './ask.ts';

// A table of one's own has ids of any text.

let host: Host;
const at = Date.UTC(2026, 5, 1, 12);
const ids = ['run:2026:1', ':a', "it's", '\\', '$1', '🙂'];

beforeAll(async () => {
  host = await startHost();
  await host.command('CREATE DATABASE own');
  await host.command(
    'CREATE TABLE own.calls (ms Int64, trace String, id String, parent String, model String, failed UInt8) ENGINE = MergeTree ORDER BY ms'
  );
  const rows = ids.flatMap((trace) => [
    { ms: at, trace, id: `${trace} root`, parent: '', model: 'gpt-4o' },
    { ms: at + 1, trace, id: 'below', parent: `${trace} root`, model: 'gpt-4o' },
  ]);
  await host.command(`INSERT INTO own.calls FORMAT JSONEachRow\n${rows.map((row) => JSON.stringify(row)).join('\n')}`);
});

afterAll(() => host?.close());

test.each(ids)('a trace with the id %s', async (traceId) => {
  const columns = {
    timeMs: 'ms',
    traceId: 'trace',
    spanId: 'id',
    parentId: 'parent',
    requestModel: 'model',
    failed: 'failed',
  };
  const settings = { ...host.settings, database: 'own', jsonData: { layout: 'flat', tracesTable: 'calls', columns } };
  const { spans } = await askTrace(host, { traceId }, panel(at - 60_000, at + 60_000), settings);
  expect(spans.map(({ id, parent }) => [id, parent])).toEqual([
    [`${traceId} root`, ''],
    ['below', `${traceId} root`],
  ]);
});
