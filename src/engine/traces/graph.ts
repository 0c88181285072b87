import type { GraphRow } from '../compile/kinds/trace/graph.ts';
import { numberOfCall, plus, textOfCall, type Node } from './countedspans.ts';
import { handedDown, treeOf } from './tree.ts';

/**
 * The graph of a trace: its agents, tools and models are nodes, and an edge leads from what made calls to what was called.
 *
 * A call belongs to the closest agent or tool above it, or else to the application, so that the numbers of all edges, and
 * of all models, add up to those of the trace.
 */
const application = 'application';

interface Call {
  source: string;
  target: string;
  node: Node;
}

const entities: Readonly<Partial<Record<Node['fact'], (node: Node) => string>>> = {
  requests: (node) => `model:${textOfCall(node, 'model') || 'unknown'}`,
  tools: (node) => `tool:${textOfCall(node, 'tool') || 'unknown'}`,
  agents: (node) => `agent:${textOfCall(node, 'agent') || 'unknown'}`,
};

/** Calls, tool calls and agent runs, with what made them. */
function callsOf(nodes: readonly Node[]): Call[] {
  const tree = treeOf(nodes);
  const targets = nodes.map((node) => entities[node.fact]?.(node));
  // What makes the calls below a node: itself, if it is an agent or a tool.
  const owners = handedDown<string>(
    tree,
    (place, above = application) => (nodes[place]?.fact === 'requests' ? undefined : targets[place]) ?? above
  );
  return nodes.flatMap((node, place) => {
    const target = targets[place];
    return target === undefined ? [] : [{ source: owners[tree.parents[place] ?? -1] ?? application, target, node }];
  });
}

const total = (calls: readonly Call[], of: (node: Node) => number | null): number | null =>
  calls.reduce<number | null>((sum, { node }) => plus(sum, of(node)), null);

const costOf = (node: Node) => numberOfCall(node, 'cost');

export function graphEdges(nodes: readonly Node[]): GraphRow<'edges'>[] {
  return grouped(callsOf(nodes), ({ source, target }) => [`${source} → ${target}`]).map(([id, calls]) => ({
    id,
    source: calls[0]?.source ?? '',
    target: calls[0]?.target ?? '',
    mainstat: total(calls, (node) => node.calls) ?? 0,
    secondarystat: total(calls, costOf),
    detail__errors: total(calls, (node) => node.failures) ?? 0,
  }));
}

export function graphNodes(nodes: readonly Node[]): GraphRow<'nodes'>[] {
  return grouped(callsOf(nodes), ({ source, target }) => [...new Set([target, source])]).map(([id, calls]) => {
    const own = calls.filter(({ target }) => target === id);
    const [kind = '', ...name] = id.split(':');
    const made = total(own, (node) => node.calls) ?? 0;
    const errors = total(own, (node) => node.failures) ?? 0;
    const share = made > 0 ? errors / made : 0;
    return {
      id,
      title: id === application ? 'Application' : name.join(':'),
      subtitle:
        kind === 'model'
          ? (own.map(({ node }) => textOfCall(node, 'provider')).find((provider) => provider !== '') ?? '')
          : kind,
      mainstat: made,
      // Of its models a node has the cost of its own calls, of others that of the calls that they made.
      secondarystat: total(kind === 'model' ? own : calls, costOf),
      detail__errors: errors,
      detail__seconds: total(own, (node) => numberOfCall(node, 'seconds')),
      detail__input_tokens: total(own, (node) => numberOfCall(node, 'input')),
      detail__output_tokens: total(own, (node) => numberOfCall(node, 'output')),
      arc__errors: share,
      arc__success: 1 - share,
    };
  });
}

function grouped(calls: readonly Call[], keysOf: (call: Call) => string[]): [string, Call[]][] {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    for (const key of keysOf(call)) {
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      group.push(call);
    }
  }
  return [...groups];
}
