import {
  callNumbers,
  callTexts,
  type CallNumber,
  type CallText,
  type MergedFact,
} from '../compile/kinds/trace/calls.ts';
import { spanTexts, type SpanText } from '../compile/kinds/trace/spans.ts';
import type { Answer } from '../host.ts';

/** A call or tool call of which spans tell; see `callRows`. What nobody knows is '' or null. */
export interface CallRow {
  fact: MergedFact;
  home: string;
  members: readonly string[];
  counted: number;
  weight: number;
  failed: boolean;
  response: string;
  texts: Readonly<Record<CallText, string>>;
  numbers: Readonly<Record<CallNumber, number | null>>;
}

/** A span by itself; see `spansAlone`. `isGenAi` is true for all where the table cannot tell. */
export interface SpanRow {
  home: string;
  trace: string;
  span: string;
  parent: string;
  at: string;
  isGenAi: boolean;
  failed: boolean;
  seconds: number | null;
  texts: Readonly<Record<SpanText, string>>;
}

export function callsIn(fact: MergedFact, answer: Answer): CallRow[] {
  const { rows, text, number } = reader(answer);
  return rows.map((row) => ({
    fact,
    home: text(row, 'home'),
    members: text(row, 'members').split('\n'),
    counted: number(row, 'counted') ?? 1,
    weight: number(row, 'weight') ?? 1,
    failed: number(row, 'failed') === 1,
    response: text(row, 'response'),
    texts: recordOf(callTexts, (name) => text(row, name)),
    numbers: recordOf(Object.keys(callNumbers) as CallNumber[], (name) => number(row, name)),
  }));
}

/** Reads each span once: one that was exported twice is as the first of its rows says. */
export function spansIn(answer: Answer): SpanRow[] {
  const { columns, rows, text, number } = reader(answer);
  const canTell = columns.includes('operation');
  const seen = new Set<string>();
  return rows
    .filter((row) => {
      const home = text(row, 'home');
      return seen.has(home) ? false : seen.add(home);
    })
    .map((row) => ({
      home: text(row, 'home'),
      trace: text(row, 'trace'),
      span: text(row, 'span'),
      parent: text(row, 'parent'),
      at: text(row, 'at'),
      isGenAi: !canTell || text(row, 'operation') !== '',
      failed: number(row, 'failed') === 1,
      seconds: number(row, 'seconds'),
      texts: recordOf(Object.keys(spanTexts) as SpanText[], (name) => text(row, name)),
    }));
}

type Row = readonly unknown[];

function reader({ columns, rows }: Answer) {
  const places = new Map(columns.map((name, index) => [name, index]));
  const value = (row: Row, name: string): unknown => row[places.get(name) ?? -1];
  return {
    columns,
    rows,
    text: (row: Row, name: string): string => String(value(row, name) ?? ''),
    number: (row: Row, name: string): number | null => {
      const own = value(row, name);
      return own === null || own === undefined ? null : Number(own);
    },
  };
}

const recordOf = <Name extends string, Value>(names: readonly Name[], of: (name: Name) => Value) =>
  Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, Value>;
