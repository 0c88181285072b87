import type { Context } from '../../context/context.ts';
import { call, column, combine, equal, infix, number, text, type Expression } from '../../../sql/nodes.ts';
import { cut, jsonArray, jsonNumber, jsonText, pair, present } from './json.ts';
import type { Sum } from './nodes.ts';
import type { RoleNumber, RoleText } from './roles.ts';
import { hasOwn, inProse, ownField, type ownFields } from './shown.ts';
import { below } from './tree.ts';

/** What begins the name of a tag that was read or computed, and not written like this. */
export const factPrefix = 'genai.';

type OwnField = (typeof ownFields)[number];

/** Texts by tag: the call's, and those of the span itself where it stands for none. */
const texts: readonly (readonly [tag: string, role: RoleText, own: readonly OwnField[]])[] = [
  ['operation', 'operation', ['operation']],
  ['provider', 'provider', ['provider']],
  ['model', 'model', ['requestModel', 'responseModel']],
  ['response_model', 'response_model', ['responseModel']],
  ['agent', 'agent', ['agentName']],
  ['tool', 'tool', ['toolName']],
  ['prompt', 'prompt', ['promptName']],
  ['prompt_version', 'prompt_version', ['promptVersion']],
  ['feature', 'feature', ['feature']],
  ['team', 'team', ['team']],
  ['user_tier', 'user_tier', ['userTier']],
  ['conversation', 'conversation', ['conversation']],
  ['finish_reason', 'finish_reason', ['finishReason']],
];

/** Numbers of a call, by tag. */
const numbers: readonly (readonly [tag: string, role: RoleNumber])[] = [
  ['input_tokens', 'input'],
  ['output_tokens', 'output'],
  ['cache_read_tokens', 'cached'],
  ['reasoning_tokens', 'reasoning'],
  ['time_to_first_token_seconds', 'first_token'],
  ['cost_usd', 'cost'],
];

/** Sums over a span and all below it, by tag. What no call below says is left out: unknown is not 0. */
const totals: readonly (readonly [tag: string, sum: Sum, known?: Sum])[] = [
  ['total.requests', 'requests'],
  ['total.errors', 'failed_requests'],
  ['total.cost_usd', 'sum_cost', 'know_cost'],
  ['total.unpriced_requests', 'unpriced'],
  ['total.input_tokens', 'sum_input', 'know_input'],
  ['total.output_tokens', 'sum_output', 'know_output'],
  ['total.cache_read_tokens', 'sum_cached', 'know_cached'],
  ['total.reasoning_tokens', 'sum_reasoning', 'know_reasoning'],
  ['total.tool_calls', 'tools'],
  ['total.tool_failures', 'failed_tools'],
];

const named = (tag: string): Expression => text(JSON.stringify(factPrefix + tag));
const when = (condition: Expression, value: Expression): Expression => call('if', condition, value, text(''));
const said = (tag: string, value: Expression): Expression =>
  when(infix('!=', value, text('')), pair(named(tag), jsonText(cut(value))));

/** The words by which a span says what it is counted as. */
export const countedAs = { requests: 'request', tools: 'tool_call', agents: 'agent_run' } as const;

const role = (name: string): Expression => column('s', name);

/** Writes what was read of a span as tags: over its columns, the columns of its role, and `below`. */
export function factTags(context: Context, rounds: number): Expression {
  const isCounted = infix('!=', role('fact'), text(''));
  const counted = call(
    'multiIf',
    ...Object.entries(countedAs).flatMap(([fact, word]) => [equal(role('fact'), text(fact)), text(word)]),
    infix('!=', role('stands'), text('')),
    text('elsewhere'),
    text('')
  );
  const failed = call('ifNull', ownField('failed'), number(0));
  const errorClass = call(
    'multiIf',
    isCounted,
    role('error_class'),
    infix('AND', failed, isGenAi(context)),
    ownField('errorClass'),
    text('')
  );
  const facts = [
    said('counted', counted),
    said('counted_as', role('stands')),
    when(
      infix('AND', isCounted, infix('!=', role('calls'), number(1))),
      pair(named('calls'), jsonNumber(role('calls')))
    ),
    when(infix('>', role('weight'), number(1)), pair(named('weight'), jsonNumber(role('weight')))),
    ...texts.map(([tag, ofCall, own]) => said(tag, textOf(context, isCounted, ofCall, own))),
    said('error_class', errorClass),
    ...numbers.map(([tag, name]) => numeric(tag, role(name))),
    said('cost_source', when(equal(role('fact'), text('requests')), role('cost_source'))),
  ];
  const leftOut = when(
    call('notEmpty', role('left_out')),
    pair(named('content_left_out'), jsonText(cut(inProse(role('left_out')))))
  );
  return call(
    'arrayConcat',
    present(facts),
    rounds > 0 ? present(totals.map(total)) : call('emptyArrayString'),
    present([leftOut])
  );
}

const numeric = (tag: string, value: Expression): Expression =>
  when(call('isNotNull', value), pair(named(tag), jsonNumber(call('assumeNotNull', value))));

function textOf(context: Context, isCounted: Expression, ofCall: RoleText, own: readonly OwnField[]): Expression {
  const candidates = own.filter((field) => hasOwn(context, field)).map(ownField);
  const first = candidates.reduceRight<Expression>(
    (otherwise, one) => call('if', infix('!=', one, text('')), one, otherwise),
    text('')
  );
  return call('if', isCounted, role(ofCall), first);
}

/** Whether a span is one of gen_ai, of any kind. */
export const isGenAi = (context: Context): Expression =>
  hasOwn(context, 'operation') ? infix('!=', ownField('operation'), text('')) : number(1);

const sumOf = (name: Sum): Expression => role(below(name));

function total([tag, sum, known]: (typeof totals)[number]): Expression {
  const isBelow = infix('>', infix('+', sumOf('requests'), sumOf('tools')), number(0));
  const isSaid = combine('AND', [
    isBelow,
    equal(role('is_circle'), number(0)),
    ...(known ? [infix('>', sumOf(known), number(0))] : []),
  ]);
  return when(isSaid ?? isBelow, pair(named(tag), jsonNumber(sumOf(sum))));
}

/** The tags of a span as JSON: what was read first, then scores, then what was written. */
export const allTags = (facts: Expression, scores: Expression): Expression =>
  jsonArray(call('arrayConcat', facts, scores, role('written_tags')));
