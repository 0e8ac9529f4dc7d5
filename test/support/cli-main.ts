import { runCli } from '../../src/cli/run-cli.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createTestAccounts } from './test-accounts.ts';

// The program of src/main.ts, for the account that the test names.
process.exitCode = await runCli({
  argv: process.argv.slice(2),
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: systemClock,
  accounts: () => createTestAccounts(process.env['TEST_ACCOUNT'] ?? 'nobody'),
  onInterrupt(listener) {
    process.on('SIGINT', listener);
    return () => void process.off('SIGINT', listener);
  },
});
