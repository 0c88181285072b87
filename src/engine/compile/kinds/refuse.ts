import { dimensionOf } from '../../catalogue/dimensions/index.ts';
import type { FactId } from '../../catalogue/facts.ts';
import { UserError } from '../../errors.ts';
import type { Request } from '../../host.ts';
import { dimensionWithoutFact, tableNotForAlerts } from '../../messages.ts';
import type { Filter } from '../../query/model.ts';

/** Returns the filters that have values. Throws for alert rules, and for a filter that does not apply to the fact. */
export function filtersOf(
  query: { kind: string; filters: readonly Filter[]; groupBy?: readonly string[] },
  request: Request,
  fact: FactId
): Filter[] {
  refuseAlerts(query, request);
  const filters = query.filters.filter((filter) => filter.values.length > 0);
  const stranger = [...(query.groupBy ?? []), ...filters.map((filter) => filter.dimension)].find(
    (id) => !dimensionOf(id).facts.includes(fact)
  );
  if (stranger !== undefined) {
    throw new UserError(dimensionWithoutFact(stranger, query.kind), 'query');
  }
  return filters;
}

export function refuseAlerts(query: { kind: string }, request: Request): void {
  if (request.fromAlert) {
    throw new UserError(tableNotForAlerts(query.kind), 'query');
  }
}
