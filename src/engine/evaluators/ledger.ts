/** What was decided of a call; `pending` is an attempt that has no result, by a worker that runs or was ended. */
export const outcomes = ['pending', 'scored', 'skipped', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * The columns of the table of results, one row for each evaluator, version and call: of several that are there before they are merged, that
 * of the greatest `Turn` counts. It grows from row to row, and a decision has more than any other row, so that no clock decides.
 */
export const ledgerColumns = {
  Id: 'String',
  Evaluator: 'LowCardinality(String)',
  Version: 'LowCardinality(String)',
  Kind: 'LowCardinality(String)',
  /** When the call began. */
  Called: 'DateTime64(9)',
  TraceId: 'String',
  SpanId: 'String',
  ResponseId: 'String',
  Outcome: 'LowCardinality(String)',
  /** Why it was skipped or failed. */
  Reason: 'LowCardinality(String)',
  Score: 'Nullable(Float64)',
  Label: 'LowCardinality(String)',
  Passed: 'Nullable(UInt8)',
  Explanation: 'String',
  /** The judge’s model; '' for what needs none. */
  Model: 'LowCardinality(String)',
  InputTokens: 'UInt64',
  OutputTokens: 'UInt64',
  /** USD, of all attempts: what is not known of one is what it may have cost at most. NULL where prices are not known. */
  Cost: 'Nullable(Decimal(18, 9))',
  /** Requests that were sent. */
  Attempts: 'UInt32',
  /** The share of calls that the evaluator takes. */
  SampleRate: 'Float64',
  Worker: 'String',
  /** By the server’s clock. */
  Decided: "DateTime64(3, 'UTC')",
  /** When a collector confirmed that it has the result; NULL if none did. Results that are written into a table are looked up there. */
  Published: "Nullable(DateTime64(3, 'UTC'))",
  Turn: 'UInt64',
} as const;
