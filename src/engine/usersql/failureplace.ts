import type { Failure } from '../host.ts';
import type { Piece } from './expand.ts';
import { isFiltersMacro } from './macros.ts';
import { tokenize, type Token } from './tokenize.ts';

/**
 * How ClickHouse says where a statement is wrong: `failed at position 58 (FORM) (line 3, col 1): FORM otel_traces. Expected`.
 * It counts bytes, and repeats the rest of the statement, which is left out.
 */
const place = /at position (\d+) (\(.*?\))(?: \(line \d+, col \d+\))?:(?:[\s\S]*?(?=\. (?:Expected|Unmatched)))?/;

/** A user's SQL, with its macros expanded, and what the expanded text is made of. */
interface Own {
  sql: string;
  text: string;
  pieces: readonly Piece[];
}

/**
 * Rewrites where a statement is wrong to where the user's SQL is: macros, comments left out and what stands around it have
 * moved it. `sent` is the statement until its end, of which `before` characters stand before the SQL.
 */
export function inOwnSql(failure: Failure, { sent, before }: { sent: string; before: number }, own: Own): Failure {
  const found = place.exec(failure.excerpt);
  if (!found) {
    return failure;
  }
  const [said, position, what = ''] = found;
  const at = charactersIn(sent, Number(position) - 1) - before;
  const final = sent.slice(before);
  // The bracket before the SQL is not closed where one of the SQL's own took what closes it.
  const offset = at < 0 ? unclosed(own.sql) : at >= final.length ? own.sql.trimEnd().length : ownOffset(final, at, own);
  const lines = own.sql.slice(0, offset).split('\n');
  const words = at >= final.length ? '(end of query)' : what;
  const rewritten = `at position ${offset + 1} ${words} (line ${lines.length}, col ${(lines[lines.length - 1] ?? '').length + 1})`;
  return { ...failure, excerpt: failure.excerpt.replace(said, () => rewritten) };
}

/** The place of the bracket that is never closed, the innermost; 0 if there is none. */
function unclosed(sql: string): number {
  const open: number[] = [];
  let at = 0;
  for (const { kind, text } of tokenize(sql)) {
    if (kind === 'symbol' && '([{'.includes(text)) {
      open.push(at);
    } else if (kind === 'symbol' && ')]}'.includes(text)) {
      open.pop();
    }
    at += text.length;
  }
  return open[open.length - 1] ?? 0;
}

/** Finds the place in the user's SQL of a place in what was sent of it. */
function ownOffset(final: string, at: number, { text, pieces }: Own): number {
  let expanded = text.length - text.trimStart().length;
  let left = at;
  const sent = tokenize(final);
  const isCode = ({ kind }: Token): boolean => kind !== 'space' && kind !== 'comment';
  // Blanks and comments may differ, so that code is paired with code.
  let next = 0;
  for (const token of tokenize(text.trim())) {
    if (!isCode(token)) {
      expanded += token.text.length;
      continue;
    }
    for (; next < sent.length && !isCode(sent[next] as Token); next++) {
      left -= sent[next]?.text.length ?? 0;
    }
    const end = isFiltersMacro(token) ? closing(sent, next) : next + 1;
    const written = sent.slice(next, end).reduce((sum, { text: part }) => sum + part.length, 0);
    if (left < written) {
      return fromPieces(pieces, expanded, isFiltersMacro(token) ? 0 : Math.max(0, left));
    }
    left -= written;
    expanded += token.text.length;
    next = end;
  }
  return fromPieces(pieces, expanded, 0);
}

/** The index after the bracket that closes the one at an index. */
function closing(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const { kind, text } = tokens[at] as Token;
    depth += kind !== 'symbol' ? 0 : text === '(' ? 1 : text === ')' ? -1 : 0;
    if (depth === 0) {
      return at + 1;
    }
  }
  return tokens.length;
}

function fromPieces(pieces: readonly Piece[], expanded: number, within: number): number {
  const piece = [...pieces].reverse().find(({ at }) => at <= expanded);
  // What a macro wrote is where the macro is.
  return piece === undefined ? 0 : piece.from + (piece.at === expanded ? within : 0);
}

/** How many UTF-16 units a number of bytes of UTF-8 are. */
function charactersIn(text: string, bytes: number): number {
  let left = bytes;
  let at = 0;
  while (left > 0 && at < text.length) {
    const code = text.codePointAt(at) ?? 0;
    left -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    at += code < 0x10000 ? 1 : 2;
  }
  return at;
}
