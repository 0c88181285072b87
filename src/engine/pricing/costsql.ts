import { doubts } from './book.ts';
import type { RateName } from './rates.ts';
import { call, infix, nothing, number, text, type Expression } from '../sql/nodes.ts';
import { notNegative } from '../sql/missing.ts';

/** What a row used; what no row uses is left out. Tokens and searches are Nullable(Float64). */
export interface Used {
  /** All input tokens, including cached ones. */
  input: Expression;
  /** All output tokens, including those of reasoning. */
  output?: Expression | undefined;
  cacheRead?: Expression | undefined;
  cacheWrite?: Expression | undefined;
  /** Those of the cache writes that are kept for an hour. */
  cacheWrite1h?: Expression | undefined;
  /** Those of the input that are no text, cached ones among them, of the cache reads, and of the output. */
  inputAudio?: Expression | undefined;
  inputImage?: Expression | undefined;
  cacheReadAudio?: Expression | undefined;
  cacheReadImage?: Expression | undefined;
  outputAudio?: Expression | undefined;
  outputImage?: Expression | undefined;
  webSearch?: Expression | undefined;
  /** How many calls the row stands for; one if left out. */
  calls?: Expression | undefined;
  /** The service tier in lower case. String. */
  tier?: Expression | undefined;
}

/** Costs in USD, each a Nullable(Float64): NULL without a price, and for a call without known tokens. */
export interface Costs {
  cost: Expression;
  /** What was saved because input tokens were read from the cache. */
  cacheSavings: Expression;
  /** Tokens, NULL if unknown. */
  contextWindow: Expression;
  /** Whether something was used, or left unsaid, that the price does not cover. UInt8, of rows with a cost. */
  isPartial: Expression;
  /** Whether the price is a guess. UInt8, of rows with a cost. */
  isAssumed: Expression;
}

export interface Priced {
  isUnpriced: Expression;
  /** The row's rate; undefined if it is 0 for all rows. */
  rate: (name: RateName) => Expression | undefined;
  /** The row's doubts; undefined if no row has any of those. */
  doubts: (among: number) => Expression | undefined;
  contextWindow: Expression | undefined;
  isUnknownTier: Expression | undefined;
  used: Used;
}

const zero = number(0);
const orNone = (count: Expression): Expression => call('ifNull', count, zero);
const isSome = (count: Expression | undefined): count is Expression => count !== undefined;

/** Writes the costs of a row. No part of what was used counts for more than the whole, and nothing counts twice. */
export function costSql({ isUnpriced, rate, doubts: doubtsOf, contextWindow, isUnknownTier, used }: Priced): Costs {
  const amountOf = (count: Expression | undefined, name: RateName): Expression[] => {
    const price = rate(name);
    return count && price ? [infix('*', count, price)] : [];
  };
  const sum = (amounts: readonly Expression[]): Expression =>
    amounts.length > 1 ? infix('+', ...amounts) : (amounts[0] ?? call('toFloat64', zero));
  const perToken = Object.entries(parts(used)).flatMap(([name, count]) => amountOf(count, name as RateName));
  const fees = [
    ...[rate('perRequest')].filter(isSome).map((fee) => (used.calls ? infix('*', fee, used.calls) : fee)),
    ...amountOf(used.webSearch && orNone(used.webSearch), 'webSearch'),
  ];
  // A call that says 0 cached tokens, and nothing else, is not free.
  const cachedOnly = [used.cacheRead, used.cacheWrite].filter(isSome).map((count) => call('nullIf', count, zero));
  const told = [used.input, used.output].filter(isSome).concat(cachedOnly);
  const unknown = infix('OR', isUnpriced, call('isNull', call('coalesce', ...told)));
  const usd = (amount: Expression): Expression => call('if', unknown, nothing, amount);
  const [input, cached] = [rate('input'), rate('cacheRead')];
  const read = used.cacheRead && orNone(used.cacheRead);
  return {
    cost: usd(sum([...(perToken.length > 0 ? [infix('/', sum(perToken), number(1e6))] : []), ...fees])),
    cacheSavings: usd(
      read && input ? infix('/', infix('*', read, infix('-', input, cached ?? zero)), number(1e6)) : sum([])
    ),
    contextWindow: contextWindow
      ? call('nullIf', contextWindow, zero)
      : call('CAST', nothing, text('Nullable(Float64)')),
    isPartial: isPartial(used, doubtsOf, isUnknownTier),
    isAssumed: bit(doubtsOf(doubts.assumed), number(doubts.assumed)),
  };
}

/** The tokens that each rate applies to. */
function parts(used: Used): Partial<Record<RateName, Expression>> {
  const { cacheRead, cacheWrite, cacheWrite1h, output } = used;
  const written1h = cacheWrite && cacheWrite1h && orNone(cacheWrite1h);
  const cached = [cacheRead, cacheWrite].filter(isSome);
  const uncached = less(used.input, ...cached);
  const inputAudio = used.inputAudio && capped(less(used.inputAudio, used.cacheReadAudio), uncached);
  const inputImage = used.inputImage && capped(less(used.inputImage, used.cacheReadImage), uncached);
  return {
    input: less(uncached, inputAudio, inputImage),
    ...(cacheRead ? { cacheRead: less(cacheRead, used.cacheReadAudio, used.cacheReadImage) } : {}),
    ...(cacheWrite ? { cacheWrite: less(cacheWrite, written1h) } : {}),
    ...(written1h ? { cacheWrite1h: written1h } : {}),
    ...(inputAudio ? { inputAudio } : {}),
    ...(inputImage ? { inputImage } : {}),
    ...(cacheRead && used.cacheReadAudio ? { cacheReadAudio: orNone(used.cacheReadAudio) } : {}),
    ...(cacheRead && used.cacheReadImage ? { cacheReadImage: orNone(used.cacheReadImage) } : {}),
    ...(output ? { output: less(output, used.outputAudio, used.outputImage) } : {}),
    ...(output && used.outputAudio ? { outputAudio: capped(orNone(used.outputAudio), orNone(output)) } : {}),
    ...(output && used.outputImage ? { outputImage: capped(orNone(used.outputImage), orNone(output)) } : {}),
  };
}

/** What remains of a count, at least 0; 0 where it is unknown. */
function less(count: Expression, ...taken: readonly (Expression | undefined)[]): Expression {
  const some = taken.filter(isSome);
  return some.length === 0 ? orNone(count) : notNegative(infix('-', orNone(count), ...some.map(orNone)));
}

const capped = (part: Expression, whole: Expression): Expression => call('least', part, whole);

/** Whether the row used something without a rate of its own, or does not say how much it used of what has one. */
function isPartial(used: Used, doubtsOf: Priced['doubts'], isUnknownTier: Expression | undefined): Expression {
  const more = (count: Expression): Expression => orNone(infix('>', count, zero));
  const conditions: [number, Expression][] = [
    [doubts.needsInput, call('isNull', used.input)],
    [doubts.needsOutput, used.output ? call('isNull', used.output) : number(1)],
    ...(used.tier ? [[doubts.tier, number(1)] as [number, Expression]] : []),
    ...(Object.entries(used) as [keyof Used, Expression | undefined][]).flatMap(
      ([name, count]): [number, Expression][] =>
        count && name !== 'tier' && name !== 'calls' ? [[doubts[name], more(count)]] : []
    ),
  ];
  const asked = conditions.filter(([among]) => doubtsOf(among) !== undefined);
  const all = asked.reduce((bits, [among]) => bits + among, 0);
  const terms = asked.map(([among, holds]) => infix('*', holds, number(among)));
  const unsaid = bit(doubtsOf(all), terms.length > 1 ? infix('+', ...terms) : (terms[0] ?? zero));
  return isUnknownTier ? infix('OR', isUnknownTier, unsaid) : unsaid;
}

const bit = (of: Expression | undefined, among: Expression): Expression =>
  of ? infix('!=', call('bitAnd', of, among), zero) : zero;
