import { saysError } from '../../../catalogue/content.ts';
import { builtInRedactions } from '../../../settings/redaction.ts';
import type { Settings } from '../../../settings/settings.ts';
import { bound, call, column, infix, text, type Expression } from '../../../sql/nodes.ts';
import { cut } from '../trace/json.ts';

type Content = Pick<Settings, 'content'>;

/** What is shown of a prompt or an answer: without what the settings have replaced, and no longer than they allow. */
export const redacted = (value: Expression, settings: Content): Expression =>
  bound('r', withoutRedacted(value, settings), cut(column('r'), settings.content.maxLength));

/**
 * The text of an error, which is shown to everyone: whoever is on call needs it. It may quote a key or an address, `Incorrect API key
 * provided: sk-…`.
 */
export const redactedError = (value: Expression, settings: Content, most?: number): Expression =>
  bound('r', withoutRedacted(value, settings), cut(column('r'), most));

/** The value of an attribute as everyone may see it, and compare it: what a condition finds in a text, it tells of it. */
export const attributeValue = (key: string, value: Expression, settings: Content): Expression =>
  saysError(key) ? call('if', infix('!=', value, text('')), withoutRedacted(value, settings), text('')) : value;

/** The same however long it is. The user's own expressions come first: a built-in one may leave a part of what they mean. */
export const withoutRedacted = (value: Expression, { content: { redact } }: Content): Expression =>
  [
    ...redact.patterns.map(({ name, pattern }) => [pattern, `[${name}]`] as const),
    ...(redact.builtIn ? builtInRedactions.map(({ name, pattern }) => [pattern, `\\1[${name}]`] as const) : []),
  ].reduce((of, [pattern, by]) => call('replaceRegexpAll', of, text(pattern), text(by)), value);
