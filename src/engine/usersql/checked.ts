import { UserError } from '../errors.ts';
import { sqlContentKey, sqlNotPermitted } from '../messages.ts';
import { isPermitted, types } from './functions.ts';
import { clauseEnds, keywords } from './keywords.ts';
import { isFiltersMacro } from './macros.ts';
import { quoteIdentifier } from '../sql/print.ts';
import type { Readable } from './readable.ts';
import { tokenize, type Token } from './tokenize.ts';

/**
 * Checks SQL of whoever may not read content, and returns it without its comments. It passes if all that it names is known:
 *
 * - tables: those of the data source, CTEs at the beginning, and subqueries
 * - columns: those that hold no content; attributes only as `col['literal key']`, or `col.path` of a JSON column
 * - names that it gives itself, as aliases and arguments of lambdas
 * - functions and keywords of a list
 *
 * Whatever is not understood is refused. A name given in one place may mean a column of a table in another, so that no alias
 * may be named like a column that is not read as it is, or like a part of its name, and names of tables are never aliases.
 * Names are sent in quotes: without them `SETTINGS`, `EXCEPT` or `TOP` would be an alias here and a keyword to ClickHouse.
 *
 * `sql` has its macros expanded but for `$__filters`, which stays and is checked as a condition in brackets. Throws UserError.
 */
export function checkedSql(sql: string, readable: Readable): string {
  const tokens = tokenize(sql);
  const names = new Check(
    tokens
      .filter(({ kind }) => kind !== 'comment' && kind !== 'space')
      .flatMap((token) => (isFiltersMacro(token) ? inBrackets : token)),
    readable
  ).run();
  const sent = (token: Token): string =>
    token.kind === 'comment'
      ? ' '
      : names.has(token) && token.kind === 'word'
        ? quoteIdentifier(token.text)
        : token.text;
  return tokens.map(sent).join('');
}

const inBrackets: readonly Token[] = [
  { kind: 'symbol', text: '(' },
  { kind: 'number', text: '1' },
  { kind: 'symbol', text: ')' },
];

/** A dotted name: its parts without quotes, and the index after it. */
interface Chain {
  parts: string[];
  end: number;
}

/** Symbols that are operators or punctuation wherever they stand. */
const harmless = new Set([...'()[],+-/%<>=!|?:']);
const parameters = ['{from:Int64}', '{to:Int64}'];
/** The tokenizer takes `1..x` for a number. */
const isNumber = (text: string): boolean =>
  /^(?:0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9_]+\.?[0-9_]*(?:[eE][0-9]*)?)$/.test(text);
/** What follows a name in brackets that is an operand, and not the table whose rows `IN` looks through. */
const operators = ',[(+-*/%';

class Check {
  private readonly tokens: readonly Token[];
  private readonly readable: Readable;
  private readonly aliases = new Set<string>();
  private readonly ctes = new Set<string>();
  /** What names something, rather than a function, a type or a keyword. */
  private readonly names = new Set<Token>();
  /** The brackets that are open: whether a list of tables is read in them, and the CTE that ends with them. */
  private open: { inFrom: boolean; cte?: string }[] = [{ inFrom: false }];

  constructor(tokens: readonly Token[], readable: Readable) {
    this.tokens = tokens;
    this.readable = readable;
  }

  /** Returns the tokens that are names. */
  run(): ReadonlySet<Token> {
    this.collectAliases();
    for (let at = 0; at < this.tokens.length;) {
      at = this.next(at);
    }
    return this.names;
  }

  private next(at: number): number {
    const { kind, text } = this.token(at);
    if (kind === 'number') {
      return isNumber(text) ? at + 1 : this.refuse(at);
    }
    if (kind === 'quoted' && text.startsWith("'")) {
      return at + 1;
    }
    if (kind === 'symbol') {
      return this.symbol(at, text);
    }
    return this.isKeyword(at) ? this.keyword(at) : this.name(at);
  }

  private symbol(at: number, text: string): number {
    const within = this.open[this.open.length - 1];
    if (text === '(') {
      this.open.push({ inFrom: false, ...this.cteAt(at) });
    } else if (text === ')') {
      if (within?.cte !== undefined) {
        this.ctes.add(within.cte);
      }
      this.open.pop();
      if (this.open.length === 0) {
        throw refused(')');
      }
    } else if (text === ',' && within?.inFrom) {
      throw refused('a comma between tables');
    } else if (text === '{') {
      const end = at + 5;
      return parameters.includes(
        this.tokens
          .slice(at, end)
          .map((token) => token.text)
          .join('')
      )
        ? end
        : this.refuse(at);
    } else if (text === '.') {
      // A tuple's element; names take their own dots.
      return this.token(at + 1).kind === 'number' ? at + 2 : this.refuse(at);
    } else if (text === '*') {
      this.asterisk(at);
    } else if (!harmless.has(text)) {
      return this.refuse(at);
    }
    return at + 1;
  }

  /** An asterisk multiplies two operands, or counts rows; it never means all columns. */
  private asterisk(at: number): void {
    const isCount = ['count', '(', '*', ')'].every((text, index) => this.textAt(at - 2 + index).toLowerCase() === text);
    const after = this.token(at + 1);
    const isOperand =
      after.kind !== 'symbol' ? !this.isKeyword(at + 1) : '({['.includes(after.text) && after.text !== '';
    if (!isCount && !(this.endsOperand(at - 1) && isOperand)) {
      throw refused('*');
    }
  }

  private keyword(at: number): number {
    const word = this.textAt(at).toUpperCase();
    const within = this.open[this.open.length - 1] as { inFrom: boolean };
    if (word === 'SELECT' || clauseEnds.has(word)) {
      within.inFrom = false;
    }
    if (word === 'IN') {
      this.membership(at);
    }
    if (word === 'ON' && this.textsBefore(at, 1) === 'DISTINCT') {
      throw refused('DISTINCT ON');
    }
    if (word === 'ARRAY' && this.textAt(at + 1).toUpperCase() === 'JOIN') {
      within.inFrom = false;
      return at + 2;
    }
    const isFill = word === 'FROM' && this.textsBefore(at, 2) === 'WITH FILL';
    if ((word === 'FROM' && !isFill) || word === 'JOIN') {
      within.inFrom = true;
      return this.table(at + 1);
    }
    return at + 1;
  }

  /** `x IN t` reads the table `t`, and so do `x IN (t)` and `in(x, t)`. */
  private membership(at: number): void {
    let before = at - 1;
    while (['NOT', 'GLOBAL'].includes(this.textAt(before).toUpperCase())) {
      before--;
    }
    let after = at + 1;
    while (this.textAt(after) === '(') {
      after++;
    }
    const isName = this.isName(after) && !this.isKeyword(after);
    const next = isName ? this.textAt(this.chain(after).end) : '';
    const isOperand = next === '(' || (after > at + 1 && next !== '' && operators.includes(next));
    if (!this.endsOperand(before) || (isName && !isOperand)) {
      throw refused('IN with a table');
    }
  }

  /** A table of the data source, a CTE that has been read, or a subquery. */
  private table(at: number): number {
    if (this.textAt(at) === '(') {
      let inner = at;
      while (this.textAt(inner) === '(') {
        inner++;
      }
      return ['SELECT', 'WITH'].includes(this.textAt(inner).toUpperCase()) ? at : this.refuse(inner);
    }
    if (!this.isName(at)) {
      return this.refuse(at);
    }
    const { parts, end } = this.chain(at);
    const { tables, database } = this.readable;
    const isKnown = tables.has(parts.join('.')) || (parts.length === 1 && tables.has([database, ...parts].join('.')));
    const isCte = parts.length === 1 && this.ctes.has(parts[0] ?? '');
    if (!(isKnown || isCte) || this.textAt(end) === '(') {
      throw refused(parts.join('.'));
    }
    return this.named(at, end);
  }

  /** Notes that the tokens until an index are a name, and returns the index. */
  private named(at: number, end: number): number {
    this.tokens.slice(at, end).forEach((token) => this.names.add(token));
    return end;
  }

  private name(at: number): number {
    if (!this.isName(at)) {
      return this.refuse(at);
    }
    const { parts, end } = this.chain(at);
    if (this.textAt(end) === '(') {
      const [name = ''] = parts;
      const isType = this.textAt(at - 1).toUpperCase() === 'AS' || types.has(name.toLowerCase());
      if (
        parts.length > 1 ||
        this.token(at).kind !== 'word' ||
        !(isType ? types : { has: isPermitted }).has(name.toLowerCase())
      ) {
        throw refused(`${parts.join('.')}()`);
      }
      return end;
    }
    const isType = parts.length === 1 && types.has((parts[0] ?? '').toLowerCase());
    if (isType && !this.readable.columns.has(parts[0] ?? '')) {
      return end;
    }
    for (let prefix = 0; prefix < parts.length; prefix++) {
      const after = this.isTableName(parts.slice(0, prefix))
        ? this.column(parts.slice(prefix).join('.'), end)
        : undefined;
      if (after !== undefined) {
        this.named(at, end);
        return after;
      }
    }
    throw refused(parts.join('.'));
  }

  /** Returns the index after a column, undefined if it is none that may be read. */
  private column(name: string, end: number): number | undefined {
    const { columns } = this.readable;
    const access = columns.get(name);
    if (access === 'plain' || (access === undefined && this.aliases.has(name))) {
      return end;
    }
    if (access === 'map') {
      const [opening, key, closing] = [0, 1, 2].map((index) => this.textAt(end + index)) as [string, string, string];
      if (opening === '[' && closing === ']' && /^'[^'\\]*'$/.test(key)) {
        this.refuseContent(key.slice(1, -1));
        return end + 3;
      }
    }
    const json = [...columns].find(([column, how]) => how === 'json' && name.startsWith(`${column}.`));
    if (json) {
      this.refuseContent(name.slice(json[0].length + 1));
      const isTyped = this.textAt(end) === '.' && this.textAt(end + 1) === ':' && this.token(end + 2).kind === 'word';
      return isTyped ? end + 3 : end;
    }
    return undefined;
  }

  private refuseContent(key: string): void {
    if (this.readable.isContent(key)) {
      throw new UserError(sqlContentKey(key), 'query');
    }
  }

  private isTableName(parts: readonly string[]): boolean {
    const { tables, database } = this.readable;
    const [name = ''] = parts;
    return (
      parts.length === 0 ||
      tables.has(parts.join('.')) ||
      (parts.length === 1 && (this.aliases.has(name) || this.ctes.has(name) || tables.has(`${database}.${name}`)))
    );
  }

  /** Collects what the statement names itself: `… AS name`, `… name` without AS, and the arguments of lambdas. */
  private collectAliases(): void {
    for (let at = 0; at < this.tokens.length; at++) {
      if (!this.isName(at) || this.isKeyword(at)) {
        continue;
      }
      const after = this.textAt(at + 1);
      const isNamed = this.textAt(at - 1).toUpperCase() === 'AS' && after !== '(';
      const isLast = at + 1 === this.tokens.length || [',', ')'].includes(after) || this.isKeyword(at + 1);
      const isCte = after.toUpperCase() === 'AS' && this.textAt(at + 2) === '(';
      if (isNamed || isCte || (this.endsOperand(at - 1) && isLast) || this.isArgument(at)) {
        this.declare(at);
      }
    }
  }

  private declare(at: number): void {
    const name = unquoted(this.token(at)) ?? '';
    const lower = name.toLowerCase();
    // `Events` is read as `Events.Attributes` is, and `e.Attributes` is of an alias `e` of it.
    const isTaken = [...this.readable.columns].some(
      ([column, access]) => access !== 'plain' && (column.toLowerCase() === lower || column.split('.').includes(name))
    );
    if (name === '' || name.includes('.') || isTaken) {
      throw refused(`the alias ${name}`);
    }
    this.aliases.add(name);
  }

  /** Whether a name is an argument of a lambda: `x -> …`, `(x, y) -> …`. */
  private isArgument(at: number): boolean {
    let end = at + 1;
    while (this.textAt(end) === ',' || (this.isName(end) && this.textAt(end - 1) === ',')) {
      end++;
    }
    end += this.textAt(end) === ')' ? 1 : 0;
    return this.textAt(end) === '-' && this.textAt(end + 1) === '>';
  }

  /** The CTE whose query the bracket opens: only those at the beginning are known in all that follows them. */
  private cteAt(at: number): { cte?: string } {
    const isCte =
      this.open.length === 1 &&
      this.textAt(0).toUpperCase() === 'WITH' &&
      this.textAt(at - 1).toUpperCase() === 'AS' &&
      ['SELECT', 'WITH', '('].includes(this.textAt(at + 1).toUpperCase());
    const name = isCte ? unquoted(this.token(at - 2)) : undefined;
    return name === undefined ? {} : { cte: name };
  }

  /** Reads a dotted name. */
  private chain(at: number): Chain {
    const parts = [unquoted(this.token(at)) ?? ''];
    let end = at + 1;
    while (this.textAt(end) === '.' && this.isName(end + 1)) {
      parts.push(unquoted(this.token(end + 1)) ?? '');
      end += 2;
    }
    return { parts, end };
  }

  private endsOperand(at: number): boolean {
    const { kind, text } = this.token(at);
    return kind === 'symbol'
      ? text === ')' || text === ']' || text === '}'
      : text !== '' && (!this.isKeyword(at) || ['END', 'NULL', 'TRUE', 'FALSE'].includes(text.toUpperCase()));
  }

  private isName(at: number): boolean {
    return unquoted(this.token(at)) !== undefined;
  }

  private isKeyword(at: number): boolean {
    const { kind, text } = this.token(at);
    return kind === 'word' && keywords.has(text.toUpperCase());
  }

  private textsBefore(at: number, count: number): string {
    return this.tokens
      .slice(Math.max(0, at - count), at)
      .map(({ text }) => text.toUpperCase())
      .join(' ');
  }

  private token(at: number): Token {
    return this.tokens[at] ?? { kind: 'symbol', text: '' };
  }

  private textAt(at: number): string {
    return this.token(at).text;
  }

  private refuse(at: number): never {
    throw refused(this.textAt(at));
  }
}

/** The name that a token is; undefined if it is none, or one whose quotes are hard to read. */
function unquoted({ kind, text }: Token): string | undefined {
  if (kind === 'word') {
    // Letters other than ASCII may look like others, and some of them are quotes to ClickHouse.
    return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) ? text : undefined;
  }
  return kind === 'quoted' && /^(["`])(?:(?!\1)[^\\])+\1$/.test(text) ? text.slice(1, -1) : undefined;
}

const refused = (what: string) => new UserError(sqlNotPermitted(what), 'query');
