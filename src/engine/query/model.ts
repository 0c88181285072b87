import * as z from 'zod/mini';

import { isDimension, type DimensionId } from '../catalogue/dimensions/index.ts';
import { measureIds, type MeasureId } from '../catalogue/measures/index.ts';

/** Saved queries carry the version of this model; `migrate.ts` lifts older ones. */
export const currentVersion = 1;

/**
 * One measure of a query. `evaluation` names the evaluation of a score measure, `bound` what a share compares with; `name`
 * is the column, unique in the query.
 */
export interface MeasureRef {
  id: MeasureId;
  evaluation?: string | undefined;
  bound?: number | undefined;
  name?: string | undefined;
}

export type FilterOperator = 'in' | 'not_in' | 'matches' | 'not_matches';

/** No values means no filter: that is what *All* of a dashboard variable becomes. `matches` takes one RE2 expression a value. */
export interface Filter {
  dimension: DimensionId;
  operator: FilterOperator;
  values: string[];
}

export type Format = 'timeseries' | 'table';

interface Common {
  version: typeof currentVersion;
  format: Format;
  /** Seconds: the bucket of a time series, and what an alert's window is aligned to. */
  step?: number | undefined;
  /** Seconds that an alert's window stays behind its tick; the data source's `delaySeconds` when left out. */
  delay?: number | undefined;
  /** Which column an alert's refId shows, where the query has several. */
  select?: string | undefined;
}

export interface MeasureQuery extends Common {
  kind: 'measure';
  measures: MeasureRef[];
  groupBy: DimensionId[];
  filters: Filter[];
  /** Keep the `n` largest groups by a measure's column, the rest as one group `other`. */
  top?: { n: number; by?: string | undefined } | undefined;
}

export interface SqlQuery extends Common {
  kind: 'sql';
  sql: string;
}

export type Query = MeasureQuery | SqlQuery;

const seconds = z.optional(z.int().check(z.minimum(1), z.maximum(31 * 86400)));
const dimension = z.custom<DimensionId>((id) => typeof id === 'string' && isDimension(id), 'it is no dimension');
const common = {
  version: z.literal(currentVersion),
  format: z.enum(['timeseries', 'table']),
  step: seconds,
  delay: z.optional(z.int().check(z.minimum(0), z.maximum(86400))),
  select: z.optional(z.string().check(z.minLength(1))),
};

export const querySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('measure'),
    measures: z
      .array(
        z.strictObject({
          id: z.enum(measureIds),
          evaluation: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
          bound: z.optional(z.number()),
          name: z.optional(z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/))),
        })
      )
      .check(z.minLength(1), z.maxLength(100)),
    groupBy: z._default(z.array(dimension).check(z.maxLength(8)), []),
    filters: z._default(
      z.array(
        z.strictObject({
          dimension: dimension,
          operator: z.enum(['in', 'not_in', 'matches', 'not_matches']),
          values: z.array(z.string()),
        })
      ),
      []
    ),
    top: z.optional(
      z.strictObject({
        n: z.int().check(z.minimum(1), z.maximum(500)),
        by: z.optional(z.string().check(z.minLength(1))),
      })
    ),
  }),
  z.strictObject({ ...common, kind: z.literal('sql'), sql: z.string() }),
]);
