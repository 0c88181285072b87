import { dimensionOf } from '../../catalogue/dimensions/index.ts';
import { previousVersion } from '../../catalogue/dimensions/previous.ts';
import type { FactId, SpanFactId } from '../../catalogue/facts.ts';
import { measures } from '../../catalogue/measures/index.ts';
import { oncePerStatement, type Context } from '../context/context.ts';
import { excludedAttributes } from '../rows/exclude.ts';
import {
  distinctFields,
  minuteKeys,
  minuteSteps,
  minuteSums,
  valueFields,
  type MinuteStep,
} from '../rows/minutecolumns.ts';
import { pricedColumnsOf, spanFieldsOf, type RowField } from '../rows/rowfields.ts';
import { storedFacts } from '../rows/storedcolumns.ts';
import { notAddingUp } from './formulas.ts';
import { rowFieldsOf, type MeasurePlan } from './plan.ts';
import {
  attributesNotAdded,
  callsAsked,
  fieldNotAdded,
  historyNotAdded,
  offsetNotAdded,
  perCallNotAdded,
  periodsNotAdded,
  pricesNotAdded,
  stepNotAdded,
} from '../../messages.ts';

/**
 * The step by which a fact's calls of whole hours are read from the table of minutes; undefined if they are not, and then
 * `context.notAdded` says why, if there is such a table.
 *
 * `grid` are the seconds of the query's buckets, if it has any.
 */
export function minuteStep(context: Context, plan: MeasurePlan, fact: FactId, grid?: number): MinuteStep | undefined {
  return oncePerStatement(context, `step of ${fact}`, () => {
    if (!context.tier?.hasMinutes || !isStored(fact)) {
      return { step: undefined };
    }
    const chosen = chosenStep(context, plan, fact, grid);
    if (typeof chosen === 'string') {
      context.notAdded.set(fact, chosen);
      return { step: undefined };
    }
    context.added.set(fact, chosen);
    return { step: chosen };
  }).step;
}

const isStored = (fact: FactId): fact is SpanFactId => (storedFacts as readonly FactId[]).includes(fact);

/** The longest step that divides the query's grid, or why there is none. */
function chosenStep(
  context: Context,
  plan: MeasurePlan,
  fact: SpanFactId,
  grid: number | undefined
): MinuteStep | string {
  const why = whyNot(context, plan, fact);
  if (why !== undefined) {
    return why;
  }
  const { baseline } = plan.query;
  const dividends = [grid, context.baselines.length > 0 ? baseline?.offset : undefined].filter(
    (one) => one !== undefined
  );
  const longest = context.zone === undefined || grid === undefined ? 3600 : zoneStep;
  const fitting = minuteSteps.filter((step) => step <= longest && dividends.every((one) => one % step === 0));
  const step = fitting[fitting.length - 1];
  if (step === undefined) {
    return grid !== undefined && grid % minuteSteps[0] !== 0
      ? stepNotAdded(grid)
      : offsetNotAdded(baseline?.offset ?? 0);
  }
  const priced = rowFieldsOf(fact, plan.parts).some((name) => pricedColumnsOf(name).length > 0) || isPriced(plan);
  const steps = fitting.filter((one) => !priced || context.prices.isConstantWithin(one)).reverse();
  return steps[0] ?? pricesNotAdded();
}

/** All time zones are a multiple of this from UTC, in seconds. */
const zoneStep = 300;

const isPriced = ({ groupBy, filters }: MeasurePlan): boolean =>
  [...groupBy, ...filters.map(({ dimension }) => dimension)].some((id) => {
    const { computed } = dimensionOf(id);
    return computed !== undefined && pricedColumnsOf(computed).length > 0;
  });

function whyNot(context: Context, plan: MeasurePlan, fact: SpanFactId): string | undefined {
  if (plan.query.source === 'calls') {
    return callsAsked();
  }
  const own = plan.parts.filter((part) => part.fact === fact);
  const single = own.find(({ measure }) => measures[measure].perCall);
  if (single) {
    return perCallNotAdded(single.measure);
  }
  const quantiles = own.flatMap(({ measure }) => notAddingUp(measure).quantiles);
  const unkept = quantiles.find((field) => !(valueFields as readonly string[]).includes(field));
  if (unkept !== undefined) {
    return fieldNotAdded(unkept);
  }
  const ids = [...plan.groupBy, ...plan.filters.map(({ dimension }) => dimension)];
  const dimensions = ids.map(dimensionOf);
  const apart = dimensions.find(({ perCall }) => perCall);
  if (apart) {
    return perCallNotAdded(apart.id);
  }
  if (
    dimensions.some(({ attribute, resource }) => attribute ?? resource) ||
    excludedAttributes(context.settings).length > 0
  ) {
    return attributesNotAdded();
  }
  const grouped = dimensions.flatMap(({ from, computed }) => [...from, ...(computed ? spanFieldsOf(computed) : [])]);
  const summed = rowFieldsOf(fact, plan.parts).flatMap((name) => spanFieldsOf(name as RowField));
  const kept: readonly string[] = [...minuteKeys, ...minuteSums];
  const missing =
    grouped.find((field) => !kept.includes(field)) ??
    summed.find((field) => ![...kept, ...distinctFields].includes(field));
  if (missing !== undefined) {
    return fieldNotAdded(missing);
  }
  if (
    context.baselines.length > 1 &&
    own.some(({ measure }) => Object.values(notAddingUp(measure)).some((fields) => fields.length > 0))
  ) {
    return periodsNotAdded();
  }
  if (context.days !== undefined && context.baselines.length > 0) {
    return periodsNotAdded();
  }
  return ids.includes(previousVersion) && ((context.history?.until ?? 0) / 1000) % 3600 !== 0
    ? historyNotAdded()
    : undefined;
}
