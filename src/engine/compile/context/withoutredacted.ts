import { saysError } from '../../catalogue/content.ts';
import { builtInRedactions } from '../../settings/redaction.ts';
import type { Settings } from '../../settings/settings.ts';
import { call, infix, text, type Expression } from '../../sql/nodes.ts';

type Content = Pick<Settings, 'content'>;

/** A text without what the settings have replaced, however long it is. The user's own expressions come first: a built-in one may leave a part of what they mean. */
export const withoutRedacted = (value: Expression, { content: { redact } }: Content): Expression =>
  [
    ...redact.patterns.map(({ name, pattern }) => [pattern, `[${name}]`] as const),
    ...(redact.builtIn ? builtInRedactions.map(({ name, pattern }) => [pattern, `\\1[${name}]`] as const) : []),
  ].reduce((of, [pattern, by]) => call('replaceRegexpAll', of, text(pattern), text(by)), value);

/** The value of an attribute as everyone may see it, and compare it: what a condition finds in a text, it tells of it. */
export const attributeValue = (key: string, value: Expression, settings: Content): Expression =>
  saysError(key) ? call('if', infix('!=', value, text('')), withoutRedacted(value, settings), text('')) : value;
