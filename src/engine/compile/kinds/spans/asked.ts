import { dimensionOf } from '../../../catalogue/dimensions/index.ts';
import type { SpanFactId } from '../../../catalogue/facts.ts';
import { spanColumn, type SpanColumnId } from '../../../catalogue/spancolumns.ts';
import { UserError } from '../../../errors.ts';
import type { Request } from '../../../host.ts';
import {
  columnWithoutFact,
  conditionWithoutValue,
  dimensionWithoutFact,
  evaluationUnused,
  scoreOfWhich,
  spansNotForAlerts,
  spansOverlap,
} from '../../../messages.ts';
import type { Condition, Filter, SpansQuery } from '../../../query/model.ts';

/** A checked query of spans. */
export interface AskedSpans {
  facts: readonly SpanFactId[];
  groupBy: readonly string[];
  /** The columns shown, with the one that orders them. */
  columns: readonly SpanColumnId[];
  /** The columns that conditions read. */
  compared: readonly SpanColumnId[];
  filters: readonly Filter[];
  conditions: readonly Condition[];
  /** The evaluation whose score is read; undefined if none is. */
  evaluation: string | undefined;
}

/** Checks that a query of spans makes sense. Throws a UserError that says what to change. */
export function askedOf(query: SpansQuery, request: Request): AskedSpans {
  if (request.fromAlert) {
    throw new UserError(spansNotForAlerts(), 'query');
  }
  const { conditions = [], orderBy, evaluation } = query;
  const columns = distinct([...query.columns, ...(orderBy === 'time' ? [] : [orderBy])]);
  const asked = {
    facts: distinct<SpanFactId>(query.of ?? ['requests']),
    groupBy: distinct(query.groupBy),
    columns,
    compared: distinct(conditions.map(columnOf).filter((id) => id !== undefined)),
    filters: query.filters.filter(({ values }) => values.length > 0),
    conditions,
    evaluation,
  };
  refuse(asked);
  return asked;
}

function columnOf(condition: Condition): SpanColumnId | undefined {
  switch (condition.on) {
    case 'column':
      return condition.column;
    case 'failed':
    case 'truncated':
    case 'error':
      return condition.on;
    default:
      return undefined;
  }
}

function refuse({ facts, groupBy, columns, compared, filters, conditions, evaluation }: AskedSpans): void {
  if (facts.includes('spans') && facts.length > 1) {
    throw new UserError(spansOverlap(), 'query');
  }
  const read = [...columns, ...compared];
  const column = read.find((id) => !spanColumn(id).facts.some((fact) => facts.includes(fact)));
  if (column !== undefined) {
    throw new UserError(columnWithoutFact(column, facts), 'query');
  }
  const stranger = [...groupBy, ...filters.map(({ dimension }) => dimension)].find(
    (id) => !facts.some((fact) => applies(id, fact))
  );
  if (stranger !== undefined) {
    throw new UserError(dimensionWithoutFact(stranger, facts.join(', ')), 'query');
  }
  if (read.includes('score') !== (evaluation !== undefined)) {
    throw new UserError(evaluation === undefined ? scoreOfWhich() : evaluationUnused(), 'query');
  }
  for (const one of conditions) {
    if ('key' in one && one.operator !== 'exists' && one.value === undefined) {
      throw new UserError(conditionWithoutValue(one.key, one.operator), 'query');
    }
  }
}

/** Whether rows of the fact can have the dimension. */
export const applies = (dimension: string, fact: SpanFactId): boolean => dimensionOf(dimension).facts.includes(fact);

const distinct = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];
