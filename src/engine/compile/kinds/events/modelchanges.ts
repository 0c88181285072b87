import type { Context } from '../../context/context.ts';
import { filteredRows } from '../../measures/filteredrows.ts';
import { countOf } from '../../measures/rowcount.ts';
import { eventOutputs, written } from './event.ts';
import { isStarted, start, usedBy, withTimeBefore } from './users.ts';
import { modelChangeText, modelChangeTitle } from '../../../messages.ts';
import type { Filter } from '../../../query/model.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  number,
  text,
  type Expression,
  type Select,
} from '../../../sql/nodes.ts';

/** A feature has stopped using a model after this many seconds, and after this many times the usual time between requests. */
const quietSeconds = 3600;
const quietTimes = 4;

const change = column('change');
const isStart = equal(change, text('started'));

/** Selects when a feature started or stopped using a model, while it made requests to others. */
export function modelChanges(asked: Context, filters: readonly Filter[], minimum: number): Select {
  const context = withTimeBefore(asked);
  const rows = filteredRows(context, 'requests', ['feature', 'model'], filters, []);
  const used = usedBy(
    context,
    rows.query,
    ['feature', 'model'],
    (condition) => call('toFloat64', countOf(context, condition)),
    infix('!=', column('model'), text('unknown'))
  );
  const told = (what: 'started' | 'stopped'): Expression => written(modelChangeText(what, '{0}'), column('rows'));
  return {
    kind: 'select',
    columns: eventOutputs('model_changes', {
      time: call('if', isStart, column('first'), column('last')),
      title: written(modelChangeTitle('{0}', '{1}', '{2}'), column('feature'), change, column('model')),
      text: call('if', isStart, told('started'), told('stopped')),
      tags: [column('feature'), column('model')],
    }),
    from: from(used),
    arrayJoin: [{ as: 'change', value: array(['started', 'stopped'].map(text)) }],
    where: call('if', isStart, isStarted(context, number(minimum)), isStopped(context, minimum)),
  };
}

/** Whether it was last seen in the window, and its user long after that. */
function isStopped(context: Context, minimum: number): Expression {
  const seconds = (from: string, to: string): Expression =>
    infix('/', infix('-', nano(column(to)), nano(column(from))), number(1e9));
  const nano = (time: Expression): Expression => call('toUnixTimestamp64Nano', time);
  const usual = infix(
    '/',
    seconds('first', 'last'),
    call('greatest', infix('-', column('rows'), number(1)), number(1))
  );
  const quiet = call('greatest', number(quietSeconds), infix('*', number(quietTimes), usual));
  return infix(
    'AND',
    infix('>=', column('last'), start(context)),
    infix('>=', column('rows'), number(minimum)),
    infix('>', seconds('last', 'user_last'), quiet)
  );
}
