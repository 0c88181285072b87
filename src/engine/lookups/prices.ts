import { explain } from '../explain.ts';
import type { Answer, Failure, Statement } from '../host.ts';
import { notAPriceTable, pricesUnread } from '../messages.ts';
import type { SourceDescription, TableDescription } from '../source/description.ts';
import { quotePath } from '../sql/print.ts';
import { ask, type Exchange } from './exchange.ts';

/** The columns of the table of prices, one row a line; what was synced last counts. */
export const priceColumns = ['synced', 'since', 'version', 'source', 'position', 'line'];

/** What is known of the prices that were synced, or why nothing is. */
type Read = Pick<SourceDescription, 'prices' | 'pricesProblem'>;

/**
 * Adds the prices that were synced, if there is a table of them. It is the last that is asked before a plan. A table that is
 * another one, or may not be read, leaves the built-in prices, which is said: a cost is worth more than an error.
 */
export function* withPrices(source: SourceDescription): Exchange<SourceDescription> {
  const table = source.others['prices'];
  const name = table?.path.join('.') ?? '';
  const missing = table ? priceColumns.filter((column) => !(column in table.columns)) : [];
  if (missing.length > 0) {
    return { ...source, pricesProblem: pricesUnread(name, notAPriceTable(name, missing)) };
  }
  const read = yield* ask<Read>({
    step: 'prices',
    need: () => ({ statements: table ? [pricesStatement(table)] : [] }),
    read: ([answer]) => (answer ? readPrices(answer) : {}),
    instead: (failure) =>
      isOfTable(failure) ? { pricesProblem: pricesUnread(name, explain(failure).message) } : undefined,
  });
  return { ...source, ...read };
}

/** Whether a failure lasts until somebody changes the table, or who may read it; another one may be gone with the next query. */
const isOfTable = (failure: Failure): boolean =>
  failure.code === accessDenied || (failure.code > 0 && ['config', 'query'].includes(explain(failure).category));

/** ACCESS_DENIED of ClickHouse; the other codes of that category are about who the user is. */
const accessDenied = 497;

/** Prices change when an administrator syncs them, which a running query need not know at once. */
const kept = { cacheSeconds: 300, staleSeconds: 3600 };

function pricesStatement({ path }: TableDescription): Statement {
  const table = quotePath(path);
  return {
    sql: [
      'SELECT toUnixTimestamp64Milli(max(`synced`)) AS synced, any(toString(`since`)) AS since,',
      '  any(`version`) AS version, any(`source`) AS source,',
      "  arrayStringConcat(arrayMap(l -> l.2, arraySort(groupArray((`position`, `line`)))), '\\n') AS lines",
      `FROM ${table} AS p`,
      `WHERE p.\`synced\` = (SELECT max(\`synced\`) FROM ${table})`,
      'HAVING count() > 0',
    ].join('\n'),
    params: {},
    settings: {},
    ...kept,
  };
}

function readPrices({ columns, rows }: Answer): Read {
  const [row] = rows;
  const at = (name: string): string => String(row?.[columns.indexOf(name)]);
  return row
    ? {
        prices: {
          version: at('version'),
          source: at('source'),
          synced: Number(at('synced')),
          since: at('since'),
          lines: at('lines'),
        },
      }
    : {};
}
