import { dimensionOf } from '../../../catalogue/dimensions/index.ts';
import type { Compiled } from '../../compiled.ts';
import type { Context } from '../../context/context.ts';
import { measureTable } from '../../measures/measuretable.ts';
import { tableColumn } from '../../tablecolumns.ts';
import { refuseAlerts } from '../refuse.ts';
import { attributeValues } from './attributevalues.ts';
import type { Counted } from './counted.ts';
import { attributeKeys } from './keys.ts';
import { countColumn, countingOf, dimensionIn } from './counting.ts';
import type { Request } from '../../../host.ts';
import type { ValuesQuery } from '../../../query/model.ts';
import { call, column, from, infix, number, type Query } from '../../../sql/nodes.ts';

/**
 * Lists the values of a dimension, most frequent first, with the number of rows that have each: calls where the dimension
 * applies to them, or else tool calls, guardrail checks, scores or spans.
 */
export function valuesTable(context: Context, query: ValuesQuery, request: Request): Compiled {
  refuseAlerts(query, request);
  const { rows, title, facts, notices = [] } = countedValues(context, query, request);
  const { search = '', limit } = query;
  const found = infix(
    '>',
    call('positionCaseInsensitiveUTF8', column('value'), context.parameters.text(search)),
    number(0)
  );
  return {
    select: {
      kind: 'select',
      columns: ['value', 'count'].map((name) => ({ as: name, value: column(name) })),
      from: from(rows),
      ...(search === '' ? {} : { where: found }),
      orderBy: [
        { by: column('count'), direction: 'DESC' },
        { by: column('value'), direction: 'ASC' },
      ],
      // One more than is shown tells that there are more.
      limit: limit + 1,
    },
    facts,
    notices,
    rows: limit,
    frame: {
      type: 'table',
      preferredVisualisation: 'table',
      columns: [tableColumn('value', title), tableColumn('count', 'Count', { unit: 'short' })],
    },
  };
}

function countedValues(context: Context, query: ValuesQuery, request: Request): Counted {
  const dimension = dimensionIn(query);
  const counting = countingOf(query);
  if (dimension === undefined || !counting) {
    return attributeKeys(context, query);
  }
  const { title, attribute, resource } = dimensionOf(dimension);
  if (attribute !== undefined || resource !== undefined) {
    return { ...attributeValues(context, dimension, counting.filters), title };
  }
  const { select, facts } = measureTable(context, counting, request);
  const { orderBy: _, ...unordered } = select;
  const rows: Query = {
    kind: 'select',
    columns: [
      { as: 'value', value: column('m', dimension) },
      { as: 'count', value: column('m', countColumn) },
    ],
    from: { kind: 'query', query: unordered, as: 'm' },
  };
  return { rows, facts, title };
}
