import { describe, expect, test } from 'vitest';
import { daysOf, slicesOf } from './slices.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 10, 29, 15, 40);
const today = Math.floor(now / day);
const window = (from: number, to: number) => ({ from, to, step: 60, delay: 0 });
const hours = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => today * 24 + from + index);

describe('the slices of a census', () => {
  test('are the days before, the closed hours of today and the time that is still written', () => {
    expect(slicesOf([window(now - 2 * day, now)], now)).toEqual({
      closed: [today - 2, today - 1, ...hours(0, 15)],
      open: { ...window(today * day + 15 * hour, today * day + 17 * hour), step: 3600 },
    });
  });

  test('end with the clock, not with the range: "This month" is no closed month', () => {
    const month = window(Date.UTC(2026, 10, 1), Date.UTC(2026, 11, 1));
    expect(slicesOf([month], now)).toEqual(slicesOf([{ ...month, to: now }], now));
    expect(slicesOf([window(now + day, now + 2 * day)], now).open).not.toBeNull();
  });

  test('of the past are days alone', () => {
    expect(slicesOf([window(now - 9 * day, now - 8 * day)], now)).toEqual({
      closed: [today - 9, today - 8],
      open: null,
    });
  });

  test('of an hour that has just ended are open still: spans of it are being written', () => {
    const justAfter = today * day + 15 * hour + 60_000;
    expect(slicesOf([window(justAfter - hour, justAfter)], justAfter)).toMatchObject({
      closed: hours(0, 14),
      open: { from: today * day + 14 * hour },
    });
  });

  test('just after midnight are the day before, once its last spans are written', () => {
    const justAfter = today * day + 60_000;
    expect(slicesOf([window(justAfter - hour, justAfter)], justAfter).closed).toEqual(
      Array.from({ length: 23 }, (_, index) => (today - 1) * 24 + index)
    );
    const later = today * day + 20 * 60_000;
    expect(slicesOf([window(later - hour, later)], later)).toMatchObject({
      closed: [today - 1],
      open: { from: today * day },
    });
  });

  test('are those of all windows, each once', () => {
    const week = window(now - 7 * day, now - 7 * day + hour);
    expect(slicesOf([window(now - hour, now), week, week], now).closed).toEqual([today - 7, ...hours(0, 15)]);
  });

  test('midnight adds one day to those that were asked', () => {
    const of = (at: number) => slicesOf([window(at - 30 * day, at)], at).closed.filter((slice) => slice < 100_000);
    const [before, after] = [of(now), of(now + day)];
    expect(after.filter((slice) => !before.includes(slice))).toEqual([today]);
  });
});

test('days of windows that follow each other are one range', () => {
  expect(daysOf([window(day + 1, 2 * day), window(2 * day, 2 * day + 1), window(9 * day, 9 * day + 1)])).toEqual([
    { from: day, to: 3 * day },
    { from: 9 * day, to: 10 * day },
  ]);
});
