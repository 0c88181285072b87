import { mostTurns, type TurnRow } from '../compile/kinds/conversation.ts';
import { readFor } from '../compile/kinds/trace/read.ts';
import { textOf } from './answerrows.ts';
import { numberOfCall, plus, textOfCall, type Node } from './countedspans.ts';
import { handedDown, treeOf } from './tree.ts';

/** What all of a conversation used; null where nothing is known. */
export type ConversationSums = Readonly<
  Record<'turns' | 'requests' | 'errors' | 'toolCalls' | 'cost' | 'inputTokens' | 'outputTokens', number | null>
>;

interface Turn {
  node: Node;
  /** The home of the call or run that began the turn; '' for what has none of the conversation above it and is no model's. */
  top: string;
  depth: number;
  turn: number;
}

/**
 * Lists the calls, tool calls and agent runs of a conversation, each with its turn and its depth, and adds up all of them.
 *
 * A turn begins with a call or an agent's run that has none of the conversation above it, and all below belongs to it. A tool
 * that the application runs by itself belongs to the turn before it: the model of that turn asked for it. Turns are numbered by
 * when they began, over all traces.
 */
export function conversationOf(nodes: readonly Node[], id: string): { rows: TurnRow[]; sums: ConversationSums } {
  const turns = numbered(membersOf(nodes, id));
  const of = (fact: Node['fact']) => turns.filter(({ node }) => node.fact === fact);
  const sum = (some: readonly Turn[], value: (node: Node) => number | null) =>
    some.reduce<number | null>((total, { node }) => plus(total, value(node)), null);
  const requests = of('requests');
  return {
    rows: turns.filter(({ turn }) => turn <= mostTurns).map(rowOf),
    sums: {
      turns: turns.reduce((most, { turn }) => Math.max(most, turn), 0),
      requests: sum(requests, ({ calls }) => calls) ?? 0,
      errors: sum(requests, ({ failures }) => failures) ?? 0,
      toolCalls: sum(of('tools'), ({ calls }) => calls) ?? 0,
      cost: sum(requests, (node) => numberOfCall(node, 'cost')),
      inputTokens: sum(requests, (node) => numberOfCall(node, 'input')),
      outputTokens: sum(requests, (node) => numberOfCall(node, 'output')),
    },
  };
}

/** What the conversation consists of. An agent of a trace of the conversation need not say whose it is. */
function membersOf(nodes: readonly Node[], id: string): Turn[] {
  const isMember = (node: Node) => {
    const conversation = node.fact === '' ? '' : textOfCall(node, 'conversation');
    return conversation === id || (node.fact === 'agents' && conversation === '');
  };
  const members = nodes.map(isMember);
  const places = handedDown<{ top: string; depth: number }>(treeOf(nodes), (place, above = { top: '', depth: -1 }) => {
    const node = nodes[place];
    if (!node || !members[place]) {
      return above;
    }
    return { top: above.top || (node.fact === 'tools' ? '' : node.home), depth: above.depth + 1 };
  });
  return nodes.flatMap((node, place) => {
    const own = places[place];
    return members[place] && own ? [{ node, turn: 0, ...own }] : [];
  });
}

function numbered(members: readonly Turn[]): Turn[] {
  const began = new Map<string, string>();
  for (const { top, node } of members) {
    const [known, at] = [began.get(top), textOf(node.span, 'at')];
    began.set(top, known === undefined || at < known ? at : known);
  }
  const tops = [...began.keys()]
    .filter((top) => top !== '')
    .sort((a, b) => compare(began.get(a) ?? '', began.get(b) ?? '') || compare(a, b));
  const numbers = new Map(tops.map((top, index) => [top, index + 1]));
  const before = new Map<string, number>();
  const first = new Map<string, number>();
  for (const { top, node } of members) {
    const [own, known] = [numbers.get(top), first.get(textOf(node.span, 'trace'))];
    if (own !== undefined && (known === undefined || own < known)) {
      first.set(textOf(node.span, 'trace'), own);
    }
  }
  return [...members]
    .sort(
      (a, b) =>
        compare(textOf(a.node.span, 'at'), textOf(b.node.span, 'at')) ||
        compare(textOf(a.node.span, 'span'), textOf(b.node.span, 'span'))
    )
    .map((one) => {
      const trace = textOf(one.node.span, 'trace');
      const own = numbers.get(one.top);
      const latest = Math.max(own ?? 0, before.get(trace) ?? 0);
      before.set(trace, latest);
      return { ...one, turn: own ?? (latest > 0 ? latest : (first.get(trace) ?? 0)) };
    });
}

/** Compares by code units: times of equal length, and ids. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const rowOf = ({ node, depth, turn }: Turn): TurnRow => ({
  home: node.home,
  response: node.response,
  at: textOf(node.span, 'at'),
  turn,
  trace: textOf(node.span, 'trace'),
  span: textOf(node.span, 'span'),
  depth,
  failures: node.failures,
  ...recordOf(numbers, (name) => numberOfCall(node, name)),
  ...recordOf(texts, (name) => textOfCall(node, name)),
});

const { numbers } = readFor.turns;
const texts = ['operation', 'agent', 'tool', 'model', 'cost_source', 'error_class', 'finish_reason'] as const;

const recordOf = <Name extends string, Value>(names: readonly Name[], of: (name: Name) => Value) =>
  Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, Value>;
