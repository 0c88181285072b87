import type { SpanField } from '../../canonical/spanfield.ts';
import { rowField, rowTime, attributeColumn, spanIds } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { openHours } from '../context/openhours.ts';
import { inWindow } from '../context/times.ts';
import { asMap, keptPlace, mapOf } from '../rows/keptvalues.ts';
import { closedRows, ofHours } from '../rows/storedrows.ts';
import { scoreColumns, scoreSpanFields, storedAttributes, storedColumn, storedScores } from '../rows/storedcolumns.ts';
import {
  array,
  call,
  column,
  from,
  infix,
  lambda,
  number,
  text,
  type Expression,
  type Output,
  type Query,
  type Select,
} from '../../sql/nodes.ts';
import { judgeField } from './logs.ts';
import { passed, recordNames } from './records.ts';

/** What scores must have before anything is computed from them. */
export interface WantedScores {
  /** Fields and attributes of the spans that they are about. */
  ofSpan: readonly SpanField[];
  attributes: readonly string[];
  /** Whether they say how many calls their call stands for. */
  isWeighted: boolean;
  /** Whether those spans are looked up. */
  withSpans: boolean;
  /** Whether they are to be kept, and name the response of their span where they do not say it. */
  isKept?: true;
}

/** The columns of such scores, in the order in which a union pairs them. */
export const scoreNames = ({ ofSpan, attributes, isWeighted, withSpans }: WantedScores): string[] => [
  ...recordNames,
  ...ofSpan.map(rowField),
  ...ofSpan.map(judgeField),
  ...(withSpans
    ? [...attributes.map(attributeColumn), ...(isWeighted ? [rowField('weight')] : []), rowField('unmatched')]
    : []),
];

/**
 * Selects the scores of closed hours from the table of calls, and those of the others as `read` does from where they were
 * written; null where no hour is closed.
 */
export function storedAndOpenScores(
  context: Context,
  wanted: WantedScores,
  read: (open: Context) => Query
): Query | null {
  if (!context.tier) {
    return null;
  }
  const stored = closedRows(context, storedScores, outputs(context, wanted));
  const open = openHours(context);
  return { kind: 'union', all: open ? [stored, ofHours(open, scoreNames(wanted), read(reaching(open)))] : [stored] };
}

/**
 * Seconds before a closed hour in which the calls of its scores are looked for. A query over weeks finds calls that began days
 * before their scores, because both are in its window: a table of closed hours must not know less.
 */
export const keptReach = 7 * 86_400;

/** Looks for the calls of scores as far back as if the whole window was open: it has calls, of hours that are closed, too. */
function reaching(open: Context): Context {
  const { settings, window } = open;
  const { evaluationReachSeconds: reach } = settings;
  const whole = Math.min(keptReach, (window.to - window.from) / 1000 + reach);
  return { ...open, settings: { ...settings, evaluationReachSeconds: Math.max(reach, Math.ceil(whole)) } };
}

function outputs({ parameters }: Context, wanted: WantedScores): Output[] {
  const within = (map: string, key: Expression): Expression => call('arrayElement', column(map), key);
  const values: Record<string, Expression> = {
    [rowTime]: column('Timestamp'),
    [spanIds.trace]: column('TraceId'),
    [spanIds.span]: column('SpanId'),
    // Whether it passed was read from the text of its value, which is not kept.
    _flag: text(''),
    ...Object.fromEntries(
      [...scoreColumns, 'weight' as const].map((name) => [rowField(name), column(storedColumn(name))])
    ),
    ...Object.fromEntries(
      wanted.ofSpan.flatMap((field) => [
        [rowField(field), call('toString', column(storedColumn(field)))],
        [judgeField(field), within('Judge', text(field))],
      ])
    ),
    ...Object.fromEntries(
      wanted.attributes.map((key) => [attributeColumn(key), within('Attributes', parameters.text(key))])
    ),
  };
  return scoreNames(wanted).map((as) => ({ as, value: values[as] ?? column(as) }));
}

/** What the table of calls keeps of scores: all that any dimension or measure can need. */
export const keptOf = (context: Context): WantedScores => ({
  ofSpan: scoreSpanFields,
  attributes: storedAttributes(context.settings),
  isWeighted: true,
  withSpans: true,
  isKept: true,
});

/** The columns of the table of calls that scores with all that is kept have; the others are empty. */
export function keptScores(context: Context, scores: Query): { values: Record<string, Expression>; rows: Select } {
  const { ofSpan, attributes } = keptOf(context);
  const pairs = ofSpan.map((field) => call('tuple', text(field), column(judgeField(field))));
  return {
    values: {
      Fact: text(storedScores),
      ...keptPlace,
      ...Object.fromEntries([...scoreColumns, ...ofSpan].map((name) => [storedColumn(name), column(rowField(name))])),
      Passed: passed(),
      Weight: column(rowField('weight')),
      Attributes: mapOf(attributes, attributeColumn),
      Judge: asMap(
        call(
          'mapFromArrays',
          ...[1, 2].map((part) =>
            call(
              'arrayMap',
              lambda(['pair'], call('tupleElement', column('pair'), number(part))),
              call(
                'arrayFilter',
                lambda(['pair'], infix('!=', call('tupleElement', column('pair'), number(2)), text(''))),
                array(pairs)
              )
            )
          )
        )
      ),
    },
    rows: {
      kind: 'select',
      columns: [{ as: '*', value: column('*') }],
      from: from(scores),
      where: inWindow(context, column(rowTime)),
    },
  };
}
