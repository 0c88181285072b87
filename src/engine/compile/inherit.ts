import {
  call,
  column,
  equal,
  from,
  infix,
  number,
  over,
  text,
  type Expression,
  type Output,
  type Select,
} from '../sql/nodes.ts';
import { rowTime } from './context/context.ts';
import { emptyOf } from '../canonical/derived.ts';
import { spanIds } from './rows/spans.ts';
import { rowEnd } from './context/times.ts';

const trace = column(spanIds.trace);
const holder = column('_holder');

/**
 * Rows with the tags that only another span of their trace carries, usually the root.
 *
 * `holders` are spans that are no call and have at least one of the `tags`, with their time, trace, seconds and tags. A
 * row takes each tag it lacks from the holder that started last before it and still runs, else from the trace's first.
 */
export function withInherited(
  rows: Select,
  holders: Select,
  names: readonly string[],
  tags: readonly string[],
  inWindow: Expression
): Select {
  const everything = [rowTime, spanIds.trace, ...names.filter((name) => name !== rowTime && name !== spanIds.trace)];
  const ofRow: Select = {
    kind: 'select',
    columns: [...everything.map(same), { as: '_holder', value: number(0) }, { as: '_until', value: column(rowTime) }],
    from: from(rows),
    where: inWindow,
  };
  const ofHolder: Select = {
    kind: 'select',
    columns: [
      ...everything.map((name) =>
        name === rowTime || name === spanIds.trace || tags.includes(name)
          ? same(name)
          : { as: name, value: emptyOf(name.slice(1)) }
      ),
      { as: '_holder', value: number(1) },
      { as: '_until', value: rowEnd },
    ],
    from: from(holders),
    where: infix('!=', trace, text('')),
  };
  const seen = (name: string, which: 'argMaxIf' | 'argMinIf'): Expression =>
    over(
      call(
        which,
        call('tuple', column(name), column('_until')),
        column(rowTime),
        infix('AND', equal(holder, number(1)), infix('!=', column(name), text('')))
      ),
      [trace],
      // The first may come after the row.
      which === 'argMinIf' ? [] : [column(rowTime), infix('-', number(1), holder)]
    );
  const filled: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      ...tags.flatMap((name) => [
        { as: `last${name}`, value: seen(name, 'argMaxIf') },
        { as: `first${name}`, value: seen(name, 'argMinIf') },
      ]),
    ],
    from: from({ kind: 'union', all: [ofRow, ofHolder] }),
  };
  return {
    kind: 'select',
    columns: everything.map((name) => (tags.includes(name) ? { as: name, value: taken(name) } : same(name))),
    from: { kind: 'query', query: filled, as: 'f' },
    where: equal(holder, number(0)),
  };
}

function taken(name: string): Expression {
  const part = (which: 'last' | 'first', index: number) =>
    call('tupleElement', column(`${which}${name}`), number(index));
  return call(
    'multiIf',
    infix('!=', column('f', name), text('')),
    column('f', name),
    infix('>=', part('last', 2), column('f', rowTime)),
    part('last', 1),
    part('first', 1)
  );
}

const same = (name: string): Output => ({ as: name, value: column(name) });
