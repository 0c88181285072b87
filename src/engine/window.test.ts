import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { invalidRange } from './messages.ts';
import { nanoseconds, windowOf } from './window.ts';

const request = (from: number, to: number, fromAlert: boolean) => ({
  refId: 'A',
  from,
  to,
  intervalMs: 15_500,
  maxDataPoints: 100,
  fromAlert,
});
const noon = Date.UTC(2026, 2, 29, 12);
const hour = 3_600_000;

describe('windowOf', () => {
  test.each([
    [
      'a panel reads what it asks for',
      request(noon - hour + 1, noon + 7, false),
      {},
      { from: noon - hour + 1, to: noon + 7, step: 16, delay: 0 },
    ],
    [
      'a panel’s step',
      request(noon - hour, noon, false),
      { step: 300, delay: 60 },
      { from: noon - hour, to: noon, step: 300, delay: 0 },
    ],
    [
      'an alert waits and is aligned',
      request(noon - hour + 7_000, noon + 7_000, true),
      {},
      { from: noon - 120_000 - hour, to: noon - 120_000, step: 60, delay: 120 },
    ],
    [
      'an alert’s own step and delay',
      request(noon - hour, noon, true),
      { step: 900, delay: 30 },
      { from: noon - 900_000 - hour, to: noon - 900_000, step: 900, delay: 30 },
    ],
    ['no delay', request(noon - hour, noon, true), { delay: 0 }, { from: noon - hour, to: noon, step: 60, delay: 0 }],
    [
      'a length that is no multiple of the step',
      request(noon - 90_000, noon, true),
      { delay: 0 },
      { from: noon - 90_000, to: noon, step: 60, delay: 0 },
    ],
  ])('%s', (_, asked, query, expected) => expect(windowOf(asked, query, 120)).toEqual(expected));

  test('every tick of one step sees one window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 59_999 }), fc.integer({ min: 1, max: 86_400_000 }), (late, length) => {
        const tick = noon + late;
        expect(windowOf(request(tick - length, tick, true), {}, 120)).toEqual(
          windowOf(request(noon - length, noon, true), {}, 120)
        );
      })
    );
  });

  test('an alert’s windows follow each other without gap or overlap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3_600 }),
        fc.integer({ min: 0, max: 600 }),
        fc.nat(100_000),
        (step, delay, start) => {
          const tick = noon + start * 1000;
          const length = step * 1000;
          const [first, second] = [tick, tick + length].map((to) =>
            windowOf(request(to - length, to, true), { step, delay }, 0)
          );
          expect(second?.from).toBe(first?.to);
          expect(first?.to).toBeLessThanOrEqual(tick - delay * 1000);
          expect((first?.to ?? 1) % length).toBe(0);
        }
      )
    );
  });

  test.each([
    [noon, noon],
    [noon, noon - 1],
    [NaN, noon],
    [0, NaN],
  ])('%d to %d is refused', (from, to) =>
    expect(() => windowOf(request(from, to, false), {}, 0)).toThrow(invalidRange())
  );
});

test.each([
  [0, '0'],
  [1, '1000000'],
  [-1, '-1000000'],
  [1774742400123, '1774742400123000000'],
  [1.9, '1000000'],
  [-0.5, '0'],
])('%d ms', (milliseconds, expected) => expect(nanoseconds(milliseconds)).toBe(expected));
