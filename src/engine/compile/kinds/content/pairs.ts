import { errorKeys } from '../../../catalogue/content.ts';
import type { Context } from '../../context/context.ts';
import type { AllPairs } from '../../../source/layouts/layout.ts';
import { call, column, infix, lambda, number, text, type Expression } from '../../../sql/nodes.ts';
import { cut, jsonText, pair } from '../trace/json.ts';
import { holdsContent } from './holdscontent.ts';
import { redacted, redactedError } from './redacted.ts';

/** Attributes of a span, an event or a log record that are shown at most. */
const mostAttributes = 256;

const key = call('tupleElement', column('p'), number(1));
const value = call('tupleElement', column('p'), number(2));

/**
 * The pairs that are shown, by key, each as JSON, and those that tell of errors after the others; without `content`, those that hold it
 * are left out in the database.
 */
export function shownPairs(
  context: Context,
  { keys, values }: AllPairs,
  content: boolean,
  { write = pair, event }: { write?: (key: Expression, value: Expression) => Expression; event?: Expression } = {}
): Expression {
  const isWritten = infix('!=', value, text(''));
  const isContent = holdsContent(key, context);
  const isShown = content ? isWritten : infix('AND', isWritten, call('not', isContent));
  const kept = call('arrayFilter', lambda(['p'], isShown), call('arrayZip', keys, values));
  const some = call('arraySlice', call('arraySort', kept), number(1), number(mostAttributes));
  const written = (pairs: Expression, shown: Expression) =>
    call('arrayMap', lambda(['p'], write(jsonText(key), jsonText(shown))), pairs);
  const own = content ? call('if', isContent, redacted(value, context.settings), cut(value)) : cut(value);
  const of = (condition: Expression) => call('arrayFilter', lambda(['p'], condition), some);
  // Whatever an event that is named `exception` says is about it.
  const isError = event ? infix('OR', saysError(key), saysError(event)) : saysError(key);
  // Expressions of what is redacted take their time, so they only see what may need it.
  return call(
    'arrayConcat',
    written(of(call('not', isError)), own),
    written(of(isError), redactedError(value, context.settings))
  );
}

const saysError = (name: Expression): Expression => call('match', name, text(errorKeys));

/** The keys of what is not shown without content. */
export const contentKeys = (context: Context, { keys }: AllPairs): Expression =>
  call(
    'arraySort',
    call('arrayDistinct', call('arrayFilter', lambda(['k'], holdsContent(column('k'), context)), keys))
  );
