import { facts } from '../../../catalogue/facts.ts';
import { rowField, spanIds } from '../../context/columnnames.ts';
import type { Context } from '../../context/context.ts';
import { timesOf } from '../../context/times.ts';
import { canTell } from '../../rows/capabilities.ts';
import { spanRows } from '../../rows/spans.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  named,
  number,
  text,
  type Expression,
  type Output,
  type Select,
} from '../../../sql/nodes.ts';
import { callsOf, roleColumns, rolesOf, type RoleNumber } from './roles.ts';
import { isAtHome, spansOfTraces, type Traces } from './within.ts';

/** What is added up over a span and all below it: numbers of calls, and of what they say with how many of them say it. */
export const sums = [
  ...(['requests', 'failed_requests', 'tools', 'failed_tools', 'unpriced'] as const),
  ...(['sum_cost', 'sum_input', 'sum_output', 'sum_cached', 'sum_reasoning'] as const),
  ...(['know_cost', 'know_input', 'know_output', 'know_cached', 'know_reasoning'] as const),
] as const;

export type Sum = (typeof sums)[number];

const role = (name: string): Expression => column('n', name);
const isOf = (fact: string): Expression => equal(role('fact'), text(fact));
const countedIf = (condition: Expression, count: Expression): Expression => call('if', condition, count, number(0));
const orNone = (name: RoleNumber): Expression => call('ifNull', role(name), number(0));
const isKnown = (name: RoleNumber): Expression => call('isNotNull', role(name));

const values: Record<Sum, Expression> = {
  requests: countedIf(isOf('requests'), role('calls')),
  failed_requests: countedIf(isOf('requests'), role('failures')),
  tools: countedIf(isOf('tools'), role('calls')),
  failed_tools: countedIf(isOf('tools'), role('failures')),
  // Successful calls, as the measures `unpriced_requests` and `unseen_requests` count them.
  unpriced: countedIf(
    infix('AND', isOf('requests'), infix('IN', role('cost_source'), array(['unpriced', 'unknown'].map(text)))),
    infix('-', role('calls'), role('failures'))
  ),
  sum_cost: orNone('cost'),
  sum_input: orNone('input'),
  sum_output: orNone('output'),
  sum_cached: orNone('cached'),
  sum_reasoning: orNone('reasoning'),
  know_cost: isKnown('cost'),
  know_input: isKnown('input'),
  know_output: isKnown('output'),
  know_cached: isKnown('cached'),
  know_reasoning: isKnown('reasoning'),
};

/** The columns of a node beside what leads from one to another: its role, where it is, and what it is by itself. */
export const nodeColumns: readonly string[] = [...roleColumns, 'trace', 'span', 'at', 'named'];

/**
 * Selects each span of the traces once, of any kind, with the home of its parent, its role and its own numbers. `more` are
 * further columns, over those of a node `n`, and `step` says whether it is a level. A span that names itself as its parent has none.
 */
export function nodesOf(
  traces: Traces,
  more: readonly Output[] = [],
  step: Expression = infix('!=', role('fact'), text(''))
): Select {
  const once = withRoles(traces);
  const parentHome = call('concat', role('trace'), text(':'), role('parent'));
  const above = call(
    'multiIf',
    // A span of another trace that is about a call of this one is shown below the span that stands for the call.
    infix('AND', infix('!=', role('stands'), text('')), call('not', isAtHome(role('home')))),
    role('stands'),
    infix('OR', equal(role('parent'), text('')), equal(parentHome, role('home'))),
    text(''),
    parentHome
  );
  return named('nodes', {
    kind: 'select',
    columns: [
      { as: 'home', value: role('home') },
      { as: 'above', value: above },
      { as: 'step', value: step },
      ...nodeColumns.map((as) => ({ as, value: role(as) })),
      ...sums.map((as) => ({ as, value: call('toFloat64', values[as]) })),
      ...more,
    ],
    from: { kind: 'query', query: once, as: 'n' },
  });
}

/**
 * The columns of nodes with what the tree says of them. They are read twice: carried through the rounds, forty columns took three
 * times as long.
 */
export function withTree(nodes: Select, tree: Select): Select {
  const home = 'tree_home';
  return {
    kind: 'select',
    columns: [{ as: '*', value: column('*') }],
    from: {
      kind: 'join',
      left: from(nodes),
      leftAs: 'n',
      right: {
        kind: 'select',
        columns: tree.columns
          .filter(({ as }) => as !== 'above')
          .map(({ as }) => ({ as: as === 'home' ? home : as, value: column(as) })),
        from: from(tree),
      },
      rightAs: 't',
      on: [['home', home]],
    },
  };
}

/** The spans with what they are counted as: a call by its role, and an agent's run by itself. */
function withRoles(traces: Traces): Select {
  const rows = spansOfTraces(traces, light, () => callsOf(traces));
  const own = (name: string): Expression => call('any', column(name));
  const has = (field: 'operation' | 'agentName' | 'conversation'): boolean => canTell(traces.own, field);
  const once: Select = {
    kind: 'select',
    columns: [
      { as: 'home', value: column(spanIds.home) },
      { as: 'trace', value: own(spanIds.trace) },
      { as: 'span', value: own(spanIds.span) },
      { as: 'parent', value: own(spanIds.parent) },
      { as: 'at', value: call('min', column('_at')) },
      { as: 'named', value: own(rowField('spanName')) },
      { as: 'is_agent', value: has('operation') ? call('max', isAgent) : number(0) },
      { as: 'own_agent', value: has('agentName') ? own(rowField('agentName')) : text('') },
      { as: 'own_conversation', value: has('conversation') ? own(rowField('conversation')) : text('') },
      { as: 'own_failed', value: own(rowField('failed')) },
      { as: 'own_class', value: own(rowField('errorClass')) },
      { as: 'own_seconds', value: own(rowField('seconds')) },
    ],
    from: from(rows),
    groupBy: [column(spanIds.home)],
  };
  const isRun = infix('AND', equal(column('r', 'fact'), text('')), column('s', 'is_agent'));
  const ofRun: Readonly<Partial<Record<string, Expression>>> = {
    fact: text('agents'),
    calls: call('toFloat64', number(1)),
    failures: call('toFloat64', infix('!=', column('s', 'own_failed'), number(0))),
    operation: text(facts.agents.operations[0]),
    agent: column('s', 'own_agent'),
    conversation: column('s', 'own_conversation'),
    error_class: column('s', 'own_class'),
    seconds: call('toFloat64', column('s', 'own_seconds')),
  };
  return {
    kind: 'select',
    columns: [
      ...['home', 'trace', 'span', 'parent', 'at', 'named'].map((as) => ({ as, value: column('s', as) })),
      ...roleColumns.map((as) => ({
        as,
        value: as in ofRun ? call('if', isRun, ofRun[as] ?? text(''), column('r', as)) : column('r', as),
      })),
    ],
    from: {
      kind: 'join',
      left: from(once),
      leftAs: 's',
      right: rolesOf(traces),
      rightAs: 'r',
      on: [['home', 'home']],
    },
  };
}

const isAgent = infix('IN', column(rowField('operation')), array(facts.agents.operations.map(text)));

const light = (context: Context, limited: (spans: Select) => Select): Select =>
  limited(
    spanRows(context, {
      fields: [
        ...(['operation', 'agentName', 'conversation'] as const).filter((field) => canTell(context, field)),
        ...(['failed', 'errorClass', 'seconds', 'spanName'] as const),
      ],
      attributes: [],
      resources: [],
      times: timesOf(context),
      withIds: true,
      withHome: true,
      every: true,
    })
  );
