import { facts, type SpanFactId } from '../catalogue/facts.ts';
import type { MergedFact } from '../compile/kinds/trace/calls.ts';
import type { CallNumber, CallText } from '../compile/kinds/trace/read.ts';
import { isSo, numberOf, textOf, type Row } from './answerrows.ts';

/** A call or tool call of which spans tell; see `callRows`. */
export interface CallRow extends Row {
  fact: MergedFact;
}

/** A span of a trace, and what it is counted as. */
export interface Node {
  /** See `spansAlone`. */
  span: Row;
  home: string;
  /** The home of its parent; '' for a root, and for a span that names itself as its parent. */
  above: string;
  /** The fact that it is counted in; '' if it is none, or another span stands for its call. */
  fact: SpanFactId | '';
  /** The rows that it stands for: several if it tells of several calls, none for an agent's run. */
  rows: readonly CallRow[];
  /** How many calls it is, and how many of them failed. */
  calls: number;
  failures: number;
  /** The home of the span that stands for its call, where that is another one. */
  stands: string;
  /** How many calls measures count for each, because a sampler dropped others. */
  weight: number;
  response: string;
}

type Role = Omit<Node, 'span' | 'home' | 'above'>;

/**
 * Says of each span what it is counted as: a call by the rows that measures are computed of, and an agent's run by itself. A span
 * without a row is no call, or one above several that it repeats, or is excluded by the settings. One that was exported twice is as the
 * first of its rows says.
 */
export function nodesOf(spans: readonly Row[], calls: readonly CallRow[], isAtHome: (home: string) => boolean): Node[] {
  const roles = rolesOf(calls);
  const seen = new Set<string>();
  const nodes: Node[] = [];
  for (const span of spans) {
    const home = textOf(span, 'home');
    if (!seen.has(home)) {
      seen.add(home);
      const role = roles.get(home) ?? noRole;
      // A span of another trace that is about a call of this one is shown below the span that stands for the call.
      const above = role.stands !== '' && !isAtHome(home) ? role.stands : textOf(span, 'above');
      const isRun = role.fact === '' && isSo(span, 'is_run');
      nodes.push({ span, home, above, ...(isRun ? runOf(span, role) : role) });
    }
  }
  return nodes;
}

const noRole: Role = { fact: '', rows: [], calls: 0, failures: 0, stands: '', weight: 1, response: '' };

const runOf = (span: Row, role: Role): Role => ({
  ...role,
  fact: 'agents',
  calls: 1,
  failures: isSo(span, 'failed') ? 1 : 0,
});

/** What each span is counted as, by its home: what it stands for, and what it only tells of. */
function rolesOf(calls: readonly CallRow[]): Map<string, Role> {
  const roles = new Map<string, Role>();
  for (const call of calls) {
    const home = textOf(call, 'home');
    const counted = numberOf(call, 'counted') ?? 1;
    const weight = numberOf(call, 'weight') ?? 1;
    for (const member of textOf(call, 'members').split('\n')) {
      const role = roles.get(member) ?? noRole;
      const isOwn = member === home;
      roles.set(member, {
        fact: isOwn ? call.fact : role.fact,
        rows: isOwn ? [...role.rows, call] : role.rows,
        calls: role.calls + (isOwn ? counted : 0),
        failures: role.failures + (isOwn && isSo(call, 'failed') ? counted : 0),
        stands: role.stands || (isOwn ? '' : home),
        weight: Math.max(role.weight, weight),
        response: role.response || textOf(call, 'response'),
      });
    }
  }
  return roles;
}

/** What is known of a span's call as text, '' if nothing is. */
export function textOfCall({ fact, rows, span }: Node, name: CallText): string {
  if (fact === 'agents') {
    return name === 'operation' ? facts.agents.operations[0] : textOf(span, name);
  }
  for (const row of rows) {
    const text = textOf(row, name);
    if (text !== '') {
      return text;
    }
  }
  return '';
}

/** What is known of a span's call as a number, null if nothing is; of several calls the sum. */
export function numberOfCall({ fact, rows, span }: Node, name: CallNumber): number | null {
  if (fact === 'agents') {
    return name === 'seconds' ? numberOf(span, name) : null;
  }
  let sum: number | null = null;
  for (const row of rows) {
    sum = plus(sum, numberOf(row, name));
  }
  return sum;
}

/** Adds numbers, of which null is nothing known. */
export const plus = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : a + b);
