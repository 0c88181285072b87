import { ledgerColumns } from '../../../src/engine/evaluators/ledger.ts';
import { escapeArrayParameter } from '../../../src/engine/sql/escape.ts';
import { quoteIdentifier, quoteText } from '../../../src/engine/sql/print.ts';
import { nanoDollars, type Spending } from '../cap.ts';
import { nowOf, select, type Server } from '../server.ts';
import type { Lease } from './lease.ts';
import { resultId, type Result } from './result.ts';
import type { Tables } from './tables.ts';

/** Whose results they are. */
export interface Identity {
  name: string;
  version: string;
  kind: string;
  sampleRate: number;
  worker: string;
  /** Whether it is known what a request costs. */
  isPriced: boolean;
}

/** An attempt without a result, whose worker was ended or whose judge was out of reach. */
export interface Pending {
  /** Billionths of a dollar. */
  cost: number;
  attempts: number;
  turn: number;
}

/** Bytes of the rows of one statement: a field of a form may have 128 KiB, escaped. */
const mostBytes = 50_000;
/** A decision counts whatever other rows there are. */
const decidedTurn = 1_000_000_000;

/** Writes results. Throws LeaseLost if the lease is over: then none of the statement’s rows are written. */
export async function writeResults(
  server: Pick<Server, 'now'>,
  { sql }: Tables,
  lease: Lease,
  identity: Identity,
  results: readonly Result[]
): Promise<void> {
  for (const rows of chunks(results.map((result) => JSON.stringify(rowOf(identity, result))))) {
    const names = Object.keys(ledgerColumns).map(quoteIdentifier).join(', ');
    await lease.write(
      [
        `INSERT INTO ${sql.results} (${names})`,
        `SELECT ${Object.entries(ledgerColumns)
          .map(([name, type]) => `${valueOf(name, type, nowOf(server))} AS ${quoteIdentifier(name)}`)
          .join(', ')}`,
        `FROM (SELECT arrayJoin({rows:Array(String)}) AS r) WHERE ${lease.condition()}`,
      ].join('\n'),
      { rows: escapeArrayParameter(rows) }
    );
  }
}

function valueOf(name: string, type: string, now: string): string {
  const key = quoteText(name);
  switch (name) {
    case 'Decided':
      return now;
    case 'Published':
      return 'NULL';
    case 'Called':
      return `fromUnixTimestamp64Nano(toInt64(JSONExtractString(r, ${key})))`;
    case 'Cost':
      return `toDecimal64OrNull(JSONExtractString(r, ${key}), 9)`;
    default:
      return `JSONExtract(r, ${key}, ${quoteText(type.replace(/^LowCardinality\((.*)\)$/, '$1'))})`;
  }
}

function rowOf(identity: Identity, result: Result): Record<string, unknown> {
  const { name, version, kind, sampleRate, worker, isPriced } = identity;
  const { call, outcome, cost, attempts, turn } = result;
  const split = call.home.lastIndexOf(':');
  return {
    Id: resultId(name, version, call.home),
    Evaluator: name,
    Version: version,
    Kind: kind,
    Called: call.at,
    TraceId: call.home.slice(0, split),
    SpanId: call.home.slice(split + 1),
    ResponseId: call.response,
    Outcome: outcome,
    Reason: result.reason ?? '',
    Score: result.score ?? null,
    Label: result.label ?? '',
    Passed: result.passed === undefined || result.passed === null ? null : Number(result.passed),
    Explanation: result.explanation ?? '',
    Model: result.model ?? '',
    InputTokens: result.inputTokens ?? 0,
    OutputTokens: result.outputTokens ?? 0,
    Cost: isPriced ? decimal(cost) : null,
    Attempts: attempts,
    SampleRate: sampleRate,
    Worker: worker,
    Turn: (outcome === 'pending' ? 0 : decidedTurn) + turn,
  };
}

/** Billionths of a dollar as a decimal number in dollars. */
const decimal = (nanos: number): string =>
  `${Math.floor(nanos / nanoDollars)}.${String(nanos % nanoDollars).padStart(9, '0')}`;

function chunks(rows: readonly string[]): string[][] {
  const all: string[][] = [];
  let bytes = Infinity;
  for (const row of rows) {
    const own = 2 * Buffer.byteLength(row);
    if (bytes + own > 2 * mostBytes) {
      all.push([]);
      bytes = 0;
    }
    all[all.length - 1]?.push(row);
    bytes += own;
  }
  return all;
}

/** What was spent for an evaluator today and this month (UTC), whatever its version. */
export async function spentBy(server: Server, { sql }: Tables, name: string): Promise<Spending> {
  const now = nowOf(server);
  const [row] = await select<{ day: string; month: string }>(
    server,
    [
      `SELECT toString(toInt64(sumIf(Cost, Decided >= toStartOfDay(${now})) * ${nanoDollars})) AS day,`,
      `  toString(toInt64(sum(Cost) * ${nanoDollars})) AS month`,
      `FROM ${sql.results} FINAL`,
      `WHERE Evaluator = ${quoteText(name)} AND Decided >= toStartOfMonth(${now})`,
    ].join('\n')
  );
  return { day: Number(row?.day ?? 0), month: Number(row?.month ?? 0) };
}

/** The attempts without a result of some calls, by the ids of their results. */
export async function pendingOf(
  server: Server,
  { sql }: Tables,
  { name, version }: Pick<Identity, 'name' | 'version'>
): Promise<Map<string, Pending>> {
  const rows = await select<{ id: string; cost: string; attempts: number; turn: number }>(
    server,
    [
      `SELECT Id AS id, toString(toInt64(ifNull(Cost, 0) * ${nanoDollars})) AS cost, Attempts AS attempts, Turn AS turn`,
      `FROM ${sql.results} FINAL`,
      `WHERE Evaluator = ${quoteText(name)} AND Version = ${quoteText(version)} AND Outcome = 'pending'`,
    ].join('\n')
  );
  return new Map(
    rows.map(({ id, cost, attempts, turn }) => [
      id,
      { cost: Number(cost), attempts: Number(attempts), turn: Number(turn) },
    ])
  );
}
