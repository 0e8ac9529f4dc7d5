import { defineConfig } from 'vitest/config';

const common = { setupFiles: ['test/support/no-network.ts'], testTimeout: 10_000 };

export default defineConfig({
  test: {
    // Two cores: child processes of the scenarios need one of them.
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{scenarios,crash,sandbox}/**', '**/node_modules/**'],
        },
      },
      { test: { ...common, name: 'sandbox', include: ['test/sandbox/**/*.test.ts'], testTimeout: 30_000 } },
      { test: { ...common, name: 'scenario', include: ['test/scenarios/**/*.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          ...common,
          name: 'crash',
          include: ['test/crash/**/*.test.ts'],
          testTimeout: 240_000,
          maxConcurrency: 3,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**', 'commands/**', 'runbooks/**'],
      reporter: ['text-summary'],
    },
  },
});
