import { measures } from '../../catalogue/measures/index.ts';
import type { RowFieldId } from '../../catalogue/rowfields.ts';
import type { Compiled } from '../compiled.ts';
import { rowField } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { bucket, timeColumn } from '../measures/aggregate.ts';
import { filteredRows } from '../measures/filteredrows.ts';
import { planMeasures } from '../measures/plan.ts';
import { countOf } from '../measures/rowcount.ts';
import { UserError } from '../../errors.ts';
import type { Request } from '../../host.ts';
import { oneDistribution } from '../../messages.ts';
import type { MeasureQuery } from '../../query/model.ts';
import { call, column, from, infix, number, type Expression, type Select } from '../../sql/nodes.ts';

/**
 * Compiles the distribution of a measure over time: one series per range of values, named after its upper bound.
 *
 * Bounds are 1, 2 and 5 times powers of ten; those of scores are quarters, because their scales are short.
 */
export function heatmap(context: Context, query: MeasureQuery, request: Request): Compiled {
  const plan = planMeasures({ ...query, format: 'timeseries' }, context.parameters);
  const [part] = plan.parts;
  const measure = part && measures[part.measure];
  const field = measure?.distribution;
  if (!part || !field || plan.columns.length > 1 || query.top || request.fromAlert || query.groupBy.length > 0) {
    throw new UserError(oneDistribution(distributed), 'query');
  }
  const fields = [...new Set<RowFieldId>([field, ...(part.evaluation ? ['evaluationName' as const] : [])])];
  const value = column(rowField(field));
  const rows = filteredRows(context, part.fact, [], plan.filters, fields);
  const own = part.evaluation ? infix('=', column(rowField('evaluationName')), part.evaluation) : undefined;
  const present = call('isNotNull', value);
  const counted: Select = {
    kind: 'select',
    columns: [
      { as: timeColumn, value: bucket(context) },
      { as: '_le', value: call('assumeNotNull', upperBound(value, part.fact === 'evaluations')) },
      { as: 'count', value: call('toFloat64', part.fact === 'evaluations' ? call('count') : countOf(context)) },
    ],
    from: from(rows.query),
    where: own ? infix('AND', present, own) : present,
    groupBy: [column(timeColumn), column('_le')],
  };
  const select: Select = {
    kind: 'select',
    columns: [
      { as: timeColumn, value: column(timeColumn) },
      { as: 'le', value: call('toString', column('_le')) },
      { as: 'count', value: column('count') },
    ],
    from: from(counted),
    orderBy: [
      { by: column('_le'), direction: 'ASC' },
      { by: column(timeColumn), direction: 'ASC' },
    ],
  };
  return {
    select,
    facts: [part.fact],
    frame: {
      type: 'timeseries-multi',
      preferredPanel: 'heatmap',
      columns: [
        { name: timeColumn, role: 'time' },
        { name: 'le', role: 'label' },
        { name: 'count', role: 'value', config: { displayName: '${__field.labels.le}', unit: 'short' } },
      ],
    },
  };
}

const distributed = Object.values(measures).flatMap(({ id, distribution }) => (distribution ? [id] : []));

function upperBound(value: Expression, isScore: boolean): Expression {
  if (isScore) {
    return infix('/', call('ceil', infix('*', value, number(4))), number(4));
  }
  const power = call('exp10', call('floor', call('log10', value)));
  const digits = infix('/', value, power);
  const nice = call(
    'multiIf',
    infix('<=', digits, number(1)),
    number(1),
    infix('<=', digits, number(2)),
    number(2),
    infix('<=', digits, number(5)),
    number(5),
    number(10)
  );
  // The product of a digit and a power of ten differs from its decimal text by a rounding error.
  return call('if', infix('>', value, number(0)), call('round', infix('*', nice, power), number(9)), number(0));
}
