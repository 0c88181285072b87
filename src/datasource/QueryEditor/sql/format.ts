import { clickhouse, formatDialect } from 'sql-formatter';

import { tokenize, type Token } from '../../../engine/usersql/tokenize.ts';

/** What is neither keyword nor operator to ClickHouse, and stays as it is written. */
const custom = [
  // Strings without escapes, macros, variables of a dashboard, parameters, and types of JSON paths.
  String.raw`\$(\w*)\$[\s\S]*?\$\1\$`,
  String.raw`\$__\w+`,
  String.raw`\$\{[^}]*\}`,
  String.raw`\$\w+`,
  String.raw`\[\[\w+(?:[.:][^\]]*)?\]\]`,
  String.raw`\{\w+:[^}]*\}`,
  String.raw`\.:\w+`,
].map((regex) => ({ regex }));

/**
 * Formats ClickHouse SQL with macros and variables. Only blanks change: undefined if it is not understood, or if anything else
 * would.
 */
export function formatted(sql: string): string | undefined {
  try {
    const spaced = formatDialect(sql, {
      dialect: clickhouse,
      keywordCase: 'preserve',
      paramTypes: { custom },
      expressionWidth: 80,
    });
    return withOwnCode(tokenize(sql), tokenize(spaced));
  } catch {
    return undefined;
  }
}

/** Takes the blanks of one list of tokens and the code of the other, if the code is the same. */
function withOwnCode(own: readonly Token[], spaced: readonly Token[]): string | undefined {
  const [code, other] = [own, spaced].map((tokens) => tokens.filter(isCode)) as [Token[], Token[]];
  if (code.length !== other.length || code.some((token, index) => !isSame(token, other[index]))) {
    return undefined;
  }
  const together = new Set(
    own.flatMap((token, index) => (isCode(token) && index > 0 && isCode(own[index - 1] as Token) ? [token] : []))
  );
  let read = 0;
  return spaced
    .map((token, index) => {
      if (isCode(token)) {
        read++;
        return token.text;
      }
      const next = code[read];
      // A call, `f (x)`, and a part, `t .1`, stay in one piece.
      const isTorn = token.text === ' ' && index > 0 && next && together.has(next) && '(.['.includes(next.text);
      return isTorn ? '' : token.text;
    })
    .join('');
}

const isCode = ({ kind }: Token): boolean => kind !== 'space';

/** Comments are indented like the code around them. */
const isSame = (a: Token, b: Token | undefined): boolean =>
  a.text === b?.text || (a.kind === 'comment' && blankless(a.text) === blankless(b?.text ?? ''));

const blankless = (text: string): string => text.replace(/\s+/g, ' ').trim();
