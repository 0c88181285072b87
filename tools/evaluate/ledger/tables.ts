import { ledgerColumns } from '../../../src/engine/evaluators/ledger.ts';
import { tablePath } from '../../../src/engine/source/tablepath.ts';
import { quoteIdentifier, quotePath, quoteText } from '../../../src/engine/sql/print.ts';

/** Names of the tables, with their database if it is not that of the connection. */
export interface TableNames {
  resultsTable: string;
  leasesTable: string;
}

/** The tables, as paths and as SQL. */
export interface Tables {
  results: string[];
  sql: { results: string; leases: string };
}

export function tablesOf({ resultsTable, leasesTable }: TableNames, database: string): Tables {
  const [results, leases] = [tablePath(resultsTable, database), tablePath(leasesTable, database)];
  return { results, sql: { results: quotePath(results), leases: quotePath(leases) } };
}

/**
 * The columns of the table of leases: who may decide for an evaluator, and until when. A lease is renewed by a row of its own with a
 * later `Until`, and given back by one with `Released`.
 */
const leaseColumns = {
  Evaluator: 'LowCardinality(String)',
  Lease: 'String',
  Worker: 'String',
  Bid: "DateTime64(6, 'UTC')",
  Until: "DateTime64(3, 'UTC')",
  Released: 'UInt8',
} as const;

interface Ddl {
  cluster?: string | undefined;
  replicated?: boolean | undefined;
  /** Days after which results are dropped; kept for ever if left out. */
  retentionDays?: number | undefined;
}

/** The statements that create the tables. */
export function createStatements({ sql }: Tables, { cluster, replicated, retentionDays }: Ddl = {}): string[] {
  const made = (name: string, columns: Readonly<Record<string, string>>, engine: string, rest: readonly string[]) =>
    [
      `CREATE TABLE IF NOT EXISTS ${name}${cluster === undefined ? '' : ` ON CLUSTER ${quoteText(cluster)}`} (`,
      Object.entries(columns)
        .map(([column, type]) => `    ${quoteIdentifier(column)} ${type}`)
        .join(',\n'),
      `) ENGINE = ${replicated ? 'Replicated' : ''}${engine}`,
      ...rest,
    ].join('\n');
  return [
    made(sql.results, ledgerColumns, 'ReplacingMergeTree(Turn)', [
      // A call's time never changes, so that all rows of a result are in one partition.
      'PARTITION BY toYYYYMM(Called)',
      'ORDER BY (Evaluator, Version, Called, Id)',
      ...(retentionDays === undefined ? [] : [`TTL toDateTime(Called) + toIntervalDay(${retentionDays})`]),
    ]),
    made(sql.leases, leaseColumns, 'MergeTree', [
      'ORDER BY (Evaluator, Until)',
      'TTL toDateTime(Until) + toIntervalDay(1)',
    ]),
  ];
}
