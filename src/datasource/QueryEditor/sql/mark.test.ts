import { describe, expect, it } from 'vitest';

import { sqlNotPermitted, unknownMacro } from '../../../engine/messages.ts';
import { markOf } from './mark.ts';

const marked = (message: string, sql: string) => {
  const mark = markOf(message, sql);
  return mark && sql.slice(mark.from, mark.to);
};
const syntax = (what: string, line: number, column: number) =>
  `ClickHouse returned error 62: Syntax error: failed at position 9 (${what}) (line ${line}, col ${column}). Expected BY. (SYNTAX_ERROR). Correct the SQL.`;

describe('a mark', () => {
  it.each([
    ['its place', syntax('FORM', 2, 3), 'SELECT 1\n  FORM t', 'FORM'],
    ['its word where variables have moved it', syntax('FORM', 2, 30), "SELECT 1\n '$model' FORM t", 'FORM'],
    ['a place where variables stand', syntax('x', 1, 8), 'SELECT $a FROM t', '$'],
    ['the end', syntax('end of query', 1, 20), 'SELECT 1 ORDER  ', 'ORDER'],
    ['a place that is not there', syntax('x', 9, 1), 'SELECT 1', '1'],
    ['a column', 'Unknown expression identifier `foo` in scope SELECT foo FROM t', 'SELECT "foo", bar', '"foo"'],
    ['a table', "Unknown table expression identifier 'otel.nope' in scope", 'SELECT 1 FROM otel.nope', 'nope'],
    ['a macro', unknownMacro('$__tim', []), 'SELECT $__tim(x)', '$__tim'],
    ['what is refused', sqlNotPermitted('sleep()'), "SELECT 'sleep', sleep(1)", "'sleep'"],
  ])('is of %s', (_, message, sql, expected) => expect(marked(message, sql)).toBe(expected));

  it('is none for a message about something else', () => {
    expect(markOf('ClickHouse cannot be reached.', 'SELECT 1')).toBeUndefined();
    expect(markOf('Unknown `x`', "SELECT '")).toBeUndefined();
  });
});
