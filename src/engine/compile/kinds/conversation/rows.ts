import type { ConversationQuery } from '../../../query/model.ts';
import {
  array,
  call,
  column,
  combine,
  equal,
  from,
  infix,
  number,
  over,
  text,
  type Expression,
  type Select,
} from '../../../sql/nodes.ts';
import { nodesOf, withTree } from '../trace/nodes.ts';
import { climbed, furthest } from '../trace/tree.ts';
import type { Traces } from '../trace/within.ts';

/** Turns that are shown of a conversation. */
export const mostTurns = 2000;

/**
 * Selects the calls, tool calls and agent runs of a conversation, each with its `turn` and its `depth`.
 *
 * A turn begins with a call or an agent's run that has none of the conversation above it, and all below belongs to it. A tool
 * that the application runs by itself belongs to the turn before it: the model of that turn asked for it. Turns are numbered by
 * when they began, over all traces.
 */
export function conversationRows(traces: Traces, { conversationId }: ConversationQuery, rounds: number): Select {
  const id = traces.all.parameters.text(conversationId);
  const role = (name: string): Expression => column('n', name);
  const isRun = equal(role('fact'), text('agents'));
  const isMember = combine('OR', [
    equal(role('conversation'), id),
    // An agent of a trace of the conversation need not say whose it is.
    infix('AND', isRun, equal(role('conversation'), text(''))),
  ]) as Expression;
  const isOf = (facts: readonly string[]): Expression => infix('IN', role('fact'), array(facts.map(text)));
  const root = call('if', infix('AND', isOf(['requests', 'agents']), isMember), role('home'), text(''));
  const isShown = infix('AND', infix('!=', role('fact'), text('')), isMember);
  const nodes = nodesOf(traces, [{ as: 'root', value: root }], isShown);
  const tree = climbed(nodes, rounds, { marks: ['root'] });
  const top = column(furthest('root'));
  const begun: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      { as: 'began', value: over(call('min', column('at')), [top], []) },
    ],
    from: from(withTree(nodes, tree)),
    where: column('step'),
  };
  // A row's turn is how many began until its own did; where that begins is its first row.
  const isFirst = equal(column('home'), top);
  const begunUntilNow = over(
    call('countIf', isFirst),
    [equal(top, text(''))],
    [column('began'), top, call('not', isFirst), column('at'), column('span')]
  );
  const numbered: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      {
        as: 'own_turn',
        value: call('if', infix('!=', top, text('')), begunUntilNow, call('toUInt64', number(0))),
      },
    ],
    from: from(begun),
  };
  const before = over(call('max', column('own_turn')), [column('trace')], [column('at'), column('span')]);
  const first = over(
    call('minIf', column('own_turn'), infix('>', column('own_turn'), number(0))),
    [column('trace')],
    []
  );
  return {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      {
        as: 'turn',
        value: call(
          'multiIf',
          infix('>', column('own_turn'), number(0)),
          column('own_turn'),
          infix('>', before, number(0)),
          before,
          first
        ),
      },
    ],
    from: from(numbered),
  };
}
