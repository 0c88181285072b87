import { overridden } from './overridden.ts';
import { type Reading, nameOf } from './reading.ts';
import { withGeneric } from '../source/sources.ts';
import { firstNonEmpty } from '../sql/missing.ts';
import { call, text, type Expression } from '../sql/nodes.ts';

/** A tool's span that has no attribute for its name is called after it. */
export function toolName(reading: Reading): Expression {
  const { reader, spans } = reading;
  const affixes = withGeneric(reader.speaking).flatMap(({ toolNameAffixes }) => toolNameAffixes);
  return firstNonEmpty(
    [
      reader.text('toolName'),
      ...overridden('toolName', reading),
      call('replaceRegexpOne', nameOf(spans), text(affixes.join('|')), text('')),
    ],
    ''
  );
}
