import type { CacheRule } from '../canonical/inputtokens.ts';
import type { SpanField } from '../canonical/spanfield.ts';
import type { Unreadable } from '../canonical/unreadable.ts';
import type { FieldId } from '../catalogue/fields.ts';
import type { Expected } from './expected.ts';
import type { Relation } from './relations.ts';

/** Something that is not as it should be, and what to change. */
export interface Finding {
  severity: 'warning' | 'info';
  /** The subject: a field, or one of the names in `advice`. */
  about: string;
  service: string;
  dialect: string;
  scope: string;
  /** The number of affected spans or requests, out of `of`. */
  count: number;
  of: number;
  advice: string;
}

/** How many of the requests that should have a field do have it. */
export interface FieldReport {
  field: FieldId;
  of: Expected['of'];
  filled: number;
  expected: number;
  /** The attributes it was read from, in order of precedence, with the number of requests that have them. */
  keys: { key: string; requests: number }[];
}

/** The spans of one service and instrumentation scope. Counts are rows of the table. */
export interface GroupReport {
  service: string;
  /** '' if no dialect claims the scope. */
  dialect: string;
  scope: string;
  spans: number;
  requests: number;
  failed: number;
  duplicates: number;
  unknownOperations: number;
  fields: FieldReport[];
  unread: { field: SpanField; problem: Unreadable; spans: number }[];
  cacheRules: { rule: CacheRule; requests: number }[];
  /** How many spans are sampled, the most spans that one represents, and the total that all represent. */
  sampling: { sampled: number; heaviest: number; standFor: number };
}

/** A tag of requests, each counted once: `own` is from a span of the call, `inherited` from another span of its trace. */
export interface TagReport {
  service: string;
  dialect: string;
  tag: string;
  requests: number;
  own: number;
  inherited: number;
}

/** A data-quality report on the spans of a window. It holds names and counts, and nothing that a user or a model wrote. */
export interface Report {
  window: { from: number; to: number };
  table: string;
  groups: GroupReport[];
  tags: TagReport[];
  /** Spans of requests, by their relation to another span about the same call. */
  relations: { relation: Relation; service: string; dialect: string; rows: number; spans: number }[];
  parents: { service: string; dialect: string; below: number; missing: number }[];
  /** `latest` is in UTC. */
  future: { service: string; spans: number; latest: string }[];
  /** Successful requests without a cost, by model; `withoutTokens` are those that have no tokens to price. */
  unpriced: { provider: string; model: string; requests: number; unpriced: number; withoutTokens: number }[];
  findings: Finding[];
}
