import { layered } from './layers.ts';
import type { Expression, Frame, Output, Query, Select, Source } from './nodes.ts';

/** ClickHouse's SQL of a query, indented for people: the same text is the live preview and what the server runs. */
export function print(query: Query): string {
  return query.kind === 'union'
    ? query.all.map(print).join('\nUNION ALL\n')
    : printSelect(query.layers ? layered(query) : query);
}

/** An identifier as ClickHouse reads it whatever is in it. Source: ClickHouse, SQL reference, Syntax, Identifiers. */
export function quoteIdentifier(name: string): string {
  return '`' + (isPlain(name) ? name : name.replace(/[\\`]/g, '\\$&')) + '`';
}

export function quoteText(value: string): string {
  return "'" + (isPlain(value) ? value : value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')) + "'";
}

/** Most texts are names: one look instead of a replacement each. */
const isPlain = (value: string): boolean => plain.test(value);
const plain = /^[\w .:*@/-]*$/;

function printSelect(select: Select): string {
  const clauses = [
    select.with?.length &&
      'WITH ' + select.with.map(({ name, query }) => `${name} AS (\n${indent(print(query))}\n)`).join(', '),
    'SELECT\n' + indent(select.columns.map(printOutput).join(',\n')),
    'FROM ' + printSource(select.from),
    select.arrayJoin && 'ARRAY JOIN\n' + indent(select.arrayJoin.map(printOutput).join(',\n')),
    select.prewhere && 'PREWHERE ' + printCondition(select.prewhere),
    select.where && 'WHERE ' + printCondition(select.where),
    select.groupBy?.length && 'GROUP BY ' + printList(select.groupBy),
    select.having && 'HAVING ' + printCondition(select.having),
    select.orderBy?.length &&
      'ORDER BY ' + select.orderBy.map((order) => `${printExpression(order.by)} ${order.direction}`).join(', '),
    select.limit !== undefined && `LIMIT ${select.limit}`,
  ];
  return clauses.filter(Boolean).join('\n');
}

function printOutput(output: Output): string {
  if (output.as === '*') {
    return '*';
  }
  const alias = quoteIdentifier(output.as);
  const value = printExpression(output.value);
  return value === alias ? value : `${value} AS ${alias}`;
}

function printSource(source: Source): string {
  switch (source.kind) {
    case 'table':
      return source.path.map(quoteIdentifier).join('.') + (source.final ? ' FINAL' : '');
    case 'query':
      return `(\n${indent(print(source.query))}\n)` + (source.as ? ` AS ${quoteIdentifier(source.as)}` : '');
    case 'join': {
      const on = source.on.map(
        ([left, right]) =>
          `${quoteIdentifier(source.leftAs)}.${quoteIdentifier(left)} = ${quoteIdentifier(source.rightAs)}.${quoteIdentifier(right)}`
      );
      const right = `(\n${indent(print(source.right))}\n)`;
      return `${printSource(source.left)} AS ${quoteIdentifier(source.leftAs)}\nLEFT ANY JOIN ${right} AS ${quoteIdentifier(source.rightAs)} ON ${on.join(' AND ')}`;
    }
  }
}

function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'column':
      return expression.path.map(quoteIdentifier).join('.');
    case 'call': {
      const parameters = expression.parameters.length ? `(${printList(expression.parameters)})` : '';
      return `${expression.name}${parameters}(${printList(expression.args)})`;
    }
    case 'infix':
      return `(${expression.args.map(printExpression).join(` ${expression.operator} `)})`;
    case 'parameter':
      return `{${expression.name}:${expression.type}}`;
    case 'text':
      return quoteText(expression.value);
    case 'number':
      return String(expression.value);
    case 'null':
      return 'NULL';
    case 'array':
      return `[${printList(expression.items)}]`;
    case 'lambda':
      return `(${expression.args.map(quoteIdentifier).join(', ')}) -> ${printExpression(expression.body)}`;
    case 'window': {
      const partition = expression.partitionBy.length ? [`PARTITION BY ${printList(expression.partitionBy)}`] : [];
      const order = expression.orderBy.length
        ? [`ORDER BY ${printList(expression.orderBy)}`, printFrame(expression.frame)]
        : [];
      return `${printExpression(expression.call)} OVER (${[...partition, ...order].join(' ')})`;
    }
    case 'subquery':
      return `(\n${indent(print(expression.query))}\n)`;
  }
}

function printFrame(frame: Frame | undefined): string {
  return frame
    ? `${frame.unit} BETWEEN ${frame.preceding} PRECEDING AND ${frame.following} FOLLOWING`
    : 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW';
}

/** A clause's condition, a line for each part of an AND. */
function printCondition(condition: Expression): string {
  return condition.kind === 'infix' && condition.operator === 'AND'
    ? condition.args.map(printExpression).join('\n  AND ')
    : printExpression(condition);
}

function printList(expressions: readonly Expression[]): string {
  return expressions.map(printExpression).join(', ');
}

function indent(lines: string): string {
  return '  ' + lines.split('\n').join('\n  ');
}
