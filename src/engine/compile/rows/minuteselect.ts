import type { SpanField } from '../../canonical/spanfield.ts';
import {
  countsColumn,
  distinctFields,
  idsColumn,
  logStep,
  minuteColumns,
  minuteKeys,
  minuteSteps,
  minuteSums,
  valueFields,
  valuesColumn,
} from './minutecolumns.ts';
import { rowFieldValue } from './rowfields.ts';
import { storedColumn, storedScores } from './storedcolumns.ts';
import { callSizes } from '../../pricing/callsizes.ts';
import { hash } from '../../hash.ts';
import type { Settings } from '../../settings/settings.ts';
import { print } from '../../sql/print.ts';
import {
  array,
  call,
  column,
  from,
  infix,
  lambda,
  number,
  parametricCall,
  same,
  table,
  text,
  type Expression,
  type Select,
} from '../../sql/nodes.ts';

/**
 * Adds up the rows of a run of the table of calls, by step.
 *
 *   calls    with what tells them apart: the numbers that they say, their size, and whether their numbers make sense
 *     │ once a step
 *   groups   sums, values with their counts, and hashes of distinct texts
 */
export function minuteSelect(calls: readonly string[], where: Expression): Select {
  const grouped: Select = {
    kind: 'select',
    columns: [
      ...[...plainKeys, ...shape].map(same),
      ...minuteSums.map((field) => ({
        as: storedColumn(field),
        value: call('sum', infix('*', column('call', storedColumn(field)), column('call', 'Weight'))),
      })),
      { as: 'Weight', value: call('sum', column('call', 'Weight')) },
      ...valueFields.map((field) => ({ as: `_${field}`, value: counted(column(madeColumn(field))) })),
      ...distinctFields.map((field) => ({ as: idsColumn(field), value: distinct(storedColumn(field)) })),
    ],
    from: { kind: 'query', query: perStep(calls, where), as: 'call' },
    groupBy: [...plainKeys, ...shape].map((name) => column(name)),
  };
  const values: Record<string, Expression> = Object.fromEntries(
    valueFields.flatMap((field) => [
      [valuesColumn(field), call('tupleElement', column(`_${field}`), number(1))],
      [countsColumn(field), call('CAST', call('tupleElement', column(`_${field}`), number(2)), text('Array(UInt32)'))],
    ])
  );
  return {
    kind: 'select',
    columns: Object.keys(minuteColumns()).map((as) => ({ as, value: values[as] ?? column(as) })),
    from: from(grouped),
  };
}

const plainKeys = ['Fact', 'Hour', 'Run', 'Step', 'Timestamp', 'Size', ...minuteKeys.map(storedColumn)];
/** Tells apart what has other signs, or says nothing; and what has to stay alone. */
const shape = ['_signs', '_alone'];
const madeColumn = (field: string): string => `_value_${field}`;

/** The calls, once for each step. */
function perStep(calls: readonly string[], where: Expression): Select {
  const names = [
    'Fact',
    'Hour',
    'Run',
    'Weight',
    ...[...minuteKeys, ...minuteSums, ...distinctFields].map(storedColumn),
  ];
  const seconds = call('toUnixTimestamp', column('one', 'Timestamp'));
  return {
    kind: 'select',
    columns: [
      ...names.map((name) => ({ as: name, value: column('one', name) })),
      { as: 'Step', value: column('Step') },
      {
        as: 'Timestamp',
        value: call(
          'fromUnixTimestamp64Nano',
          infix('*', call('toInt64', call('intDiv', seconds, column('Step'))), column('Step'), number(1e9))
        ),
      },
      { as: 'Size', value: sizeOf(read('inputTokens')) },
      ...valueFields.map((field) => ({
        as: madeColumn(field),
        value: rounded(rowFieldValue(field, { fieldColumn: read, settings: noSettings })),
      })),
      { as: '_signs', value: signs() },
      { as: '_alone', value: alone() },
    ],
    from: {
      kind: 'query',
      query: {
        kind: 'select',
        columns: [{ as: '*', value: column('*') }],
        from: table(...calls),
        where: infix('AND', where, infix('!=', column('Fact'), text(storedScores))),
      },
      as: 'one',
    },
    arrayJoin: [{ as: 'Step', value: array(minuteSteps.map(number)) }],
  };
}

const read = (field: SpanField): Expression => column('one', storedColumn(field));
/** Values of which quantiles are asked depend on no setting. */
const noSettings = {} as Settings;
const orNone = (value: Expression): Expression => call('ifNull', value, number(0));

/** The smallest size with the same thresholds below it. */
function sizeOf(input: Expression): Expression {
  const passed = call(
    'arrayFilter',
    lambda(['size'], infix('>', orNone(input), column('size'))),
    array(callSizes.map(number))
  );
  return call('toFloat64', infix('+', call('arrayMax', call('arrayPushBack', passed, number(-1))), number(1)));
}

/** Rounds to the nearest of values that are 2% apart; what is 0 stays 0. */
function rounded(value: Expression): Expression {
  const step = number(logStep);
  const logarithm = call('log', call('abs', value));
  return call(
    'if',
    infix('=', value, number(0)),
    value,
    infix('*', call('sign', value), call('exp', infix('*', call('round', infix('/', logarithm, step)), step)))
  );
}

/** Values and how often each came, in their order. */
const counted = (value: Expression): Expression => {
  const some = (items: Expression): Expression => call('if', call('isNull', value), call('emptyArrayFloat64'), items);
  return parametricCall(
    'sumMap',
    [],
    some(array([call('assumeNotNull', value)])),
    call('if', call('isNull', value), call('emptyArrayUInt64'), array([call('toUInt64', number(1))]))
  );
};

const distinct = (name: string): Expression =>
  call('groupUniqArrayIf', call('sipHash64', column('call', name)), infix('!=', column('call', name), text('')));

/** A number of two bits for each number's sign, or none, and one bit for each text that is only counted. */
function signs(): Expression {
  const digits = [
    ...minuteSums.map((field) => infix('+', call('ifNull', call('sign', read(field)), number(2)), number(1))),
    ...distinctFields.map((field) => infix('!=', read(field), text(''))),
  ];
  return infix(
    '+',
    ...digits.map((digit, index) => infix('*', call('toUInt64', digit), call('toUInt64', number(4 ** index))))
  );
}

/**
 * Names a call whose counts contradict each other by its numbers, and 0 for others. Its price is not that of a sum: of 100
 * input tokens and 120 cached ones, none is uncached, and the 20 must not be taken from other calls.
 */
function alone(): Expression {
  const count = (field: SpanField): Expression => orNone(read(field));
  const less = (whole: SpanField, ...parts: SpanField[]): Expression =>
    infix('-', count(whole), ...parts.map((field) => count(field)));
  const [uncached, audio, image] = [
    less('inputTokens', 'cacheReadTokens', 'cacheWriteTokens'),
    less('inputAudioTokens', 'cacheReadAudioTokens'),
    less('inputImageTokens', 'cacheReadImageTokens'),
  ];
  const least = [
    ...minuteSums.map(count),
    audio,
    image,
    infix('-', uncached, audio, image),
    less('cacheReadTokens', 'cacheReadAudioTokens', 'cacheReadImageTokens'),
    less('cacheWriteTokens', 'cacheWrite1hTokens'),
    less('outputTokens', 'outputAudioTokens', 'outputImageTokens'),
  ];
  return call(
    'if',
    infix('<', call('least', ...least), number(0)),
    call('sipHash64', ...minuteSums.map((field) => call('toString', count(field)))),
    call('toUInt64', number(0))
  );
}

let known: string | undefined;

/** Names what the rows of the table of minutes follow from, besides the rows of calls. */
export const minutesVersion = (): string =>
  (known ??= hash(print(minuteSelect(['calls'], infix('=', column('Run'), number(0))))));
