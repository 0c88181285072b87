import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tooManyHeredocs, unclosed } from '../messages.ts';
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
    [
      "1 / 2 // it's\n3",
      ['number 1', 'space  ', 'symbol /', 'space  ', 'number 2', 'space  ', "comment // it's", 'space \n', 'number 3'],
    ],
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
      '//',
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

  /** What a token is, as patterns: an independent reading of the same rules. */
  const patterns = [
    /(?:'(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*"|`(?:[^`\\]|\\[^]|``)*`|\/\*[^]*?\*\/|(\$\w*\$)[^]*?\1)/y,
    /\s+/y,
    /(?:--|\/\/|#!|# )[^\n]*/y,
    /\$?[A-Za-z_\u00a1-\u1fff\u2070-\uffff][A-Za-z0-9_$\u00a1-\u1fff\u2070-\uffff]*/y,
    /\d[\w.]*/y,
    /[^]/y,
  ];
  function byPatterns(sql: string): string[] {
    const found: string[] = [];
    for (let at = 0; at < sql.length;) {
      const text = patterns.map((pattern) => ((pattern.lastIndex = at), pattern.exec(sql)?.[0])).find((one) => one);
      found.push(text ?? '');
      at += text?.length ?? 1;
    }
    return found;
  }

  test('the tokens are those of the patterns, or it is refused', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const sql = pieces.join('');
        const refused = () => byPatterns(sql).some((text) => ["'", '"', '`'].includes(text)) || sql.includes('/*');
        try {
          expect(texts(sql)).toEqual(byPatterns(sql));
        } catch (thrown) {
          expect((thrown as Error).message).toMatch(/never closed/);
          expect(refused()).toBe(true);
        }
      }),
      { numRuns: 5_000 }
    );
  });

  test.each([
    ['words', '$q '],
    ['heredocs that are not closed', '$'],
    ['quotes', "'' "],
    ['comments', '/**/ '],
  ])('a long text is read in one pass: %s', { timeout: 20_000 }, (what, unit) => {
    const count = 1_000_000 / unit.length;
    const sql =
      what === 'heredocs that are not closed'
        ? Array.from({ length: 200_000 }, (_, n) => `$a${n}$`).join(' ')
        : unit.repeat(count);
    expect(texts(sql).join('').length).toBe(sql.length);
  });

  test('heredocs with quotes in them are limited, because the text is read again after each', () => {
    expect(kinds(`${"$$'$$ ".repeat(99)}a`)).toHaveLength(199);
    expect(() => texts("$$'$$ ".repeat(150))).toThrow(tooManyHeredocs());
    expect(texts('$$ it$$ '.repeat(5000))).toHaveLength(10_000);
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
