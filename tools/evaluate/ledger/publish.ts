import { evaluationEvent, resultIdKey } from '../../../src/engine/compile/evaluations/records.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import { quoteIdentifier, quoteText } from '../../../src/engine/sql/print.ts';
import { collectorTable, isJson, type CollectorTable } from '../output/collectortable.ts';
import { nowOf, type Server } from '../server.ts';
import type { Lease } from './lease.ts';
import { logsMissing, logsNotLaidOut } from './messages.ts';
import { attributeMap, daysAgo, hasRecord, recordAttributes, scope, service } from './record.ts';
import type { Tables } from './tables.ts';

const needed = [
  'Timestamp',
  'TraceId',
  'SpanId',
  'ServiceName',
  'Body',
  'ResourceAttributes',
  'LogAttributes',
] as const;

/** Describes the table of log records. Throws if it is not one of the collector’s. */
export const logTableOf = (server: Server): Promise<CollectorTable> =>
  collectorTable(server, readSettings(server.settings).logsTable, needed, {
    missing: logsMissing,
    notLaidOut: logsNotLaidOut,
  });

/**
 * Writes the results that are in the ledger and not yet in the table of log records, as the conventions' `gen_ai.evaluation.result`.
 * Since only the holder of the lease writes them, what is not there when the statement begins is written by it alone.
 * @param days how far back they may have been decided
 */
export async function publish(
  server: Server,
  { sql }: Tables,
  logs: CollectorTable,
  lease: Lease,
  evaluator: { name: string; version: string },
  days: number
): Promise<void> {
  const since = daysAgo(nowOf(server), days);
  const ofIds = isJson(logs, 'LogAttributes')
    ? `toString(LogAttributes.${resultIdKey.split('.').map(quoteIdentifier).join('.')})`
    : `LogAttributes[${quoteText(resultIdKey)}]`;
  const event = quoteText(evaluationEvent);
  const values: Record<string, string> = {
    Timestamp: 'Decided',
    TraceId: 'TraceId',
    SpanId: 'SpanId',
    ServiceName: quoteText(service),
    Body: "''",
    ResourceAttributes: asAttributes(logs, 'ResourceAttributes', { 'service.name': quoteText(service) }),
    LogAttributes: asAttributes(logs, 'LogAttributes', {
      ...('EventName' in logs.columns ? {} : { 'event.name': event }),
      ...recordAttributes,
    }),
    ...('EventName' in logs.columns ? { EventName: event } : {}),
    ...('ScopeName' in logs.columns ? { ScopeName: quoteText(scope) } : {}),
    ...('SeverityText' in logs.columns ? { SeverityText: "'INFO'" } : {}),
    ...('SeverityNumber' in logs.columns ? { SeverityNumber: '9' } : {}),
  };
  await lease.write(
    [
      `INSERT INTO ${logs.sql} (${Object.keys(values).map(quoteIdentifier).join(', ')})`,
      `SELECT ${Object.values(values).join(', ')}`,
      `FROM ${sql.results} FINAL`,
      `WHERE ${hasRecord(evaluator, since)}`,
      `  AND Id NOT IN (SELECT ${ofIds} FROM ${logs.sql}`,
      // A record has the time of its result, to the millisecond.
      `    WHERE ServiceName = ${quoteText(service)} AND Timestamp >= ${since} - toIntervalHour(1))`,
      `  AND ${lease.condition()}`,
    ].join('\n')
  );
}

/** Attributes as the column keeps them. */
function asAttributes(logs: CollectorTable, column: string, attributes: Readonly<Record<string, string>>): string {
  const said = attributeMap(attributes);
  const type = quoteText(logs.columns[column] ?? '');
  return isJson(logs, column) ? `CAST(toJSONString(${said}), ${type})` : `CAST(${said}, ${type})`;
}
