/**
 * The part of ClickHouse's SQL that the compiler writes, as frozen plain data.
 *
 * Values from users only enter as `param`; `text` and `number` hold the engine's own constants.
 */
export type Expression =
  | { kind: 'column'; path: readonly string[] }
  | { kind: 'call'; name: string; parameters: readonly Expression[]; args: readonly Expression[] }
  | { kind: 'infix'; operator: Operator; args: readonly Expression[] }
  | { kind: 'parameter'; name: string; type: string }
  | { kind: 'text'; value: string }
  | { kind: 'number'; value: number }
  | { kind: 'null' }
  | { kind: 'array'; items: readonly Expression[] }
  | { kind: 'lambda'; args: readonly string[]; body: Expression }
  | { kind: 'subquery'; query: Query }
  | {
      kind: 'window';
      call: Expression;
      partitionBy: readonly Expression[];
      orderBy: readonly Expression[];
      frame?: Frame;
    };

/** The rows that a window function sees: some before and after the current one, by position or by value. */
export interface Frame {
  unit: 'ROWS' | 'RANGE';
  preceding: number;
  following: number;
}

type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | 'AND' | 'OR' | 'IN' | 'NOT IN';

export interface Output {
  as: string;
  value: Expression;
  /** Whether only other outputs of the same SELECT read it, which is then printed in layers. */
  step?: true;
}

export interface Order {
  by: Expression;
  direction: 'ASC' | 'DESC';
}

export type Source =
  | { kind: 'table'; path: readonly string[]; final?: true }
  | { kind: 'query'; query: Query; as?: string }
  | {
      kind: 'join';
      left: Source;
      leftAs: string;
      right: Query;
      rightAs: string;
      on: readonly (readonly [string, string])[];
    };

export interface Select {
  kind: 'select';
  /** A name under which the query is printed once, at the top of the statement, however often it is read. See `named`. */
  name?: string;
  columns: readonly Output[];
  from: Source;
  arrayJoin?: readonly Output[];
  prewhere?: Expression;
  where?: Expression;
  groupBy?: readonly Expression[];
  having?: Expression;
  orderBy?: readonly Order[];
  /** Keeps one row, any of them, for each value of this. */
  onePer?: Expression;
  limit?: number;
  /** Whether its outputs refer to each other, so that it is printed in layers. See `layers.ts`. */
  layers?: true;
}

export interface Union {
  kind: 'union';
  name?: string;
  all: readonly Select[];
}

export type Query = Select | Union;

export const column = (...path: string[]): Expression => ({ kind: 'column', path });
export const call = (name: string, ...args: Expression[]): Expression => ({ kind: 'call', name, parameters: [], args });
export const parametricCall = (name: string, parameters: Expression[], ...args: Expression[]): Expression => ({
  kind: 'call',
  name,
  parameters,
  args,
});
export const parameter = (name: string, type: string): Expression => ({ kind: 'parameter', name, type });
export const text = (value: string): Expression => ({ kind: 'text', value });
export const number = (value: number): Expression => ({ kind: 'number', value });
export const nothing: Expression = { kind: 'null' };
export const array = (items: readonly Expression[]): Expression => ({ kind: 'array', items });
export const lambda = (args: readonly string[], body: Expression): Expression => ({ kind: 'lambda', args, body });
export const subquery = (query: Query): Expression => ({ kind: 'subquery', query });
/** Applies a function over a partition: up to the current row if ordered, over all rows if not, or over a frame. */
export const over = (
  windowed: Expression,
  partitionBy: readonly Expression[],
  orderBy: readonly Expression[],
  frame?: Frame
): Expression => ({ kind: 'window', call: windowed, partitionBy, orderBy, ...(frame ? { frame } : {}) });
export const infix = (operator: Operator, ...args: Expression[]): Expression => ({ kind: 'infix', operator, args });
export const equal = (a: Expression, b: Expression): Expression => infix('=', a, b);
/** Passes a column on under its own name. */
export const same = (name: string): Output => ({ as: name, value: column(name) });
export const table = (...path: string[]): Source => ({ kind: 'table', path });
export const from = (query: Query): Source => ({ kind: 'query', query });
/** Names a query of the statement. Everything that reads it must use this same object. */
export const named = <Any extends Query>(name: string, query: Any): Any => ({ ...query, name });

/** Joins conditions by AND or OR; nothing for none, the condition itself for one. */
export function combine(operator: 'AND' | 'OR', conditions: readonly Expression[]): Expression | undefined {
  return conditions.length > 1 ? infix(operator, ...conditions) : conditions[0];
}

/** A name for a value within an expression. */
export function bound(name: string, value: Expression, body: Expression): Expression {
  return call('arrayElement', call('arrayMap', lambda([name], body), array([value])), number(1));
}
