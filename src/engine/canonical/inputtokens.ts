import { cacheWriteFields, cacheWriteTokens } from './cachewrites.ts';
import type { Reading } from './reading.ts';
import { follows } from './tokenconventions.ts';
import type { FieldId } from '../catalogue/fields.ts';
import { any, isNothing } from '../sql/missing.ts';
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
  | 'included_by_setting'
  | 'excluded_by_setting';

/** Prompt tokens that were sent, cached ones among them, whatever the dialect's own number holds. */
export function inputTokens(reading: Reading): Expression {
  const { input, cached } = counts(reading);
  const { inputTokens: setting } = reading.settings;
  if (isNothing(input) || cached.length === 0 || setting === 'included') {
    return input;
  }
  const all = infix('+', input, ...cached);
  return setting === 'excluded'
    ? all
    : call('if', any(exclusions(reading).map(([, condition]) => condition)), all, input);
}

/** A CacheRule as text. */
export function cacheRule(reading: Reading): Expression {
  const { input, cached } = counts(reading);
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

function counts({ reader }: Reading): { input: Expression; cached: Expression[] } {
  return {
    input: reader.number('inputTokens'),
    cached: [reader.number('cacheReadTokens'), cacheWriteTokens(reader)]
      .filter((value) => !isNothing(value))
      .map((value) => call('ifNull', value, number(0))),
  };
}

/** Conditions under which the input leaves cached tokens out, the first that holds. */
function exclusions(reading: Reading): [CacheRule, Expression][] {
  const { reader } = reading;
  const { input, cached } = counts(reading);
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
  ];
}

const sum = (values: readonly Expression[]): Expression =>
  values.length > 1 ? infix('+', ...values) : (values[0] ?? number(0));
