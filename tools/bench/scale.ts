/**
 * Measures the dashboards over a table of many calls, from the spans, from closed hours, and as one would write a question
 * by hand: statements, rows and bytes read, and time, all in one run.
 *
 *   npm run bench:scale -- --calls=300000
 */
import { parseArgs } from 'node:util';
import type { Plan, Statement } from '../../src/engine/host.ts';
import { backfill } from '../cli/tiers/backfill.ts';
import { schema } from '../demo/data/schema.ts';
import { panelsOf } from '../demo/terminal/sections.ts';
import { readDashboards, type Target } from '../demo/terminal/dashboards.ts';
import { createTiers, fillerOf } from './filler.ts';
import { panel, startHost, type Host } from './host.ts';
import { fillMixed } from './mixed.ts';
import { byHand } from './spans.ts';

const day = 86_400_000;
const hour = 3_600_000;
const days = 30;
/** An open hour and a half at the end. */
const to = Date.UTC(2026, 2, 31, 18, 30);

interface Read {
  statements: number;
  rows: number;
  bytes: number;
  seconds: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { calls: { type: 'string', default: '300000' } } });
  const spans = Math.round(Number(values.calls) / 0.86);
  const host = await startHost();
  host.now = () => to;
  try {
    for (const sql of [...schema('otel'), ...fillMixed('otel', days, to, Math.round(spans / days))]) {
      await host.command(sql);
    }
    const [questions, skipped] = await questionsOf();
    const raw = await measured(host, questions, { source: 'raw' });
    const filled = await fillAll(host);
    const calls = await measured(host, questions, {});
    report({ spans, filled, raw, calls, skipped, hand: await handWritten(host) });
  } finally {
    await host.close();
  }
}

/** The queries of every panel, for all values of the variables; those that need a chosen value are left out, and counted. */
async function questionsOf(): Promise<[Map<string, Target[]>, number]> {
  let skipped = 0;
  const all = new Map<string, Target[]>();
  for (const dashboard of readDashboards()) {
    const targets = panelsOf(dashboard)
      .flatMap(({ targets }) => targets)
      .map(({ datasource: _, ...target }: Target & { datasource?: unknown }) =>
        'filters' in target ? { ...target, filters: target.filters.filter(isFixed) } : target
      );
    const asked = targets.filter((target) => isFixed(target) && 'groupBy' in target);
    skipped += targets.length - asked.length;
    all.set(dashboard.title, asked as Target[]);
  }
  return [all, skipped];
}

const isFixed = (part: unknown): boolean => !JSON.stringify(part).includes('$');

/** What each dashboard reads over seven and thirty days; lookups are asked before, as a host keeps them. */
async function measured(host: Host, questions: Map<string, Target[]>, more: object): Promise<Map<string, Read>> {
  const reads = new Map<string, Read>();
  for (const [title, targets] of questions) {
    for (const length of [7, days]) {
      const request = panel(to - length * day, to, { intervalMs: (length * day) / 200 });
      const plans: Plan[] = [];
      for (const target of targets) {
        plans.push(await host.plan({ ...target, ...more }, request));
      }
      const sum: Read = { statements: 0, rows: 0, bytes: 0, seconds: 0 };
      for (const { statement } of plans) {
        add(sum, await readBy(host, statement));
      }
      reads.set(`${title}, ${length} days`, sum);
    }
  }
  return reads;
}

function add(sum: Read, one: Omit<Read, 'statements'>): void {
  sum.statements += 1;
  sum.rows += one.rows;
  sum.bytes += one.bytes;
  sum.seconds += one.seconds;
}

async function readBy(host: Host, { sql, params, settings }: Pick<Statement, 'sql' | 'params' | 'settings'>) {
  const response = await host.post(`${sql}\nFORMAT JSONCompact`, params, settings);
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${text.slice(0, 2000)}\n${sql}`);
  }
  const { statistics } = JSON.parse(text) as { statistics: { rows_read: number; bytes_read: number; elapsed: number } };
  return { rows: statistics.rows_read, bytes: statistics.bytes_read, seconds: statistics.elapsed };
}

async function fillAll(host: Host): Promise<{ seconds: number; rows: number; megabytes: number }> {
  await createTiers(host);
  const end = Math.floor(to / hour) * hour - hour;
  const { seconds } = await backfill(
    fillerOf(host),
    { from: end - days * day, to: end },
    { lateHours: 48, refill: false }
  );
  const [rows, bytes] = (
    await host.command(
      "SELECT sum(rows), sum(data_compressed_bytes) FROM system.parts WHERE active AND table = 'genai_calls'"
    )
  )
    .trim()
    .split('\t')
    .map(Number);
  return { seconds, rows: rows ?? 0, megabytes: (bytes ?? 0) / 1e6 };
}

/** One question by hand: requests, errors, tokens, cost and the 95th percentile of features, on Map columns. */
async function handWritten(host: Host): Promise<Map<string, Read>> {
  const reads = new Map<string, Read>();
  for (const length of [7, days]) {
    const sum: Read = { statements: 0, rows: 0, bytes: 0, seconds: 0 };
    add(sum, await readBy(host, { sql: byHand('otel', to - length * day, to), params: {}, settings: {} }));
    reads.set(`one question by hand, ${length} days`, sum);
  }
  return reads;
}

interface Report {
  spans: number;
  filled: { seconds: number; rows: number; megabytes: number };
  raw: Map<string, Read>;
  calls: Map<string, Read>;
  hand: Map<string, Read>;
  skipped: number;
}

function report({ spans, filled, raw, calls, hand, skipped }: Report): void {
  const { seconds, rows, megabytes } = filled;
  console.log(
    `${spans.toLocaleString('en')} spans over ${days} days. Filled in ${seconds.toFixed(0)} s (${((seconds * 1e6) / spans).toFixed(0)} s a million spans): ${rows.toLocaleString('en')} rows, ${megabytes.toFixed(1)} MB. ${skipped} queries need a chosen value and are left out.\n`
  );
  say(['dashboard', 'read from', 'statements', 'rows read', 'MB read', 'seconds']);
  say(Array.from({ length: 6 }, () => '---'));
  for (const [title, read] of raw) {
    line(title, 'spans', read);
    line('', 'calls', calls.get(title) ?? read);
  }
  hand.forEach((read, title) => line(title, 'spans', read));
}

const line = (title: string, from: string, { statements, rows, bytes, seconds }: Read): void =>
  say([title, from, String(statements), rows.toLocaleString('en'), (bytes / 1e6).toFixed(0), seconds.toFixed(2)]);

const say = (cells: readonly string[]): void => console.log(`| ${cells.join(' | ')} |`);

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
