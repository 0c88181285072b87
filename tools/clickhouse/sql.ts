/** What the server has to know about a query before the engine parses it. */
export interface QueryShape {
  /** First keyword, in capitals; empty for an empty query. */
  verb: string;
  /** Name in the FORMAT clause, if there is one. */
  format?: string;
  /** For INSERT ... FORMAT x: where the FORMAT keyword starts, and where the rows start (indexes into the text). */
  rows?: { formatAt: number; dataAt: number };
  /** More than one statement. ClickHouse's HTTP interface refuses that, so injected `; DROP TABLE` must fail here too. */
  multiple: boolean;
}

/** Scans a query's tokens. Rows that follow an INSERT are not looked at. Never throws: what is malformed is left to the engine. */
export function inspectQuery(text: string): QueryShape {
  const shape: QueryShape = { verb: '', multiple: false };
  let formatAt = -1;
  let ended = false;
  let inSettings = false;
  for (let at = skipBlank(text, 0); at < text.length;) {
    const end = tokenEnd(text, at);
    const token = text.slice(at, end).toUpperCase();
    const next = skipBlank(text, end);
    if (ended && token !== ';') {
      return { ...shape, multiple: true };
    }
    ended ||= token === ';';
    if (/^[A-Z_]/.test(token)) {
      shape.verb ||= token;
      if (formatAt >= 0) {
        shape.format = text.slice(at, end);
        if (shape.verb === 'INSERT') {
          shape.rows = { formatAt, dataAt: end };
          return shape;
        }
        formatAt = -1;
      } else if (token === 'FORMAT' && /[A-Za-z_]/.test(text[next] ?? '')) {
        formatAt = at;
      } else if (shape.verb === 'INSERT' && token === 'VALUES') {
        return shape;
      } else {
        inSettings ||= token === 'SETTINGS';
        if (!inSettings) {
          // A column may be called "format"; the clause is the one that nothing but SETTINGS follows.
          delete shape.format;
        }
      }
    }
    at = next;
  }
  return shape;
}

function tokenEnd(text: string, at: number): number {
  const first = text[at] ?? '';
  if (first === "'" || first === '"' || first === '`') {
    return quotedEnd(text, at, first);
  }
  if (/\w/.test(first)) {
    return end(/\W/g, text, at);
  }
  const heredoc = first === '$' ? /^\$\w*\$/.exec(text.slice(at, at + 64))?.[0] : undefined;
  if (heredoc !== undefined) {
    const close = text.indexOf(heredoc, at + heredoc.length);
    return close < 0 ? text.length : close + heredoc.length;
  }
  return at + 1;
}

function quotedEnd(text: string, at: number, quote: string): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') {
      i++;
    } else if (text[i] === quote) {
      return i + 1;
    }
  }
  return text.length;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    if (/\s/.test(text[at] ?? '')) {
      at++;
    } else if (text.startsWith('--', at) || text.startsWith('#!', at) || text.startsWith('# ', at)) {
      at = end(/\n/g, text, at);
    } else if (text.startsWith('/*', at)) {
      const close = text.indexOf('*/', at + 2);
      at = close < 0 ? text.length : close + 2;
    } else {
      break;
    }
  }
  return at;
}

/** Index of the pattern's first match at or after `from`; the text's length if there is none. */
function end(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

/** A string literal, quoted and escaped, that the engine reads back as exactly this text. */
export function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;
}

/** An identifier in backticks, escaped. */
export function identifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}
