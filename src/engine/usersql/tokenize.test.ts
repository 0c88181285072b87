import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unclosed } from '../messages.ts';
import { tokenize } from './tokenize.ts';

const texts = (sql: string) => tokenize(sql).map(({ text }) => text);
const kinds = (sql: string) => tokenize(sql).map(({ kind, text }) => `${kind} ${text}`);

describe('tokenize', () => {
  test.each([
    [
      "SELECT 'it''s', 'it\\'s'",
      ['word SELECT', 'space  ', "quoted 'it''s'", 'symbol ,', 'space  ', "quoted 'it\\'s'"],
    ],
    ['`a``b`."c\\"d"', ['quoted `a``b`', 'symbol .', 'quoted "c\\"d"']],
    ['1 -- a $__b\n2', ['number 1', 'space  ', 'comment -- a $__b', 'space \n', 'number 2']],
    ['/* a /* b */', ['comment /* a /* b */']],
    ['# a\n#! b', ['comment # a', 'space \n', 'comment #! b']],
    ['$__timeFilter(ts)', ['word $__timeFilter', 'symbol (', 'word ts', 'symbol )']],
    ["$x$ it's $__table $x$", ["quoted $x$ it's $__table $x$"]],
    ['$$ a $$ b', ['quoted $$ a $$', 'space  ', 'word b']],
    ['größe_Ω = 1e10', ['word größe_Ω', 'space  ', 'symbol =', 'space  ', 'number 1e10']],
    ['a😀b 1😀', ['word a😀b', 'space  ', 'number 1', 'word 😀']],
    ['FROM\u00a0$__table', ['word FROM', 'space \u00a0', 'word $__table']],
    ['{from:Int64}', ['symbol {', 'word from', 'symbol :', 'word Int64', 'symbol }']],
    ['a - -1', ['word a', 'space  ', 'symbol -', 'space  ', 'symbol -', 'number 1']],
  ])('%s', (sql, expected) => expect(kinds(sql)).toEqual(expected));

  test.each([
    ["SELECT 'a", 'a string'],
    ["SELECT 'a\\'", 'a string'],
    ["SELECT 'a''", 'a string'],
    ['SELECT "a', 'a quoted identifier'],
    ['SELECT `a', 'a quoted identifier'],
    ['SELECT 1 /* a', 'a comment'],
  ])('%s is refused', (sql, what) => expect(() => tokenize(sql)).toThrow(unclosed(what)));

  const piece = fc.oneof(
    fc.constantFrom(
      "'",
      '"',
      '`',
      '\\',
      '--',
      '/*',
      '*/',
      '#',
      '$',
      '$__table',
      '$x$',
      '$$',
      '\n',
      ' ',
      '(',
      ')',
      ';',
      'a',
      '1',
      '😀',
      'é',
      '\0'
    ),
    fc.string({ maxLength: 4 })
  );

  test('the tokens joined are the input, or it is refused', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const sql = pieces.join('');
        try {
          expect(texts(sql).join('')).toBe(sql);
        } catch (thrown) {
          expect((thrown as Error).message).toMatch(/never closed/);
        }
      }),
      { numRuns: 2_000 }
    );
  });

  test('no token is empty', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).map((text) => text.replace(/['"`*]/g, '')),
        (sql) => !texts(sql).includes('')
      )
    );
  });
});
