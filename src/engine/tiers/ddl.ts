import { minuteColumns } from '../compile/rows/minutecolumns.ts';
import { callsColumns, hoursColumns } from '../compile/rows/storedcolumns.ts';
import { censusColumns } from '../lookups/storeddays.ts';
import { quoteIdentifier, quotePath, quoteText } from '../sql/print.ts';

/** How the tables are made. */
export interface Ddl {
  calls: readonly string[];
  minutes: readonly string[];
  hours: readonly string[];
  census: readonly string[];
  /** The cluster on whose servers they are made. */
  cluster?: string | undefined;
  /** Whether replicas keep them in step. ClickHouse Cloud does so itself. */
  replicated?: boolean | undefined;
  /** Days after which hours are dropped; kept for ever if left out. */
  retentionDays?: number | undefined;
}

/**
 * The statements that create the tables of calls, of minutes, of marks and of days.
 *
 * Rows are in the order in which they are asked for, fact and time, in partitions of a month. Of days the latest row counts,
 * so that merges may drop the others.
 */
export function createStatements(ddl: Ddl): string[] {
  return [
    created(ddl, ddl.calls, callsColumns(), ['Fact', 'Hour', 'Timestamp']),
    created(ddl, ddl.minutes, minuteColumns(), ['Fact', 'Step', 'Hour', 'Timestamp']),
    created(ddl, ddl.hours, hoursColumns, ['Hour', 'Run']),
    created(ddl, ddl.census, censusColumns, ['Day', 'Statement'], { replacing: 'Written' }),
  ];
}

function created(
  { cluster, replicated, retentionDays }: Ddl,
  path: readonly string[],
  columns: Readonly<Record<string, string>>,
  order: readonly string[],
  { replacing }: { replacing?: string } = {}
): string {
  const time = quoteIdentifier('Hour' in columns ? 'Hour' : 'Day');
  const engine = replacing === undefined ? 'MergeTree' : `ReplacingMergeTree(${quoteIdentifier(replacing)})`;
  const lines = Object.entries(columns).map(
    ([name, type]) => `    ${quoteIdentifier(name)} ${type}${codec(name, type)}`
  );
  return [
    `CREATE TABLE IF NOT EXISTS ${quotePath(path)}${cluster === undefined ? '' : ` ON CLUSTER ${quoteText(cluster)}`} (`,
    lines.join(',\n'),
    `) ENGINE = ${replicated ? 'Replicated' : ''}${engine}`,
    `PARTITION BY toYYYYMM(${time})`,
    `ORDER BY (${order.map(quoteIdentifier).join(', ')})`,
    ...(retentionDays === undefined ? [] : [`TTL ${time} + toIntervalDay(${retentionDays})`]),
  ].join('\n');
}

/** Times grow slowly within a part; texts and numbers compress well as they are. */
const codec = (name: string, type: string): string =>
  name === 'Timestamp' ? ' CODEC(Delta(8), ZSTD(1))' : type.startsWith('LowCardinality') ? '' : ' CODEC(ZSTD(1))';

/** The statements that remove the tables. */
export const dropStatements = ({ calls, minutes, hours, census, cluster }: Ddl): string[] =>
  [hours, minutes, calls, census].map(
    (path) =>
      `DROP TABLE IF EXISTS ${quotePath(path)}${cluster === undefined ? '' : ` ON CLUSTER ${quoteText(cluster)}`}`
  );
