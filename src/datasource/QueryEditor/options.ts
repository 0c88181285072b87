import type { ComboboxOption } from '@grafana/ui';

import { dimensionIds, dimensions, type DimensionId } from '../../engine/catalogue/dimensions/index.ts';
import { factIds } from '../../engine/catalogue/facts.ts';
import { measureIds, measures, type MeasureId } from '../../engine/catalogue/measures/index.ts';
import type { FilterOperator, MeasureRef } from '../../engine/query/model.ts';
import { columnOf, titleOf } from '../defaults.ts';
import { messages } from './messages.ts';

/** The catalogue's measures, grouped by what they are counted over. */
export const measureOptions: Array<ComboboxOption<MeasureId>> = factIds.flatMap((fact) =>
  measureIds
    .filter((id) => measures[id].fact === fact)
    .map((id) => ({
      value: id,
      label: measures[id].title,
      description: measures[id].description,
      group: messages.facts[fact],
    }))
);

export const dimensionOptions: Array<ComboboxOption<DimensionId>> = dimensionIds.map((id) => ({
  value: id,
  label: dimensions[id].title,
  description: dimensions[id].description,
}));

const operatorIds: FilterOperator[] = ['in', 'not_in', 'matches', 'not_matches'];

export const operatorOptions: Array<ComboboxOption<FilterOperator>> = operatorIds.map((id) => ({
  value: id,
  label: messages.operators[id],
}));

export function columnOptions(columns: readonly MeasureRef[]): ComboboxOption[] {
  return columns.map((measure) => ({ value: columnOf(measure), label: titleOf(measure) }));
}
