import { expect } from 'vitest';
import type { Plan } from '../../../src/engine/host.ts';

export { hostOf, panel, startHost, type Answer, type Host } from '../../../tools/bench/host.ts';

/** Runs the check, and adds the SQL to the message if it fails. */
export function withSql(plan: Plan, check: () => void): void {
  try {
    check();
  } catch (failure) {
    throw new Error(`${String(failure)}\n\n${plan.statement.sql}\n${JSON.stringify(plan.statement.params)}`, {
      cause: failure,
    });
  }
}

/** Whether two numbers are equal, up to the order of a sum. */
export function isClose(actual: unknown, expected: number | null): boolean {
  return expected === null || typeof actual !== 'number'
    ? actual === expected
    : Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
}

export function expectClose(actual: unknown, expected: number | null, what: string): void {
  expect(isClose(actual, expected), `${what}: ${actual} instead of ${expected}`).toBe(true);
}
