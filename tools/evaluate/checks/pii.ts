import { verdictOf, type Verdict } from '../verdict.ts';

/** What the data source's own redactions find, in their words. */
export const piiKinds = ['e-mail', 'phone', 'card', 'iban', 'key', 'secret'] as const;
export type PiiKind = (typeof piiKinds)[number];

/**
 * Whether personal data was in the text. What evaluators read is redacted before, so it looks for the marks, `[e-mail]`: there is one
 * definition of each kind, that of the data source, and no second place that sees what was there.
 */
export function hasNoPii(text: string, kinds: readonly PiiKind[]): Verdict {
  const found = kinds.flatMap((kind) => {
    const times = text.split(`[${kind}]`).length - 1;
    return times === 0 ? [] : [`${kind}${times === 1 ? '' : ` ${times} times`}`];
  });
  return found.length === 0 ? verdictOf(true, 'Nothing was found.') : verdictOf(false, `Found: ${found.join(', ')}.`);
}
