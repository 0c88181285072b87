import * as z from 'zod/mini';

import type { DimensionId } from '../../catalogue/dimensions/index.ts';
import { facts, type SpanFactId } from '../../catalogue/facts.ts';
import { numberColumnIds, orderedColumnIds, spanColumnIds, type SpanColumnId } from '../../catalogue/spancolumns.ts';
import { common, filters, groupBy, type Common, type Filter } from '../common.ts';

/**
 * What a span must fulfil besides the filters. A number, a flag or a text that the span does not have fulfils nothing, but
 * `!=`, which also holds for spans without the attribute. `matches` is an RE2 expression.
 */
export type Condition =
  | { on: 'column'; column: SpanColumnId; operator: '>' | '>=' | '<' | '<='; value: number }
  | { on: 'failed' | 'truncated'; is?: boolean | undefined }
  | { on: 'error'; operator: 'contains' | 'matches'; value: string }
  | {
      on: 'attribute' | 'resource';
      key: string;
      operator: '=' | '!=' | 'matches' | 'exists';
      value?: string | undefined;
    };

/** Lists spans: the first `limit` by one column, largest first unless `direction` says otherwise. */
export interface SpansQuery extends Common {
  kind: 'spans';
  /** The facts whose rows are listed; model calls if left out. */
  of?: SpanFactId[] | undefined;
  groupBy: DimensionId[];
  columns: SpanColumnId[];
  filters: Filter[];
  conditions?: Condition[] | undefined;
  /** The evaluation whose score `score` is. */
  evaluation?: string | undefined;
  orderBy: SpanColumnId | 'time';
  direction?: 'asc' | 'desc' | undefined;
  limit: number;
}

const spanFacts = Object.keys(facts).filter((id) => id !== 'evaluations') as [SpanFactId, ...SpanFactId[]];

/** The longest text that a condition compares with, in characters. */
const longest = z.string().check(z.maxLength(4096));

const condition = z.discriminatedUnion('on', [
  z.strictObject({
    on: z.literal('column'),
    column: z.enum(numberColumnIds),
    operator: z.enum(['>', '>=', '<', '<=']),
    value: z.number(),
  }),
  z.strictObject({ on: z.enum(['failed', 'truncated']), is: z.optional(z.boolean()) }),
  z.strictObject({
    on: z.literal('error'),
    operator: z.enum(['contains', 'matches']),
    value: longest.check(z.minLength(1)),
  }),
  z.strictObject({
    on: z.enum(['attribute', 'resource']),
    key: z.string().check(z.regex(/^[^\u0000-\u001f]{1,200}$/, 'it is not a key of 1 to 200 characters')),
    operator: z.enum(['=', '!=', 'matches', 'exists']),
    value: z.optional(longest),
  }),
]);

export const spansSchema = z.strictObject({
  ...common,
  kind: z.literal('spans'),
  of: z.optional(z.array(z.enum(spanFacts)).check(z.minLength(1), z.maxLength(spanFacts.length))),
  groupBy,
  columns: z._default(z.array(z.enum(spanColumnIds)).check(z.maxLength(20)), []),
  filters,
  conditions: z.optional(z.array(condition).check(z.maxLength(20))),
  evaluation: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  orderBy: z._default(z.enum([...orderedColumnIds, 'time']), 'time'),
  direction: z.optional(z.enum(['asc', 'desc'])),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(1000)), 100),
});
