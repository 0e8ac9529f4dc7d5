import type { Clock } from '../../core/clock.ts';
import type { Inventory } from '../../core/inventory.ts';
import type { HostCommand } from '../../core/step.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import type { Ports } from '../../engine/deps.ts';

/** What the checks of hosts, names and records are made from. */
export interface Asking {
  inventory: Inventory;
  ports: Ports;
  texts: Texts;
  clock: Clock;
  /** What runs may call on hosts. */
  hostCommands: readonly HostCommand[];
}

/** One host, asked within the deadline of its check. */
export interface HostAsking extends Asking {
  host: string;
  signal: AbortSignal;
}
