import type { FactId } from '../catalogue/facts.ts';
import { measures, type MeasureId } from '../catalogue/measures/index.ts';
import type { Aggregates } from '../catalogue/measures/measure.ts';
import { condition } from '../compile/measures/filters.ts';
import { rowField, rowTime } from '../compile/context/columnnames.ts';
import type { Context } from '../compile/context/context.ts';
import { filteredRows } from '../compile/measures/filteredrows.ts';
import { weights } from '../compile/rows/weights.ts';
import { array, call, column, combine, infix, lambda, number, type Expression, type Select } from '../sql/nodes.ts';
import type { Budget } from '../settings/budgets.ts';

const fact = 'requests';
const used: readonly MeasureId[] = ['cost', 'unpriced_requests'];

/** Later than any moment, in epoch milliseconds: when something began that never did. */
export const neverAt = 9e15;
export const never = call('toInt64', number(neverAt));

/**
 * Requests: when (`at`, epoch milliseconds, and `moment`), what each adds to the measures `cost` and `unpriced_requests`,
 * and in `scopes` whether each of the budgets is about it. All budgets share one pass over them.
 */
export function scopedRows(context: Context, budgets: readonly Budget[]): Select {
  const dimensions = [...new Set(budgets.flatMap(({ filters }) => filters.map(({ dimension }) => dimension)))];
  const fields = [...new Set(used.flatMap((id) => measures[id].uses))];
  const { query } = filteredRows<FactId>(context, fact, dimensions, [], fields);
  return {
    kind: 'select',
    columns: [
      { as: 'moment', value: column('r', rowTime) },
      { as: 'at', value: call('toUnixTimestamp64Milli', column('r', rowTime)) },
      { as: 'cost', value: added(context, 'cost') },
      { as: 'unpriced', value: added(context, 'unpriced_requests') },
      { as: 'scopes', value: array(budgets.map((budget) => isAbout(context, budget))) },
    ],
    from: { kind: 'query', query, as: 'r' },
  };
}

function isAbout(context: Context, { filters }: Budget): Expression {
  return (
    combine(
      'AND',
      filters.map((filter) => condition(context, filter))
    ) ?? number(1)
  );
}

/** What a row adds to a measure that adds up: the measure's own formula, of the row alone. */
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

/** Their columns, where they are read as `r`: an alias of what reads them may have the same name. */
export const ofRows = 'r';
export const row = (name: string): Expression => column(ofRows, name);

/** An array with the sum of each budget's rows: those in its scope. */
export const sumOf = (name: string): Expression =>
  call('sumForEach', call('arrayMap', lambda(['scope'], infix('*', column('scope'), row(name))), row('scopes')));

/** The same of rows since a moment of the budget's own. */
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

/** An array with the moment of each budget's first cost. */
export const firstCost: Expression = call(
  'minForEach',
  call(
    'arrayMap',
    lambda(['scope'], call('if', infix('AND', column('scope'), infix('>', row('cost'), number(0))), row('at'), never)),
    row('scopes')
  )
);
