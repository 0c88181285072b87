import { cacheWriteFields, cacheWriteTokens } from './cachewrites.ts';
import type { Reading } from './reading.ts';
import type { FieldId } from '../catalogue/fields.ts';
import { all, any, isNothing } from '../sql/missing.ts';
import { call, equal, infix, number, type Expression } from '../sql/nodes.ts';

/** The fields that tell what a row's tokens are, each of which says something of the others. */
export const countFields: readonly FieldId[] = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  ...cacheWriteFields,
  'reasoningTokens',
  'statedTotal',
];

/** A row's own numbers, as it says them: NULL where it does not, nothing where no row does. */
export interface Counts {
  input: Expression;
  output: Expression;
  /** 0 where a row does not say; those that no row says are left out. */
  cached: readonly Expression[];
  reasoning: Expression;
}

type Read = Pick<Reading, 'reader'>;

export function countsOf({ reader }: Read): Counts {
  const orNone = (values: readonly Expression[]): Expression[] =>
    values.filter((value) => !isNothing(value)).map((value) => call('ifNull', value, number(0)));
  return {
    input: reader.number('inputTokens'),
    output: reader.number('outputTokens'),
    cached: orNone([reader.number('cacheReadTokens'), reader.once('cache_writes', () => cacheWriteTokens(reader))]),
    reasoning: orNone([reader.number('reasoningTokens')])[0] ?? number(0),
  };
}

export const sum = (values: readonly Expression[]): Expression =>
  values.length > 1 ? infix('+', ...values) : (values[0] ?? number(0));

/**
 * Whether the row's own total says that it is input, output and these together, of which there are some. Grok's 1000 and
 * 50 tokens with 900 of reasoning are 1950 in all.
 */
export function addsUpWith(reading: Read, others: readonly Expression[]): Expression {
  const rest = restOf(reading);
  const some = others.filter((other) => !isNothing(other));
  return isNothing(rest) || some.length < others.length || some.length === 0
    ? number(0)
    : all([...some.map((other) => infix('>', other, number(0))), isRest(rest, sum(some))]);
}

/** Whether the row's own total is its input and output, and nothing beside them but perhaps the cached tokens. */
export function addsUp(reading: Read): Expression {
  const rest = restOf(reading);
  const { cached } = countsOf(reading);
  return isNothing(rest)
    ? number(0)
    : any([isRest(rest, number(0)), ...(cached.length > 0 ? [isRest(rest, sum(cached))] : [])]);
}

/** What the row's total has beside its input and output; NULL where it does not say one of them. */
function restOf({ reader }: Read): Expression {
  const { input, output } = countsOf({ reader });
  const total = reader.number('statedTotal');
  return [input, output, total].some(isNothing)
    ? number(0)
    : reader.once('tokens_beside', () => infix('-', total, input, output));
}

const isRest = (rest: Expression, value: Expression): Expression => call('ifNull', equal(rest, value), number(0));

/**
 * The count, NULL where a row says 0 for everything: a call that was answered had tokens, so nobody counted them, and it is
 * not free.
 */
export function unlessUncounted(reading: Read, value: Expression): Expression {
  const { input, output, cached, reasoning } = countsOf(reading);
  const used = [
    ...[input, output].filter((one) => !isNothing(one)).map((one) => call('ifNull', one, number(0))),
    ...cached,
    ...(isNothing(reasoning) ? [] : [reasoning]),
  ];
  return isNothing(value)
    ? value
    : call(
        'if',
        infix(
          '>',
          reading.reader.once('tokens_used', () => sum(used)),
          number(0)
        ),
        value,
        { kind: 'null' }
      );
}
