import type { Compiled } from '../../compiled.ts';
import type { Context } from '../../context/context.ts';
import { tableColumn } from '../../tablecolumns.ts';
import type { ColumnPlan } from '../../../host.ts';
import { column, from } from '../../../sql/nodes.ts';
import { givenRows, type GivenColumns, type GivenRow } from './given.ts';

type Shown = Record<
  string,
  readonly [
    type: GivenColumns[string],
    ...(Parameters<typeof tableColumn> extends [string, ...infer More] ? More : never),
  ]
>;

/** The columns of Grafana's node graph. Nodes and edges are two frames, and a plan has one: each is a query of its own. */
const shown = {
  edges: {
    id: ['String', 'Id'],
    source: ['String', 'From'],
    target: ['String', 'To'],
    mainstat: ['Float64', 'Calls', { unit: 'short' }],
    secondarystat: ['Nullable(Float64)', 'Cost', { unit: 'currencyUSD' }],
    detail__errors: ['Float64', 'Errors', { unit: 'short' }],
  },
  nodes: {
    id: ['String', 'Id'],
    title: ['String', 'Name'],
    subtitle: ['String', 'Kind'],
    mainstat: ['Float64', 'Calls', { unit: 'short' }],
    secondarystat: ['Nullable(Float64)', 'Cost', { unit: 'currencyUSD' }],
    detail__errors: ['Float64', 'Errors', { unit: 'short' }],
    detail__seconds: ['Nullable(Float64)', 'Time in calls', { unit: 's' }],
    detail__input_tokens: ['Nullable(Float64)', 'Input tokens', { unit: 'short' }],
    detail__output_tokens: ['Nullable(Float64)', 'Output tokens', { unit: 'short' }],
    arc__errors: ['Float64', 'Errors', { color: { mode: 'fixed', fixedColor: 'red' } }],
    arc__success: ['Float64', 'Success', { color: { mode: 'fixed', fixedColor: 'green' } }],
  },
} as const satisfies Record<string, Shown>;

export type GraphView = keyof typeof shown;
export type GraphRow<View extends GraphView> = GivenRow<keyof (typeof shown)[View] & string>;

/** Shows the graph of a trace that the engine made. */
export function traceGraph(context: Context, view: GraphView, rows: readonly GivenRow[]): Compiled {
  const columns = Object.entries(shown[view] as Shown);
  const types = Object.fromEntries(columns.map(([name, [type]]) => [name, type]));
  return {
    select: {
      kind: 'select',
      columns: columns.map(([as]) => ({ as, value: column(as) })),
      from: from(givenRows(context, types, rows)),
      orderBy: [{ by: column('id'), direction: 'ASC' }],
    },
    facts: ['requests', 'tools', 'agents'],
    frame: {
      type: 'table',
      preferredVisualisation: 'nodeGraph',
      columns: columns.map(([name, [, ...more]]): ColumnPlan => tableColumn(name, ...more)),
    },
  };
}
