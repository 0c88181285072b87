import { tokenize } from '../../../engine/usersql/tokenize.ts';

/** A part of the SQL that a message is about, as offsets. */
export interface Mark {
  from: number;
  to: number;
}

const position = /at position \d+ \(([\s\S]*?)\) \(line (\d+), col (\d+)\)/;

/** Names in messages of the engine and of ClickHouse: `foo`, 'foo', "foo", $__foo. */
const names = /[`'"]([^`'"\s]{1,100})[`'"]|(\$__\w+)/g;

/**
 * Finds what an error message is about: the place that it names, or else the first of its names that the SQL has. The place is one
 * in SQL whose variables have been replaced, so that a word that is not there is looked for in its line.
 */
export function markOf(message: string, sql: string): Mark | undefined {
  const [, what = '', line, column] = position.exec(message) ?? [];
  return line === undefined ? named(message, sql) : placed(what, Number(line), Number(column), sql);
}

function placed(what: string, line: number, column: number, sql: string): Mark {
  const lines = sql.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  const text = lines[line - 1] ?? '';
  if (what === 'end of query' || start > sql.length) {
    return lastWord(sql);
  }
  const at = text.startsWith(what, column - 1) ? column - 1 : text.indexOf(what);
  const from = start + (at < 0 ? Math.min(column - 1, text.length) : at);
  return { from, to: Math.min(sql.length, from + Math.max(1, at < 0 ? 1 : what.length)) };
}

/** What comes before the end, because nothing can be marked there. */
function lastWord(sql: string): Mark {
  const end = sql.trimEnd().length;
  const word = /\S+$/.exec(sql.slice(0, end))?.[0] ?? '';
  return { from: end - word.length, to: Math.max(end, 1) };
}

function named(message: string, sql: string): Mark | undefined {
  const tokens = tokensOf(sql);
  for (const [, quoted, macro] of message.matchAll(names)) {
    const name = quoted ?? macro ?? '';
    const found = tokens.find(({ text }) =>
      [name, name.replace(/\(\)$/, ''), name.split('.').pop()].includes(bare(text))
    );
    if (found) {
      return { from: found.from, to: found.from + found.text.length };
    }
  }
  return undefined;
}

const bare = (text: string): string => text.replace(/^[`"'](.*)[`"']$/, '$1');

function tokensOf(sql: string): { text: string; from: number }[] {
  let at = 0;
  try {
    return tokenize(sql).flatMap(({ kind, text }) => {
      const from = at;
      at += text.length;
      return kind === 'space' || kind === 'comment' ? [] : [{ text, from }];
    });
  } catch {
    return [];
  }
}
