import * as z from 'zod/mini';

import type { DimensionId } from '../catalogue/dimensions/index.ts';
import { measureIds, type MeasureId } from '../catalogue/measures/index.ts';
import { atLeast, common, filters, groupBy, label, seconds, type Common, type Filter } from './common.ts';
import { eventsSchema, type EventsQuery } from './kinds/events.ts';
import { spansSchema, type SpansQuery } from './kinds/spans.ts';
import { valuesSchema, type ValuesQuery } from './kinds/values.ts';

export { currentVersion, type Filter, type FilterOperator, type Format } from './common.ts';
export type { Condition, SpansQuery } from './kinds/spans.ts';
export type { ValuesQuery } from './kinds/values.ts';
export type { EventKind, EventsQuery } from './kinds/events.ts';

/**
 * A measure of a query. `evaluation` names the evaluation of a score measure, `bound` the bound of a share, and `name`
 * the column, unique in the query.
 */
export interface MeasureRef {
  id: MeasureId;
  evaluation?: string | undefined;
  bound?: number | undefined;
  compare?: Comparison | undefined;
  as?: Presentation | undefined;
  name?: string | undefined;
}

/** Shows the baseline instead of the value, the value divided by it, or the value minus it. */
export type Comparison = 'baseline' | 'ratio' | 'difference';

/** Shows the share of the sum of all groups, or the sum of all buckets so far, since the start of the window or of each month. */
export type Presentation = 'share' | 'running_total' | 'month_to_date';

export interface MeasureQuery extends Common {
  kind: 'measure';
  measures: MeasureRef[];
  groupBy: DimensionId[];
  filters: Filter[];
  /** Keeps the `n` largest groups by a measure's column, and combines the rest into one group `other`. */
  top?: { n: number; by?: string | undefined } | undefined;
  /** What `compare` compares with: the same window `offset` seconds ago, or the mean of `periods` such windows. */
  baseline?: { offset: number; periods?: number | undefined } | undefined;
  /** The model whose price `whatif_cost` uses. */
  whatIf?: { provider: string; model: string } | undefined;
  /** The IANA time zone of days and months, and of the hours that a baseline compares; that of the settings by default. */
  timezone?: string | undefined;
}

export interface SqlQuery extends Common {
  kind: 'sql';
  sql: string;
  /** What `$__filters` in the SQL stands for. */
  filters?: Filter[] | undefined;
}

/** Lists versions of prompts: when each was deployed, and first and last seen. */
export interface PromptVersionsQuery extends Common {
  kind: 'prompt_versions';
  /** All prompts if left out. */
  prompt?: string | undefined;
  filters: Filter[];
  /** Whether to list only versions deployed in the window, as dashboards do for annotations. */
  deployments?: boolean | undefined;
  /** The number of requests from which a version without a known deployment counts as deployed. */
  minimum?: number | undefined;
}

/** Compares two versions of a prompt, measure by measure. */
export interface PromptCompareQuery extends Common {
  kind: 'prompt_compare';
  prompt: string;
  /** The versions: `b` is compared with `a`. */
  a: string;
  b: string;
  filters: Filter[];
  /** All evaluations if left out. */
  evaluations?: string[] | undefined;
  /** Evaluations for which a low score is better, in addition to those recognized by name. */
  lowerIsBetter?: string[] | undefined;
  /** The number of values that either version needs for a verdict. */
  minimum?: number | undefined;
}

/** Finds the template of a prompt: that of a version, or else of the version in use `at` a time, by default the window's end. */
export interface PromptTemplateQuery extends Common {
  kind: 'prompt_template';
  prompt: string;
  promptVersion?: string | undefined;
  at?: number | string | undefined;
}

/** Estimates what a cache that recognizes similar prompts could save. */
export interface SemanticCacheQuery extends Common {
  kind: 'semantic_cache';
  groupBy: DimensionId[];
  filters: Filter[];
  /** The number of bits, out of 64, by which the hashes of two similar prompts may differ. */
  distance?: number | undefined;
  /** Seconds for which a cached answer may be reused; by default, the whole window. */
  lifetime?: number | undefined;
}

/**
 * Shows one trace, wherever its spans are in time: as Grafana's trace view reads it, or as a graph of its agents, tools and
 * models, of which the nodes and the edges are asked for by a query each.
 */
export interface TraceQuery extends Common {
  kind: 'trace';
  traceId: string;
  /** The span to highlight, which is shown however many there are. */
  spanId?: string | undefined;
  /** By default, `spans`. */
  view?: TraceView | undefined;
  /** Asks for prompts and answers, which whoever may read them gets. */
  content?: boolean | undefined;
}

export type TraceView = 'spans' | 'nodes' | 'edges';

/** Lists the calls, tools and agent runs of one conversation, turn by turn, across the traces of the time range. */
export interface ConversationQuery extends Common {
  kind: 'conversation';
  conversationId: string;
  /** Asks for prompts and answers, which whoever may read them gets. */
  content?: boolean | undefined;
}

/** Lists log records, the latest first: those of gen_ai events, or all of a trace. */
export interface LogsQuery extends Common {
  kind: 'logs';
  /** Those of one trace, and of one of its spans. */
  traceId?: string | undefined;
  spanId?: string | undefined;
  /** Names of events, or with `*` at the end what they begin with; `gen_ai.*` if left out, or any of a trace. */
  events?: string[] | undefined;
  /** Asks for their bodies and other content, which whoever may read it gets. */
  content?: boolean | undefined;
  limit: number;
}

/** Lists the data source's budgets, one row each, with spending and forecast. The window of each is its own period. */
export interface BudgetsQuery extends Common {
  kind: 'budgets';
  /** Names of the budgets to show; all if left out. */
  budgets?: string[] | undefined;
}

/** A query whose SQL the engine writes from the catalogue. */
export type CompiledQuery =
  | MeasureQuery
  | SpansQuery
  | ValuesQuery
  | EventsQuery
  | PromptVersionsQuery
  | PromptCompareQuery
  | PromptTemplateQuery
  | SemanticCacheQuery
  | LogsQuery
  | SingleQuery;

/** A query about one trace or conversation, whose time is looked up before it is compiled. */
export type SingleQuery = TraceQuery | ConversationQuery;

export type Query = CompiledQuery | BudgetsQuery | SqlQuery;

/** An IANA time zone; whether there is one of that name, ClickHouse says. */
export const zonePattern = /^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+)*$/;

/** A trace's, span's or conversation's; whether the table can have it, the compiler checks. */
const id = z.string().check(z.minLength(1), z.maxLength(512));

/** One that a dashboard's variable may leave empty until somebody chooses. */
const chosen = z.string().check(z.maxLength(512));

const content = z.optional(z.boolean());

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
    timezone: z.optional(z.string().check(z.regex(zonePattern))),
  }),
  spansSchema,
  valuesSchema,
  eventsSchema,
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
    kind: z.literal('trace'),
    traceId: chosen,
    spanId: z.optional(id),
    view: z.optional(z.enum(['spans', 'nodes', 'edges'])),
    content,
  }),
  z.strictObject({ ...common, kind: z.literal('conversation'), conversationId: chosen, content }),
  z.strictObject({
    ...common,
    kind: z.literal('logs'),
    traceId: z.optional(id),
    spanId: z.optional(id),
    events: z.optional(z.array(label).check(z.minLength(1), z.maxLength(50))),
    content,
    limit: z._default(z.int().check(z.minimum(1), z.maximum(5000)), 1000),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('budgets'),
    budgets: z.optional(z.array(label).check(z.maxLength(50))),
  }),
  z.strictObject({ ...common, kind: z.literal('sql'), sql: z.string(), filters: z.optional(filters) }),
]);

/** All kinds of queries. */
export const kinds: readonly Query['kind'][] = [
  'measure',
  'spans',
  'values',
  'events',
  'prompt_versions',
  'prompt_compare',
  'prompt_template',
  'semantic_cache',
  'trace',
  'conversation',
  'logs',
  'budgets',
  'sql',
];
