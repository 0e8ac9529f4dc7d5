import type { Clock } from '../core/clock.ts';
import type { Inventory } from '../core/inventory.ts';
import type { Accounts } from '../core/ports/accounts.ts';
import type { Log } from '../core/ports/log.ts';
import type { Runs } from '../core/ports/runs.ts';
import type { Run } from '../core/run.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { Drawing } from './methods.ts';

export interface TerminalDeps {
  /** Path of the database: the socket stands beside it. */
  database: string;
  runs: Runs;
  accounts: Accounts;
  inventory: Inventory;
  texts: Texts;
  clock: Clock;
  log: Log;
  draw(run: Run): Drawing;
  /** Facts about the running bot. */
  status(): Promise<readonly string[]>;
}
