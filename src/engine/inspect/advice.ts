import type { Unreadable } from '../canonical/unreadable.ts';

/** What is wrong beside missing fields, and what to change. One sentence each. */
export const advice = {
  unclassified:
    'No dialect knows this instrumentation scope, so its attributes are read as OpenTelemetry’s conventions; name the scope after the library, or use one of the known instrumentations.',
  unknownOperation:
    'The span names no operation, model or tool, so nothing counts it: set gen_ai.operation.name, or leave gen_ai attributes off such spans.',
  duplicates:
    'The same span was exported more than once: check for two exporters in one pipeline, and for retries of a collector without a batch id.',
  missingParents:
    'Parents of these spans are not in the table: they were sampled away, end later, or are exported elsewhere; tags on them cannot be inherited.',
  future:
    'These spans begin after the server’s own time: check the clock of the host that writes them, and the unit of its timestamps.',
  unpriced:
    'The price table does not know this model, so its requests have no cost: report the cost, or add a price in the data source’s settings.',
  sampled:
    'A sampler says how many spans these stand for, and counts are weighted by it; quantiles and comparisons are of the sample.',
  merged: 'Several spans are about one call; they are counted once, with each field from the best span that has it.',
  wrappers: 'A span above several calls repeats their usage; it is not counted as a call.',
  inherited: 'The tag is taken from another span of the trace, which costs a join: set it on the call as well.',
} as const;

export const unreadAdvice: Readonly<Record<Unreadable, string>> = {
  no_number: 'The attribute is no finite number, so it counts as missing: write a number.',
  negative: 'A negative count is no count, so it is read as missing: check how the instrumentation subtracts.',
  absurd: 'A count over a thousand million is no count, so it is read as missing: check its unit.',
};
