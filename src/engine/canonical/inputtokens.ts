import { cacheWriteFields } from './cachewrites.ts';
import { addsUpWith, countsOf, sum, unlessUncounted } from './counts.ts';
import type { Reading } from './reading.ts';
import { follows } from './tokenconventions.ts';
import type { FieldId } from '../catalogue/fields.ts';
import { all, any, isNothing } from '../sql/missing.ts';
import { call, infix, number, text, type Expression } from '../sql/nodes.ts';

export const tokenFields: readonly FieldId[] = [
  'inputTokens',
  'cacheReadTokens',
  ...cacheWriteFields,
  'requestModel',
  'provider',
];

/** By what it is told whether a row's own input holds its cached tokens. */
export type CacheRule =
  | 'no_cache'
  | 'included'
  | 'excluded_by_dialect'
  | 'excluded_by_provider'
  | 'excluded_by_numbers'
  | 'excluded_by_total'
  | 'included_by_setting'
  | 'excluded_by_setting';

/** Prompt tokens that were sent, cached ones among them, whatever the dialect's own number holds. */
export function inputTokens(reading: Reading): Expression {
  const { input, cached } = countsOf(reading);
  const { inputTokens: setting } = reading.settings;
  if (isNothing(input) || cached.length === 0 || setting === 'included') {
    return unlessUncounted(reading, input);
  }
  const everything = infix('+', input, ...cached);
  return unlessUncounted(
    reading,
    setting === 'excluded'
      ? everything
      : call('if', any(exclusions(reading).map(([, condition]) => condition)), everything, input)
  );
}

/** A CacheRule as text. */
export function cacheRule(reading: Reading): Expression {
  const { input, cached } = countsOf(reading);
  const { inputTokens: setting } = reading.settings;
  if (isNothing(input) || cached.length === 0) {
    return text('no_cache');
  }
  const some = infix('>', sum(cached), number(0));
  const branches =
    setting === 'auto'
      ? exclusions(reading).flatMap(([rule, condition]) => (isNothing(condition) ? [] : [condition, text(rule)]))
      : [];
  return call(
    'multiIf',
    call('not', call('ifNull', infix('AND', call('isNotNull', input), some), number(0))),
    text('no_cache'),
    ...branches,
    text(setting === 'auto' ? 'included' : `${setting}_by_setting`)
  );
}

/** Conditions under which the input leaves cached tokens out, the first that holds. */
function exclusions(reading: Reading): [CacheRule, Expression][] {
  const { reader } = reading;
  const { input, cached, reasoning } = countsOf(reading);
  const asProvider = follows(reading, ({ cache }) => cache === 'as-provider');
  const addedUp = reader.hasPart('inputTokens', 'cache');
  const provider = call('concat', reader.text('provider'), text(' '), reader.text('requestModel'));
  return [
    ['excluded_by_dialect', follows(reading, ({ cache }) => cache === 'excluded')],
    [
      'excluded_by_provider',
      isNothing(asProvider)
        ? asProvider
        : infix(
            'AND',
            asProvider,
            call('match', provider, text('(?i)anthropic|claude|bedrock')),
            ...(isNothing(addedUp) ? [] : [call('not', addedUp)])
          ),
    ],
    ['excluded_by_numbers', infix('<', input, sum(cached))],
    [
      'excluded_by_total',
      any([
        // As many tokens of reasoning would explain the same total, and are apart more often.
        all([addsUpWith(reading, [sum(cached)]), infix('!=', sum(cached), reasoning)]),
        addsUpWith(reading, [sum(cached), reasoning]),
      ]),
    ],
  ];
}
