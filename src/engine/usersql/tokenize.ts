import { UserError } from '../errors.ts';
import { unclosed } from '../messages.ts';

/**
 * A piece of ClickHouse SQL, just precise enough to leave alone what is not code. The joined `text` of all tokens is the input.
 *
 * `word` is a keyword, bare identifier or macro name; `quoted` a string or quoted identifier.
 */
export interface Token {
  kind: 'space' | 'comment' | 'quoted' | 'word' | 'number' | 'symbol';
  text: string;
}

const closers: Record<string, { what: string; kind: Token['kind'] }> = {
  "'": { what: 'a string', kind: 'quoted' },
  '"': { what: 'a quoted identifier', kind: 'quoted' },
  '`': { what: 'a quoted identifier', kind: 'quoted' },
};

const patterns: [Token['kind'], RegExp][] = [
  ['space', /\s+/y],
  ['comment', /(?:--|#!|# )[^\n]*/y],
  // No \p{L} here: sobek stops a sticky Unicode class after one character, so that SELECT became S.
  // Pasted SQL has no-break spaces and typographic quotes: those (U+00A0, U+2000 to U+206F) end a word.
  ['word', /\$?[A-Za-z_\u00a1-\u1fff\u2070-\uffff][A-Za-z0-9_$\u00a1-\u1fff\u2070-\uffff]*/y],
  ['number', /\d[\w.]*/y],
];

/** Splits SQL into tokens. Throws UserError for a string, identifier or comment that is never closed. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const token = next(sql, at);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function next(sql: string, at: number): Token {
  const first = sql.charAt(at);
  const closer = closers[first];
  if (closer) {
    return { kind: closer.kind, text: sql.slice(at, endOfQuoted(sql, at, first, closer.what)) };
  }
  if (sql.startsWith('/*', at)) {
    const end = sql.indexOf('*/', at + 2);
    if (end < 0) {
      throw new UserError(unclosed('a comment'), 'query');
    }
    return { kind: 'comment', text: sql.slice(at, end + 2) };
  }
  const heredoc = heredocAt(sql, at);
  if (heredoc) {
    return { kind: 'quoted', text: heredoc };
  }
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(sql);
    if (match) {
      return { kind, text: match[0] };
    }
  }
  return { kind: 'symbol', text: first };
}

/** Finds the end of a quoted text. A quote inside is doubled or follows a backslash: 'it''s', 'it\'s'. */
function endOfQuoted(sql: string, start: number, quote: string, what: string): number {
  for (let at = start + 1; at < sql.length; at++) {
    if (sql[at] === '\\') {
      at++;
    } else if (sql[at] === quote) {
      if (sql[at + 1] !== quote) {
        return at + 1;
      }
      at++;
    }
  }
  throw new UserError(unclosed(what), 'query');
}

/** Finds `$tag$ ... $tag$`, ClickHouse's string without escapes; macros start with `$__` and have no second `$`. */
function heredocAt(sql: string, at: number): string | undefined {
  if (sql[at] !== '$') {
    return undefined;
  }
  const opening = /\$\w*\$/y;
  opening.lastIndex = at;
  const tag = opening.exec(sql)?.[0];
  const end = tag === undefined ? -1 : sql.indexOf(tag, at + tag.length);
  return tag === undefined || end < 0 ? undefined : sql.slice(at, end + tag.length);
}
