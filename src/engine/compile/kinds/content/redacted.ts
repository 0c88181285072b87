import type { Settings } from '../../../settings/settings.ts';
import { bound, column, type Expression } from '../../../sql/nodes.ts';
import { withoutRedacted } from '../../context/withoutredacted.ts';
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
