import { isDay } from '../settings/prices.ts';
import { rateCodes } from './prices.ts';
import { tiers } from './rates.ts';

/**
 * What is wrong with a line of a price table; undefined if nothing is. Readers of lines take them for sound: a rate that is no
 * number would make a NaN of each cost, and a name that is empty would match every model.
 */
export function modelProblem(line: string): string | undefined {
  const [id = '', rule = '', window = '', prices, begin = '', ...more] = line.split('\t');
  if (id.trim() === '') {
    return 'it names no model';
  }
  if (prices === undefined || more.length > 0) {
    return 'it does not have the columns model, names, context window and prices';
  }
  return (
    ruleProblem(rule, id) ??
    (window === '' || isCount(window) ? undefined : `the context window ${quoted(window)} is no number of tokens`) ??
    beginProblem(begin) ??
    pricesProblem(prices)
  );
}

/** The same of the line of a provider, without its "#". */
export function providerProblem(head: string): string | undefined {
  const [id = '', , isMeant = '', makes = '', , begin = ''] = head.split('\t');
  return id.trim() === ''
    ? 'it names no provider'
    : (ruleProblem(isMeant, id) ?? ruleProblem(makes, id) ?? beginProblem(begin));
}

const beginProblem = (day: string): string | undefined =>
  day === '' || isDay(day) ? undefined : `${quoted(day)} is no day`;

function ruleProblem(rule: string, id: string): string | undefined {
  const terms = rule === '' ? [] : rule.split(' ').flatMap((one) => one.split('&'));
  const bad = terms.find((term) => !isTerm(term, id));
  return bad === undefined ? undefined : `${quoted(bad)} is no name, start, end or regular expression`;
}

function isTerm(term: string, id: string): boolean {
  const value = term.slice(1);
  switch (term[0]) {
    case '=':
      return (value || id) !== '';
    case '^':
    case '$':
    case '~':
      return value !== '';
    case '/':
      return value !== '' && isExpression(value);
    default:
      return false;
  }
}

function isExpression(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}

function pricesProblem(text: string): string | undefined {
  return first(text.split(';'), (period) => {
    const [prices = '', conditions, ...more] = period.split('|').reverse();
    return more.length > 0
      ? `${quoted(period)} has more than one |`
      : (first(conditions?.split('&') ?? [], conditionProblem) ?? ratesProblem(prices));
  });
}

function conditionProblem(text: string): string | undefined {
  const [, start, end] = /^(\d{1,5})\.\.(\d{1,5})$/.exec(text) ?? [];
  const isTime = start !== undefined && [start, end].every((second) => Number(second) <= 86_400);
  return isTime || isDay(text) ? undefined : `${quoted(text)} is neither a day nor seconds of one`;
}

function ratesProblem(text: string): string | undefined {
  if (text === '?' || text === '0') {
    return undefined;
  }
  const parts = text.split(' ');
  const plain = parts.filter((part) => !/^[a-z]/.test(part));
  const bad = parts.find((part) => !(plain.includes(part) ? part === '-' || isSteps(part) : isCoded(part)));
  if (bad !== undefined) {
    return `${quoted(bad)} is no rate`;
  }
  if (plain.length > 5) {
    return `${quoted(text)} has more than five rates without a code`;
  }
  const isSome = plain.some((part) => part !== '-') || parts.some((part) => /^[ioq][=~]/.test(part));
  return isSome ? undefined : `${quoted(text)} has no rate of input, output or requests`;
}

const codes: readonly string[] = Object.keys(rateCodes);

/** Whether it is `h=6`, `p.i~0.45>272000:0.9` or `b~*0.5`. */
function isCoded(text: string): boolean {
  const [, code = '', ofTier, share, value = ''] = /^([a-z]+)(?:\.([a-z]+))?[=~](\*?)(.+)$/.exec(text) ?? [];
  const isTier = tiers.some((tier) => tier[0] === code);
  const isKnown = isTier
    ? share === '*'
      ? ofTier === undefined
      : ofTier !== undefined && codes.includes(ofTier)
    : share === '' && ofTier === undefined && codes.includes(code);
  return isKnown && isSteps(value);
}

function isSteps(text: string): boolean {
  const [base = '', ...steps] = text.split('>');
  return (
    isRate(base) &&
    steps.every((step) => {
      const [above = '', rate = '', ...more] = step.split(':');
      return isCount(above) && isRate(rate) && more.length === 0;
    })
  );
}

/** No more than a million dollars: a rate of 1e300 is a slip as one of 1e400 is, and its costs have no sum. */
const isRate = (text: string): boolean => /^\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?$/.test(text) && Number(text) <= 1e6;

const isCount = (text: string): boolean => /^[1-9]\d{0,11}$/.test(text);

const mostShown = 60;

const quoted = (text: string): string =>
  JSON.stringify(text.length > mostShown ? `${text.slice(0, mostShown)}...` : text);

function first<Item>(items: readonly Item[], ask: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = ask(item);
    if (problem !== undefined) {
      return problem;
    }
  }
  return undefined;
}
