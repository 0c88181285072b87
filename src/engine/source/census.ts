import type { FieldId } from '../catalogue/fields.ts';

/**
 * Several scopes in one trace, more than two, several of those that instrument an application; a call below a call, several
 * calls below one, a span exported twice.
 */
export interface Nesting {
  siblings: boolean;
  chains: boolean;
  peers: boolean;
  children: boolean;
  wrappers: boolean;
  repeats: boolean;
}

/**
 * What a table holds in the days of a query: read once for all queries of those days, kept by the host for ten minutes.
 *
 * It decides which parts of a statement are needed at all. Without one all are, but for those that need a name of a scope
 * that only it knows: calls without any attribute (`bareScopes`) and usage that is written twice (`aboveSdk`).
 */
export interface Census {
  /** Attribute keys of gen_ai spans; of other spans those that may be tags. */
  keys: readonly string[];
  /** Instrumentation scopes of gen_ai spans. */
  scopes: readonly string[];
  /** (provider, request model, response model) of requests. */
  models: readonly (readonly [string, string, string])[];
  /** Which ways there are of writing twice about a call of a model, and about one of a tool. */
  nesting: Nesting;
  toolNesting: Nesting;
  /** Scopes of spans that have no marker and are named like a call. */
  bareScopes: readonly string[];
  /** Scopes with a provider's SDK directly below their requests. */
  aboveSdk: readonly string[];
  /** Keys of tags on spans that are no request. */
  tagKeys: readonly string[];
  /** Tags, and the model, that some requests have no key for. */
  lacking: readonly FieldId[];
  /** Whether any span says that it stands for others. */
  sampled: boolean;
  /** Seconds of the longest request and the longest trace, at most an hour. */
  longestRequest: number;
  longestTrace: number;
  /** Attribute keys of log records that are scores; left out where nobody has looked, as for a query without scores. */
  scoreKeys?: readonly string[] | undefined;
}
