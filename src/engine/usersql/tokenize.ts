import { UserError } from '../errors.ts';
import { tooManyHeredocs, unclosed } from '../messages.ts';
import { isBlank, isDigit, isTagPart, isWordStart } from './characters.ts';

/**
 * A piece of ClickHouse SQL, just precise enough to leave alone what is not code. The joined `text` of all tokens is the input.
 *
 * `word` is a keyword, bare identifier or macro name; `quoted` a string or quoted identifier.
 */
export interface Token {
  kind: 'space' | 'comment' | 'quoted' | 'word' | 'number' | 'symbol';
  text: string;
}

/**
 * All tokens but heredocs, so that one search finds those of a text: sobek reads the whole text again for each search that
 * does not begin at its start. A quote inside a quoted text is doubled or follows a backslash: 'it''s', 'it\'s'.
 *
 * No \p{L} here: sobek stops a Unicode class after one character, so that SELECT became S. Pasted SQL has no-break spaces
 * and typographic quotes: those (U+00A0, U+2000 to U+206F) end a word.
 */
const pattern = new RegExp(
  [
    /'(?:[^'\\]|\\[\s\S]|'')*'/,
    /"(?:[^"\\]|\\[\s\S]|"")*"/,
    /`(?:[^`\\]|\\[\s\S]|``)*`/,
    /\/\*[\s\S]*?\*\//,
    /\/\*/,
    /\s+/,
    /(?:--|\/\/|#!|# )[^\n]*/,
    /\$?[A-Za-z_\u00a1-\u1fff\u2070-\uffff][A-Za-z0-9_$\u00a1-\u1fff\u2070-\uffff]*/,
    /\d[\w.]*/,
    /[\s\S]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g'
);

/** The text is read again after each heredoc whose content is no sequence of tokens. */
const mostReads = 100;

/** Splits SQL into tokens. Throws UserError for a string, identifier or comment that is never closed. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  const heredocs = /\$\w*\$/.test(sql) ? new Heredocs(sql) : undefined;
  let found = sql.match(pattern) ?? [];
  let at = 0;
  let reads = 1;
  for (let next = 0; next < found.length; next++) {
    const text = found[next] ?? '';
    const end = text.startsWith('$') ? (heredocs?.endOf(at) ?? -1) : -1;
    if (end < 0) {
      tokens.push({ kind: kindOf(text), text });
      at += text.length;
      continue;
    }
    tokens.push({ kind: 'quoted', text: sql.slice(at, end) });
    while (at < end && next < found.length) {
      at += found[next]?.length ?? 0;
      next++;
    }
    if (at > end) {
      if (reads === mostReads) {
        throw new UserError(tooManyHeredocs(), 'query');
      }
      reads++;
      found = sql.slice(end).match(pattern) ?? [];
      next = 0;
      at = end;
    }
    next--;
  }
  return tokens;
}

const quotes: Record<string, string> = { "'": 'a string', '"': 'a quoted identifier', '`': 'a quoted identifier' };

function kindOf(text: string): Token['kind'] {
  const first = text.charAt(0);
  const what = text === '/*' ? 'a comment' : text.length === 1 ? quotes[first] : undefined;
  if (what !== undefined) {
    throw new UserError(unclosed(what), 'query');
  }
  const code = text.charCodeAt(0);
  if (isWordStart(code)) {
    return 'word';
  }
  if (isBlank(code)) {
    return 'space';
  }
  if (isDigit(code)) {
    return 'number';
  }
  return text.length === 1 ? 'symbol' : first === '$' ? 'word' : first in quotes ? 'quoted' : 'comment';
}

/** Finds `$tag$ ... $tag$`, ClickHouse's strings without escapes; macros start with `$__` and have no second `$`. */
class Heredocs {
  private readonly sql: string;
  /** Where a tag stands in the text, and which of them is the first that was not passed. */
  private readonly tags = new Map<string, { starts: number[]; next: number }>();

  constructor(sql: string) {
    this.sql = sql;
    for (let at = sql.indexOf('$'); at >= 0; at = sql.indexOf('$', at + 1)) {
      const text = this.tagAt(at);
      if (text !== '') {
        const tag = this.tags.get(text) ?? { starts: [], next: 0 };
        tag.starts.push(at);
        this.tags.set(text, tag);
      }
    }
  }

  /** Returns the end of the heredoc that begins at a place, or -1. Places are asked for in order. */
  endOf(at: number): number {
    const text = this.tagAt(at);
    const tag = this.tags.get(text);
    while (tag && (tag.starts[tag.next] ?? Infinity) < at + text.length) {
      tag.next++;
    }
    const start = tag?.starts[tag.next];
    return start === undefined ? -1 : start + text.length;
  }

  private tagAt(at: number): string {
    let end = at + 1;
    while (end < this.sql.length && isTagPart(this.sql.charCodeAt(end))) {
      end++;
    }
    return this.sql.charAt(end) === '$' ? this.sql.slice(at, end + 1) : '';
  }
}
