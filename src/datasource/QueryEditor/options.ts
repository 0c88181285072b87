import type { ComboboxOption } from '@grafana/ui';

import { budgetColumnIds, budgetColumns, type BudgetColumnId } from '../../engine/budgets/columns.ts';
import { factIds, type SpanFactId } from '../../engine/catalogue/facts.ts';
import { measureIds, measures, type MeasureId } from '../../engine/catalogue/measures/index.ts';
import { orderedColumnIds, spanColumnIds, spanColumns, type SpanColumnId } from '../../engine/catalogue/spancolumns.ts';
import { nameOf, titleOf } from '../../engine/compile/measures/plan.ts';
import type { FilterOperator, MeasureRef } from '../../engine/query/model.ts';
import { messages } from './messages.ts';
import { search } from './search.ts';

/** The catalogue's measures, grouped by fact. */
const measureOptions: Array<ComboboxOption<MeasureId>> = factIds.flatMap((fact) =>
  measureIds
    .filter((id) => measures[id].fact === fact)
    .map((id) => ({
      value: id,
      label: measures[id].title,
      description: measures[id].description,
      group: messages.facts[fact],
    }))
);

export const searchMeasures = search(measureOptions);

const operatorIds: FilterOperator[] = ['in', 'not_in', 'matches', 'not_matches'];

export const operatorOptions: Array<ComboboxOption<FilterOperator>> = operatorIds.map((id) => ({
  value: id,
  label: messages.operators[id],
}));

const spanFactIds = factIds.filter((id): id is SpanFactId => id !== 'evaluations');

const columnsOf = (ids: readonly SpanColumnId[]): Array<ComboboxOption<SpanColumnId>> =>
  // A score needs the name of its evaluation.
  ids.filter((id) => id !== 'score').map((id) => ({ value: id, label: spanColumns[id].title }));

export const spanFactOptions = spanFactIds.map((value) => ({ value, label: messages.facts[value] }));

export const spanColumnOptions = columnsOf(spanColumnIds);
export const spanOrderOptions = columnsOf(orderedColumnIds);

export const budgetColumnOptions: Array<ComboboxOption<BudgetColumnId>> = budgetColumnIds.map((id) => ({
  value: id,
  label: budgetColumns[id].title,
  description: budgetColumns[id].description,
}));

export function columnOptions(columns: readonly MeasureRef[]): ComboboxOption[] {
  return columns
    .filter(({ id }) => id in measures)
    .map((measure) => ({ value: nameOf(measure), label: titleOf(measure) }));
}
