import type { Compiled } from '../../compiled.ts';
import { tableColumn } from '../../tablecolumns.ts';
import type { ColumnPlan } from '../../../host.ts';
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
import { nodesOf } from './nodes.ts';
import { climbed, nearest } from './tree.ts';
import type { Traces } from './within.ts';

/**
 * The graph of a trace: its agents, tools and models are nodes, and an edge leads from what made calls to what was called.
 *
 * A call belongs to the closest agent or tool above it, or else to the application, so that the numbers of all edges, and
 * of all models, add up to those of the trace. Nodes and edges are two frames of different columns, and a plan is one statement with one
 * frame: each is a query of its own, which the browser asks for at once, and they share what is looked up before.
 */
const application = 'application';

const part = (name: string): Expression => column('n', name);
const orUnknown = (value: Expression): Expression => call('if', equal(value, text('')), text('unknown'), value);
const entity = call(
  'multiIf',
  equal(part('fact'), text('requests')),
  call('concat', text('model:'), orUnknown(part('model'))),
  equal(part('fact'), text('tools')),
  call('concat', text('tool:'), orUnknown(part('tool'))),
  equal(part('fact'), text('agents')),
  call('concat', text('agent:'), orUnknown(part('agent'))),
  text('')
);

const amounts = ['calls', 'failures', 'cost', 'input', 'output', 'seconds'] as const;

/** Rows of calls, tool calls and agent runs, with what made them. */
function callsOfGraph(traces: Traces, rounds: number): Select {
  const isOwner = infix('IN', part('fact'), array(['tools', 'agents'].map(text)));
  const nodes = nodesOf(traces, [
    { as: 'target', value: entity },
    { as: 'owner', value: call('if', isOwner, entity, text('')) },
  ]);
  const kept = ['target', 'provider', ...amounts];
  const owner = column(nearest('owner'));
  return {
    kind: 'select',
    columns: [
      { as: 'source', value: call('if', equal(owner, text('')), text(application), owner) },
      ...kept.map((as) => ({ as, value: column(as) })),
    ],
    from: from(climbed(nodes, rounds, { marks: ['owner'], kept })),
    where: infix('!=', column('target'), text('')),
  };
}

const sum = (name: string): Expression => call('sum', column('c', name));
const costs = call('toFloat64', sum('cost'));

export function traceEdges(traces: Traces, rounds: number): Compiled {
  return {
    select: {
      kind: 'select',
      columns: [
        { as: 'id', value: call('concat', column('c', 'source'), text(' → '), column('c', 'target')) },
        ...['source', 'target'].map((as) => ({ as, value: column('c', as) })),
        { as: 'mainstat', value: sum('calls') },
        { as: 'secondarystat', value: costs },
        { as: 'detail__errors', value: sum('failures') },
      ],
      from: { kind: 'query', query: callsOfGraph(traces, rounds), as: 'c' },
      groupBy: [column('c', 'source'), column('c', 'target')],
      orderBy: [{ by: column('id'), direction: 'ASC' }],
    },
    facts: ['requests', 'tools', 'agents'],
    frame: frame([
      tableColumn('id', 'Id'),
      tableColumn('source', 'From'),
      tableColumn('target', 'To'),
      tableColumn('mainstat', 'Calls', { unit: 'short' }),
      tableColumn('secondarystat', 'Cost', { unit: 'currencyUSD' }),
      tableColumn('detail__errors', 'Errors', { unit: 'short' }),
    ]),
  };
}

export function traceNodes(traces: Traces, rounds: number): Compiled {
  const calls = callsOfGraph(traces, rounds);
  // A call is its model's, and what it cost is also what its agent spent.
  const sides: Select = {
    kind: 'select',
    columns: [
      { as: 'node', value: call('tupleElement', column('side'), number(1)) },
      { as: 'is_target', value: call('tupleElement', column('side'), number(2)) },
      ...['provider', ...amounts].map((as) => ({ as, value: column(as) })),
    ],
    from: from(calls),
    arrayJoin: [
      {
        as: 'side',
        value: array([call('tuple', column('target'), number(1)), call('tuple', column('source'), number(0))]),
      },
    ],
  };
  const isTarget = equal(column('c', 'is_target'), number(1));
  const node = column('c', 'node');
  const kind = call('extract', node, text('^([a-z]+)'));
  const own = (name: string): Expression => call('sumIf', column('c', name), isTarget);
  const isModel = call('startsWith', node, text('model:'));
  // Of its models a node has the cost of its own calls, of others that of the calls that they made.
  const spent = call('sumIf', column('c', 'cost'), infix('OR', isTarget, call('not', isModel)));
  const share = call(
    'if',
    infix('>', column('mainstat'), number(0)),
    infix('/', column('detail__errors'), column('mainstat')),
    number(0)
  );
  const counted: Select = {
    kind: 'select',
    columns: [
      { as: 'id', value: node },
      {
        as: 'title',
        value: call(
          'any',
          call('if', equal(node, text(application)), text('Application'), call('extract', node, text(':(.*)$')))
        ),
      },
      { as: 'subtitle', value: call('any', call('if', isModel, column('c', 'provider'), kind)) },
      { as: 'mainstat', value: own('calls') },
      { as: 'secondarystat', value: call('toFloat64', spent) },
      { as: 'detail__errors', value: own('failures') },
      { as: 'detail__seconds', value: call('toFloat64', own('seconds')) },
      { as: 'detail__input_tokens', value: call('toFloat64', own('input')) },
      { as: 'detail__output_tokens', value: call('toFloat64', own('output')) },
    ],
    from: { kind: 'query', query: sides, as: 'c' },
    groupBy: [node],
  };
  return {
    select: {
      kind: 'select',
      columns: [
        ...counted.columns.map(({ as }) => ({ as, value: column(as) })),
        { as: 'arc__errors', value: share },
        { as: 'arc__success', value: infix('-', number(1), share) },
      ],
      from: from(counted),
      orderBy: [{ by: column('id'), direction: 'ASC' }],
    },
    facts: ['requests', 'tools', 'agents'],
    frame: frame([
      tableColumn('id', 'Id'),
      tableColumn('title', 'Name'),
      tableColumn('subtitle', 'Kind'),
      tableColumn('mainstat', 'Calls', { unit: 'short' }),
      tableColumn('secondarystat', 'Cost', { unit: 'currencyUSD' }),
      tableColumn('detail__errors', 'Errors', { unit: 'short' }),
      tableColumn('detail__seconds', 'Time in calls', { unit: 's' }),
      tableColumn('detail__input_tokens', 'Input tokens', { unit: 'short' }),
      tableColumn('detail__output_tokens', 'Output tokens', { unit: 'short' }),
      tableColumn('arc__errors', 'Errors', { color: { mode: 'fixed', fixedColor: 'red' } }),
      tableColumn('arc__success', 'Success', { color: { mode: 'fixed', fixedColor: 'green' } }),
    ]),
  };
}

const frame = (columns: ColumnPlan[]): Compiled['frame'] => ({
  type: 'table',
  preferredVisualisation: 'nodeGraph',
  columns,
});
