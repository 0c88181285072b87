import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/setup/longest.ts';

// Keep colours out of the texts that tests read: where CI is set, a pipe has them too.
const plain = { NO_COLOR: '1' };

// Vitest leaves one core to itself, which of two is half.
const maxWorkers = Math.max(2, availableParallelism() - 1);

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'ui',
          environment: 'jsdom',
          maxWorkers,
          include: ['src/**/*.test.tsx'],
          setupFiles: ['tests/setup/dom.ts'],
          testTimeout: 60_000,
          // They import style sheets, which Node cannot.
          server: { deps: { inline: [/@grafana\/(ui|plugin-ui|runtime|data)/] } },
        },
      },
      {
        test: {
          name: 'unit',
          environment: 'node',
          maxWorkers,
          // None changes what another sees, and importing takes longer than most of them.
          isolate: false,
          include: ['src/**/*.test.ts', 'tests/unit/**/*.test.ts', 'tools/**/*.test.ts'],
          env: plain,
        },
      },
      {
        test: {
          name: 'integration',
          environment: 'node',
          include: ['tests/integration/**/*.test.ts'],
          // Each file has a ClickHouse of its own, which wants memory; the others go first.
          maxWorkers: 2,
          isolate: false,
          sequence: { groupOrder: 1 },
          env: plain,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
