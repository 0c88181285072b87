import type { FactId } from '../catalogue/facts.ts';
import { measures, type MeasureId } from '../catalogue/measures/index.ts';
import type { Aggregates } from '../catalogue/measures/measure.ts';
import { condition } from '../compile/measures/filters.ts';
import { rowField, rowTime } from '../compile/context/columnnames.ts';
import type { Context } from '../compile/context/context.ts';
import { uncountedIn } from '../compile/context/uncounted.ts';
import { filteredRows } from '../compile/measures/filteredrows.ts';
import { weights } from '../compile/rows/weights.ts';
import { array, call, column, combine, infix, lambda, number, type Expression, type Select } from '../sql/nodes.ts';
import type { Budget } from '../settings/budgets.ts';

const fact = 'requests';
const used: readonly MeasureId[] = ['cost', 'unpriced_requests', 'unseen_requests'];

/** A time later than any moment, in epoch milliseconds, for something that never began. */
export const neverAt = 9e15;
export const never = call('toInt64', number(neverAt));

/**
 * Selects requests: when (`at`, epoch milliseconds, and `moment`), what each adds to the measures `cost`,
 * `unpriced_requests` and `unseen_requests`, and in `scopes` whether each budget covers it. All budgets share one pass over them.
 */
export function scopedRows(context: Context, budgets: readonly Budget[]): Select {
  const dimensions = [...new Set(budgets.flatMap(({ filters }) => filters.map(({ dimension }) => dimension)))];
  const fields = [...new Set(used.flatMap((id) => measures[id].uses))];
  const filters = budgets.flatMap((budget) => budget.filters);
  const counted: Context = { ...context, uncounted: uncountedIn({ ...context, filters }) };
  const { query } = filteredRows<FactId>(counted, fact, dimensions, [], fields);
  return {
    kind: 'select',
    columns: [
      { as: 'moment', value: column('r', rowTime) },
      { as: 'at', value: call('toUnixTimestamp64Milli', column('r', rowTime)) },
      { as: 'cost', value: added(context, 'cost') },
      { as: 'unpriced', value: added(context, 'unpriced_requests') },
      { as: 'unseen', value: added(context, 'unseen_requests') },
      { as: 'scopes', value: array(budgets.map((budget) => isAbout(counted, budget))) },
    ],
    from: { kind: 'query', query, as: 'r' },
  };
}

function isAbout(context: Context, { filters }: Budget): Expression {
  // Another budget names these, this one does not.
  const elsewhere = uncountedIn({ ...context, filters }).filter((one) => !context.uncounted.includes(one));
  return (
    combine('AND', [
      ...filters.map((filter) => condition(context, filter)),
      ...(elsewhere.length === 0 ? [] : [infix('NOT IN', column('environment'), context.parameters.list(elsewhere))]),
    ]) ?? number(1)
  );
}

/** Computes what a row adds to an additive measure, by the measure's own formula over that row alone. */
function added(context: Context, id: MeasureId): Expression {
  const factors = weights(context).map((name) => column(rowField(name)));
  const times = (value: Expression, by: readonly Expression[]): Expression =>
    by.length > 0 ? infix('*', value, ...by) : value;
  const no = (): never => {
    throw new Error(`${id} does not add up`);
  };
  const ofRow: Aggregates = {
    field: (name) => column(rowField(name)),
    count: (counted) => times(counted ?? number(1), factors),
    sum: (value) => times(value, weights(context).includes('weight') ? [column(rowField('weight'))] : []),
    mean: no,
    quantile: no,
    distinct: no,
    ratio: no,
  };
  return call('ifNull', call('toFloat64', measures[id].formula(ofRow, number(0))), call('toFloat64', number(0)));
}

/** The alias under which these rows are read, because an alias in the reading SELECT may have the same name as a column. */
export const ofRows = 'r';
export const row = (name: string): Expression => column(ofRows, name);

/** Sums the rows in the scope of each budget into an array. */
export const sumOf = (name: string): Expression =>
  call('sumForEach', call('arrayMap', lambda(['scope'], infix('*', column('scope'), row(name))), row('scopes')));

/** Does the same for the rows since a moment that each budget has. */
export const sumSince = (name: string, since: Expression): Expression =>
  call(
    'sumForEach',
    call(
      'arrayMap',
      lambda(
        ['scope', 'since'],
        infix('*', infix('AND', column('scope'), infix('>=', row('at'), column('since'))), row(name))
      ),
      row('scopes'),
      since
    )
  );

/** Finds the moment of each budget's first cost, as an array. */
export const firstCost: Expression = call(
  'minForEach',
  call(
    'arrayMap',
    lambda(['scope'], call('if', infix('AND', column('scope'), infix('>', row('cost'), number(0))), row('at'), never)),
    row('scopes')
  )
);
