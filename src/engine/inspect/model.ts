import type { CacheRule } from '../canonical/inputtokens.ts';
import type { Unreadable } from '../canonical/unreadable.ts';
import type { FieldId } from '../catalogue/fields.ts';
import type { Expected } from './expected.ts';
import type { Relation } from './relations.ts';

/** One thing that is not as it should be, and what to change. */
export interface Finding {
  severity: 'warning' | 'info';
  /** What it is about: a field, or one of the names in `advice`. */
  about: string;
  service: string;
  dialect: string;
  scope: string;
  /** So many of so many spans or requests. */
  count: number;
  of: number;
  advice: string;
}

/** How one field is filled in the requests that are expected to say it. */
export interface FieldReport {
  field: FieldId;
  of: Expected['of'];
  filled: number;
  expected: number;
  /** Keys that said it, in order of precedence, with the requests that have them. */
  keys: { key: string; requests: number }[];
}

/** Spans of one service and instrumentation scope. Counts are of rows of the table. */
export interface GroupReport {
  service: string;
  /** '' where no dialect claims the scope. */
  dialect: string;
  scope: string;
  spans: number;
  requests: number;
  failed: number;
  duplicates: number;
  unknownOperations: number;
  fields: FieldReport[];
  unread: { field: FieldId; problem: Unreadable; spans: number }[];
  cacheRules: { rule: CacheRule; requests: number }[];
  /** Spans that say they stand for others, the most that one stands for, and what all stand for. */
  sampling: { sampled: number; heaviest: number; standFor: number };
}

/** A tag of requests, each counted once: `own` said by a span of the call, `inherited` by another of its trace. */
export interface TagReport {
  service: string;
  dialect: string;
  tag: string;
  requests: number;
  own: number;
  inherited: number;
}

/** A data-quality report of the spans in a window. It holds names and counts, and nothing that a user or a model wrote. */
export interface Report {
  window: { from: number; to: number };
  table: string;
  groups: GroupReport[];
  tags: TagReport[];
  /** Spans of requests by how they stand to another about the same call. */
  relations: { relation: Relation; service: string; dialect: string; rows: number; spans: number }[];
  parents: { service: string; dialect: string; below: number; missing: number }[];
  /** `latest` is UTC. */
  future: { service: string; spans: number; latest: string }[];
  /** Requests that succeeded and have no cost, by model; `withoutTokens` are those that no price could be put on. */
  unpriced: { provider: string; model: string; requests: number; unpriced: number; withoutTokens: number }[];
  findings: Finding[];
}
