/**
 * Measures what the shipped rules cost per day: statements, rows and bytes that each reads per evaluation, by ClickHouse's own
 * statistics, over a table with a million gen_ai spans per day.
 *
 *   npm run bench:rules
 */
import { ruleGroups } from '../../src/engine/alerts/index.ts';
import { queriesOf } from '../../src/engine/alerts/queries.ts';
import type { AlertRule } from '../../src/engine/alerts/rule.ts';
import { handle } from '../../src/engine/handle.ts';
import type { HostSettings, Plan, Reply, Statement, StatementResult } from '../../src/engine/host.ts';
import { budgets } from '../demo/budgets.ts';
import { schema } from '../demo/data/schema.ts';
import { panel, startHost, type Host } from './host.ts';
import { fillMixed } from './mixed.ts';
import { readBy } from './scale/reads.ts';

const database = 'rules';
const sample = 'sample';
const spansADay = { [database]: 1_000_000, [sample]: 5000 };
const days = 8;
const to = Date.UTC(2026, 2, 8, 18);
const aDay = 86_400;

interface Read {
  rows: number;
  bytes: number;
}

interface Cost {
  uid: string;
  interval: number;
  statements: number;
  /** Read by one evaluation. */
  read: Read;
  /** Read once an hour, for the baseline. */
  hourly: Read;
}

async function main(): Promise<void> {
  const host = await startHost();
  const settings: HostSettings = { ...host.settings, database, jsonData: { budgets } };
  try {
    for (const [name, aDay] of Object.entries(spansADay)) {
      for (const sql of [...schema(name), ...fillMixed(name, days, to, aDay)]) {
        await host.command(sql);
      }
    }
    const lookups = new Lookups(host);
    const costs: Cost[] = [];
    for (const { interval, rules } of ruleGroups) {
      for (const rule of rules) {
        costs.push({ uid: rule.uid, interval, ...(await costOf(host, settings, lookups, rule)) });
      }
    }
    report(costs);
  } finally {
    await host.close();
  }
}

async function costOf(host: Host, settings: HostSettings, lookups: Lookups, rule: AlertRule) {
  const statements = new Map<string, Statement>();
  lookups.hourly = [];
  for (const { query } of queriesOf(rule)) {
    const { statement } = await planOf(settings, lookups, query, rule.window);
    statements.set(JSON.stringify([statement.sql, statement.params]), statement);
  }
  const reads: Read[] = [];
  for (const statement of statements.values()) {
    reads.push((await readBy(host, statement)).read);
  }
  return { statements: statements.size, read: sum(reads), hourly: sum(lookups.hourly) };
}

async function planOf(settings: HostSettings, lookups: Lookups, query: unknown, window: number): Promise<Plan> {
  const request = panel(to - window * 1000, to, { fromAlert: true });
  let reply: Reply<unknown> = handle({ op: 'query', now: Date.now(), query, request, settings });
  while ('need' in reply) {
    const results: StatementResult[] = [];
    for (const statement of reply.need) {
      results.push(await lookups.answer(statement, (reply.state as { step: string }).step === 'block'));
    }
    reply = handle({ op: 'query', now: Date.now(), query, request, settings, state: reply.state, results });
  }
  if ('error' in reply) {
    throw new Error(reply.error.message);
  }
  return reply.done as Plan;
}

/**
 * Answers lookups, which a host may keep. Baseline hours are counted; columns and census are measured in bench/rows.md, and
 * are answered here from a smaller table of the same kind.
 */
class Lookups {
  /** What was read for baselines since it was set. */
  hourly: Read[] = [];
  private readonly host: Host;
  private readonly kept = new Map<string, StatementResult>();

  constructor(host: Host) {
    this.host = host;
  }

  async answer(statement: Statement, ofHours: boolean): Promise<StatementResult> {
    if (!statement.cacheSeconds) {
      throw new Error(`it would be asked at every evaluation:\n${statement.sql}`);
    }
    const key = JSON.stringify([statement.sql, statement.params]);
    const known = this.kept.get(key);
    if (known) {
      return known;
    }
    const sql = statement.sql.replaceAll(`\`${database}\``, `\`${ofHours ? database : sample}\``);
    const { answer, read } = await readBy(this.host, { ...statement, sql });
    if (ofHours) {
      this.hourly.push(read);
    }
    this.kept.set(key, answer);
    return answer;
  }
}

function report(costs: readonly Cost[]): void {
  say([
    'rule',
    'statements',
    'rows read',
    'MB read',
    'baseline rows, once an hour',
    'evaluations a day',
    'M rows a day',
  ]);
  say(Array.from({ length: 7 }, () => '---'));
  const perDay = ({ interval }: Cost) => aDay / interval;
  const rowsADay = (cost: Cost) => cost.read.rows * perDay(cost) + cost.hourly.rows * 24;
  for (const cost of costs) {
    const { uid, statements, read, hourly } = cost;
    say([
      uid,
      String(statements),
      String(read.rows),
      (read.bytes / 1e6).toFixed(1),
      String(hourly.rows),
      String(perDay(cost)),
      (rowsADay(cost) / 1e6).toFixed(0),
    ]);
  }
  const total = (of: (cost: Cost) => number) => costs.reduce((all, cost) => all + of(cost), 0);
  say([
    '**a day**',
    String(total((cost) => cost.statements * perDay(cost))),
    '',
    '',
    String(total(({ hourly }) => hourly.rows * 24)),
    String(total(perDay)),
    (total(rowsADay) / 1e6).toFixed(0),
  ]);
}

const sum = (reads: readonly Read[]): Read => ({
  rows: reads.reduce((all, { rows }) => all + rows, 0),
  bytes: reads.reduce((all, { bytes }) => all + bytes, 0),
});

const say = (cells: readonly string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
