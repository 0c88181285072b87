import { describe, expect, it } from 'vitest';
import type { ClosedHours } from '../../source/tier.ts';
import { longAgo, tierUse } from './tier.ts';

const hour = 3_600_000;
const tierOf = (...closed: ClosedHours) => {
  const none = { path: [], columns: {} };
  return { calls: none, hours: none, version: 'v', closed };
};
const window = (from: number, to: number) => ({ from: from * hour, to: to * hour });

describe('hours of windows', () => {
  it('are all read from the spans where none is closed', () => {
    expect(tierUse(undefined, [window(0, 2)])).toBeUndefined();
    expect(tierUse(tierOf([4, 9]), [window(0, 4)])).toBeUndefined();
  });

  it('are all read from the table of calls where all are closed, also those that the window cuts', () => {
    const use = tierUse(tierOf([0, 9]), [window(1.25, 3.5)]);
    expect(use).toMatchObject({
      hasOpen: false,
      params: { tier_open: '[]', tier_first: '1', tier_end: '4', tier_closed: '3' },
    });
  });

  it('are open from the beginning of the window or of the hour, whichever is later', () => {
    const use = tierUse(tierOf([2, 5]), [window(1.5, 6.25)]);
    expect(use).toMatchObject({
      hasOpen: true,
      params: {
        tier_open: '[1,5,6]',
        tier_earlier_from: `${1.5 * hour}000000`,
        tier_earlier_to: `${2 * hour}000000`,
        tier_open_from: `${5 * hour}000000`,
        tier_open_to: `${6.25 * hour}000000`,
        tier_closed: '3',
      },
    });
  });

  it('are read in one range where no closed one is between them', () => {
    const none = { tier_earlier_from: `${longAgo}000000`, tier_earlier_to: `${longAgo}000000` };
    expect(tierUse(tierOf([2, 5]), [window(4, 7)])?.params).toMatchObject({
      ...none,
      tier_open_from: `${5 * hour}000000`,
    });
    expect(tierUse(tierOf([0, 9]), [window(1, 3)])?.params).toMatchObject({
      ...none,
      tier_open_from: `${longAgo}000000`,
    });
  });

  it('are read in two ranges on both sides of the longest time that is closed', () => {
    expect(tierUse(tierOf([3, 4], [6, 30]), [window(0, 32)])?.params).toMatchObject({
      tier_open: '[0,1,2,4,5,30,31]',
      tier_earlier_to: `${6 * hour}000000`,
      tier_open_from: `${30 * hour}000000`,
    });
  });

  it('of several windows are counted together, with the closed ones between them', () => {
    const use = tierUse(tierOf([0, 10], [20, 30]), [window(28, 31), window(4, 7)]);
    expect(use).toMatchObject({ params: { tier_open: '[30]', tier_first: '4', tier_end: '31', tier_closed: '16' } });
  });

  it('are read from sums where they are whole in a window that is long enough', () => {
    const none = { path: [], columns: {} };
    const tier = { ...tierOf([0, 9]), minutes: none, minutesVersion: 'm', added: [[0, 4]] as ClosedHours };
    expect(tierUse(tier, [window(1.25, 6)])).toMatchObject({
      hasMinutes: true,
      params: { tier_hours: '[1,2,3,4,5]', tier_minutes: '[2,3]', tier_besides: '[1,4,5]' },
    });
    expect(tierUse(tier, [window(2, 3.5)])).toMatchObject({ hasMinutes: false });
    expect(tierUse(tier, [window(4.5, 8)])).toMatchObject({ hasMinutes: true, params: { tier_minutes: '[]' } });
  });
});
