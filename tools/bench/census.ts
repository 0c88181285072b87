/**
 * Measures what a cold census costs: rows and bytes read, CPU time and the length of its statements, by the number of days.
 *
 *   npm run bench:census -- --days=1,7,30 --spans=100000 --share=50
 *
 * With `--stored` it then writes what these days hold to their table, and measures the same again.
 */
import { handle } from '../../src/engine/handle.ts';
import type { HostSettings, Request, Statement, StatementResult } from '../../src/engine/host.ts';
import { daysIn, writeDay } from '../cli/tiers/days.ts';
import { startClickHouse, type ClickHouse } from '../clickhouse/start.ts';
import { schema } from '../demo/data/schema.ts';
import { createTiers, fillerOf } from './filler.ts';
import { hostOf } from './host.ts';
import { fillTraces } from './traces.ts';

const day = 86_400_000;
const midnight = Date.UTC(2026, 2, 11);

interface Cost {
  statements: number;
  kilobytes: number;
  rows: number;
  megabytes: number;
  /** CPU time of the server, in seconds. */
  cpu: number;
  seconds: number;
}

const option = (name: string, otherwise: string): string =>
  process.argv.find((text) => text.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise;

async function main(): Promise<void> {
  const days = option('days', '1,7,30').split(',').map(Number);
  const spansADay = Number(option('spans', '100000'));
  const share = Number(option('share', '50'));
  const server = await startClickHouse();
  const send = async (sql: string, params: Record<string, string> = {}, settings: Statement['settings'] = {}) => {
    const form = new FormData();
    Object.entries(params).forEach(([name, value]) => form.append(`param_${name}`, value));
    form.append('query', sql);
    const given = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
    const search = new URLSearchParams({ default_format: 'JSONCompact', ...given });
    const response = await fetch(`${server.url}/?${search.toString()}`, { method: 'POST', body: form });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${text}\n${sql}`);
    }
    return JSON.parse(text || '{"meta":[],"data":[]}') as {
      meta: { name: string }[];
      data: unknown[][];
      statistics?: { elapsed: number; rows_read: number; bytes_read: number };
    };
  };
  const cpu = async (): Promise<number> => {
    const { data } = await send(
      `SELECT sum(value) / 1e6 FROM system.events WHERE event IN ('UserTimeMicroseconds', 'SystemTimeMicroseconds')`
    );
    return Number(data[0]?.[0]);
  };
  /** Plays a query over the days until it is planned, and adds up its lookups but for that of the columns. */
  const census = async (database: string, length: number): Promise<Cost[]> => {
    const settings: HostSettings = { url: server.url, database, user: server.user, jsonData: {} };
    const request: Request = {
      refId: 'A',
      from: midnight - length * day,
      to: midnight,
      intervalMs: 60_000,
      maxDataPoints: 500,
      fromAlert: false,
    };
    const query = { version: 1, kind: 'measure', format: 'table', measures: [{ id: 'requests' }] };
    const call = { op: 'query' as const, now: midnight + day / 2, query, request, settings };
    const costs: Cost[] = [];
    let reply = handle(call);
    for (let round = 0; 'need' in reply; round++) {
      const results: StatementResult[] = [];
      for (const { sql, params, settings: own } of reply.need) {
        const before = await cpu();
        const { meta, data, statistics } = await send(sql, params, own);
        const cost = {
          statements: 1,
          kilobytes: sql.length / 1e3,
          rows: statistics?.rows_read ?? 0,
          megabytes: (statistics?.bytes_read ?? 0) / 1e6,
          cpu: (await cpu()) - before,
          seconds: statistics?.elapsed ?? 0,
        };
        costs.push(...(round > 0 ? [cost] : []));
        results.push({ ok: true, columns: meta.map(({ name }) => name), rows: data });
        if (process.argv.includes('--each') && round > 0) {
          say(['', sql.slice(0, 40).replaceAll('\n', ' '), ...cells(cost)]);
        }
        if (process.argv.includes('--sql') && round > 0) {
          process.stdout.write(`${sql}\n${JSON.stringify(params)}\n${JSON.stringify(data).slice(0, 2000)}\n\n`);
        }
      }
      reply = handle({ ...call, state: reply.state, results });
    }
    if ('error' in reply) {
      throw new Error(reply.error.message);
    }
    return costs;
  };
  try {
    say(['spans a day', 'days', 'statements', 'kB of SQL', 'rows read', 'MB read', 'CPU s', 's']);
    say(Array.from({ length: 8 }, () => '---'));
    const measure = async (database: string, length: number, perDay: number) =>
      say([String(perDay), String(length), ...cells((await census(database, length)).reduce(both))]);
    for (const database of ['empty', 'filled']) {
      for (const statement of schema(database)) {
        await send(statement);
      }
    }
    await measure('empty', 1, 0);
    await measure('empty', 1, 0);
    const most = Math.max(...days);
    for (const statement of fillTraces('filled', { to: midnight, days: most, spansADay, share })) {
      await send(statement, {}, { max_partitions_per_insert_block: 0 });
    }
    for (const length of days) {
      await measure('filled', length, spansADay);
    }
    if (process.argv.includes('--stored')) {
      await storeDays(server, { from: midnight - most * day, to: midnight });
      for (const length of days) {
        await measure('filled', length, spansADay);
      }
    }
  } finally {
    await server.close();
  }
}

async function storeDays(server: ClickHouse, window: { from: number; to: number }): Promise<void> {
  const host = hostOf(server);
  host.now = () => midnight + day / 2;
  const settings = { ...host.settings, database: 'filled' };
  await createTiers(host, settings);
  const filler = fillerOf(host, settings);
  for (const one of await daysIn(filler, window, { lateHours: 48 })) {
    await writeDay(filler, one);
  }
  const size = await host.command(
    `SELECT count(), round(sum(length(Answers)) / 1e3) FROM filled.genai_census FORMAT TSV`
  );
  process.stdout.write(`${size.trim().replace('\t', ' days, ')} kB of answers\n`);
}

const both = (a: Cost, b: Cost): Cost => ({
  statements: a.statements + b.statements,
  kilobytes: a.kilobytes + b.kilobytes,
  rows: a.rows + b.rows,
  megabytes: a.megabytes + b.megabytes,
  cpu: a.cpu + b.cpu,
  seconds: a.seconds + b.seconds,
});

const cells = ({ statements, kilobytes, rows, megabytes, cpu, seconds }: Cost): string[] => [
  String(statements),
  kilobytes.toFixed(0),
  rows.toLocaleString('en'),
  megabytes.toFixed(1),
  cpu.toFixed(2),
  seconds.toFixed(2),
];

const say = (row: string[]) => process.stdout.write(`| ${row.join(' | ')} |\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
