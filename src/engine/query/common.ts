import * as z from 'zod/mini';

import { isDimension, type DimensionId } from '../catalogue/dimensions/index.ts';

/** What queries of several kinds have in common. */

/** The version of this model, which saved queries contain; `migrate.ts` upgrades older ones. */
export const currentVersion = 1;

export type FilterOperator = 'in' | 'not_in' | 'matches' | 'not_matches';

/** No values mean no filter, as for *All* of a dashboard variable. For `matches`, each value is an RE2 expression. */
export interface Filter {
  dimension: DimensionId;
  operator: FilterOperator;
  values: string[];
}

/** `heatmap` shows the distribution of one measure over time. */
export type Format = 'timeseries' | 'table' | 'heatmap';

export interface Common {
  version: typeof currentVersion;
  format: Format;
  /** Seconds: the time bucket of a time series, and what an alert's window is aligned to. */
  step?: number | undefined;
  /** Seconds by which an alert's window lags behind its tick; by default, the data source's `delaySeconds`. */
  delay?: number | undefined;
  /** The column that an alert's refId shows, if the query has several. */
  select?: string | undefined;
  /** `raw` reads everything from the spans, whatever else holds it; `calls` reads no closed hour from sums. */
  source?: 'raw' | 'calls' | undefined;
  /** `rule` evaluates it as an alert rule would: its window, its one number and its errors. The editor's preview does. */
  evaluate?: 'rule' | undefined;
  /** `ignore` runs it in a panel although it reads more than the data source's `limits.estimateRows`. */
  estimate?: 'ignore' | undefined;
}

export const seconds = z.optional(z.int().check(z.minimum(1), z.maximum(31 * 86400)));
export const dimension = z.custom<DimensionId>(
  (id) => typeof id === 'string' && isDimension(id),
  'it is not a dimension'
);
export const common = {
  version: z.literal(currentVersion),
  format: z.enum(['timeseries', 'table', 'heatmap']),
  step: seconds,
  source: z.optional(z.enum(['raw', 'calls'])),
  estimate: z.optional(z.literal('ignore')),
  evaluate: z.optional(z.literal('rule')),
  delay: z.optional(z.int().check(z.minimum(0), z.maximum(86400))),
  select: z.optional(z.string().check(z.minLength(1))),
};

export const label = z.string().check(z.minLength(1), z.maxLength(200));
export const atLeast = z.optional(z.int().check(z.minimum(1), z.maximum(1_000_000)));
export const groupBy = z._default(z.array(dimension).check(z.maxLength(8)), []);
export const filters = z._default(
  z.array(
    z.strictObject({
      dimension: dimension,
      operator: z.enum(['in', 'not_in', 'matches', 'not_matches']),
      values: z.array(z.string()),
    })
  ),
  []
);
