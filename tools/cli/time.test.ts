import { describe, expect, it } from 'vitest';
import { instant } from './time.ts';

const now = Date.UTC(2026, 2, 29, 12);

describe('a time', () => {
  it.each([
    ['now', now],
    ['now-15m', now - 900_000],
    ['now-24h', now - 86_400_000],
    ['-30d', now - 30 * 86_400_000],
    ['now-2w', now - 14 * 86_400_000],
    ['2026-03-29', Date.UTC(2026, 2, 29)],
    ['2026-03-29T10:00:00+02:00', Date.UTC(2026, 2, 29, 8)],
    ['1774785600000', 1774785600000],
  ])('%s', (text, expected) => {
    expect(instant(text, now)).toBe(expected);
  });

  it.each(['now-1y', 'yesterday', '', 'now+1h'])('%j is none', (text) => {
    expect(() => instant(text, now)).toThrow('Write a time');
  });
});
