/**
 * Measures what a measure query costs compared with handwritten SQL for one dialect, in a table of gen_ai spans and in one
 * where they are rare: rows and bytes read, and time.
 *
 *   npm run bench:rows
 */
import { handle } from '../../src/engine/handle.ts';
import type { HostSettings, Plan, Statement } from '../../src/engine/host.ts';
import { startClickHouse } from '../clickhouse/start.ts';
import { schema } from '../demo/data/schema.ts';
import { byHand, fill } from './spans.ts';

const runs = 15;
const now = Date.UTC(2026, 2, 10, 18);
const query = {
  version: 1,
  kind: 'measure',
  format: 'table',
  measures: [{ id: 'requests' }, { id: 'errors' }, { id: 'input_tokens' }, { id: 'cost' }, { id: 'latency_p95' }],
  groupBy: ['feature'],
};

interface Answer {
  columns: string[];
  rows: unknown[][];
  seconds: number;
  read: { rows: number; bytes: number };
}

async function main(): Promise<void> {
  const server = await startClickHouse();
  const ask = async ({ sql, params, settings }: Omit<Statement, 'cacheSeconds'>): Promise<Answer> => {
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
    const { meta, data, statistics } = JSON.parse(text || '{"meta":[],"data":[]}') as {
      meta: { name: string }[];
      data: unknown[][];
      statistics?: { elapsed: number; rows_read: number; bytes_read: number };
    };
    return {
      columns: meta.map(({ name }) => name),
      rows: data,
      seconds: statistics?.elapsed ?? 0,
      read: { rows: statistics?.rows_read ?? 0, bytes: statistics?.bytes_read ?? 0 },
    };
  };
  const run = (sql: string) => ask({ sql, params: {}, settings: {} });
  try {
    say(['gen_ai spans', 'window', 'what', 'rows read', 'MB read', 'ms', 'ratio']);
    say(Array.from({ length: 7 }, () => '---'));
    for (const share of [100, 2]) {
      const database = `share_${share}`;
      for (const statement of [...schema(database), ...fill(database, share, now)]) {
        await run(statement);
      }
      for (const hours of [6, 24]) {
        const window = { from: now - hours * 3_600_000, to: now };
        const settings: HostSettings = { url: server.url, database, user: server.user, jsonData: {} };
        const { plan, census } = await planned(settings, window, ask);
        const own = { sql: byHand(database, window.from, window.to), params: {}, settings: {} };
        const compared = await inTurn([() => ask(own), () => ask(plan.statement)]);
        const [hand, engine] = compared;
        if (!hand || !engine || !same(hand, engine)) {
          throw new Error(`they differ:\n${JSON.stringify(hand?.rows)}\n${JSON.stringify(engine?.rows)}`);
        }
        const row = (what: string, answer: Answer) =>
          say([
            `${share}%`,
            `${hours} h`,
            what,
            String(answer.read.rows),
            (answer.read.bytes / 1e6).toFixed(1),
            (answer.seconds * 1000).toFixed(0),
            (answer.seconds / hand.seconds).toFixed(2),
          ]);
        row('by hand', hand);
        row('measure query', engine);
        row('census of its days', total(census));
        if (process.argv.includes('--sql')) {
          process.stdout.write(`${plan.statement.sql}\n`);
        }
      }
    }
  } finally {
    await server.close();
  }
}

/** Plans a query, and measures its census. */
async function planned(
  settings: HostSettings,
  window: { from: number; to: number },
  ask: (statement: Statement) => Promise<Answer>
): Promise<{ plan: Plan; census: Answer[] }> {
  const request = { refId: 'A', ...window, intervalMs: 60_000, maxDataPoints: 500, fromAlert: false };
  let reply = handle({ op: 'query', now: Date.now(), query, request, settings });
  let answers: Answer[] = [];
  while ('need' in reply) {
    answers = [];
    for (const statement of reply.need) {
      answers.push(best([await ask(statement), await ask(statement)]));
    }
    const results = answers.map(({ columns, rows }) => ({ ok: true as const, columns, rows }));
    reply = handle({ op: 'query', now: Date.now(), query, request, settings, state: reply.state, results });
  }
  if ('error' in reply) {
    throw new Error(reply.error.message);
  }
  return { plan: reply.done as Plan, census: answers };
}

/** Runs each several times, alternating, so that other work on the machine affects all of them. */
async function inTurn(asks: readonly (() => Promise<Answer>)[]): Promise<Answer[]> {
  const answers = asks.map((): Answer[] => []);
  for (let i = 0; i < runs; i++) {
    for (const [index, ask] of asks.entries()) {
      answers[index]?.push(await ask());
    }
  }
  return answers.map(best);
}

const best = (answers: readonly Answer[]): Answer => answers.reduce((a, b) => (b.seconds < a.seconds ? b : a));

const total = (answers: readonly Answer[]): Answer => ({
  columns: [],
  rows: [],
  seconds: answers.reduce((sum, { seconds }) => sum + seconds, 0),
  read: {
    rows: answers.reduce((sum, { read }) => sum + read.rows, 0),
    bytes: answers.reduce((sum, { read }) => sum + read.bytes, 0),
  },
});

/** Whether two answers are equal, up to the order of rows and of sums. */
function same(a: Answer, b: Answer): boolean {
  const sorted = ({ rows }: Answer) => [...rows].sort((x, y) => (String(x[0]) < String(y[0]) ? -1 : 1)).flat();
  const others = sorted(b);
  return (
    others.length === sorted(a).length &&
    sorted(a).every(
      (cell, index) => cell === others[index] || Math.abs(Number(cell) / Number(others[index]) - 1) < 1e-9
    )
  );
}

const say = (cells: string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
