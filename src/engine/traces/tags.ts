import type { CallNumber } from '../compile/kinds/trace/read.ts';
import type { GivenRow } from '../compile/kinds/trace/given.ts';
import { factPrefix } from '../compile/kinds/trace/json.ts';
import type { toldColumns } from '../compile/kinds/trace/trace.ts';
import { isSo, textOf } from './answerrows.ts';
import { numberOfCall, textOfCall, type Node } from './countedspans.ts';
import { addUp, treeOf } from './tree.ts';

/** Numbers of a call, by tag. */
const numbers = Object.entries({
  input_tokens: 'input',
  output_tokens: 'output',
  cache_read_tokens: 'cached',
  reasoning_tokens: 'reasoning',
  time_to_first_token_seconds: 'first_token',
  cost_usd: 'cost',
} as const satisfies Record<string, CallNumber>);

const summed = ['cost', 'input', 'output', 'cached', 'reasoning'] as const satisfies readonly CallNumber[];

/** What is added up: counts of calls, then numbers of calls, then how many calls say each of them. */
const counts = ['requests', 'failed_requests', 'tools', 'failed_tools', 'unpriced'] as const;
const sums: readonly string[] = [...counts, ...summed, ...summed.map((name) => `known ${name}`)];
const placeOf = (sum: (typeof counts)[number] | (typeof summed)[number]): number => sums.indexOf(sum);
const [requests, tools] = [placeOf('requests'), placeOf('tools')];

/** Sums over a span and all below it, by tag. What no call below says is left out: unknown is not 0. */
const totals = Object.entries({
  requests: 'requests',
  errors: 'failed_requests',
  cost_usd: 'cost',
  unpriced_requests: 'unpriced',
  input_tokens: 'input',
  output_tokens: 'output',
  cache_read_tokens: 'cached',
  reasoning_tokens: 'reasoning',
  tool_calls: 'tools',
  tool_failures: 'failed_tools',
} as const).map(([tag, sum]) => ({
  tag: `total.${tag}`,
  place: placeOf(sum),
  known: sums.indexOf(`known ${sum}`),
}));

/** The words by which a span says what it is counted as. */
const countedAs: Readonly<Partial<Record<Node['fact'], string>>> = {
  requests: 'request',
  tools: 'tool_call',
  agents: 'agent_run',
};

/** How soon spans are shown: what was searched for, calls and what leads to them, others, and last those of which nothing is told. */
const ranks = { focus: 3, leads: 2, other: 1 } as const;

/** Says of each span its place and its tags. Without `total` nothing is added up. `focus` is the id of the span that was searched for. */
export function toldSpans(
  nodes: readonly Node[],
  { total, focus }: { total: boolean; focus: string | undefined }
): GivenRow<keyof typeof toldColumns>[] {
  const tree = treeOf(nodes);
  const below = nodes.map(numbersOf);
  if (total) {
    addUp(tree, below);
  }
  return nodes.map((node, place) => {
    const sum = total ? (below[place] ?? []) : [];
    const isCalled = (sum[requests] ?? 0) + (sum[tools] ?? 0) > 0;
    const isCircle = tree.isInCircle[place] ?? false;
    const leads = node.above === '' || isCalled || isSo(node.span, 'is_gen_ai');
    return {
      home: node.home,
      above: node.above,
      rank: textOf(node.span, 'span') === focus ? ranks.focus : leads ? ranks.leads : ranks.other,
      is_circle: isCircle ? 1 : 0,
      response: node.response,
      tags: [...ownTags(node), ...(isCalled && !isCircle ? totalTags(sum) : [])].join(','),
    };
  });
}

function numbersOf(node: Node): number[] {
  const { fact, calls, failures } = node;
  const of = (own: Node['fact'], count: number) => (fact === own ? count : 0);
  const values = summed.map((name) => (fact === '' ? null : numberOfCall(node, name)));
  // Successful calls, as the measures `unpriced_requests` and `unseen_requests` count them.
  const source = fact === 'requests' ? textOfCall(node, 'cost_source') : '';
  return [
    of('requests', calls),
    of('requests', failures),
    of('tools', calls),
    of('tools', failures),
    source === 'unpriced' || source === 'unknown' ? calls - failures : 0,
    ...values.map((value) => value ?? 0),
    ...values.map((value) => (value === null ? 0 : 1)),
  ];
}

/** What was read of the span or its call. */
function ownTags(node: Node): string[] {
  const { span, fact, rows, calls, weight, stands } = node;
  const texts = textOf(rows[0] ?? span, 'tags');
  const tags: string[] = [];
  if (fact !== '' || stands !== '') {
    tags.push(tag('counted', countedAs[fact] ?? 'elsewhere'));
  }
  if (stands !== '') {
    tags.push(tag('counted_as', stands));
  }
  if (fact !== '' && calls !== 1) {
    tags.push(tag('calls', calls));
  }
  if (weight > 1) {
    tags.push(tag('weight', weight));
  }
  if (texts !== '') {
    tags.push(texts);
  }
  if (rows.length > 0) {
    for (const [name, number] of numbers) {
      const value = numberOfCall(node, number);
      if (value !== null) {
        tags.push(tag(name, value));
      }
    }
  }
  return tags;
}

const totalTags = (sum: readonly number[]): string[] =>
  totals
    .filter(({ known }) => known < 0 || (sum[known] ?? 0) > 0)
    .map((total) => tag(total.tag, sum[total.place] ?? 0));

const tag = (name: string, value: string | number): string =>
  `{"key":"${factPrefix}${name}","value":${typeof value === 'string' ? JSON.stringify(value) : value}}`;
