import { column, table, type Output, type Select } from '../../../sql/nodes.ts';
import type { Context } from '../../context/context.ts';

/** A value of a row that the engine itself worked out; null where nothing is known. */
export type Value = string | number | null;
export type GivenRow<Name extends string = string> = Readonly<Record<Name, Value>>;

/** Names of columns with their types in ClickHouse. */
export type GivenColumns<Name extends string = string> = Readonly<
  Record<Name, 'String' | 'Nullable(Float64)' | 'Float64' | 'UInt8' | 'Int64'>
>;

/** Selects rows that the engine worked out from earlier answers, for a statement that shows them beside what it reads. */
export function givenRows<Name extends string>(
  { parameters }: Pick<Context, 'parameters'>,
  columns: GivenColumns<Name>,
  rows: readonly GivenRow[]
): Select {
  const lists = (Object.entries(columns) as [Name, string][]).map(([as, type]): Output => ({
    as,
    value: parameters.ours(
      `Array(${type})`,
      rows.map((row) => row[as] ?? (type === 'String' ? '' : 'NULL'))
    ),
  }));
  return {
    kind: 'select',
    columns: lists.map(({ as }) => ({ as, value: column(as) })),
    from: table('system', 'one'),
    arrayJoin: lists,
  };
}
