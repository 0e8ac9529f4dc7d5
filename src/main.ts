import { runCli } from './cli/run-cli.ts';
import { systemClock } from './core/clock.ts';
import { createSystemAccounts } from './terminal/accounts.ts';

process.exitCode = await runCli({
  argv: process.argv.slice(2),
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: systemClock,
  accounts: createSystemAccounts,
  onInterrupt(listener) {
    process.on('SIGINT', listener);
    return () => void process.off('SIGINT', listener);
  },
});
