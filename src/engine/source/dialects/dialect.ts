import type { FieldId } from '../../catalogue/fields.ts';

/**
 * What the attributes of an instrumentation mean.
 *
 * `keys` lists, by canonical field, the attribute keys in order of precedence: the first that is present and not empty wins.
 */
export interface Dialect {
  id: string;
  title: string;
  /** Span attributes of which each row has at least one: they find the rows, and the exporter's skip indexes serve them. */
  markers: readonly string[];
  keys: Readonly<Partial<Record<FieldId, readonly string[]>>>;
  /** Resource attributes, asked after the span's own. */
  resourceKeys: Readonly<Partial<Record<FieldId, readonly string[]>>>;
  /** Other spellings of a value, by field. */
  folds: Readonly<Partial<Record<FieldId, Readonly<Record<string, string>>>>>;
  /** Operations that are a call of a model. Everything else (agents, workflows, tools) wraps or surrounds one. */
  requestOperations: readonly string[];
  /** The event that carries a score, on a span or as a log record. */
  evaluationEvent: string;
}
