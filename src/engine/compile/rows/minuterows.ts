import type { SpanField } from '../../canonical/spanfield.ts';
import type { SpanFactId } from '../../catalogue/facts.ts';
import { rowField, rowTime } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { hourOf, tierParameters } from '../context/tier.ts';
import { inWindow } from '../context/times.ts';
import { retriedColumn } from './attempts.ts';
import {
  countsColumn,
  distinctFields,
  idsColumn,
  minuteSums,
  valueFields,
  valuesColumn,
  type MinuteStep,
} from './minutecolumns.ts';
import { rowFieldValue, type RowField } from './rowfields.ts';
import { storedColumn } from './storedcolumns.ts';
import { latestRuns, marks, marksGone, inTier, type WantedRows } from './storedrows.ts';
import { isNothing } from '../../sql/missing.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  number,
  subquery,
  table,
  text,
  type Expression,
  type Output,
  type Select,
} from '../../sql/nodes.ts';

/** Columns that rows of several calls have beside those of one. */
export const groupColumns = {
  /** The tokens by which the calls are priced. */
  size: '_size',
  values: (field: string): string => `${rowField(field as SpanField)}_values`,
  counts: (field: string): string => `${rowField(field as SpanField)}_counts`,
  ids: (field: string): string => `${rowField(field as SpanField)}_ids`,
} as const;

/** What rows that stand for several calls must have. */
export interface WantedGroups extends WantedRows {
  fields: readonly RowField[];
  step: MinuteStep;
}

/** The factors by which such rows count; their numbers are sums already. */
export const groupFactors = ['weight', 'counted'] as const satisfies readonly SpanField[];

const among = <Name extends string>(names: readonly Name[], asked: readonly string[]): Name[] =>
  names.filter((name) => asked.includes(name));

/** The columns that a query's later steps have to pass on for values that are not added up. */
export const groupedColumns = (asked: readonly string[]): string[] => [
  ...among(valueFields, asked).flatMap((field) => [groupColumns.values(field), groupColumns.counts(field)]),
  ...among(distinctFields, asked).map(groupColumns.ids),
];

const plainFields = ({ needs }: WantedGroups): SpanField[] =>
  needs.fields.filter((field) => !(groupFactors as readonly string[]).includes(field));

/** The columns of such rows, in the order in which a union pairs them. */
const columnsOf = (wanted: WantedGroups): string[] => [
  rowTime,
  ...plainFields(wanted).map(rowField),
  ...(wanted.attempts ? [retriedColumn] : []),
  ...groupFactors.map(rowField),
  groupColumns.size,
  ...groupedColumns(wanted.fields),
];

const selected = (wanted: WantedGroups, values: Record<string, Expression>): Output[] =>
  columnsOf(wanted).map((as) => ({ as, value: values[as] ?? column(as) }));

/** Selects rows of whole hours from the table of minutes. */
export function minuteRows(context: Context, fact: SpanFactId, wanted: WantedGroups): Select {
  const { minutes } = context.tier?.tier ?? {};
  Object.assign(context.parameters.values, context.tier?.params);
  const valueOf = (field: SpanField): Expression =>
    (distinctFields as readonly string[]).includes(field)
      ? call('if', call('empty', column(idsColumn(field))), text(''), text('1'))
      : column(storedColumn(field));
  return {
    kind: 'select',
    columns: selected(wanted, {
      [rowTime]: column('Timestamp'),
      ...Object.fromEntries(wanted.needs.fields.map((field) => [rowField(field), valueOf(field)])),
      [retriedColumn]: column('Retried'),
      [rowField('weight')]: column('Weight'),
      [rowField('counted')]: column('Counted'),
      [groupColumns.size]: column('Size'),
      ...Object.fromEntries(
        among(valueFields, wanted.fields).flatMap((field) => [
          [groupColumns.values(field), column(valuesColumn(field))],
          [groupColumns.counts(field), column(countsColumn(field))],
        ])
      ),
      ...Object.fromEntries(
        among(distinctFields, wanted.fields).map((field) => [groupColumns.ids(field), column(idsColumn(field))])
      ),
    }),
    from: table(...(minutes?.path ?? [])),
    prewhere: infix(
      'AND',
      equal(column('Fact'), text(fact)),
      equal(column('Step'), number(wanted.step)),
      infix('IN', hourOf(column('Hour')), tierParameters.minutes),
      inWindow(context, column('Timestamp'))
    ),
    where: infix(
      'AND',
      infix('IN', call('tuple', column('Hour'), column('Run')), subquery(latestRuns(context))),
      allThere(context)
    ),
  };
}

/** Fails the statement where an hour was filled again meanwhile without its minutes. */
function allThere(context: Context): Expression {
  const latest: Select = {
    kind: 'select',
    columns: [{ as: 'Last', value: call('argMax', column('Minutes'), column('Run')) }],
    from: marks(context),
    where: infix('AND', inTier, infix('IN', hourOf(column('Hour')), tierParameters.minutes)),
    groupBy: [column('Hour')],
  };
  const whole: Select = {
    kind: 'select',
    columns: [{ as: 'hours', value: call('countIf', equal(column('Last'), tierParameters.minutesVersion)) }],
    from: from(latest),
  };
  const fewer = infix('<', subquery(whole), call('length', tierParameters.minutes));
  return equal(call('throwIf', fewer, text(marksGone)), number(0));
}

/** Makes rows of single calls such as rows of several are. */
export function singleCalls(context: Context, rows: Select, wanted: WantedGroups): Select {
  const of = (field: SpanField): Expression => {
    const value = context.fieldColumn(field);
    return value.kind === 'column' ? column('call', rowField(field)) : value;
  };
  const has = (field: SpanField): boolean => wanted.needs.fields.includes(field);
  const weight = has('weight') ? column('call', rowField('weight')) : number(1);
  const summed = (field: SpanField): Expression =>
    minuteSums.includes(field) && has('weight')
      ? infix('*', column('call', rowField(field)), weight)
      : column('call', rowField(field));
  const input = of('inputTokens');
  const some = (value: Expression, items: Expression, none: string): Expression =>
    call('if', call('isNull', value), call(none), items);
  return {
    kind: 'select',
    columns: selected(wanted, {
      [rowTime]: column('call', rowTime),
      ...Object.fromEntries(plainFields(wanted).map((field) => [rowField(field), summed(field)])),
      [retriedColumn]: column('call', retriedColumn),
      [rowField('weight')]: call('toFloat64', weight),
      [rowField('counted')]: has('counted') ? column('call', rowField('counted')) : number(1),
      [groupColumns.size]: isNothing(input) || !has('inputTokens') ? number(0) : call('ifNull', input, number(0)),
      ...Object.fromEntries(
        among(valueFields, wanted.fields).flatMap((field) => {
          const value = rowFieldValue(field, { fieldColumn: of, settings: context.settings });
          const one = call('CAST', array([number(1)]), text('Array(UInt32)'));
          return [
            [
              groupColumns.values(field),
              some(value, array([call('assumeNotNull', call('toFloat64', value))]), 'emptyArrayFloat64'),
            ],
            [groupColumns.counts(field), some(value, one, 'emptyArrayUInt32')],
          ];
        })
      ),
      ...Object.fromEntries(
        among(distinctFields, wanted.fields).map((field) => {
          const value = of(field);
          const hashed = array([call('sipHash64', value)]);
          return [groupColumns.ids(field), call('if', equal(value, text('')), call('emptyArrayUInt64'), hashed)];
        })
      ),
    }),
    from: { kind: 'query', query: rows, as: 'call' },
  };
}
