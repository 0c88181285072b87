import type { Reporter, TestModule } from 'vitest/node';
import { keepResults, type Counts } from './results.ts';

const kinds: Record<string, keyof Counts> = { passed: 'passed', failed: 'failed', skipped: 'skipped' };

/** An additional reporter that keeps the counts. A file that does not load counts as a failure. */
export default class CountingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts: Counts = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      counts.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const kind = kinds[test.result().state];
        if (kind) {
          counts[kind]++;
        }
      }
    }
    keepResults('vitest', counts);
  }
}
