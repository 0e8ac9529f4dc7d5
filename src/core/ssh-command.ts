import { formatArgv } from './exec-result.ts';
import { getHost } from './get-service.ts';
import type { Inventory } from './inventory.ts';

/** A line that a person can paste into a terminal to ask the host by hand. */
export function sshCommand(inventory: Inventory, host: string, argv: readonly string[]): string {
  const { user, address, port } = getHost(inventory, host);
  return ['ssh', ...(port === 22 ? [] : ['-p', String(port)]), `${user}@${address}`, formatArgv(argv)].join(' ');
}
