import { measures } from '../../catalogue/measures/index.ts';
import { shownColumns } from '../compiled.ts';
import { dimensionColumn } from '../tablecolumns.ts';
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
        const measure = measures[column.measure.id];
        return {
          name: column.name,
          role: shown.includes(column.name) ? 'value' : 'skip',
          config: {
            [naming]: column.title,
            description: measure.description,
            unit: measure.unit,
            ...(measure.decimals === undefined ? {} : { decimals: measure.decimals }),
          },
        };
      }),
    ],
  };
}
