import { measures } from '../../engine/catalogue/measures/index.ts';
import { comparisonsOf, isBound, measuresOf, type AlertRule, type Comparison } from '../../engine/alerts/rule.ts';
import type { MeasureRef } from '../../engine/query/model.ts';
import { formatNumber } from './format.ts';
import { messages } from './messages.ts';

/** A refId of a rule, with its title and unit. */
export interface Series {
  refId: string;
  title: string;
  unit: string;
}

/** Lists the refIds that can be drawn: those of the condition, and the rule's value. */
export function seriesOf(rule: AlertRule): Series[] {
  const compared = comparisonsOf(rule).flatMap((comparison) =>
    isBound(comparison) ? [comparison.refId] : [comparison.refId, comparison.than]
  );
  return [...new Set([rule.value, ...compared])].map((refId) => seriesAt(rule, refId));
}

function seriesAt(rule: AlertRule, refId: string): Series {
  const column = rule.show[refId] ?? '';
  const measure = measuresOf(rule).find(({ id, name }) => (name ?? id) === column);
  return measure ? { refId, ...described(measure) } : { refId, title: column, unit: 'none' };
}

function described({ id, evaluation, compare }: MeasureRef): Omit<Series, 'refId'> {
  const { title, unit } = measures[id];
  const what = evaluation === undefined ? title : messages.titleOf(title, evaluation);
  return { title: compare ? messages.compared[compare](what) : what, unit: compare === 'ratio' ? 'none' : unit };
}

/** Writes a comparison in words: `Requests >= 100`. */
export function comparisonText(comparison: Comparison, all: readonly Series[]): string {
  const titleOf = (refId: string) => all.find((series) => series.refId === refId)?.title ?? refId;
  const other = isBound(comparison) ? formatNumber(comparison.number, comparison.unit) : titleOf(comparison.than);
  return `${titleOf(comparison.refId)} ${comparison.is} ${other}`;
}
