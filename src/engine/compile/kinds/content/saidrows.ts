import {
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
} from '../../../sql/nodes.ts';
import { withoutRedacted } from '../../context/withoutredacted.ts';
import { givenRows, type GivenRow } from '../trace/given.ts';
import { cut } from '../trace/json.ts';
import { nanoseconds } from '../trace/shown.ts';
import type { Traces } from '../trace/within.ts';
import { lastMessage } from './message.ts';
import { keysOf, sides, type Side } from './said.ts';
import { writtenPairs } from './writtenpairs.ts';

/**
 * Selects what was said in each call of the traces, by the home of the span that stands for it, as `about` says: `input`, the last message sent, and
 * `output`, '' where nothing was written. A call's spans are read together, with the log records that name them:
 *
 *   pairs     keys and values in which something may be said, each with its place in the list of either side
 *   best      the value of each side's first key
 *   message   the last message in it
 *   redacted, and cut
 */
export function saidRows(traces: Traces, about: readonly GivenRow<'home' | 'call'>[]): Select {
  const { settings } = traces.all;
  const steps: ReadonlyArray<(value: Expression, side: Side) => Expression> = [
    (_, side) => best(side),
    lastMessage,
    (value) => withoutRedacted(value, settings),
    (value) => cut(value, settings.content.maxLength),
  ];
  return steps.reduce<Select>(
    (rows, step) => ({
      kind: 'select',
      columns: [theCall, ...sides.map((as) => ({ as, value: step(column(as), as) }))],
      from: from(rows),
    }),
    pairsOfCalls(traces, about)
  );
}

const theCall: Output = { as: 'call', value: column('call') };

/** The columns of a pair: key and value, when its span or record was written, its place in the lists of keys, and its number in the span. */
const part = (index: number, of = 'p'): Expression => call('tupleElement', column(of), number(index));
const [key, value, at, written] = [part(1), part(2), part(3), part(6)];
const place: Record<Side, Expression> = { input: part(4), output: part(5) };

function pairsOfCalls(traces: Traces, about: readonly GivenRow<'home' | 'call'>[]): Select {
  const home: Select = {
    kind: 'select',
    columns: [
      {
        as: 'call',
        value: call('if', infix('!=', column('r', 'call'), text('')), column('r', 'call'), column('w', 'home')),
      },
      { as: 'pair', value: column('w', 'pair') },
    ],
    from: {
      kind: 'join',
      left: from(pairs(traces)),
      leftAs: 'w',
      right: givenRows(traces.all, { home: 'String', call: 'String' }, about),
      rightAs: 'r',
      on: [['home', 'home']],
    },
  };
  return {
    kind: 'select',
    columns: [
      theCall,
      { as: 'pairs', value: call('groupArray', column('pair')) },
      ...sides.map((as) => ({ as, value: text('') })),
    ],
    from: from(home),
    groupBy: [column('call')],
  };
}

/** One row for each key in which something may be said. */
function pairs(traces: Traces): Query {
  const placed: Select = {
    kind: 'select',
    columns: [
      { as: 'home', value: column('home') },
      { as: 'at', value: column('at') },
      { as: 'p', value: column('p') },
      { as: 'number', value: column('number') },
      ...sides.map((as) => ({ as, value: placeIn(keysOf[as], key) })),
    ],
    from: from(writtenPairs(traces)),
    where: infix('!=', value, text('')),
  };
  const pair = call(
    'tuple',
    key,
    value,
    nanoseconds(column('at')),
    ...sides.map((side) => column(side)),
    call('toInt64', column('number'))
  );
  return {
    kind: 'select',
    columns: [
      { as: 'home', value: column('home') },
      { as: 'pair', value: pair },
    ],
    from: from(placed),
    where: infix('OR', ...sides.map((side) => infix('>', column(side), number(0)))),
  };
}

/** The place of a key in a list of expressions, from 1; 0 if it is nowhere. */
const placeIn = (patterns: readonly string[], of: Expression): Expression =>
  call(
    'multiIf',
    ...patterns.flatMap((pattern, index) => [call('match', of, text(pattern)), number(index + 1)]),
    number(0)
  );

/** The value of the first key of a side that a call has; the last of those that are numbered or repeated. */
function best(side: Side): Expression {
  const own = call('arrayFilter', lambda(['p'], infix('>', place[side], number(0))), column('pairs'));
  const numbered = call('toInt64', call('toUInt32OrZero', call('extract', key, text('[0-9]+'))));
  const order = call('tuple', place[side], ...[numbered, at, written].map((of) => call('negate', of)));
  const sorted = call('arraySort', lambda(['p'], order), own);
  return call('tupleElement', call('arrayElement', sorted, number(1)), number(2));
}
