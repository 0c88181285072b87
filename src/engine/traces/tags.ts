import type { CallNumber, CallText } from '../compile/kinds/trace/calls.ts';
import { factPrefix, mostCharacters } from '../compile/kinds/trace/json.ts';
import type { SpanText } from '../compile/kinds/trace/spans.ts';
import type { toldColumns } from '../compile/kinds/trace/trace.ts';
import type { GivenRow } from '../compile/kinds/trace/given.ts';
import type { Node } from './nodes.ts';
import { addedUp, treeOf } from './tree.ts';

/** Texts of a call by tag; and those of the span itself where it stands for none. */
const texts: ReadonlyArray<readonly [tag: CallText & SpanText, instead?: SpanText]> = [
  ['operation'],
  ['provider'],
  ['model', 'response_model'],
  ['response_model'],
  ['agent'],
  ['tool'],
  ['prompt'],
  ['prompt_version'],
  ['feature'],
  ['team'],
  ['user_tier'],
  ['conversation'],
  ['finish_reason'],
];

/** Numbers of a call, by tag. */
const numbers: Readonly<Record<string, CallNumber>> = {
  input_tokens: 'input',
  output_tokens: 'output',
  cache_read_tokens: 'cached',
  reasoning_tokens: 'reasoning',
  time_to_first_token_seconds: 'first_token',
  cost_usd: 'cost',
};

/** Sums over a span and all below it, by tag. What no call below says is left out: unknown is not 0. */
const totals = {
  'total.requests': ['requests'],
  'total.errors': ['failed_requests'],
  'total.cost_usd': ['cost', 'know_cost'],
  'total.unpriced_requests': ['unpriced'],
  'total.input_tokens': ['input', 'know_input'],
  'total.output_tokens': ['output', 'know_output'],
  'total.cache_read_tokens': ['cached', 'know_cached'],
  'total.reasoning_tokens': ['reasoning', 'know_reasoning'],
  'total.tool_calls': ['tools'],
  'total.tool_failures': ['failed_tools'],
} as const;

const summed = ['cost', 'input', 'output', 'cached', 'reasoning'] as const satisfies readonly CallNumber[];
type Sum =
  | 'requests'
  | 'failed_requests'
  | 'tools'
  | 'failed_tools'
  | 'unpriced'
  | (typeof summed)[number]
  | `know_${(typeof summed)[number]}`;

/** The words by which a span says what it is counted as. */
const countedAs: Readonly<Partial<Record<Node['fact'], string>>> = {
  requests: 'request',
  tools: 'tool_call',
  agents: 'agent_run',
};

/** The order in which spans are shown: what was searched for, then calls and what leads to them, then others. */
const ranks = { focus: 0, leads: 1, other: 2 } as const;

/** Says of each span its place and its tags. Without `total` nothing is added up. `focus` is the id of the span that was searched for. */
export function toldSpans(
  nodes: readonly Node[],
  { total, focus }: { total: boolean; focus: string | undefined }
): GivenRow<keyof typeof toldColumns>[] {
  const tree = treeOf(nodes);
  const sums = addedUp(tree, ofNode);
  return nodes.map((node) => {
    const below = total ? sums.get(node) : undefined;
    const isCircle = tree.isInCircle(node);
    const leads = node.above === '' || node.span.isGenAi || (below !== undefined && below.requests + below.tools > 0);
    return {
      home: node.home,
      above: node.above,
      rank: node.span.span === focus ? ranks.focus : leads ? ranks.leads : ranks.other,
      is_circle: isCircle ? 1 : 0,
      response: node.response,
      tags: [...ownTags(node), ...(below && !isCircle ? totalTags(below) : [])].map(asJson).join(','),
    };
  });
}

function ofNode({ fact, calls, failures, texts: said, numbers: known }: Node): Record<Sum, number> {
  const of = (own: Node['fact'], count: number) => (fact === own ? count : 0);
  const isUnpriced = said.cost_source === 'unpriced' || said.cost_source === 'unknown';
  return {
    requests: of('requests', calls),
    failed_requests: of('requests', failures),
    tools: of('tools', calls),
    failed_tools: of('tools', failures),
    // Successful calls, as the measures `unpriced_requests` and `unseen_requests` count them.
    unpriced: isUnpriced ? of('requests', calls - failures) : 0,
    ...(Object.fromEntries(
      summed.flatMap((name) => [
        [name, known[name] ?? 0],
        [`know_${name}`, known[name] === null ? 0 : 1],
      ])
    ) as Record<(typeof summed)[number] | `know_${(typeof summed)[number]}`, number>),
  };
}

type Tag = readonly [name: string, value: string | number];

/** What was read of the span or its call. */
function ownTags(node: Node): Tag[] {
  const { span, fact, calls, weight, stands } = node;
  const isCounted = fact !== '';
  const own = ([tag, instead]: (typeof texts)[number]) => span.texts[tag] || (instead ? span.texts[instead] : '');
  const errorClass = isCounted ? node.texts.error_class : span.failed && span.isGenAi ? span.texts.error_class : '';
  return [
    ['counted', isCounted ? (countedAs[fact] ?? '') : stands === '' ? '' : 'elsewhere'],
    ['counted_as', stands],
    ['calls', isCounted && calls !== 1 ? calls : null],
    ['weight', weight > 1 ? weight : null],
    ...texts.map((one): [string, string] => [one[0], isCounted ? node.texts[one[0]] : own(one)]),
    ['error_class', errorClass],
    ...Object.entries(numbers).map(([tag, name]): [string, number | null] => [tag, node.numbers[name]]),
    ['cost_source', fact === 'requests' ? node.texts.cost_source : ''],
  ].filter((tag): tag is [string, string | number] => tag[1] !== '' && tag[1] !== null);
}

function totalTags(below: Record<Sum, number>): Tag[] {
  if (below.requests + below.tools === 0) {
    return [];
  }
  return Object.entries(totals)
    .filter(([, [, known]]) => known === undefined || below[known] > 0)
    .map(([tag, [sum]]) => [tag, below[sum]]);
}

const asJson = ([name, value]: Tag): string =>
  JSON.stringify({ key: factPrefix + name, value: typeof value === 'string' ? cut(value) : value });

/** Cuts a long text as statements do, see `cut` of json.ts; here its length is in characters. */
function cut(value: string): string {
  return value.length > mostCharacters
    ? `${[...value].slice(0, mostCharacters).join('')}… (${value.length} characters, cut after ${mostCharacters})`
    : value;
}
