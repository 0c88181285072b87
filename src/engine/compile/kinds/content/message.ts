import { array, bound, call, column, lambda, number, text, type Expression } from '../../../sql/nodes.ts';

/** Where a value that is no list of messages has one. */
const lists = ['messages', 'choices', 'items', 'args'];
/** Where a message has its text, and where the parts of it. */
const texts = ['content', 'text', 'output', 'prompt', 'answer'];
const parts = ['parts', 'content'];

/**
 * The text of the last message in a value: of a list of messages, of an object that holds one, or the value itself where it is no
 * JSON. `[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]` says `Hi`.
 */
export function lastMessage(value: Expression): Expression {
  const v = column('v');
  const all = [call('JSONExtractArrayRaw', v), ...lists.map((name) => call('JSONExtractArrayRaw', v, text(name)))];
  const last = bound(
    'l',
    firstFilled(all),
    call('if', call('empty', column('l')), v, call('arrayElement', column('l'), number(-1)))
  );
  return bound('v', value, bound('m', bound('o', last, unwrapped(column('o'))), said(column('m'))));
}

/** A choice holds its message: `{"index":0,"message":{…}}`. */
const unwrapped = (object: Expression): Expression =>
  bound(
    'w',
    call('JSONExtractRaw', object, text('message')),
    call('if', call('startsWith', column('w'), text('{')), column('w'), object)
  );

/** The first that is a text of a message, its parts, or all of it. */
const said = (message: Expression): Expression =>
  firstFilled([
    ...texts.map((name) => call('JSONExtractString', message, text(name))),
    ...parts.map((name) => textOfParts(call('JSONExtractArrayRaw', message, text(name)))),
    // An item of a list of texts: ["Hi"].
    call('JSONExtractString', message),
    message,
  ]);

/** The texts of parts, `{"type":"text","content":"Hi"}` or `{"text":"Hi"}`, in lines; a part of another type is shown as it is. */
function textOfParts(parts: Expression): Expression {
  const part = column('part');
  const own = ['content', 'text'].map((name) => call('JSONExtractString', part, text(name)));
  const each = firstFilled([...own, call('JSONExtractString', part), part]);
  return call('arrayStringConcat', call('arrayMap', lambda(['part'], each), parts), text('\n'));
}

/** The first text or list of the candidates that is not empty, or the last one. */
const firstFilled = (candidates: readonly Expression[]): Expression =>
  call(
    'arrayElement',
    bound(
      'c',
      array(candidates),
      call(
        'arrayConcat',
        call('arrayFilter', lambda(['f'], call('notEmpty', column('f'))), column('c')),
        call('arraySlice', column('c'), number(-1))
      )
    ),
    number(1)
  );
