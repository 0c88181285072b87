import { evaluationEvent } from '../../../src/engine/compile/evaluations/records.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import { tablePath } from '../../../src/engine/source/tablepath.ts';
import { quoteIdentifier, quotePath, quoteText } from '../../../src/engine/sql/print.ts';
import { select, type Server } from '../server.ts';
import type { Lease } from './lease.ts';
import { logsMissing, logsNotLaidOut } from './messages.ts';
import type { Tables } from './tables.ts';

/** The service and the scope of the records. */
const service = 'genai-evaluator';
const scope = 'genai-observability/evaluate';
/** The attribute with the id of the result, by which a record is known to be there. */
const idKey = 'genai_evaluator.result.id';

const needed = [
  'Timestamp',
  'TraceId',
  'SpanId',
  'ServiceName',
  'Body',
  'ResourceAttributes',
  'LogAttributes',
] as const;

/** The collector’s table of log records, with its columns. */
export interface LogTable {
  sql: string;
  columns: Readonly<Record<string, string>>;
}

/** Describes the table of log records. Throws if it is not one of the collector’s. */
export async function logTableOf(server: Server): Promise<LogTable> {
  const { logsTable, database } = readSettings(server.settings);
  const path = tablePath(logsTable, database);
  const rows = await select<{ name: string; type: string }>(
    server,
    'SELECT name, type FROM system.columns WHERE database = {database:String} AND table = {table:String}',
    { database: path[0] ?? '', table: path[1] ?? '' }
  );
  const columns = Object.fromEntries(rows.map(({ name, type }) => [name, type]));
  if (rows.length === 0) {
    throw new Error(logsMissing(path.join('.')));
  }
  const missing = needed.filter((name) => !(name in columns));
  if (missing.length > 0) {
    throw new Error(logsNotLaidOut(path.join('.'), missing));
  }
  return { sql: quotePath(path), columns };
}

/**
 * Writes the scores that are in the ledger and not yet in the table of log records, as the conventions' `gen_ai.evaluation.result`.
 * Since only the holder of the lease writes them, what is not there when the statement begins is written by it alone.
 * @param days how far back scores may have been decided
 */
export async function publish(
  { sql }: Tables,
  logs: LogTable,
  lease: Lease,
  { name, version }: { name: string; version: string },
  days: number
): Promise<void> {
  const since = `now64(3, 'UTC') - toIntervalDay(${days})`;
  const ofIds = isJson(logs, 'LogAttributes')
    ? `toString(LogAttributes.${idKey.split('.').map(quoteIdentifier).join('.')})`
    : `LogAttributes[${quoteText(idKey)}]`;
  const values: Record<string, string> = {
    Timestamp: 'Decided',
    TraceId: 'TraceId',
    SpanId: 'SpanId',
    ServiceName: quoteText(service),
    Body: "''",
    ResourceAttributes: asAttributes(logs, 'ResourceAttributes', [['service.name', quoteText(service)]]),
    LogAttributes: asAttributes(logs, 'LogAttributes', [
      ...('EventName' in logs.columns ? [] : [['event.name', quoteText(evaluationEvent)] as const]),
      ['gen_ai.evaluation.name', 'Evaluator'],
      ['gen_ai.evaluation.score.value', "ifNull(toString(Score), '')"],
      ['gen_ai.evaluation.score.label', 'toString(Label)'],
      ['genai_evaluator.passed', "multiIf(Passed = 1, 'true', Passed = 0, 'false', '')"],
      ['gen_ai.evaluation.explanation', 'Explanation'],
      ['gen_ai.evaluation.evaluator.id', 'Evaluator'],
      ['gen_ai.evaluation.evaluator.version', 'Version'],
      ['gen_ai.evaluation.evaluator.type', 'Kind'],
      ['gen_ai.response.id', 'ResponseId'],
      ['genai_evaluator.judge.model', 'Model'],
      ['genai_evaluator.sample.rate', 'toString(SampleRate)'],
      [idKey, 'Id'],
    ]),
    ...('EventName' in logs.columns ? { EventName: quoteText(evaluationEvent) } : {}),
    ...('ScopeName' in logs.columns ? { ScopeName: quoteText(scope) } : {}),
    ...('SeverityText' in logs.columns ? { SeverityText: "'INFO'" } : {}),
    ...('SeverityNumber' in logs.columns ? { SeverityNumber: '9' } : {}),
  };
  await lease.write(
    [
      `INSERT INTO ${logs.sql} (${Object.keys(values).map(quoteIdentifier).join(', ')})`,
      `SELECT ${Object.values(values).join(', ')}`,
      `FROM ${sql.results} FINAL`,
      `WHERE Evaluator = ${quoteText(name)} AND Version = ${quoteText(version)} AND Outcome = 'scored' AND Decided >= ${since}`,
      `  AND Id NOT IN (SELECT ${ofIds} FROM ${logs.sql}`,
      // A record has the time of its result, to the millisecond.
      `    WHERE ServiceName = ${quoteText(service)} AND Timestamp >= ${since} - toIntervalHour(1))`,
      `  AND ${lease.condition()}`,
    ].join('\n')
  );
}

const isJson = ({ columns }: LogTable, name: string): boolean => (columns[name] ?? '').startsWith('JSON');

/** Attributes as the column keeps them, without those that say nothing. */
function asAttributes(
  logs: LogTable,
  column: string,
  pairs: readonly (readonly [key: string, value: string])[]
): string {
  const all = `map(${pairs.flatMap(([key, value]) => [quoteText(key), `toString(${value})`]).join(', ')})`;
  const said = `mapFilter((k, v) -> v != '', ${all})`;
  return isJson(logs, column)
    ? `CAST(toJSONString(${said}), ${quoteText(logs.columns[column] ?? '')})`
    : `CAST(${said}, ${quoteText(logs.columns[column] ?? '')})`;
}
