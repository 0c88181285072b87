import type { Reader } from './reader.ts';
import type { FieldId } from '../catalogue/fields.ts';
import { isNothing } from '../sql/missing.ts';
import { call, infix, number, type Expression } from '../sql/nodes.ts';

export const cacheWriteFields: readonly FieldId[] = ['cacheWriteTokens', 'cacheWrite5mTokens', 'cacheWrite1hTokens'];

/**
 * Tokens that were written to the cache, however long they are kept there. Their parts count where the total is missing or
 * 0, as in LangChain's `"cache_creation": 0, "ephemeral_1h_input_tokens": 10000`, and never instead of a larger total.
 */
export function cacheWriteTokens(reader: Reader): Expression {
  const [total, ...all] = cacheWriteFields.map((field) => reader.number(field));
  const parts = all.filter((part) => !isNothing(part)).map((part) => call('ifNull', part, number(0)));
  if (!total || parts.length === 0) {
    return reader.number('cacheWriteTokens');
  }
  const sum = parts.length > 1 ? infix('+', ...parts) : (parts[0] ?? number(0));
  return isNothing(total)
    ? call('nullIf', sum, number(0))
    : call('if', infix('>', sum, call('ifNull', total, number(0))), sum, total);
}
