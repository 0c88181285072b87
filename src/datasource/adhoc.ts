import type { AdHocVariableFilter, MetricFindValue } from '@grafana/data';

import { dimensionIds, dimensionOf, isDimension } from '../engine/catalogue/dimensions/index.ts';
import type { Filter, FilterOperator } from '../engine/query/model.ts';
import { messages } from './messages.ts';
import type { GenAIQuery } from './types.ts';

/** Grafana's operators of ad-hoc filters; those that compare numbers have no meaning for texts. */
const operators: Partial<Record<string, FilterOperator>> = {
  '=': 'in',
  '!=': 'not_in',
  '=|': 'in',
  '!=|': 'not_in',
  '=~': 'matches',
  '!~': 'not_matches',
};

/**
 * Adds a dashboard's ad-hoc filters to a query of the catalogue, and to SQL, which says by `$__filters` where they are applied;
 * queries without filters stay as they are. Throws if a filter cannot be applied: a panel must not show the numbers of all traffic below a filter.
 */
export function withAdHoc(query: GenAIQuery, filters: readonly AdHocVariableFilter[] = []): GenAIQuery {
  return filters.length > 0 && (query.kind === 'sql' || 'filters' in query)
    ? { ...query, filters: [...(query.filters ?? []), ...filters.map(filterOf)] }
    : query;
}

/** Translates an ad-hoc filter, whose key is a dimension such as `feature` or `attr:app.plan`. */
export function filterOf(filter: AdHocVariableFilter): Filter {
  const { key, operator, value, values } = filter;
  const own = operators[operator];
  if (!isDimension(key) || own === undefined) {
    throw new Error(messages.adHocFilter(key, operator));
  }
  if (isCutOff(filter)) {
    throw new Error(messages.adHocCutOff(key));
  }
  return { dimension: key, operator: own, values: operator.endsWith('|') ? (values ?? [value]) : [value] };
}

/**
 * Whether a link wrote a value with a comma or bar as it is, where Grafana separates values and their titles: of `Acme, Inc.`
 * the filter would be `Acme`, another customer. Values and titles that are chosen here are the same.
 */
function isCutOff({ operator, value, values, ...more }: AdHocVariableFilter & { valueLabels?: string[] }): boolean {
  const [title] = more.valueLabels ?? [];
  return !operator.endsWith('|') && ((values ?? []).length > 1 || (title !== undefined && title !== value));
}

/** The dimensions of the catalogue, as keys of ad-hoc filters; the key of an attribute is typed as `attr:key`. */
export const adHocKeys = (): MetricFindValue[] =>
  dimensionIds.map((id) => ({ value: id, text: dimensionOf(id).title }));
