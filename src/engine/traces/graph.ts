import type { GraphRow } from '../compile/kinds/trace/graph.ts';
import { plus, type Node } from './nodes.ts';
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
  requests: ({ texts }) => `model:${texts.model || 'unknown'}`,
  tools: ({ texts }) => `tool:${texts.tool || 'unknown'}`,
  agents: ({ texts }) => `agent:${texts.agent || 'unknown'}`,
};

/** Calls, tool calls and agent runs, with what made them. */
function callsOf(nodes: readonly Node[]): Call[] {
  const tree = treeOf(nodes);
  const entityOf = (node: Node) => entities[node.fact]?.(node);
  // What makes the calls below a node: itself, if it is an agent or a tool.
  const owners = handedDown<Node, string>(
    tree,
    (node, above = application) => (node.fact === 'requests' ? undefined : entityOf(node)) ?? above
  );
  return nodes.flatMap((node) => {
    const [target, parent] = [entityOf(node), tree.parentOf(node)];
    return target === undefined ? [] : [{ source: (parent && owners.get(parent)) ?? application, target, node }];
  });
}

const total = (calls: readonly Call[], of: (node: Node) => number | null): number | null =>
  calls.reduce<number | null>((sum, { node }) => plus(sum, of(node)), null);

const costOf = ({ numbers }: Node) => numbers.cost;

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
      subtitle: kind === 'model' ? (own.find(({ node }) => node.texts.provider)?.node.texts.provider ?? '') : kind,
      mainstat: made,
      // Of its models a node has the cost of its own calls, of others that of the calls that they made.
      secondarystat: total(kind === 'model' ? own : calls, costOf),
      detail__errors: errors,
      detail__seconds: total(own, (node) => node.numbers.seconds),
      detail__input_tokens: total(own, (node) => node.numbers.input),
      detail__output_tokens: total(own, (node) => node.numbers.output),
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
