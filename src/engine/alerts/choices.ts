import * as z from 'zod/mini';

import { isDimension, type DimensionId } from '../catalogue/dimensions/index.ts';
import { UserError } from '../errors.ts';
import { inEnglish } from '../schemamessages.ts';
import { parseDuration } from './duration.ts';
import {
  budgetsElsewhere,
  choiceUnreadable,
  evaluationNotChoosable,
  groupingSenseless,
  numberOutOfBounds,
  unknownNumber,
  windowOutOfBounds,
} from './messages.ts';
import {
  isBound,
  labelsOf,
  measuresOf,
  tunablesOf,
  type AlertRule,
  type Comparison,
  type RuleStatement,
} from './rule.ts';

const dimension = z.custom<DimensionId>((id) => typeof id === 'string' && isDimension(id), 'it is not a dimension');

/** Accepts seconds, or a duration such as `30m`. */
const duration = z.pipe(
  z.union([z.number(), z.string().check(z.regex(/^(\d+(?:ms|[smhdw]))+$/, 'it is not a duration such as 30m'))]),
  z.transform((value: string | number) => (typeof value === 'number' ? value : parseDuration(value)))
);

const texts = z.record(z.string().check(z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'it is not a label name')), z.string());

/** What people can choose for a rule. Whatever is left out stays as shipped. */
export const choicesSchema = z.strictObject({
  title: z.optional(z.string().check(z.minLength(1), z.maxLength(190))),
  numbers: z.optional(z.record(z.string(), z.number())),
  window: z.optional(duration),
  for: z.optional(duration),
  groupBy: z.optional(z.array(dimension).check(z.maxLength(8))),
  filters: z.optional(
    z.array(
      z.strictObject({
        dimension,
        operator: z.enum(['in', 'not_in', 'matches', 'not_matches']),
        values: z.array(z.string()),
      })
    )
  ),
  evaluation: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  labels: z.optional(texts),
  annotations: z.optional(texts),
});

export type Choices = z.infer<typeof choicesSchema>;

/** Reads choices. Throws a UserError naming the rule and the choice. */
export function readChoices(uid: string, value: unknown): Choices {
  const parsed = choicesSchema.safeParse(value, inEnglish);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UserError(choiceUnreadable(uid, issue?.path.join('.') ?? '', issue?.message ?? 'unreadable'));
  }
  return parsed.data;
}

const shortest = 60;
const longest = 7 * 86_400;

/** Applies choices to a rule. Throws UserError for a number out of bounds, and for what the rule does not have. */
export function tuned(rule: AlertRule, choices: Choices): AlertRule {
  const numbers = choices.numbers ?? {};
  const known = tunablesOf(rule).map(({ id }) => id);
  const unknown = Object.keys(numbers).find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new UserError(unknownNumber(rule.uid, unknown, known));
  }
  const window = choices.window ?? rule.window;
  const step = rule.statement.step ?? 60;
  if (window < shortest || window > longest || window % step !== 0) {
    throw new UserError(windowOutOfBounds(rule.uid, shortest, longest, step));
  }
  const chosen = (comparison: Comparison): Comparison => {
    const number = isBound(comparison) ? numbers[comparison.id] : undefined;
    return !isBound(comparison) || number === undefined
      ? comparison
      : { ...comparison, number: within(rule, comparison, number) };
  };
  return {
    ...rule,
    title: choices.title ?? rule.title,
    statement: statementOf(rule, choices),
    window,
    guards: rule.guards.map(chosen),
    trigger: rule.trigger.map(chosen),
    pending: choices.for ?? rule.pending,
    labels: ruleLabels(rule, choices),
    ...(choices.annotations ? { annotations: choices.annotations } : {}),
  };
}

function within(rule: AlertRule, { id, min, max }: { id: string; min: number; max: number }, number: number): number {
  if (!(number >= min && number <= max)) {
    throw new UserError(numberOutOfBounds(rule.uid, id, min, max));
  }
  return number;
}

function statementOf(rule: AlertRule, { groupBy, filters, evaluation }: Choices): RuleStatement {
  const { statement } = rule;
  const senseless = groupBy?.find((id) => !rule.groupable.includes(id) && !id.includes(':'));
  if (senseless !== undefined) {
    throw new UserError(groupingSenseless(rule.uid, senseless, rule.groupable));
  }
  if (evaluation !== undefined && !measuresOf(rule).some((measure) => measure.evaluation !== undefined)) {
    throw new UserError(evaluationNotChoosable(rule.uid));
  }
  if (statement.kind === 'budgets') {
    if (groupBy || filters) {
      throw new UserError(budgetsElsewhere(rule.uid));
    }
    return statement;
  }
  return {
    ...statement,
    groupBy: groupBy ? [...new Set([...(rule.alwaysBy ?? []), ...groupBy])] : statement.groupBy,
    filters: [...statement.filters, ...(filters ?? [])],
    measures: statement.measures.map((measure) =>
      evaluation !== undefined && measure.evaluation !== undefined ? { ...measure, evaluation } : measure
    ),
  };
}

/** Drops labels of dimensions that the rule is not grouped by, because they would be empty. */
function ruleLabels(rule: AlertRule, { labels, groupBy }: Choices): Record<string, string> {
  const by: readonly string[] = [...(groupBy ?? []), ...(rule.alwaysBy ?? [])];
  const dropped = labelsOf(rule).filter((id) => groupBy && !by.includes(id));
  const kept = Object.entries(rule.labels).filter(([name]) => !dropped.some((id) => id === name));
  return { ...Object.fromEntries(kept), ...labels };
}
