import type { Answer, Statement } from '../host.ts';

/** How many rows of a table ClickHouse expects to read. */
export interface TableRead {
  table: string;
  rows: number;
}

/** Panels of a dashboard that is opened by several users ask the same. */
const kept = { cacheSeconds: 60 };

/**
 * What ClickHouse would otherwise do for `x IN (SELECT ...)` while it plans a statement: run the SELECT, to look its rows up
 * in the indexes and to choose what to read first. Without it both readings are estimated, as if no row could be left out.
 */
const unread = { use_index_for_in_with_subqueries: 0, optimize_move_to_prewhere: 0 };

/** Asks how much a statement would read, which ClickHouse tells from its indexes without reading rows. */
export const estimateOf = ({ sql, params, settings }: Statement): Statement => ({
  sql: `EXPLAIN ESTIMATE\n${sql}`,
  params,
  settings: { ...settings, ...unread },
  ...kept,
  ofQuery: true,
});

/** Adds up the estimates by table, the largest first. Tables of which ClickHouse has none, such as remote ones, are missing. */
export function readEstimates(answers: readonly Answer[]): TableRead[] {
  const sums = new Map<string, number>();
  for (const { columns, rows } of answers) {
    for (const row of rows) {
      const at = (name: string): unknown => row[columns.indexOf(name)];
      const table = `${String(at('database'))}.${String(at('table'))}`;
      sums.set(table, (sums.get(table) ?? 0) + (Number(at('rows')) || 0));
    }
  }
  return [...sums].map(([table, rows]) => ({ table, rows })).sort((a, b) => b.rows - a.rows);
}
