import type { Attributes, SpanRow } from '../../../tools/demo/data/rows.ts';

/**
 * A model call as an instrumentation writes it: 1000 tokens sent, 300 of them from the provider's cache, 200 generated;
 * made for a user, in a conversation, by a feature.
 */
export interface Written {
  /** The dialect it is written in; '' if no dialect claims it. */
  dialect: string;
  /** Distinguishes it from others of the same dialect. */
  variant?: string;
  span: Partial<SpanRow> & { SpanAttributes: Attributes };
  /** More spans about the same call, above (`parent`) or next to it, which are not counted. */
  around?: readonly (Partial<SpanRow> & { SpanAttributes: Attributes })[];
  /** What the call has instead of its usage if it failed with status 429. */
  failed: Partial<SpanRow>;
  /** Differences of the canonical row, mostly because the instrumentation does not report a field. */
  differs?: Partial<Canonical>;
}

export interface Canonical {
  provider: string;
  model: string;
  operation: string;
  feature: string;
  conversation: string;
  user: string;
  instrumentation: string;
  requests: number;
  input_tokens: number | null;
  output_tokens: number | null;
  cache_read_tokens: number | null;
}

export const canonical = ({ dialect, differs }: Written): Canonical => ({
  provider: 'openai',
  model: 'gpt-4o',
  operation: 'chat',
  feature: 'search',
  conversation: 'conv-1',
  user: 'user-1',
  instrumentation: dialect || 'unknown',
  requests: 1,
  input_tokens: 1000,
  output_tokens: 200,
  cache_read_tokens: 300,
  ...differs,
});

/** Returns the user's own tags, with the instrumentation's prefix. */
export const tags = (prefix = '', names = { feature: 'app.feature', conversation: 'session.id', user: 'user.id' }) => ({
  [`${prefix}${names.feature}`]: 'search',
  [`${prefix}${names.conversation}`]: 'conv-1',
  [`${prefix}${names.user}`]: 'user-1',
});

export const refused: Partial<SpanRow> = { StatusCode: 'Error', StatusMessage: 'Error code: 429 - Rate limit reached' };

/** Adds an exception to the span, whatever its status. */
export const threw = (type: string): Partial<SpanRow> => ({
  'Events.Timestamp': ['2026-03-29 00:30:00.500000000'],
  'Events.Name': ['exception'],
  'Events.Attributes': [{ 'exception.type': type, 'exception.message': 'Error code: 429 - rate limited' }],
});
