import type { Reading } from './reading.ts';
import { dialects } from '../source/dialects/index.ts';
import { firstNonEmpty } from '../sql/missing.ts';
import { array, bound, call, column, equal, infix, lambda, number, text, type Expression } from '../sql/nodes.ts';
import { escapeRegex } from '../sql/regex.ts';

/**
 * What a prompt is like, as text: `<hash of its words>:<hash of what must be equal>`, '' without content.
 *
 *   content    the messages, from the attribute that the dialect keeps them in
 *     │ last message, in lower case and without punctuation
 *   SimHash of its character trigrams: alike texts differ in few of its 64 bits
 *     │ beside it
 *   hash of its numbers, and of the messages before it but instructions
 *
 * An order's number is a few characters of a question and all of its meaning; so is what a conversation was about.
 */
export function inputHash({ reader, spans }: Reading): Expression {
  const flattened = dialects.flatMap((dialect) => dialect.indexedContent ?? []);
  const { pairs } = spans.attributes;
  const whole = reader.text('inputContent');
  const content = firstNonEmpty([whole, ...(pairs && flattened.length > 0 ? [inKeys(pairs, flattened)] : [])], '');
  return bound(
    'content',
    content,
    call(
      'if',
      equal(column('content'), text('')),
      text(''),
      bound('messages', messages, bound('asked', words(lastMessage), hashes))
    )
  );
}

const content = column('content');
const message = column('messages');
const json = (from: Expression, key: string): Expression => call('JSONExtractString', from, text(key));

/** Messages as JSON texts; a plain text has none. */
const messages: Expression = call(
  'multiIf',
  call('startsWith', call('trimLeft', content), text('[')),
  call('JSONExtractArrayRaw', content),
  call('startsWith', call('trimLeft', content), text('{')),
  call('JSONExtractArrayRaw', content, text('messages')),
  call('emptyArrayString')
);

const last = call('arrayElement', message, number(-1));

/** What the last message says: a text, or the texts of its parts. */
const partsOf = (key: string): Expression =>
  call(
    'arrayStringConcat',
    call(
      'arrayMap',
      lambda(['p'], call('concat', json(column('p'), 'content'), json(column('p'), 'text'))),
      call('JSONExtractArrayRaw', last, text(key))
    ),
    text(' ')
  );

const lastMessage: Expression = call(
  'if',
  call('empty', message),
  content,
  firstNonEmpty([partsOf('parts'), partsOf('content'), json(last, 'content'), last], '')
);

const words = (value: Expression): Expression =>
  call('trimBoth', call('replaceRegexpAll', call('lowerUTF8', value), text('[^\\p{L}\\p{N}]+'), text(' ')));

/** Texts with fewer characters are alike only where they are equal. */
const shortest = 12;

const asked = column('asked');

const instructions = array(['system', 'developer'].map(text));

const before: Expression = call(
  'arrayStringConcat',
  call(
    'arrayFilter',
    lambda(['m'], infix('NOT IN', json(column('m'), 'role'), instructions)),
    call('arrayPopBack', message)
  )
);

const hashes: Expression = call(
  'concat',
  call(
    'toString',
    call(
      'if',
      infix('<', call('lengthUTF8', asked), number(shortest)),
      call('cityHash64', asked),
      call('ngramSimHashUTF8', asked)
    )
  ),
  text(':'),
  call('toString', call('cityHash64', call('extractAll', asked, text('\\d+')), before))
);

/** Messages that have a key each, such as `gen_ai.prompt.0.content`: as JSON, in their order. */
function inKeys(
  pairs: { keys: Expression; values: Expression },
  flattened: readonly { before: string; after: string; role: string }[]
): Expression {
  const alternatives = (part: 'after' | 'role'): string =>
    flattened.map((one) => `${escapeRegex(one.before)}[0-9]+${escapeRegex(one[part])}`).join('|');
  const key = call('toString', column('k'));
  const found = (part: 'after' | 'role'): Expression =>
    call(
      'arrayMap',
      lambda(['f'], call('tupleElement', column('f'), number(2))),
      call(
        'arraySort',
        call(
          'arrayFilter',
          lambda(['f'], infix('>=', call('tupleElement', column('f'), number(1)), number(0))),
          call(
            'arrayMap',
            lambda(
              ['k', 'v'],
              call(
                'tuple',
                call(
                  'if',
                  call('match', key, text(`^(${alternatives(part)})$`)),
                  call('toInt64OrZero', call('extract', key, text('\\.([0-9]+)\\.'))),
                  number(-1)
                ),
                call('toString', column('v'))
              )
            ),
            pairs.keys,
            pairs.values
          )
        )
      )
    );
  const all = call(
    'toJSONString',
    call(
      'arrayMap',
      lambda(['c', 'r'], call('map', text('role'), column('r'), text('content'), column('c'))),
      found('after'),
      call('arrayResize', found('role'), call('length', found('after')), text(''))
    )
  );
  return call('if', equal(all, text('[]')), text(''), all);
}
