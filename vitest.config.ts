import { defineConfig } from 'vitest/config';

const unit = { setupFiles: ['test/support/no-network.ts'], testTimeout: 10_000 };
// nock would sit under every socket and report connections before they are there: whole bots need real sockets. What they
// reach is named in the sandbox's inventory, and is on loopback.
const whole = { setupFiles: ['test/support/real-sockets.ts'] };

export default defineConfig({
  test: {
    // Two cores: child processes of the scenarios need one of them.
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...unit,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{scenarios,long,crash,sandbox,browser,accounts,monitors,postgres}/**', '**/node_modules/**'],
        },
      },
      {
        oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        test: { ...unit, name: 'sandbox', include: ['test/sandbox/**/*.test.{ts,tsx}'], testTimeout: 30_000 },
      },
      { test: { ...whole, name: 'scenario', include: ['test/scenarios/**/*.test.ts'], testTimeout: 30_000 } },
      // The same with whole processes, terminals, full disks, or many random runs: minutes.
      { test: { ...whole, name: 'long', include: ['test/long/**/*.test.ts'], testTimeout: 120_000 } },
      // Alerts from Debian's own Prometheus, Alertmanager and fail2ban; fails where they are not installed.
      {
        test: {
          setupFiles: [...whole.setupFiles, 'test/support/need-monitors.ts'],
          name: 'monitors',
          include: ['test/monitors/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      // Makes accounts of the operating system: as root, and not beside other tests.
      { test: { ...whole, name: 'accounts', include: ['test/accounts/**/*.test.ts'], testTimeout: 120_000 } },
      // On a real PostgreSQL server of its own, whose programs must be there.
      {
        test: {
          ...whole,
          name: 'postgres',
          include: ['test/postgres/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...whole,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 120_000,
          // A bot, a browser and the world each: two of these at once starve each other on two cores.
          fileParallelism: false,
        },
      },
      {
        test: {
          ...whole,
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
