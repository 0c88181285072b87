import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { tuned } from '../../../src/engine/alerts/choices.ts';
import { alertRules } from '../../../src/engine/alerts/index.ts';
import { startHost, type Host } from '../engine/support.ts';
import { summary, watch, type Said } from './latespans.ts';

/** Numbers close to what the traffic does, so that a value which is a little off fires. */
const close = {
  'genai-latency-p99': { p99: 45 },
  'genai-error-rate': { rate: 0.105 },
  'genai-faithfulness-drop': { score: 3.5 },
};

const rules = Object.entries(close).map(([uid, numbers]) => {
  const rule = alertRules.find((one) => one.uid === uid)!;
  return tuned(rule, { numbers });
});

let host: Host;
let said: Said[];

beforeAll(async () => {
  host = await startHost();
  said = await watch(host, rules, [0, 120], { minutes: 90, perMinute: 20, seed: 5 });
}, 600_000);

afterAll(() => host.close());

const of = (uid: string, delay: number) => said.filter((one) => one.rule === uid && one.delay === delay);

describe.each(Object.keys(close))('%s, while spans and scores come late', (uid) => {
  it('does not fire without reason at the default delay, and says the truth', () => {
    const { bias, falseFirings, ticks } = summary(of(uid, 120));
    expect(ticks).toBeGreaterThan(40);
    expect(falseFirings).toBe(0);
    expect(Math.abs(bias)).toBeLessThan(0.01);
  });
});

it('would be wrong without a delay', () => {
  expect(summary(of('genai-error-rate', 0)).bias).toBeGreaterThan(0.005);
  expect(summary(of('genai-latency-p99', 0)).bias).toBeLessThan(-0.005);
});
