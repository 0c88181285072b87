import type { ReadRow } from './measures/measure.ts';
import type { SpanRowFieldId } from './rowfields.ts';
import { call, equal, infix, number, text, type Expression } from '../sql/nodes.ts';

/** Which direction is better. For evaluations, see `lowerIsBetter`. */
export type Better = 'lower' | 'higher';

/**
 * A value by which two versions of a prompt are compared, request by request.
 *
 * `value` is a number whose means are compared (Welch's t-test), or 1 or 0, whose shares are (z-test); it is NULL for a
 * request without a value. `uses` are row fields. Units are Grafana's.
 */
export interface Comparable<Field extends SpanRowFieldId = SpanRowFieldId> {
  title: string;
  unit: string;
  better: Better;
  of: 'mean' | 'share';
  uses: readonly Field[];
  value: Value<Field>;
}

type Value<Field extends SpanRowFieldId> = (field: ReadRow<Field>) => Expression;

const mean = <Field extends SpanRowFieldId>(
  title: string,
  unit: string,
  better: Better,
  field: Field
): Comparable<Field> => ({
  title,
  unit,
  better,
  of: 'mean',
  uses: [field],
  value: (f) => f(field),
});

const share = <Field extends SpanRowFieldId>(
  title: string,
  better: Better,
  uses: readonly Field[],
  value: Value<NoInfer<Field>>
): Comparable<Field> => ({
  title,
  unit: 'percentunit',
  better,
  of: 'share',
  uses,
  value,
});

/** Limits a flag to requests that did not fail: a failed one was neither cut off nor cached. */
const ofAnswered =
  <Field extends SpanRowFieldId>(flag: Value<Field>): Value<Field | 'failed'> =>
  (f) =>
    call('if', f('failed'), { kind: 'null' }, flag(f));

const endedBy = (reason: string) => ofAnswered<'finishReason'>((f) => equal(f('finishReason'), text(reason)));

export const comparables: readonly Comparable[] = [
  share('Error rate', 'lower', ['failed'], (f) => f('failed')),
  share('Truncated', 'lower', ['failed', 'finishReason'], endedBy('length')),
  share('Filtered', 'lower', ['failed', 'finishReason'], endedBy('content_filter')),
  mean('Latency', 's', 'lower', 'seconds'),
  mean('Time to first token', 's', 'lower', 'timeToFirstToken'),
  mean('Input tokens', 'short', 'lower', 'inputTokens'),
  mean('Output tokens', 'short', 'lower', 'outputTokens'),
  mean('Cost per request', 'currencyUSD', 'lower', 'cost'),
  share(
    'With cached input',
    'higher',
    ['failed', 'cacheReadTokens'],
    ofAnswered<'cacheReadTokens'>((f) => call('ifNull', infix('>', f('cacheReadTokens'), number(0)), number(0)))
  ),
];

/** Matches, as RE2, the names of evaluations whose low scores are the good ones. */
export const lowerIsBetter =
  '(?i)(toxic|hallucinat|bias|harm|unsafe|violat|profan|hate|error|risk|leak|injection|jailbreak|sexual|violence)';
