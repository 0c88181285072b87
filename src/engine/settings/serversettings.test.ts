import { expect, test } from 'vitest';

import { handle } from '../handle.ts';
import type { Call, Reply } from '../host.ts';

const asked = (clickhouseSettings: unknown): Reply<unknown> =>
  handle({
    op: 'query',
    now: 0,
    query: { version: 1, kind: 'measure', format: 'table', measures: [{ id: 'requests' }] },
    request: { refId: 'A', from: 0, to: 3_600_000, intervalMs: 1000, maxDataPoints: 10, fromAlert: true },
    settings: { url: '', database: 'otel', user: '', jsonData: { clickhouseSettings } },
  } satisfies Call);

test('settings go with what the engine asks', () => {
  const reply = asked({ max_threads: 4, workload: 'panels' });
  expect('need' in reply && reply.need.map(({ settings }) => settings)).toEqual([
    { max_threads: 4, workload: 'panels' },
  ]);
});

test.each([
  ['of another name', { readonly: 0 }],
  ['that changes answers', { join_use_nulls: 1 }],
  ['with another value', { workload: "a' OR" }],
])('a setting %s is refused', (_, settings) => {
  const reply = asked(settings);
  expect('error' in reply && reply.error.message).toContain('clickhouseSettings');
});
