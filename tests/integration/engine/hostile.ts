import fc from 'fast-check';

/** Texts that have broken programs before: quotes, escapes, comments, parameters, separators, control and combining characters. */
export const known: readonly string[] = [
  "'", "''", "\\'", "\\\\'", '\\', '\\\\', '"', '""', '`', '\\`', '``', ';', '--', '-- x', '/*', '*/', '/* */', '#', '(', ')', '[', ']', '{', '}',
  "'; DROP TABLE otel.canary; --", "\\'; DROP TABLE otel.canary; --", '`; DROP TABLE otel.canary; --', '"; DROP TABLE otel.canary; --',
  "') OR 1 = 1 --", "' OR '1' = '1", "') UNION ALL SELECT name FROM otel.canary --", "']; TRUNCATE TABLE otel.canary; --", "x', 'y", "['a', 'b']", "','",
  '{p0:String}', '{from:Int64}', '{p0:Identifier}', '${feature}', '$feature', '$__timeFilter(Timestamp)', '$__all', '[[feature]]', '%s', '%27', '%00', '&param_p0=1', '+', '?', '@x',
  '\t', '\n', '\r', '\r\n', '\0', 'a\0b', '\b', '\f', '\v', '\u0007', '\u001b[31m', '\\t', '\\n', '\\0', '\\N', '\\x27', '\\u0027', '&apos;', '&#39;',
  'NULL', 'null', 'undefined', 'NaN', 'inf', '-0', '1e309', 'true', '0x27', 'unknown', 'other', 'none', '__proto__', 'constructor', 'toString', 'hasOwnProperty',
  ' ', '  ', '\u00a0', '\u200b', '\u200e', '\u202e', '\u2028', '\u2029', '\ufeff', 'é', 'e\u0301', 'ß', 'İ', 'ﬀ', '😀', '👩‍👩‍👧', '\ud7ff', '\ue000', '\uffff',
  '^', '$', '.', '.*', '.+', '(a', '[a', 'a{2,1}', '(?i)a', '(?P<n>a)', '\\Q', '\\E', '\\pL', '|', 'a|b', '*', '+a', '{"a":1}', '["stop"]', '<script>alert(1)</script>', '../../etc/passwd',
  '_at', '_values', '_ids', '_claim', 'Timestamp', 'SpanAttributes', 'tuple()', 'sleep(3)', 'a.b', 'a:b', ':', '=', ',', 'x'.repeat(150),
]; // prettier-ignore

const pieces = fc.constantFrom(...known.filter((text) => text.length < 40));
const letters = fc.constantFrom("'", '\\', '`', '"', '\t', '\n', '\0', ',', ']', '[', '{', '}', ';', '-', '/', '*', '$', '%', ' ', '😀', 'é', 'a', '0'); // prettier-ignore
const text = fc.oneof(
  fc.tuple(pieces, pieces).map((two) => two.join('')),
  fc.tuple(pieces, fc.string({ maxLength: 4 }), pieces).map((three) => three.join('')),
  fc.string({ unit: letters, minLength: 1, maxLength: 12 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 })
);

/** Generates different texts, the known ones first; the same in every run. */
export function hostile(count: number, usable: (text: string) => boolean = () => true): string[] {
  const found = new Set(known.filter(usable));
  for (let seed = 1; found.size < count; seed++) {
    for (const one of fc.sample(text, { seed, numRuns: count })) {
      if (found.size < count && one !== '' && one.isWellFormed() && usable(one)) {
        found.add(one);
      }
    }
  }
  return [...found].slice(0, count);
}

export const inChunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
