import { layered } from './layers.ts';
import type { Expression, Frame, Output, Query, Select, Source } from './nodes.ts';

/**
 * Prints a query as ClickHouse SQL, indented for people: the same text is shown in the preview and run by the server.
 *
 * Named queries come first, each once, and after those that they read:
 *
 *     WITH _calls_seen AS (
 *       SELECT ...
 *     )
 *     SELECT ...
 *     FROM _calls_seen
 *
 * `constants` take the place of parameters, by name: a view's statement is kept for good and has none. Lists come first, too:
 *
 *     WITH CAST(['gen_ai.system', ...], 'Array(String)') AS keys_1a2b
 */
export function print(query: Query, constants?: Readonly<Record<string, Expression>>): string {
  return new Printer(constants).statement(query);
}

/** Prints an expression without subqueries, on one line. */
export const printExpression = (expression: Expression): string => new Printer().alone(expression);

/** Quotes an identifier, whatever it contains. Source: ClickHouse, SQL reference, Syntax, Identifiers. */
export function quoteIdentifier(name: string): string {
  return '`' + (isPlain(name) ? name : name.replace(/[\\`]/g, '\\$&')) + '`';
}

/** Quotes the path of a table: its database, if there is one, and its name. */
export const quotePath = (path: readonly string[]): string => path.map(quoteIdentifier).join('.');

export function quoteText(value: string): string {
  return "'" + (isPlain(value) ? value : value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')) + "'";
}

/** Leaves the engine's own names unquoted, because no keyword is or begins like them: quotes were a thirtieth of the text. */
const identifier = (name: string): string => (own.test(name) ? name : quoteIdentifier(name));
const own =
  /^(_\w+|[fiklprv]|(at|claimed|said|number|quoted|parsed)_\w*|(Parent)?SpanId|TraceId|(Span|Scope)Name|SpanAttributes)$/;

/** Whether a text needs no escapes, as most do, which saves a replacement. */
const isPlain = (value: string): boolean => plain.test(value);
const plain = /^[\w .:*@/-]*$/;

/** One space per level: statements are so deeply nested that two spaces made up a tenth of their text. */
const step = ' ';
const deepest = '\n    ';
const deeper = (line: string): string => (line.length < deepest.length ? line + step : line);

/** SELECTs that were printed in layers, by their outputs, because many statements have the same rows. */
const printed = new WeakMap<readonly Output[], { line: string; select: Select; sql: string }>();
/** The clauses of a SELECT that can be printed in layers. */
const clauses = ['from', 'prewhere', 'where'] as const;

class Printer {
  private readonly names = new Map<Query, string>();
  private readonly taken = new Map<string, number>();
  private readonly written: string[] = [];
  private readonly listed = new Set<string>();
  private namesRead = 0;
  /** Whether the SELECT being printed reads a table itself, so that the shards of a cluster run it, subqueries included. */
  private onShards = false;

  private readonly constants: Readonly<Record<string, Expression>> | undefined;

  constructor(constants?: Readonly<Record<string, Expression>>) {
    this.constants = constants;
  }

  statement(query: Query): string {
    const main = this.query(query, '\n');
    return this.written.length > 0 ? `WITH ${this.written.join(', ')}\n${main}` : main;
  }

  alone(expression: Expression): string {
    return this.expression(expression, ' ');
  }

  /** Prints a query; `line` is a line break with the indentation of the next line. */
  private query(query: Query, line: string): string {
    return query.kind === 'union'
      ? query.all.map((select) => this.select(select, line)).join(`${line}UNION ALL${line}`)
      : this.select(query, line);
  }

  private select(select: Select, line: string): string {
    if (!select.layers) {
      return this.plain(select, line);
    }
    const known = this.constants ? undefined : printed.get(select.columns);
    if (known?.line === line && clauses.every((clause) => known.select[clause] === select[clause])) {
      return known.sql;
    }
    const before = this.namesRead;
    const sql = this.plain(layered(select), line);
    // A text that contains the name of a query is only valid in this statement.
    if (this.namesRead === before && !this.constants) {
      printed.set(select.columns, { line, select, sql });
    }
    return sql;
  }

  private plain(select: Select, line: string): string {
    const around = this.onShards;
    this.onShards = readsTable(select.from);
    const sql = this.body(select, line);
    this.onShards = around;
    return sql;
  }

  private body(select: Select, line: string): string {
    const inner = deeper(line);
    let sql = `SELECT${inner}${this.outputs(select.columns, inner)}${line}FROM ${this.source(select.from, line)}`;
    if (select.arrayJoin) {
      sql += `${line}ARRAY JOIN${inner}${this.outputs(select.arrayJoin, inner)}`;
    }
    if (select.prewhere) {
      sql += `${line}PREWHERE ${this.condition(select.prewhere, line)}`;
    }
    if (select.where) {
      sql += `${line}WHERE ${this.condition(select.where, line)}`;
    }
    if (select.groupBy?.length) {
      sql += `${line}GROUP BY ${this.list(select.groupBy, line)}`;
    }
    if (select.having) {
      sql += `${line}HAVING ${this.condition(select.having, line)}`;
    }
    if (select.orderBy?.length) {
      const order = select.orderBy.map(({ by, direction }) => `${this.expression(by, line)} ${direction}`);
      sql += `${line}ORDER BY ${order.join(', ')}`;
    }
    if (select.onePer) {
      sql += `${line}LIMIT 1 BY ${this.expression(select.onePer, line)}`;
    }
    return select.limit === undefined ? sql : `${sql}${line}LIMIT ${select.limit}`;
  }

  /** Prints a query where another reads it: its name, or the query in parentheses. */
  private read(query: Query, line: string): string {
    if (query.name === undefined) {
      return `(${deeper(line)}${this.query(query, deeper(line))}${line})`;
    }
    this.namesRead++;
    return identifier(this.names.get(query) ?? this.write(query, query.name));
  }

  private write(query: Query, wanted: string): string {
    const sql = this.query(query, `\n${step}`);
    const count = (this.taken.get(wanted) ?? 0) + 1;
    // A name at the top of the statement would hide a table of the same name, but no table of the user begins like this.
    const name = count === 1 ? `_${wanted}` : `_${wanted}_${count}`;
    this.taken.set(wanted, count);
    this.names.set(query, name);
    this.written.push(`${identifier(name)} AS (\n${step}${sql}\n)`);
    return name;
  }

  /** Prints one line per output; columns that are only passed on share a line. */
  private outputs(outputs: readonly Output[], line: string): string {
    let sql = '';
    let shares = false;
    for (const { as, value } of outputs) {
      const passedOn = value.kind === 'column' && value.path.length === 1 && value.path[0] === as;
      const alias = as === '*' ? as : identifier(as);
      const separator = sql === '' ? '' : shares && passedOn ? ', ' : `,${line}`;
      sql += separator + (passedOn ? alias : `${this.expression(value, line)} AS ${alias}`);
      shares = passedOn;
    }
    return sql;
  }

  private source(source: Source, line: string): string {
    switch (source.kind) {
      case 'table':
        return path(source.path) + (source.final ? ' FINAL' : '');
      case 'query':
        return this.read(source.query, line) + (source.as ? ` AS ${identifier(source.as)}` : '');
      case 'join': {
        const [leftAs, rightAs] = [identifier(source.leftAs), identifier(source.rightAs)];
        const on = source.on.map(([left, right]) => `${leftAs}.${identifier(left)} = ${rightAs}.${identifier(right)}`);
        const left = `${this.source(source.left, line)} AS ${leftAs}`;
        return `${left}${line}${this.global}LEFT ANY JOIN ${this.read(source.right, line)} AS ${rightAs} ON ${on.join(' AND ')}`;
      }
    }
  }

  /** Prints a clause's condition, with one line per part of an AND. */
  private condition(condition: Expression, line: string): string {
    return condition.kind === 'infix' && condition.operator === 'AND'
      ? this.all(condition.args, line, `${deeper(line)}AND `)
      : this.expression(condition, line);
  }

  private expression(expression: Expression, line: string): string {
    switch (expression.kind) {
      case 'column':
        return path(expression.path);
      case 'call': {
        const { name, parameters, args } = expression;
        const [array, index] = args;
        if (name === 'arrayElement' && array && index) {
          return `${this.expression(array, line)}[${this.expression(index, line)}]`;
        }
        return parameters.length > 0
          ? `${name}(${this.list(parameters, line)})(${this.list(args, line)})`
          : `${name}(${this.list(args, line)})`;
      }
      case 'infix': {
        const args = this.constants ? expression.args.map((arg) => this.settled(arg)) : expression.args;
        const isMember = membership.has(expression.operator) && args[1]?.kind === 'subquery';
        return `(${this.all(args, line, ` ${isMember ? this.global : ''}${expression.operator} `)})`;
      }
      case 'parameter': {
        const settled = this.settled(expression);
        return settled.kind === 'parameter' ? `{${settled.name}:${settled.type}}` : this.expression(settled, line);
      }
      case 'text':
        return quoteText(expression.value);
      case 'number':
        return String(expression.value);
      case 'null':
        return 'NULL';
      case 'array':
        return `[${this.list(expression.items, line)}]`;
      case 'lambda':
        return `(${expression.args.map(identifier).join(', ')}) -> ${this.expression(expression.body, line)}`;
      case 'window': {
        const partition = expression.partitionBy.length
          ? [`PARTITION BY ${this.list(expression.partitionBy, line)}`]
          : [];
        const order = expression.orderBy.length
          ? [`ORDER BY ${this.list(expression.orderBy, line)}`, printFrame(expression.frame)]
          : [];
        return `${this.expression(expression.call, line)} OVER (${[...partition, ...order].join(' ')})`;
      }
      case 'subquery':
        return this.read(expression.query, line);
    }
  }

  /** A parameter's constant, where the statement has those; other expressions as they are. */
  private settled(expression: Expression): Expression {
    if (expression.kind !== 'parameter' || !this.constants) {
      return expression;
    }
    const { name } = expression;
    const constant = this.constants[name];
    if (!constant) {
      throw new Error(`No constant for the parameter ${name}`);
    }
    if (constant.kind !== 'call' || constant.args[0]?.kind !== 'array') {
      return constant;
    }
    if (!this.listed.has(name)) {
      this.listed.add(name);
      this.written.push(`${this.expression(constant, '\n')} AS ${identifier(name)}`);
    }
    return { kind: 'column', path: [name] };
  }

  /**
   * What comes before an IN or a JOIN that shards would run. Without it, each shard asks all others the same, which ClickHouse
   * refuses, or only itself, which misses the trace of an observation on another shard. On one server it changes nothing.
   */
  private get global(): string {
    return this.onShards ? 'GLOBAL ' : '';
  }

  private list(expressions: readonly Expression[], line: string): string {
    return this.all(expressions, line, ', ');
  }

  private all(expressions: readonly Expression[], line: string, between: string): string {
    let sql = '';
    for (const expression of expressions) {
      sql += sql === '' ? this.expression(expression, line) : between + this.expression(expression, line);
    }
    return sql;
  }
}

const membership: ReadonlySet<string> = new Set(['IN', 'NOT IN']);

const readsTable = (source: Source): boolean =>
  source.kind === 'table' || (source.kind === 'join' && readsTable(source.left));

const path = (names: readonly string[]): string =>
  names.length === 1 ? identifier(names[0] ?? '') : names.map(identifier).join('.');

const printFrame = (frame: Frame | undefined): string =>
  frame
    ? `${frame.unit} BETWEEN ${frame.preceding} PRECEDING AND ${frame.following} FOLLOWING`
    : 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW';
