import * as z from 'zod/mini';

import { callColumnIds, type CallColumnId } from '../catalogue/calls.ts';
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
  compare?: Comparison | undefined;
  as?: Presentation | undefined;
  name?: string | undefined;
}

/** The baseline instead of the value, the value over it, or the value less it. */
export type Comparison = 'baseline' | 'ratio' | 'difference';

/** A part of all groups' sum, or the sum of all buckets up to this one, from the window's or each month's beginning. */
export type Presentation = 'share' | 'running_total' | 'month_to_date';

export type FilterOperator = 'in' | 'not_in' | 'matches' | 'not_matches';

/** No values means no filter: that is what *All* of a dashboard variable becomes. `matches` takes one RE2 expression a value. */
export interface Filter {
  dimension: DimensionId;
  operator: FilterOperator;
  values: string[];
}

/** `heatmap` is how the values of one measure are spread, bucket by bucket over time. */
export type Format = 'timeseries' | 'table' | 'heatmap';

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
  /** What `compare` compares with: the same window `offset` seconds ago, or the mean of so many such windows. */
  baseline?: { offset: number; periods?: number | undefined } | undefined;
  /** The model whose price `whatif_cost` takes. */
  whatIf?: { provider: string; model: string } | undefined;
  /** Time zone of months, of the IANA database; UTC where left out. */
  timezone?: string | undefined;
}

/** Single calls of a model with the dimensions and columns asked for, the first `limit` by `orderBy`, largest first. */
export interface CallsQuery extends Common {
  kind: 'calls';
  groupBy: DimensionId[];
  columns: CallColumnId[];
  filters: Filter[];
  orderBy: CallColumnId | 'time';
  limit: number;
}

export interface SqlQuery extends Common {
  kind: 'sql';
  sql: string;
}

/** Versions of prompts that were seen: when each was deployed, first and last seen. */
export interface PromptVersionsQuery extends Common {
  kind: 'prompt_versions';
  /** All prompts where left out. */
  prompt?: string | undefined;
  filters: Filter[];
  /** Only those deployed in the window: what a dashboard shows as annotations. */
  deployments?: boolean | undefined;
  /** Requests that make a version without a known deployment count as deployed. */
  minimum?: number | undefined;
}

/** Two versions of one prompt, measure by measure. */
export interface PromptCompareQuery extends Common {
  kind: 'prompt_compare';
  prompt: string;
  /** Versions: `b` is judged against `a`. */
  a: string;
  b: string;
  filters: Filter[];
  /** All evaluations where left out. */
  evaluations?: string[] | undefined;
  /** Evaluations whose low scores are the good ones, beside those whose names say so. */
  lowerIsBetter?: string[] | undefined;
  /** Fewer values than these on a side are not enough. */
  minimum?: number | undefined;
}

/** The template of a prompt: of a version, else the one in force at a time (epoch milliseconds), else at the window's end. */
export interface PromptTemplateQuery extends Common {
  kind: 'prompt_template';
  prompt: string;
  promptVersion?: string | undefined;
  at?: number | string | undefined;
}

/** What a cache that knows alike prompts could save. */
export interface SemanticCacheQuery extends Common {
  kind: 'semantic_cache';
  groupBy: DimensionId[];
  filters: Filter[];
  /** Bits of 64 in which the hashes of two prompts may differ. */
  distance?: number | undefined;
  /** Seconds that an answer may be given again; the whole window where left out. */
  lifetime?: number | undefined;
}

/** The data source's budgets: a row each, with what was spent of it and what is to come. Its window is the budget's period. */
export interface BudgetsQuery extends Common {
  kind: 'budgets';
  /** Names of those that are shown; all where left out. */
  budgets?: string[] | undefined;
}

/** A query whose SQL the engine writes from the catalogue. */
export type CompiledQuery =
  MeasureQuery | CallsQuery | PromptVersionsQuery | PromptCompareQuery | PromptTemplateQuery | SemanticCacheQuery;

export type Query = CompiledQuery | BudgetsQuery | SqlQuery;

const seconds = z.optional(z.int().check(z.minimum(1), z.maximum(31 * 86400)));
const dimension = z.custom<DimensionId>((id) => typeof id === 'string' && isDimension(id), 'it is not a dimension');
const common = {
  version: z.literal(currentVersion),
  format: z.enum(['timeseries', 'table', 'heatmap']),
  step: seconds,
  delay: z.optional(z.int().check(z.minimum(0), z.maximum(86400))),
  select: z.optional(z.string().check(z.minLength(1))),
};

const label = z.string().check(z.minLength(1), z.maxLength(200));
const atLeast = z.optional(z.int().check(z.minimum(1), z.maximum(1_000_000)));
const groupBy = z._default(z.array(dimension).check(z.maxLength(8)), []);
const filters = z._default(
  z.array(
    z.strictObject({
      dimension: dimension,
      operator: z.enum(['in', 'not_in', 'matches', 'not_matches']),
      values: z.array(z.string()),
    })
  ),
  []
);

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
          compare: z.optional(z.enum(['baseline', 'ratio', 'difference'])),
          as: z.optional(z.enum(['share', 'running_total', 'month_to_date'])),
          name: z.optional(z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/))),
        })
      )
      .check(z.minLength(1), z.maxLength(100)),
    groupBy,
    filters,
    top: z.optional(
      z.strictObject({
        n: z.int().check(z.minimum(1), z.maximum(500)),
        by: z.optional(z.string().check(z.minLength(1))),
      })
    ),
    baseline: z.optional(
      z.strictObject({
        offset: z.int().check(z.minimum(60), z.maximum(366 * 86400)),
        periods: z.optional(z.int().check(z.minimum(1), z.maximum(14))),
      })
    ),
    whatIf: z.optional(z.strictObject({ provider: z.string(), model: z.string().check(z.minLength(1)) })),
    timezone: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_+\-]+(\/[A-Za-z0-9_+\-]+)*$/))),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('calls'),
    groupBy,
    filters,
    columns: z.array(z.enum(callColumnIds)).check(z.maxLength(20)),
    orderBy: z.enum([...callColumnIds, 'time']),
    limit: z.int().check(z.minimum(1), z.maximum(1000)),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('prompt_versions'),
    prompt: z.optional(label),
    filters,
    deployments: z.optional(z.boolean()),
    minimum: atLeast,
  }),
  z.strictObject({
    ...common,
    kind: z.literal('prompt_compare'),
    prompt: label,
    a: label,
    b: label,
    filters,
    evaluations: z.optional(z.array(label).check(z.maxLength(100))),
    lowerIsBetter: z.optional(z.array(label).check(z.maxLength(100))),
    minimum: atLeast,
  }),
  z.strictObject({
    ...common,
    kind: z.literal('prompt_template'),
    prompt: label,
    promptVersion: z.optional(z.string().check(z.maxLength(200))),
    at: z.optional(z.union([z.int().check(z.minimum(0)), z.string().check(z.regex(/^[0-9]{1,16}$/))])),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('semantic_cache'),
    groupBy,
    filters,
    distance: z.optional(z.int().check(z.minimum(0), z.maximum(5))),
    lifetime: seconds,
  }),
  z.strictObject({
    ...common,
    kind: z.literal('budgets'),
    budgets: z.optional(z.array(label).check(z.maxLength(50))),
  }),
  z.strictObject({ ...common, kind: z.literal('sql'), sql: z.string() }),
]);

/** All kinds of queries. */
export const kinds: readonly Query['kind'][] = [
  'measure',
  'calls',
  'prompt_versions',
  'prompt_compare',
  'prompt_template',
  'semantic_cache',
  'budgets',
  'sql',
];
