import { callsColumns, hoursColumns } from '../compile/rows/storedcolumns.ts';
import { quoteIdentifier, quoteText } from '../sql/print.ts';

/** How the tables are made. */
export interface Ddl {
  calls: readonly string[];
  hours: readonly string[];
  /** The cluster on whose servers they are made. */
  cluster?: string | undefined;
  /** Whether replicas keep them in step. ClickHouse Cloud does so itself. */
  replicated?: boolean | undefined;
  /** Days after which hours are dropped; kept for ever if left out. */
  retentionDays?: number | undefined;
}

/**
 * The statements that create the table of calls and that of marks.
 *
 * Calls are in the order in which they are asked for, fact and time, in partitions of a month.
 */
export function createStatements(ddl: Ddl): string[] {
  return [
    created(ddl, ddl.calls, callsColumns(), ['Fact', 'Timestamp']),
    created(ddl, ddl.hours, hoursColumns, ['Hour', 'Run']),
  ];
}

function created(
  { cluster, replicated, retentionDays }: Ddl,
  path: readonly string[],
  columns: Readonly<Record<string, string>>,
  order: readonly string[]
): string {
  const lines = Object.entries(columns).map(
    ([name, type]) => `    ${quoteIdentifier(name)} ${type}${codec(name, type)}`
  );
  return [
    `CREATE TABLE IF NOT EXISTS ${path.map(quoteIdentifier).join('.')}${cluster === undefined ? '' : ` ON CLUSTER ${quoteText(cluster)}`} (`,
    lines.join(',\n'),
    `) ENGINE = ${replicated ? 'ReplicatedMergeTree' : 'MergeTree'}`,
    'PARTITION BY toYYYYMM(`Hour`)',
    `ORDER BY (${order.map(quoteIdentifier).join(', ')})`,
    ...(retentionDays === undefined ? [] : [`TTL \`Hour\` + toIntervalDay(${retentionDays})`]),
  ].join('\n');
}

/** Times grow slowly within a part; texts and numbers compress well as they are. */
const codec = (name: string, type: string): string =>
  name === 'Timestamp' ? ' CODEC(Delta(8), ZSTD(1))' : type.startsWith('LowCardinality') ? '' : ' CODEC(ZSTD(1))';

/** The statements that remove both tables. */
export const dropStatements = ({ calls, hours, cluster }: Ddl): string[] =>
  [hours, calls].map(
    (path) =>
      `DROP TABLE IF EXISTS ${path.map(quoteIdentifier).join('.')}${cluster === undefined ? '' : ` ON CLUSTER ${quoteText(cluster)}`}`
  );
