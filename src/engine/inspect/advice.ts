import type { Unreadable } from '../canonical/unreadable.ts';

/** Says what is wrong, other than missing fields, and what to change. One sentence each. */
export const advice = {
  unclassified:
    'No dialect matches this instrumentation scope, so its attributes are read by OpenTelemetry’s conventions; name the scope after the library, or use a supported instrumentation.',
  unknownOperation:
    'The span has no operation, model or tool, so no measure counts it: set gen_ai.operation.name, or remove the gen_ai attributes from such spans.',
  duplicates:
    'The same span was exported more than once: check for two exporters in one pipeline, and for a collector that retries without a batch id.',
  missingParents:
    'The parents of these spans are not in the table: they were dropped by sampling, have not ended yet, or are exported elsewhere; their tags cannot be inherited.',
  future:
    'These spans begin after the server’s current time: check the clock of the host that writes them, and the unit of its timestamps.',
  unpriced:
    'This model is not in the price table, so its requests have no cost: report the cost, or add a price in the data source’s settings.',
  sampled:
    'These spans are sampled, and counts are weighted by the number of spans that each represents; quantiles and comparisons use only the sample.',
  merged:
    'Several spans describe the same call; they are counted once, with each field taken from the best span that has it.',
  wrappers: 'A span above several calls repeats their usage, so it is not counted as a call.',
  inherited: 'The tag is taken from another span of the trace, which needs a join: set it on the call as well.',
} as const;

export const unreadAdvice: Readonly<Record<Unreadable, string>> = {
  no_number: 'The attribute is not a finite number, so it counts as missing: write a number.',
  negative:
    'Counts, costs and times cannot be negative, so it is read as missing: check how the instrumentation subtracts.',
  absurd:
    'More than a billion tokens, 10,000 US dollars or a day, or a first token after the end of its call: implausible, so it is read as missing. Check its unit.',
  capped:
    'The span claims to stand for more spans than the setting maxWeight allows, so it counts as that many: check the sampler, or raise the setting.',
  ignored:
    'The span’s tracestate has a sampling threshold, which is not counted because callers of a service can send one: turn on the setting traceStateWeights if it is your own sampler’s.',
};
