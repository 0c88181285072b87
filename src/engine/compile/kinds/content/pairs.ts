import type { Context } from '../../context/context.ts';
import type { AllPairs } from '../../../source/layouts/layout.ts';
import { call, column, infix, lambda, number, text, type Expression } from '../../../sql/nodes.ts';
import { cut, jsonText, pair } from '../trace/json.ts';
import { holdsContent } from './holdscontent.ts';
import { redacted } from './redacted.ts';

/** Attributes of a span, an event or a log record that are shown at most. */
const mostAttributes = 256;

const key = call('tupleElement', column('p'), number(1));
const value = call('tupleElement', column('p'), number(2));

/** The pairs that are shown, by key, each as JSON; without `content`, those that hold it are left out in the database. */
export function shownPairs(
  context: Context,
  { keys, values }: AllPairs,
  content: boolean,
  write: (key: Expression, value: Expression) => Expression = pair
): Expression {
  const isWritten = infix('!=', value, text(''));
  const isContent = holdsContent(key, context);
  const isShown = content ? isWritten : infix('AND', isWritten, call('not', isContent));
  const kept = call('arrayFilter', lambda(['p'], isShown), call('arrayZip', keys, values));
  const some = call('arraySlice', call('arraySort', kept), number(1), number(mostAttributes));
  const shown = content ? call('if', isContent, redacted(value, context.settings), cut(value)) : cut(value);
  return call('arrayMap', lambda(['p'], write(jsonText(key), jsonText(shown))), some);
}

/** The keys of what is not shown without content. */
export const contentKeys = (context: Context, { keys }: AllPairs): Expression =>
  call(
    'arraySort',
    call('arrayDistinct', call('arrayFilter', lambda(['k'], holdsContent(column('k'), context)), keys))
  );
