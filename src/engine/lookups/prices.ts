import { UserError } from '../errors.ts';
import type { Answer, Statement } from '../host.ts';
import { notAPriceTable } from '../messages.ts';
import type { SourceDescription, SyncedPrices, TableDescription } from '../source/description.ts';
import { quoteIdentifier } from '../sql/print.ts';
import { ask, type Conversation } from './conversation.ts';

/** The columns of the table of prices, one row a line; what was synced last counts. */
export const priceColumns = ['synced', 'since', 'version', 'source', 'position', 'line'];

/** Adds the prices that were synced, if there is a table of them. It is the last that is asked before a plan. */
export function* withPrices(source: SourceDescription): Conversation<SourceDescription> {
  const table = source.others['prices'];
  const prices = yield* ask<SyncedPrices | null>({
    step: 'prices',
    need: () => ({ statements: table ? [pricesStatement(table)] : [] }),
    read: ([answer]) => (answer ? readPrices(answer) : null),
  });
  return prices ? { ...source, prices } : source;
}

/** Prices change when an administrator syncs them, which a running query need not know at once. */
const kept = { cacheSeconds: 300, staleSeconds: 3600 };

function pricesStatement({ path, columns }: TableDescription): Statement {
  const missing = priceColumns.filter((name) => !(name in columns));
  if (missing.length > 0) {
    throw new UserError(notAPriceTable(path.join('.'), missing));
  }
  const table = path.map(quoteIdentifier).join('.');
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

function readPrices({ columns, rows }: Answer): SyncedPrices | null {
  const [row] = rows;
  const at = (name: string): string => String(row?.[columns.indexOf(name)]);
  return row
    ? {
        version: at('version'),
        source: at('source'),
        synced: Number(at('synced')),
        since: at('since'),
        lines: at('lines'),
      }
    : null;
}
