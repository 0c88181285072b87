import { afterAll, beforeAll, describe, test } from 'vitest';
import type { SpanRow } from '../../../tools/demo/data/rows.ts';
import { from, load, span } from './rows.ts';
import { expectClose, panel, startHost, withSql, type Host } from './support.ts';

// Tests baselines of several windows: what does not add up is taken of each window by itself.

const day = 86_400_000;
const until = from + 600_000;

interface Call {
  user: string;
  seconds: number;
  failed?: boolean;
}

/** Calls by days before today; the fourth day before has none. */
const days: Record<number, Call[]> = {
  0: [{ user: 'today', seconds: 9 }],
  1: [{ user: 'a', seconds: 1 }],
  2: [
    { user: 'b', seconds: 3 },
    { user: 'b', seconds: 5, failed: true },
    { user: 'c', seconds: 100 },
  ],
  3: [
    { user: 'a', seconds: 7 },
    { user: '', seconds: 8 },
  ],
};
const periods = 4;

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const medianOf = (values: number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? NaN;
  return (at(Math.floor((sorted.length - 1) / 2)) + at(Math.ceil((sorted.length - 1) / 2))) / 2;
};
const earlier = [1, 2, 3, 4].map((back) => days[back] ?? []);
const users = (calls: Call[]) => new Set(calls.flatMap(({ user }) => user || [])).size;
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const said = (calls: Call[]) => calls.filter(({ user }) => user !== '').length;

/** The baselines, written by hand: a mean window of the four. */
const right = {
  requests: mean(earlier.map((calls) => calls.length)),
  users: mean(earlier.map(users)),
  conversations: mean(earlier.map(users)),
  turns_per_conversation: sum(earlier.map(said)) / sum(earlier.map(users)),
  latency_p50: mean(earlier.flatMap((calls) => (calls.length > 0 ? medianOf(calls.map((one) => one.seconds)) : []))),
  error_rate: sum(earlier.map((calls) => calls.filter(({ failed }) => failed).length)) / earlier.flat().length,
};

let host: Host;

beforeAll(async () => {
  host = await startHost();
  const spans = Object.entries(days).flatMap(([back, calls]) =>
    calls.map(({ user, seconds, failed }, index): SpanRow =>
      span(
        from - Number(back) * day + index * 1000,
        { 'gen_ai.operation.name': 'chat', 'user.id': user, 'gen_ai.conversation.id': user },
        { Duration: seconds * 1e9, ...(failed ? { StatusCode: 'Error' as const } : {}) }
      )
    )
  );
  await load(host.url, 'otel', { spans, logs: [] });
});

afterAll(() => host.close());

const ids = Object.keys(right) as (keyof typeof right)[];
const query = {
  version: 1,
  kind: 'measure',
  measures: ids.flatMap((id) => [
    { id, name: id },
    { id, compare: 'baseline', name: `${id}_before` },
  ]),
  baseline: { offset: 86_400, periods },
};

describe.each(['table', 'timeseries'])('a %s', (format) => {
  test('compares with a mean window', async () => {
    const plan = await host.plan({ ...query, format, step: 600 }, panel(from, until));
    const { columns, rows } = await host.run(plan);
    const of = (name: string) => rows[0]?.[columns.indexOf(name)];
    withSql(plan, () => {
      ids.forEach((id) => expectClose(of(`${id}_before`), right[id], id));
      expectClose(of('users'), 1, 'users of today');
      expectClose(of('latency_p50'), 9, 'latency of today');
    });
  });
});

test('a rule compares with the same', async () => {
  const asked = { ...query, format: 'table', select: 'users', delay: 0 };
  const to = Math.ceil(until / 60_000) * 60_000;
  const plan = await host.plan(asked, panel(to - 1_200_000, to, { fromAlert: true }));
  const { columns, rows } = await host.run(plan);
  withSql(plan, () => ids.forEach((id) => expectClose(rows[0]?.[columns.indexOf(`${id}_before`)], right[id], id)));
});
