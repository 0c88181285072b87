import type { MeasureQuery, MeasureRef } from '../query/model.ts';
import type { MeasureStatement, RuleStatement } from './rule.ts';

type Asked = Pick<MeasureQuery, 'measures' | 'groupBy'> & Partial<Pick<MeasureQuery, 'filters' | 'baseline'>>;

/** What every rule over measures asks alike: one row a label set, over a window of whole minutes. */
export const measured = ({ measures, groupBy, filters = [], ...more }: Asked): MeasureStatement => ({
  version: 1,
  kind: 'measure',
  format: 'table',
  measures,
  groupBy,
  filters,
  step: 60,
  ...more,
});

/** All rules of budgets ask the same, so that one statement answers them. */
export const budgetStatement: RuleStatement = { version: 1, kind: 'budgets', format: 'table', step: 60 };

/** The same hours of the seven days before: a night is not compared with a noon. */
export const sameHours = { offset: 86_400, periods: 7 };

type Named = MeasureRef & { name: string };

/** A column's value in the windows before, as `requests_before`; this one over it, and less it. */
export const before = ({ name, ...ref }: Named): MeasureRef => ({
  ...ref,
  compare: 'baseline',
  name: `${name}_before`,
});
export const ratioOf = ({ name, ...ref }: Named): MeasureRef => ({ ...ref, compare: 'ratio', name: `${name}_ratio` });
export const changeOf = ({ name, ...ref }: Named): MeasureRef => ({
  ...ref,
  compare: 'difference',
  name: `${name}_change`,
});
