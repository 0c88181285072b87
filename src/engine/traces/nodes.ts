import { callTexts, callNumbers, type CallNumber, type CallText } from '../compile/kinds/trace/calls.ts';
import { facts, type SpanFactId } from '../catalogue/facts.ts';
import type { CallRow, SpanRow } from './answers.ts';

/** A span of a trace, and what it is counted as. */
export interface Node {
  span: SpanRow;
  home: string;
  /** The home of its parent; '' for a root, and for a span that names itself as its parent. */
  above: string;
  /** The fact that it is counted in; '' if it is none, or another span stands for its call. */
  fact: SpanFactId | '';
  /** How many calls it is, and how many of them failed. */
  calls: number;
  failures: number;
  /** The home of the span that stands for its call, where that is another one. */
  stands: string;
  weight: number;
  response: string;
  texts: Readonly<Record<CallText, string>>;
  numbers: Readonly<Record<CallNumber, number | null>>;
}

type Role = Pick<Node, 'fact' | 'calls' | 'failures' | 'stands' | 'weight' | 'response' | 'texts' | 'numbers'>;

/**
 * Says of each span what it is counted as: a call by the rows that measures are computed of, and an agent's run by itself. A span
 * without a row is no call, or one above several that it repeats, or is excluded by the settings.
 */
export function nodesOf(spans: readonly SpanRow[], calls: readonly CallRow[], traceIds: readonly string[]): Node[] {
  const roles = rolesOf(calls);
  const isAtHome = (home: string) => traceIds.some((id) => home.startsWith(`${id}:`));
  return spans.map((span) => {
    const role = roles.get(span.home) ?? noRole;
    const counted = role.fact === '' && isAgent(span) ? runOf(span, role) : role;
    const parent = `${span.trace}:${span.parent}`;
    // A span of another trace that is about a call of this one is shown below the span that stands for the call.
    const isGuest = role.stands !== '' && !isAtHome(span.home);
    const above = isGuest ? role.stands : span.parent === '' || parent === span.home ? '' : parent;
    return { span, home: span.home, above, ...counted };
  });
}

const isAgent = ({ texts }: SpanRow): boolean =>
  (facts.agents.operations as readonly string[]).includes(texts.operation);

const noTexts = Object.fromEntries(callTexts.map((name) => [name, ''])) as Record<CallText, string>;
const noNumbers = Object.fromEntries(Object.keys(callNumbers).map((name) => [name, null])) as Record<CallNumber, null>;
const noRole: Role = {
  fact: '',
  calls: 0,
  failures: 0,
  stands: '',
  weight: 1,
  response: '',
  texts: noTexts,
  numbers: noNumbers,
};

const runOf = ({ texts, failed, seconds }: SpanRow, role: Role): Role => ({
  ...role,
  fact: 'agents',
  calls: 1,
  failures: failed ? 1 : 0,
  texts: {
    ...noTexts,
    operation: facts.agents.operations[0],
    agent: texts.agent,
    conversation: texts.conversation,
    error_class: texts.error_class,
  },
  numbers: { ...noNumbers, seconds },
});

/** What each span is counted as, by its home: what it stands for, and what it only tells of. */
function rolesOf(calls: readonly CallRow[]): Map<string, Role> {
  const roles = new Map<string, Role>();
  for (const call of calls) {
    for (const member of call.members) {
      const role = roles.get(member) ?? noRole;
      const about = { ...role, weight: Math.max(role.weight, call.weight), response: role.response || call.response };
      roles.set(member, member === call.home ? standing(about, call) : { ...about, stands: role.stands || call.home });
    }
  }
  return roles;
}

/** A span may stand for several calls, such as one whose text tells of them. */
const standing = (role: Role, { fact, counted, failed, texts, numbers }: CallRow): Role => ({
  ...role,
  fact,
  calls: role.calls + counted,
  failures: role.failures + (failed ? counted : 0),
  texts: mapped(texts, (name, value) => role.texts[name] || value),
  numbers: mapped(numbers, (name, value) => plus(role.numbers[name], value)),
});

const mapped = <Name extends string, Value>(
  record: Readonly<Record<Name, Value>>,
  of: (name: Name, value: Value) => Value
) =>
  Object.fromEntries(
    (Object.entries(record) as [Name, Value][]).map(([name, value]) => [name, of(name, value)])
  ) as Record<Name, Value>;

/** Adds numbers, of which null is nothing known. */
export const plus = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : a + b);
