import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { watched } from '../../../tools/bench/late/rules.ts';
import { bias, firings, watch, type Said } from '../../../tools/bench/late/watch.ts';
import { startHost, type Host } from '../engine/support.ts';

let host: Host;
let said: Said[];

beforeAll(async () => {
  host = await startHost();
  said = await watch(host, watched, [0, 120], { minutes: 90, perMinute: 20, seed: 5 });
}, 600_000);

afterAll(() => host.close());

const of = (uid: string, delay: number) => said.filter((one) => one.rule === uid && one.delay === delay);

describe.each(watched)('$uid, while spans and scores come late', ({ uid, value }) => {
  it('does not fire without reason at the default delay, and says the truth', () => {
    const { ticks, without } = firings(of(uid, 120));
    expect(ticks).toBeGreaterThan(40);
    expect(without).toBe(0);
    expect(Math.abs(bias(of(uid, 120), value))).toBeLessThan(0.01);
  });
});

it('would be wrong without a delay', () => {
  expect(bias(of('genai-error-rate', 0), 'A')).toBeGreaterThan(0.005);
  expect(bias(of('genai-latency-p99', 0), 'A')).toBeLessThan(-0.005);
});
