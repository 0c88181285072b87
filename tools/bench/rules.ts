/**
 * What the shipped rules cost a day: statements, rows and bytes that each reads at an evaluation, by ClickHouse's own
 * statistics, over a table with a million gen_ai spans a day.
 *
 *   npm run bench:rules
 */
import { ruleGroups } from '../../src/engine/alerts/index.ts';
import { queriesOf } from '../../src/engine/alerts/queries.ts';
import { type AlertRule, type MeasureStatement, type RuleStatement } from '../../src/engine/alerts/rule.ts';
import { handle } from '../../src/engine/handle.ts';
import type { HostSettings, Plan, Reply, Statement, StatementResult } from '../../src/engine/host.ts';
import { budgets } from '../demo/budgets.ts';
import { schema } from '../demo/data/schema.ts';
import { panel, startHost, type Host } from './host.ts';
import { fillMixed } from './mixed.ts';

const database = 'rules';
const sample = 'sample';
const spansADay = { [database]: 1_000_000, [sample]: 5000 };
const days = 8;
const to = Date.UTC(2026, 2, 8, 18);
const aDay = 86_400;
const ticks = [to];

interface Read {
  rows: number;
  bytes: number;
}

interface Cost {
  uid: string;
  interval: number;
  statements: number;
  read: Read;
  /** Of it, what belongs to the window itself, not to those before. */
  own: Read;
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
  const reads = { all: [] as Read[], own: [] as Read[] };
  const statements = new Set<string>();
  for (const tick of ticks) {
    const planned = (statement: RuleStatement, select?: string | string[]) =>
      planOf(settings, lookups, { ...statement, select }, tick, rule.window);
    reads.all.push((await run(host, (await planned(rule.statement, rule.show[rule.value])).statement)).read);
    const alone = withoutBaseline(rule.statement);
    reads.own.push(
      alone ? (await run(host, (await planned(alone, nameOf(alone))).statement)).read : (reads.all.at(-1) as Read)
    );
  }
  for (const { query } of queriesOf(rule)) {
    const { statement } = await planOf(settings, lookups, query, to, rule.window);
    statements.add(JSON.stringify([statement.sql, statement.params]));
  }
  return { statements: statements.size, read: mean(reads.all), own: mean(reads.own) };
}

/** Any column: all of them are of one statement. */
const nameOf = ({ measures: [first] }: MeasureStatement) => first?.name;

function withoutBaseline(statement: RuleStatement): MeasureStatement | null {
  if (statement.kind !== 'measure' || !statement.baseline) {
    return null;
  }
  const { baseline: _, ...alone } = statement;
  return { ...alone, measures: alone.measures.filter(({ compare }) => !compare) };
}

async function planOf(
  settings: HostSettings,
  lookups: Lookups,
  query: unknown,
  tick: number,
  window: number
): Promise<Plan> {
  const request = panel(tick - window * 1000, tick, { fromAlert: true });
  let reply: Reply<unknown> = handle({ op: 'query', query, request, settings });
  while ('need' in reply) {
    const results: StatementResult[] = [];
    for (const statement of reply.need) {
      results.push(await lookups.answer(statement));
    }
    reply = handle({ op: 'query', query, request, settings, state: reply.state, results });
  }
  if ('error' in reply) {
    throw new Error(reply.error.message);
  }
  return reply.done as Plan;
}

/** What the host may answer from an earlier run. What it costs is in bench/rows.md; here a smaller table of the same kind answers. */
class Lookups {
  private readonly host: Host;
  private readonly kept = new Map<string, StatementResult>();

  constructor(host: Host) {
    this.host = host;
  }

  async answer(statement: Statement): Promise<StatementResult> {
    if (!statement.cacheSeconds) {
      throw new Error(`it would be asked at every evaluation:\n${statement.sql}`);
    }
    const key = JSON.stringify([statement.sql, statement.params]);
    const sql = statement.sql.replaceAll(`\`${database}\``, `\`${sample}\``);
    const known = this.kept.get(key) ?? (await run(this.host, { ...statement, sql })).answer;
    this.kept.set(key, known);
    return known;
  }
}

async function run(host: Host, { sql, params, settings }: Statement): Promise<{ answer: StatementResult; read: Read }> {
  const response = await host.post(`${sql}\nFORMAT JSONCompact`, params, {
    output_format_json_quote_64bit_integers: 0,
    ...settings,
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${text.slice(0, 2000)}\n${sql}`);
  }
  const { meta, data, statistics } = JSON.parse(text) as {
    meta: { name: string }[];
    data: unknown[][];
    statistics: { rows_read: number; bytes_read: number };
  };
  return {
    answer: { ok: true, columns: meta.map(({ name }) => name), rows: data },
    read: { rows: statistics.rows_read, bytes: statistics.bytes_read },
  };
}

function report(costs: readonly Cost[]): void {
  say(['rule', 'statements', 'rows read', 'MB read', 'of it windows before', 'evaluations a day', 'M rows a day']);
  say(Array.from({ length: 7 }, () => '---'));
  const perDay = ({ interval }: Cost) => aDay / interval;
  for (const cost of costs) {
    const { uid, statements, read, own } = cost;
    const earlier = 1 - own.rows / read.rows;
    say([
      uid,
      String(statements),
      ...shown(read),
      `${(100 * earlier).toFixed(0)} %`,
      String(perDay(cost)),
      ((read.rows * perDay(cost)) / 1e6).toFixed(0),
    ]);
  }
  const total = (of: (cost: Cost) => number) => costs.reduce((all, cost) => all + of(cost) * perDay(cost), 0);
  const rows = total(({ read }) => read.rows);
  const earlier = rows - total(({ own }) => own.rows);
  say([
    'sum of a day',
    String(total(({ statements }) => statements)),
    String(Math.round(rows)),
    (total(({ read }) => read.bytes) / 1e6).toFixed(0),
    `${((100 * earlier) / rows).toFixed(0)} %`,
    String(total(() => 1)),
    (rows / 1e6).toFixed(0),
  ]);
}

const shown = ({ rows, bytes }: Read): string[] => [Math.round(rows).toString(), (bytes / 1e6).toFixed(1)];

const sum = (reads: readonly Read[]): Read => ({
  rows: reads.reduce((all, { rows }) => all + rows, 0),
  bytes: reads.reduce((all, { bytes }) => all + bytes, 0),
});

const mean = (reads: readonly Read[]): Read => {
  const { rows, bytes } = sum(reads);
  return { rows: rows / reads.length, bytes: bytes / reads.length };
};

const say = (cells: readonly string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
