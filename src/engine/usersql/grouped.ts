import { tokenize, type Token } from './tokenize.ts';

/**
 * Lists the columns of a SELECT that a GROUP BY names: they tell groups apart, whatever their type, and are no values.
 *
 * `names` are the columns of its answer. Where the SELECT has no GROUP BY of its own, those of its subqueries count for
 * columns that it takes from them as they are.
 */
export function groupedColumns(sql: string, names: readonly string[]): string[] {
  const clauses = clausesOf(tokenize(sql).filter(({ kind }) => kind !== 'space' && kind !== 'comment'));
  const outermost = Math.min(...clauses.flatMap(({ word, depth }) => (word === 'SELECT' ? depth : [])));
  const select = clauses.find(({ depth, word }) => depth === outermost && word === 'SELECT');
  const items = split(select?.tokens ?? []);
  const groups = (isThere: (depth: number) => boolean): Token[][] =>
    clauses.filter(({ word, depth }) => word === 'GROUP' && isThere(depth)).flatMap(({ tokens }) => groupsIn(tokens));
  const own = groups((depth) => depth === outermost);
  const inner = new Set(groups((depth) => depth > outermost).map(nameOf));
  return names.filter((name, index) => {
    // With `*` among the items, a column's place is not that of its item.
    const expression = items.length === names.length ? expressionOf(items[index] ?? []) : undefined;
    const taken = expression && pathOf(expression);
    if (own.length === 0) {
      return inner.has(expression ? (taken ?? '') : name);
    }
    const isGroup = (group: Token[]): boolean =>
      nameOf(group) === name ||
      textOf(group) === String(index + 1) ||
      (!!expression && textOf(group) === textOf(expression));
    // What else `GROUP BY ALL` groups by, a function or an aggregate, only the server knows.
    return own.some((group) => (textOf(group).toUpperCase() === 'ALL' ? taken !== undefined : isGroup(group)));
  });
}

interface Clause {
  word: string;
  /** Its tokens after the keyword. */
  tokens: readonly Token[];
  /** The number of brackets around it. */
  depth: number;
}

/** The words that begin a clause, and so end the one before. */
const beginnings = new Set(
  `WITH SELECT FROM PREWHERE WHERE GROUP HAVING WINDOW QUALIFY ORDER LIMIT OFFSET FETCH SETTINGS UNION INTERSECT EXCEPT`.split(
    ' '
  )
);

/** Splits a statement into its clauses, and those of its subqueries. */
function clausesOf(tokens: readonly Token[]): Clause[] {
  const clauses: Clause[] = [];
  /** The clause that is being read, by depth: where it began. */
  const open: ({ word: string; from: number } | undefined)[] = [undefined];
  const end = (at: number): void => {
    const one = open[open.length - 1];
    if (one) {
      clauses.push({ word: one.word, tokens: tokens.slice(one.from, at), depth: open.length - 1 });
    }
  };
  tokens.forEach((token, at) => {
    const word = token.kind === 'word' ? token.text.toUpperCase() : '';
    if (beginnings.has(word) && !['AS', '.'].includes(tokens[at - 1]?.text.toUpperCase() ?? '')) {
      end(at);
      open[open.length - 1] = { word, from: at + 1 };
    } else if (step(token) > 0) {
      open.push(undefined);
    } else if (step(token) < 0 && open.length > 1) {
      end(at);
      open.pop();
    }
  });
  while (open.length > 0) {
    end(tokens.length);
    open.pop();
  }
  return clauses;
}

/** How much a token adds to the number of brackets around those after it. */
const step = ({ kind, text }: Token): number =>
  kind !== 'symbol' ? 0 : '([{'.includes(text) ? 1 : ')]}'.includes(text) ? -1 : 0;

/** Splits a list at its commas. */
function split(tokens: readonly Token[]): Token[][] {
  const items: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += step(token);
    if (depth === 0 && token.text === ',') {
      items.push([]);
    } else {
      items[items.length - 1]?.push(token);
    }
  }
  return items.filter((item) => item.length > 0);
}

/** Lists what a GROUP BY names, also in `(a, b)`, `ROLLUP(a, b)`, `CUBE(a, b)` and `GROUPING SETS ((a), (b))`. */
function groupsIn(tokens: readonly Token[]): Token[][] {
  const [by, ...list] = tokens;
  return by?.text.toUpperCase() === 'BY' ? split(list).flatMap(unpacked) : [];
}

function unpacked(item: Token[]): Token[][] {
  const inner = item.findIndex((token) => token.text === '(');
  const before = textOf(item.slice(0, inner)).toUpperCase();
  return inner >= 0 && ['', 'ROLLUP', 'CUBE', 'GROUPING SETS'].includes(before) && item[item.length - 1]?.text === ')'
    ? split(item.slice(inner + 1, -1)).flatMap(unpacked)
    : [item];
}

const isName = (token: Token | undefined): boolean => token?.kind === 'word' || token?.kind === 'quoted';

/** Leaves out `AS alias`, an alias without AS, and DISTINCT. */
function expressionOf(item: readonly Token[]): Token[] {
  const tokens = item[0]?.text.toUpperCase() === 'DISTINCT' ? item.slice(1) : [...item];
  const [before, last] = tokens.slice(-2);
  if (!before || !isName(last)) {
    return tokens;
  }
  const isAlias = isName(before) || before.kind === 'number' || step(before) < 0;
  return before.text.toUpperCase() === 'AS' ? tokens.slice(0, -2) : isAlias ? tokens.slice(0, -1) : tokens;
}

/** The name of a group: its alias, or the last part of `table.column`. */
function nameOf(group: readonly Token[]): string | undefined {
  const [as, alias] = group.slice(-2);
  return as?.text.toUpperCase() === 'AS' && alias ? unquoted(alias) : pathOf(group);
}

/** The last part of `table.column`; undefined for any other expression. */
function pathOf(tokens: readonly Token[]): string | undefined {
  const last = tokens[tokens.length - 1];
  const isPath = tokens.every((token, index) =>
    index % 2 === 0 ? isName(token) && token.text[0] !== "'" : token.text === '.'
  );
  return isPath && tokens.length % 2 === 1 && last ? unquoted(last) : undefined;
}

const unquoted = ({ kind, text }: Token): string =>
  kind === 'quoted' ? text.slice(1, -1).replace(/\\(.)|(["`'])\2/g, '$1$2') : text;

const textOf = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join(' ');
