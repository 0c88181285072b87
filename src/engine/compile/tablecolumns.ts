import { dimensionOf } from '../catalogue/dimensions/index.ts';
import type { ColumnPlan } from '../host.ts';

/** Describes a column of a table by its title. `more` is the rest of its field config. */
export const tableColumn = (name: string, title: string, more: ColumnPlan['config'] = {}): ColumnPlan => ({
  name,
  role: 'field',
  config: { displayNameFromDS: title, ...more },
});

export function dimensionColumn(id: string): ColumnPlan {
  const { title, description } = dimensionOf(id);
  return tableColumn(id, title, { description });
}
