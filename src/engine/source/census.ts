import type { FieldId } from '../catalogue/fields.ts';

/**
 * The ways in which calls are nested: traces with several scopes; a call that is merged into one that is merged again; several scopes that instrument the
 * application; a call below a call; several calls below one; a span that was exported twice.
 */
export interface Nesting {
  siblings: boolean;
  /** How often a span must be followed to the call that its own call is merged into: more where calls are below calls below calls. */
  chains: number;
  peers: boolean;
  children: boolean;
  wrappers: boolean;
  repeats: boolean;
  /** A root that is a call, in a service whose calls have several scopes: it may be about a call in another trace. */
  otherTraces: boolean;
}

/**
 * What a table contains in the days of a query. It is read once for all queries of these days, and kept by the host.
 *
 * It decides which parts of a statement are needed. Without a census all are, except those that need the name of a scope
 * that only it knows: calls without any attribute (`bareScopes`) and usage that is reported twice (`aboveSdk`).
 */
export interface Census {
  /** Attribute keys of gen_ai spans and, for other spans, those that may be tags. */
  keys: readonly string[];
  /** Instrumentation scopes of gen_ai spans. */
  scopes: readonly string[];
  /** The models of requests, as (provider, request model, response model), the most used ones first. */
  models: readonly (readonly [string, string, string])[];
  /** Whether there are more models than were listed. */
  modelsCut?: true | undefined;
  /** How several spans describe the same model call, and the same tool call. */
  nesting: Nesting;
  toolNesting: Nesting;
  /** Scopes of spans that have no marker but are named like a call. */
  bareScopes: readonly string[];
  /** Scopes with a provider's SDK directly below their requests. */
  aboveSdk: readonly string[];
  /** Keys of tags on spans that are not requests. */
  tagKeys: readonly string[];
  /** Tags, and the model, for which some requests have no key. */
  lacking: readonly FieldId[];
  /** Whether agents failed, and calls say neither what they used nor that they failed: their agent may know. */
  silentCalls: boolean;
  /** Whether any span represents others, because a sampler dropped them. */
  sampled: boolean;
  /** Seconds of the longest request and the longest trace, at most an hour. */
  longestRequest: number;
  longestTrace: number;
  /** Attribute keys of log records that are scores; left out if not asked for, as for a query without scores. */
  scoreKeys?: readonly string[] | undefined;
}
