import { describe, expect, test } from 'vitest';
import { blockOf } from './baselineblock.ts';
import type { Request } from '../../host.ts';
import type { MeasureQuery } from '../../query/model.ts';
import { parseQuery } from '../../query/parse.ts';
import { readSettings } from '../../settings/settings.ts';

const day = 86_400;
const settings = readSettings({ url: '', database: 'otel', user: '', jsonData: { delaySeconds: 30 } });

/** Builds the request of a rule's evaluation some seconds after midnight, over half an hour. */
const tick = (seconds: number, length = 1800): Request => ({
  refId: 'A',
  from: (20_500 * day + seconds - length) * 1000,
  to: (20_500 * day + seconds) * 1000,
  intervalMs: 1000,
  maxDataPoints: 100,
  fromAlert: true,
});

const query = (more: object = {}): MeasureQuery =>
  parseQuery({
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: [{ id: 'error_rate', compare: 'ratio' }],
    baseline: { offset: day, periods: 7 },
    ...more,
  }) as MeasureQuery;

const hoursOf = (window: { from: number; to: number } | undefined) =>
  window && [window.from / 3_600_000 - 20_500 * 24, window.to / 3_600_000 - 20_500 * 24];

describe('the hours that a rule is compared with', () => {
  test('are the same for all evaluations of an hour', () => {
    // With the delay of 30 s, what is read at 10:00:30 ends at 10:00.
    const blocks = [36_090, 36_091, 37_000, 39_000, 39_630].map((at) => blockOf(query(), tick(at), settings));
    blocks.forEach((block) => expect(block).toEqual(blocks[0]));
    expect(blocks[0]?.windows.map(hoursOf)).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map((back) => [9 - back * 24, 11 - back * 24])
    );
    expect(blockOf(query(), tick(39_690), settings)).not.toEqual(blocks[0]);
    expect(blocks[0]?.bucket).toBe(60);
  });

  test('hold every window of them, and are over when it ends', () => {
    for (const length of [300, 1800, 3600, 5400, 6 * 3600]) {
      for (let at = 36_000; at < 43_200; at += 97) {
        const request = tick(at, length);
        const offset = 8 * 3600;
        const [, nearest] = blockOf(query({ baseline: { offset } }), request, settings)?.windows ?? [];
        const to = Math.floor((request.to - 30_000) / 60_000) * 60_000;
        expect(nearest?.from).toBeLessThanOrEqual(to - (length + offset) * 1000);
        expect(nearest?.to).toBeGreaterThanOrEqual(to - offset * 1000);
        expect(nearest?.to).toBeLessThanOrEqual(to);
      }
    }
  });

  test.each([
    ['a panel', query(), { ...tick(36_090), fromAlert: false }],
    ['a query without a baseline', query({ baseline: undefined, measures: [{ id: 'requests' }] }), tick(36_090)],
    ['a quantile', query({ measures: [{ id: 'error_rate' }, { id: 'latency_p95', compare: 'ratio' }] }), tick(36_090)],
    ['distinct values', query({ measures: [{ id: 'turns_per_conversation', compare: 'ratio' }] }), tick(36_090)],
    ['the largest groups', query({ groupBy: ['model'], top: { n: 3 } }), tick(36_090)],
    ['a series', query({ format: 'timeseries' }), tick(36_090)],
    ['an offset within the hours', query({ baseline: { offset: 3600 } }), tick(36_090)],
    ['windows off the grid', query({ step: 7 }), tick(36_090)],
  ])('are read anew for %s', (_, asked, request) => {
    expect(blockOf(asked, request, settings)).toBeNull();
  });
});
