import * as z from 'zod/mini';

import { UserError } from '../../errors.ts';
import { inEnglish } from '../../schemamessages.ts';
import { parseMath, type Math as Expression } from '../expression/parse.ts';
import { isExpression, type GrafanaQuery } from '../grafana.ts';
import {
  expressionNotReplayed,
  hysteresisNotReplayed,
  reduceUnknown,
  refIdCircular,
  refIdMissing,
  thresholdIncomplete,
} from './messages.ts';

/** A rule's condition, as one expression over its queries. */
export type Condition =
  | { kind: 'number'; number: number }
  | { kind: 'query'; refId: string }
  | { kind: 'unary'; operator: '!' | '-'; of: Condition }
  | { kind: 'binary'; operator: string; left: Condition; right: Condition }
  | { kind: 'threshold'; test: Test; numbers: readonly number[]; of: Condition }
  /** A reduction of a value that is already one number: it only says what happens if it is not a number. */
  | { kind: 'drop'; of: Condition }
  | { kind: 'replace'; by: number; of: Condition };

export type Comparison = Extract<Condition, { kind: 'binary' | 'threshold' }>;

/** Grafana's threshold types, as the comparisons that must hold: all of them, or with `any` at least one. */
export const tests = {
  gt: { each: ['>'] },
  lt: { each: ['<'] },
  eq: { each: ['='] },
  ne: { each: ['!='] },
  gte: { each: ['>='] },
  lte: { each: ['<='] },
  within_range: { each: ['>', '<'] },
  within_range_included: { each: ['>=', '<='] },
  outside_range: { each: ['<', '>'], any: true },
  outside_range_included: { each: ['<=', '>='], any: true },
} as const satisfies Record<string, { each: readonly string[]; any?: true }>;

export type Test = keyof typeof tests;

const expression = z.looseObject({
  type: z.string(),
  expression: z._default(z.string(), ''),
  conditions: z.optional(
    z.array(
      z.looseObject({
        evaluator: z.object({ type: z.enum(Object.keys(tests) as [Test, ...Test[]]), params: z.array(z.number()) }),
        unloadEvaluator: z.optional(z.unknown()),
      })
    )
  ),
  settings: z.nullish(z.looseObject({ mode: z.nullish(z.string()), replaceWithValue: z.nullish(z.number()) })),
});

/** Reads a refId of the rule with the expressions it depends on. Throws UserError if it cannot be replayed. */
export function conditionOf(data: readonly GrafanaQuery[], refId: string): Condition {
  const known = new Map<string, Condition>();
  function read(name: string, within: readonly string[]): Condition {
    const query = data.find((one) => one.refId === name);
    if (!query) {
      throw new UserError(
        refIdMissing(
          name,
          data.map((one) => one.refId)
        ),
        'query'
      );
    }
    if (within.includes(name)) {
      throw new UserError(refIdCircular(name), 'query');
    }
    const made = known.get(name) ?? readOne(query, (other) => read(other, [...within, name]));
    known.set(name, made);
    return made;
  }
  return read(refId, []);
}

function readOne(query: GrafanaQuery, read: (refId: string) => Condition): Condition {
  const { refId, model } = query;
  if (!isExpression(query)) {
    return { kind: 'query', refId };
  }
  const parsed = expression.safeParse(model, inEnglish);
  if (!parsed.success) {
    throw new UserError(
      model['type'] === 'threshold'
        ? thresholdIncomplete(refId)
        : expressionNotReplayed(refId, String(model['type'] ?? '')),
      'query'
    );
  }
  const { type, expression: text, conditions, settings } = parsed.data;
  switch (type) {
    case 'math':
      return withQueries(parseMath(text), read);
    case 'threshold': {
      const [only, more] = conditions ?? [];
      const { type: test, params } = only?.evaluator ?? { type: 'gt', params: [] };
      const numbers = params.slice(0, tests[test].each.length);
      if (!only || more || numbers.length < tests[test].each.length) {
        throw new UserError(thresholdIncomplete(refId), 'query');
      }
      if (only.unloadEvaluator) {
        throw new UserError(hysteresisNotReplayed(refId), 'query');
      }
      return { kind: 'threshold', test, numbers, of: read(variable(text)) };
    }
    case 'reduce':
      return reduced(refId, settings?.mode ?? '', settings?.replaceWithValue ?? 0, read(variable(text)));
    default:
      throw new UserError(expressionNotReplayed(refId, type), 'query');
  }
}

function reduced(refId: string, mode: string, by: number, of: Condition): Condition {
  switch (mode) {
    case '':
    case 'strict':
      return of;
    case 'dropNN':
      return { kind: 'drop', of };
    case 'replaceNN':
      return { kind: 'replace', by, of };
    default:
      throw new UserError(reduceUnknown(refId, mode), 'query');
  }
}

/** Reads `$A`, `${A}` and `A` as the same variable. */
const variable = (text: string): string => text.trim().replace(/^\$\{?|\}$/g, '');

function withQueries(math: Expression, read: (refId: string) => Condition): Condition {
  switch (math.kind) {
    case 'number':
      return math;
    case 'variable':
      return read(math.refId);
    case 'unary':
      return { ...math, of: withQueries(math.of, read) };
    case 'binary':
      return { ...math, left: withQueries(math.left, read), right: withQueries(math.right, read) };
  }
}

const partsOf = (condition: Condition): readonly Condition[] => {
  switch (condition.kind) {
    case 'number':
    case 'query':
      return [];
    case 'binary':
      return [condition.left, condition.right];
    default:
      return [condition.of];
  }
};

/** Lists the refIds of the queries that a condition reads. */
export const queriesIn = (condition: Condition): string[] => [
  ...new Set(condition.kind === 'query' ? [condition.refId] : partsOf(condition).flatMap(queriesIn)),
];

const comparing = ['<', '<=', '>', '>=', '==', '!='];

/** Lists the comparisons from left to right; an expression that is used twice counts once. */
export function comparisonsIn(condition: Condition): Comparison[] {
  const own =
    condition.kind === 'threshold' || (condition.kind === 'binary' && comparing.includes(condition.operator))
      ? [condition]
      : [];
  return [...new Set([...partsOf(condition).flatMap(comparisonsIn), ...own])];
}

/** Returns the number of a comparison, or null if it compares two queries. */
export function numberOf(comparison: Comparison): number | null {
  return comparison.kind === 'threshold'
    ? (comparison.numbers[0] ?? null)
    : (literal(comparison.right) ?? literal(comparison.left));
}

/** Returns the comparison with another number. */
export function withNumber(comparison: Comparison, number: number): Comparison {
  if (comparison.kind === 'threshold') {
    return { ...comparison, numbers: [number, ...comparison.numbers.slice(1)] };
  }
  const side = literal(comparison.right) === null ? 'left' : 'right';
  return { ...comparison, [side]: { kind: 'number', number } };
}

/** Reads `3` and `-3`, the latter of which the parser reads as an operation. */
function literal(condition: Condition): number | null {
  return condition.kind === 'number'
    ? condition.number
    : condition.kind === 'unary' && condition.operator === '-' && condition.of.kind === 'number'
      ? -condition.of.number
      : null;
}

/** Replaces a comparison in the condition. */
export function replaced(condition: Condition, from: Comparison, to: Comparison): Condition {
  if (condition === from) {
    return to;
  }
  const inner = (part: Condition) => replaced(part, from, to);
  switch (condition.kind) {
    case 'number':
    case 'query':
      return condition;
    case 'binary':
      return { ...condition, left: inner(condition.left), right: inner(condition.right) };
    default:
      return { ...condition, of: inner(condition.of) };
  }
}

/** Whether the lowest value of a refId is the worst, because the condition tests whether it is below something. */
export function isWorstLow(condition: Condition, refId: string): boolean {
  return comparisonsIn(condition).some((comparison) => {
    const reads = (part: Condition) => queriesIn(part).includes(refId);
    if (comparison.kind === 'threshold') {
      return ['lt', 'lte'].includes(comparison.test) && reads(comparison.of);
    }
    const { operator, left, right } = comparison;
    return (operator.startsWith('<') && reads(left)) || (operator.startsWith('>') && reads(right));
  });
}
