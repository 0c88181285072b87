import { defineConfig } from 'vitest/config';

// Keep colours out of the texts that tests read: where CI is set, a pipe has them too.
const plain = { NO_COLOR: '1' };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'ui',
          environment: 'jsdom',
          include: ['src/**/*.test.tsx'],
          setupFiles: ['tests/setup/dom.ts'],
          testTimeout: 20_000,
          // They import style sheets, which Node cannot.
          server: { deps: { inline: [/@grafana\/(ui|plugin-ui|runtime|data)/] } },
        },
      },
      {
        test: {
          name: 'unit',
          environment: 'node',
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
          sequence: { groupOrder: 1 },
          env: plain,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
