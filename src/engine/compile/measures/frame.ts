import { measures } from '../../catalogue/measures/index.ts';
import { shownColumns } from '../compiled.ts';
import { dimensionColumn } from '../tablecolumns.ts';
import type { MeasureRef } from '../../query/model.ts';
import type { MeasurePlan } from './plan.ts';
import type { ColumnPlan, FramePlan, Request } from '../../host.ts';

/** Describes how the answer of a measure query becomes frames. */
export function measureFrame(plan: MeasurePlan, request: Request): FramePlan {
  const names = plan.columns.filter(({ isHidden }) => !isHidden).map(({ name }) => name);
  const shown = shownColumns(names, plan.query.select, request.fromAlert);
  const type = plan.buckets ? 'timeseries-multi' : request.fromAlert ? 'numeric-long' : 'table';
  // `displayName` would name every slice of a pie chart over rows "Cost"; `displayNameFromDS` yields to a row's name.
  const naming = type === 'table' ? 'displayNameFromDS' : 'displayName';
  const groups = plan.groupBy.map<ColumnPlan>((id) =>
    type === 'table' ? dimensionColumn(id) : { name: id, role: 'label' }
  );
  return {
    type,
    preferredVisualisation: plan.buckets ? 'graph' : 'table',
    columns: [
      ...(plan.buckets ? [{ name: 'time', role: 'time' } as const] : []),
      ...groups,
      ...plan.columns.map<ColumnPlan>((column) => {
        if (column.isHidden) {
          return { name: column.name, role: 'skip' };
        }
        return {
          name: column.name,
          role: shown.includes(column.name) ? 'value' : 'skip',
          config: {
            [naming]: column.title,
            description: measures[column.measure.id].description,
            ...shownAs(column.measure),
          },
        };
      }),
    ],
  };
}

/** The unit of what is shown of a measure: a share or a ratio of costs is no cost. */
function shownAs({ id, as, compare }: MeasureRef): { unit: string; decimals?: number } {
  if (compare === 'ratio') {
    return { unit: 'suffix:×', decimals: 2 };
  }
  const { unit, decimals } = measures[id];
  return as === 'share'
    ? { unit: 'percentunit', decimals: 1 }
    : { unit, ...(decimals === undefined ? {} : { decimals }) };
}
