import { rowField, rowTime } from '../../context/columnnames.ts';
import { bound, type Context } from '../../context/context.ts';
import { filteredRows } from '../../measures/filteredrows.ts';
import { countOf } from '../../measures/rowcount.ts';
import { eventOutputs, percent, written } from './event.ts';
import { errorBurstText, errorBurstTitle } from '../../../messages.ts';
import type { Filter } from '../../../query/model.ts';
import { call, column, from, infix, number, over, same, type Expression, type Select } from '../../../sql/nodes.ts';
import { nanoseconds, type Window } from '../../../window.ts';

/** The rule of a burst: that many errors, and a rate that is so many times the usual one and so much above it. */
const leastErrors = 5;
const timesUsual = 3;
const aboveUsual = 0.1;

/** Lengths of buckets in seconds; a window has at most so many of them. */
const lengths = [60, 300, 900, 3600, 10_800, 21_600, 86_400];
const mostBuckets = 200;

const bucketOf = ({ from, to }: Window): number =>
  lengths.find((length) => (to - from) / 1000 / length <= mostBuckets) ?? 86_400;

/**
 * Selects stretches of time whose error rate is far above the window's usual one, which is the median of its buckets.
 *
 *   buckets    requests and errors by class; those with too few requests are not judged
 *     │ 1. bursts     far above the usual rate
 *     │ 2. stretches  bursts next to each other are one event
 */
export function errorBursts(context: Context, filters: readonly Filter[], minimum: number): Select {
  const length = number(bucketOf(context.window));
  const bursts: Select = {
    kind: 'select',
    columns: [
      ...['bucket', 'requests', 'errors', 'classes', 'errors_of', 'usual'].map(same),
      {
        as: 'stretch',
        value: infix('-', column('bucket'), call('toInt64', over(call('row_number'), [], [column('bucket')]))),
      },
    ],
    from: from(judged(context, filters, minimum, length)),
    where: infix(
      'AND',
      infix('>=', column('requests'), number(minimum)),
      infix('>=', column('errors'), number(leastErrors)),
      infix('>=', rate, infix('*', number(timesUsual), column('usual'))),
      infix('>=', rate, infix('+', number(aboveUsual), column('usual')))
    ),
  };
  const stretches: Select = {
    kind: 'select',
    columns: [
      { as: 'first', value: call('min', column('b', 'bucket')) },
      { as: 'last', value: call('max', column('b', 'bucket')) },
      { as: 'requests', value: call('sum', column('b', 'requests')) },
      { as: 'errors', value: call('sum', column('b', 'errors')) },
      { as: 'usual', value: call('any', column('b', 'usual')) },
      { as: 'by_class', value: call('sumMap', column('b', 'classes'), column('b', 'errors_of')) },
    ],
    from: { kind: 'query', query: bursts, as: 'b' },
    groupBy: [column('b', 'stretch')],
  };
  const [classes, counts] = [1, 2].map((part) => call('tupleElement', column('by_class'), number(part)));
  const most =
    classes && counts ? call('arrayElement', classes, call('indexOf', counts, call('arrayMax', counts))) : rate;
  return {
    kind: 'select',
    columns: eventOutputs('error_bursts', {
      // Buckets are aligned, and the window is not: what happened outside of it was not looked at.
      time: call(
        'greatest',
        at(infix('*', column('first'), length)),
        bound(context, 'from', nanoseconds(context.window.from))
      ),
      end: call(
        'least',
        at(infix('*', infix('+', column('last'), number(1)), length)),
        bound(context, 'to', nanoseconds(context.window.to))
      ),
      title: written(errorBurstTitle('{0}'), percent(rate)),
      text: written(
        errorBurstText('{0}', '{1}', '{2}', '{3}'),
        percent(column('usual')),
        whole(column('errors')),
        whole(column('requests')),
        most
      ),
      tags: [call('toString', most)],
    }),
    from: from(stretches),
  };
}

const rate = infix('/', column('errors'), column('requests'));
const whole = (value: Expression): Expression => call('toInt64', call('round', value));
const at = (seconds: Expression): Expression =>
  call('fromUnixTimestamp64Nano', infix('*', call('toInt64', seconds), number(1e9)));

/** Selects one row per bucket, with the window's usual error rate. */
function judged(context: Context, filters: readonly Filter[], minimum: number, length: Expression): Select {
  const rows = filteredRows(context, 'requests', ['error_class'], filters, ['failed']);
  const byClass: Select = {
    kind: 'select',
    columns: [
      { as: 'bucket', value: call('toInt64', call('intDiv', call('toUnixTimestamp', column(rowTime)), length)) },
      same('error_class'),
      { as: 'all', value: call('toFloat64', countOf(context)) },
      { as: 'failures', value: call('toFloat64', countOf(context, column(rowField('failed')))) },
    ],
    from: from(rows.query),
    groupBy: [column('bucket'), column('error_class')],
  };
  const buckets: Select = {
    kind: 'select',
    columns: [
      same('bucket'),
      { as: 'requests', value: call('sum', column('all')) },
      { as: 'errors', value: call('sum', column('failures')) },
      { as: 'classes', value: call('groupArray', call('toString', column('error_class'))) },
      { as: 'errors_of', value: call('groupArray', column('failures')) },
    ],
    from: from(byClass),
    groupBy: [column('bucket')],
  };
  return {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      {
        as: 'usual',
        value: over(call('medianExactIf', rate, infix('>=', column('requests'), number(minimum))), [], []),
      },
    ],
    from: from(buckets),
  };
}
