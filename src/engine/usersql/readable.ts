import { isContent, type NamedContent } from '../catalogue/content.ts';
import type { SourceDescription, TableDescription } from '../source/description.ts';

/** How a column of the data source's tables may be read: as it is, by a literal key or path, or not at all. */
export type Access = 'plain' | 'map' | 'json' | 'no';

/** What checked SQL may name. */
export interface Readable {
  /** The tables, as `database.table`. */
  tables: ReadonlySet<string>;
  /** The database of tables that are named without one. */
  database: string;
  /** How each column of any table may be read; the narrowest where tables differ. */
  columns: ReadonlyMap<string, Access>;
  isContent: (key: string) => boolean;
}

/** Lists what the data source's own tables have that is not content. */
export function readableIn(source: SourceDescription, content: NamedContent): Readable {
  const tables = [source.traces, source.logs, source.gauges, ...Object.values(source.others)].filter(
    (table) => table !== null
  );
  const isHeld = (key: string) => isContent(key, content);
  const columns = new Map<string, Access>();
  for (const [name, type] of tables.flatMap((table: TableDescription) => Object.entries(table.columns))) {
    const access = isHeld(name) ? 'no' : accessOf(type);
    const known = columns.get(name);
    columns.set(name, known === undefined || known === access ? access : 'no');
  }
  return {
    tables: new Set(tables.map(({ path }) => path.join('.'))),
    database: source.database,
    columns,
    isContent: isHeld,
  };
}

function accessOf(type: string): Access {
  if (type.startsWith('Map(')) {
    return 'map';
  }
  if (type.startsWith('JSON')) {
    return 'json';
  }
  return /Map\(|JSON|Object\(|Dynamic|Variant|Tuple|Nested|AggregateFunction/.test(type) ? 'no' : 'plain';
}
