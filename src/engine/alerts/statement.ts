import type { MeasureQuery, MeasureRef } from '../query/model.ts';
import type { MeasureStatement, RuleStatement } from './rule.ts';

type Asked = Pick<MeasureQuery, 'measures' | 'groupBy'> & Partial<Pick<MeasureQuery, 'filters' | 'baseline'>>;

/** Builds the query of a rule over measures: one row per label set, over a window of whole minutes. */
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

/** All budget rules have the same query, so that one statement answers them. */
export const budgetStatement: RuleStatement = { version: 1, kind: 'budgets', format: 'table', step: 60 };

/** The baseline is the same hours of the previous seven days, so that night is not compared with noon. */
export const sameHours = { offset: 86_400, periods: 7 };

type Named = MeasureRef & { name: string };

/** A column's baseline, named like `requests_before`; below, its ratio to the baseline, and the difference from it. */
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
