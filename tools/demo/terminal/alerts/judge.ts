import { printDuration } from '../../../../src/engine/alerts/duration.ts';
import { isBound, type AlertRule, type Comparison } from '../../../../src/engine/alerts/rule.ts';
import type { Backend } from '../backend.ts';
import { inUnit } from '../units.ts';
import { clock } from '../../grafana/watch.ts';
import { evaluate, keyOf, type Evaluation, type Instance, type Labels } from './evaluate.ts';
import { standings, type Standing } from './since.ts';

/** The states in order of urgency. */
export const states = ['error', 'firing', 'pending', 'no data', 'ok'] as const;

/** The state of a rule or of one of its instances. */
export interface Verdict {
  state: (typeof states)[number];
  title: string;
  /** The label values of the instance. */
  about: string;
  /** Parts of the reason, the most important one first. */
  why: string[];
}

/** Evaluates a rule: returns every instance whose condition holds, or else the one that is closest to it. */
export async function judge(backend: Backend, rule: AlertRule, interval: number, now: number): Promise<Verdict[]> {
  const { title } = rule;
  try {
    const evaluation = await evaluate(backend, rule, now);
    const breached = evaluation.instances.filter((instance) => instance.breached);
    if (breached.length === 0) {
      return [{ title, ...closest(rule, evaluation) }];
    }
    const known = await standings(backend, rule, interval, now);
    return breached.map((instance) => ({
      title,
      about: named(instance.labels),
      ...standing(rule, evaluation, instance, known.get(keyOf(instance.labels)), now),
    }));
  } catch (error) {
    return [{ state: 'error', title, about: '', why: [error instanceof Error ? error.message : String(error)] }];
  }
}

function standing(
  rule: AlertRule,
  evaluation: Evaluation,
  instance: Instance,
  known: Standing | undefined,
  now: number
): Pick<Verdict, 'state' | 'why'> {
  const state = known?.state ?? (rule.pending === 0 ? 'firing' : 'pending');
  const since = known ? sinceText(known, now) : '';
  const fires = state === 'pending' ? `fires once it lasts ${printDuration(rule.pending)}` : '';
  const told = [
    rule.trigger.map((comparison) => compared(comparison, evaluation, instance)).join(' and '),
    [since, fires].filter(Boolean).join(', '),
    counts(rule, evaluation, instance),
  ];
  return { state, why: told.filter(Boolean) };
}

/** Returns `since 04:13 (1 h 52 min)`. */
const sinceText = ({ since, older }: Standing, now: number): string =>
  older ? `for ${age(now - since)} or longer` : `since ${clock(since).slice(0, 5)} (${age(now - since)})`;

function closest(rule: AlertRule, evaluation: Evaluation): Pick<Verdict, 'state' | 'about' | 'why'> {
  const { instances } = evaluation;
  if (instances.length === 0) {
    return { state: 'no data', about: '', why: [`nothing in the last ${printDuration(rule.window)}`] };
  }
  const judged = instances.filter((instance) => rule.guards.every((guard) => holds(guard, instance)));
  const [near] = judged.sort((a, b) => nearness(rule, b) - nearness(rule, a));
  if (!near) {
    return { state: 'ok', about: '', why: [`not judged: ${missing(rule, evaluation)}`] };
  }
  if (near.breached === null) {
    return { state: 'no data', about: named(near.labels), why: ['nothing to compare with yet'] };
  }
  return {
    state: 'ok',
    about: named(near.labels),
    why: [
      ...rule.trigger.map((comparison) => untouched(comparison, evaluation, near)),
      counts(rule, evaluation, near),
    ].filter(Boolean),
  };
}

const named = (labels: Labels): string =>
  Object.values(labels)
    .filter((value) => value !== 'unknown')
    .join(' · ');

const bound = (comparison: Comparison, { values }: Instance): number | null =>
  isBound(comparison) ? comparison.number : (values[comparison.than] ?? null);

const signs: Record<Comparison['is'], string> = { '>': '>', '>=': '≥', '<': '<', '<=': '≤' };

/** Prefers the unit of the rule's number to the column's, because a ratio of costs is not a cost. */
const valueText = (comparison: Comparison, evaluation: Evaluation, value: number | null): string =>
  isBound(comparison) && value !== null ? inUnit(value, comparison.unit) : text(evaluation, comparison.refId, value);

/** Returns `≥ 10`. */
const wanted = (comparison: Comparison, evaluation: Evaluation, instance: Instance): string =>
  `${signs[comparison.is]} ${withoutZeros(valueText(comparison, evaluation, bound(comparison, instance)))}`;

/** Turns `3.50` into `3.5`, as the bound was written. */
const withoutZeros = (text: string): string => text.replace(/(\.\d*?)0+(?!\d)/, '$1').replace(/\.(?!\d)/, '');

const text = ({ columns }: Evaluation, refId: string, value: number | null): string =>
  columns[refId]?.text(value) ?? String(value);

const title = ({ columns }: Evaluation, refId: string): string => columns[refId]?.name ?? refId;

/** Returns `Mean score (faithfulness) 2.96 < 3.5`. */
const compared = (comparison: Comparison, evaluation: Evaluation, instance: Instance): string =>
  `${valueOf(comparison, evaluation, instance)} ${wanted(comparison, evaluation, instance)}`;

/** Returns `Latency p99 12 s (fires > 30 s)`. */
const untouched = (comparison: Comparison, evaluation: Evaluation, instance: Instance): string =>
  `${valueOf(comparison, evaluation, instance)} (fires ${wanted(comparison, evaluation, instance)})`;

const valueOf = (comparison: Comparison, evaluation: Evaluation, { values }: Instance): string =>
  `${title(evaluation, comparison.refId)} ${valueText(comparison, evaluation, values[comparison.refId] ?? null)}`;

/** Returns the guards' numbers of the window itself: `Requests 530, Scores 412`. */
const counts = ({ guards }: AlertRule, evaluation: Evaluation, instance: Instance): string =>
  guards
    .filter((guard) => !(isBound(guard) && guard.id.endsWith('_before')))
    .map((guard) => valueOf(guard, evaluation, instance))
    .join(', ');

/** Returns the first guard that no instance passes, with the largest number there is: `Errors 3, needs ≥ 10`. */
function missing({ guards }: AlertRule, evaluation: Evaluation): string {
  const guard = guards.find((one) => !evaluation.instances.some((instance) => holds(one, instance))) ?? guards[0];
  const [most] = [...evaluation.instances].sort(
    (a, b) => (b.values[guard?.refId ?? ''] ?? 0) - (a.values[guard?.refId ?? ''] ?? 0)
  );
  return guard && most
    ? `${valueOf(guard, evaluation, most)}, needs ${wanted(guard, evaluation, most)}`
    : 'it has no value';
}

function holds(comparison: Comparison, instance: Instance): boolean {
  const [value, limit] = [instance.values[comparison.refId] ?? null, bound(comparison, instance)];
  if (value === null || limit === null) {
    return false;
  }
  const by = { '>': value > limit, '>=': value >= limit, '<': value < limit, '<=': value <= limit };
  return by[comparison.is];
}

/** Returns how close the farthest of the trigger's values is to its bound, where 1 is at the bound. */
function nearness({ trigger }: AlertRule, instance: Instance): number {
  return Math.min(
    ...trigger.map((comparison) => {
      const [value, limit] = [instance.values[comparison.refId] ?? null, bound(comparison, instance)];
      if (value === null || limit === null) {
        return -Infinity;
      }
      const share = comparison.is.startsWith('>') === limit >= 0 ? value / limit : limit / value;
      return Number.isFinite(share) ? share : 0;
    })
  );
}

/** Returns `1 h 40 min`. */
export function age(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [...(hours > 0 ? [`${hours} h`] : []), ...(rest > 0 || hours === 0 ? [`${rest} min`] : [])].join(' ');
}
